import { describe, expect, it } from 'vitest';
import { helpScoutSite } from '../sandbox/helpdesks/help-scout.ts';
import { startSandbox } from '../../functions/sandbox/server.ts';
import { zohoDeskSite } from '../sandbox/helpdesks/zoho-desk.ts';
import { http } from '../../shared/adapters/http.ts';
import { helpScout } from '../../shared/connectors/helpdesks/help-scout.ts';
import { zohoDesk } from '../../shared/connectors/helpdesks/zoho-desk.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { pullSource } from '../../shared/load/pull.ts';
import { failures } from '../support/pull-once.ts';
import { pullHome } from '../support/pull-ports.ts';
import { loaded } from '../support/rows-of.ts';

const org = organisation({ months: 1, tickets_per_week: 8 });
const secrets = { TOKEN: 'sandbox-token' };
const mappings = { escalation: { tags: ['engineering'] }, test_tags: ['test'], outbound_tags: ['proactive'] };
const steps = 8;

/** Helpdesks whose search forgets what is deleted: what it still shows must be the same, however it was read. */
describe.each([
  [
    'zoho-desk',
    zohoDesk,
    zohoDeskSite,
    (url: string) => ({
      base_url: url,
      accounts_url: url,
      org_id: '700001',
      client_id: 'app',
      client_secret: '${env:TOKEN}',
      refresh_token: '${env:TOKEN}',
      mappings,
    }),
  ],
  [
    'help-scout',
    helpScout,
    helpScoutSite,
    (url: string) => ({ base_url: url, app_id: 'app', app_secret: '${env:TOKEN}', mappings }),
  ],
] as const)('a moving %s', (id, connector, siteOf, settings) => {
  /** Everything read up to the end of the organisation, in this many runs. */
  const readIn = async (runs: number) => {
    const start_s = runs === 1 ? org.end_s : org.start_s + 3600;
    const server = await startSandbox(siteOf(org), { now_s: start_s, throttle_every: 0 });
    const home = pullHome(http, { now_s: start_s, secrets });
    const source = { id: 'desk', connector: id, ...settings(server.url) };
    for (let i = 0; i < runs; i++) {
      const at_s = runs === 1 ? org.end_s : start_s + Math.round((i * (org.end_s - start_s)) / (runs - 1));
      home.advance(at_s - home.ports.clock.now_s());
      server.advance(at_s);
      const run = `r${String(i).padStart(2, '0')}`;
      expect(
        failures(await pullSource({ source: 'desk', run }, home.ports, { sources: [source] }, [connector])),
      ).toEqual([]);
    }
    await server.close();
    return loaded(home, connector.bind(source).normalise);
  };

  it(`read in ${steps} increments gives the same as read at once`, async () => {
    const whole = await readIn(1);
    const pieces = await readIn(steps);
    const shown = new Set(whole.tables.ticket_attributes?.map(({ ticket_id }) => ticket_id));
    expect(shown.size).toBeGreaterThan(25);
    const events = ({ events: all }: typeof whole) =>
      all.filter(({ ticket_id, kind }) => shown.has(ticket_id) && kind !== 'snapshot');
    expect(events(pieces)).toEqual(events(whole));
    for (const table of ['people', 'groups', 'contacts', 'surveys'] as const)
      expect([table, pieces.tables[table]]).toEqual([table, whole.tables[table]]);
    expect(pieces.tables.ticket_attributes?.filter(({ ticket_id }) => shown.has(ticket_id))).toEqual(
      whole.tables.ticket_attributes,
    );
    // what was deleted or marked spam between two runs is known to the increments alone
    expect(pieces.tables.ticket_attributes?.length).toBeGreaterThanOrEqual(shown.size);
    expect(pieces.tables.ingest_rejects).toBeUndefined();
  }, 60_000);
});
