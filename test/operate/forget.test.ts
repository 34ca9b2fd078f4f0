import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../shared/config/read.ts';
import { UsageError } from '../../shared/errors.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { forget, forgottenIn } from '../../shared/operate/forget.ts';
import { loadDeps } from '../../shared/load/load-deps.ts';
import { load } from '../../shared/load/load.ts';
import { pullSource } from '../../shared/load/pull.ts';
import { known } from '../../shared/run/registry.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { openingHour, startHelpdesks } from '../sandbox/helpdesks/all.ts';
import { temporaryHome, type TemporaryHome } from '../support/home.ts';

const org = organisation({ tickets_per_week: 12, months: 3 });
let home: TemporaryHome;
let deps: ReturnType<typeof loadDeps>;

/** Every file of the home that holds a text, unpacked or not. */
function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.duckdb'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const body = readFileSync(path);
      return (path.endsWith('.gz') ? gunzipSync(body) : body).includes(text);
    });
}
const value = async (sql: string): Promise<unknown> => (await home.ports.warehouse.query('test', sql)).rows[0]?.[0];

beforeAll(async () => {
  home = await temporaryHome({ now_s: openingHour(org), secrets: { [demoSecret.name]: demoSecret.value } });
  const [desk] = await startHelpdesks(org, [{ id: 'zendesk', vendor: 'zendesk' }], { throttle_every: 0 });
  const settings = readConfiguration(configuration(org, [desk!]), 'casebook.yaml', known);
  await pullSource({ source: 'zendesk', run: 'r1' }, home.ports, settings, connectors);
  await desk!.server.close();
  deps = loadDeps({ ports: home.ports, configuration: settings, connectors });
  await load({ source: 'zendesk', run: 'r1' }, deps);
});
afterAll(() => home.close());

describe('forgetting a person', () => {
  it('refuses an id that nothing mentions', async () => {
    await expect(forget('nobody-of-that-name', deps, { at_s: 1 })).rejects.toThrow(UsageError);
  });

  it('leaves neither id, name nor address in anything received or in any table, and no number changes', async () => {
    const id = String(
      await value(
        'SELECT requester_id FROM tickets WHERE requester_id IS NOT NULL GROUP BY requester_id ORDER BY count(*) DESC, requester_id LIMIT 1',
      ),
    );
    const page = filesWith(home.folder, `"id":${id}`)[0]!;
    const users = (
      JSON.parse(gunzipSync(readFileSync(page)).toString()) as { users: { id: number; name: string; email: string }[] }
    ).users;
    const { email } = users.find((user) => String(user.id) === id)!;
    const figures =
      "SELECT count(*) || ' ' || count(DISTINCT requester_id) || ' ' || sum(resolve_s) || ' ' || sum(reply_count) FROM tickets";
    const before = await value(figures);
    expect(filesWith(home.folder, email)).not.toEqual([]);

    const { changed, pseudonym } = await forget(id, deps, { at_s: 1 });

    expect(changed).toBeGreaterThan(0);
    expect(filesWith(home.folder, email)).toEqual([]);
    expect(filesWith(home.folder, `:${id}`)).toEqual([]);
    expect(await value(`SELECT count(*) FROM tickets WHERE requester_id = '${id}'`)).toBe(0);
    expect(await value(`SELECT count(*) FROM ticket_events WHERE actor_id = '${id}' OR payload LIKE '%${id}%'`)).toBe(
      0,
    );
    expect(await value(`SELECT count(*) FROM contacts WHERE contact_id = '${id}'`)).toBe(0);
    expect(await value(`SELECT count(*) FROM tickets WHERE requester_id = '${pseudonym}'`)).toBeGreaterThan(0);
    expect(await value(figures)).toBe(before);
  });
});

describe('a contact who was merged with others', () => {
  it.each([
    ['hs_merged_object_ids', '13;412;51', '13;8000000000000001;51'],
    [
      'hs_calculated_merged_vids',
      '412:1726000000412;13:1727000000000',
      '8000000000000001:1726000000412;13:1727000000000',
    ],
  ])('is forgotten in the list %s, and nobody else', (key, before, after) => {
    const contact = (ids: string) => JSON.stringify({ id: '7', properties: { [key]: ids } });
    expect(forgottenIn(contact(before), '412', '8000000000000001', new Set())).toBe(contact(after));
  });
});
