import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubspotSite } from './helpdesks/hubspot.ts';
import { type Sandbox, startSandbox } from '../../functions/sandbox/server.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { truthsOf } from '../../shared/sandbox/truth.ts';

const org = organisation({ months: 1, tickets_per_week: 60 });
const truths = truthsOf(org);
let server: Sandbox;
beforeAll(async () => {
  server = await startSandbox(hubspotSite(org), { now_s: org.end_s + 600, throttle_every: 0 });
});
afterAll(() => server.close());

interface Row {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly propertiesWithHistory?: Readonly<Record<string, readonly { value: string; timestamp: string }[]>>;
  readonly associations?: unknown;
  readonly archivedAt?: string;
}
interface Page {
  readonly total: number;
  readonly results: readonly Row[];
  readonly paging?: { readonly next: { readonly after: string } };
}
const ask = async (path: string, body?: object): Promise<{ status: number; page: Page }> => {
  const answer = await fetch(server.url + path, {
    headers: { authorization: `Bearer ${demoSecret.value}` },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, page: (await answer.json()) as Page };
};
const tickets = '/crm/v3/objects/tickets';
const listed = async (query: string): Promise<Row[]> => {
  const rows: Row[] = [];
  for (let after: string | undefined = '0'; after !== undefined;) {
    const { page } = await ask(`${tickets}?${query}&after=${after}`);
    rows.push(...page.results);
    after = page.paging?.next.after;
  }
  return rows;
};
const since = (ms: number, more: object = {}): object => ({
  filterGroups: [{ filters: [{ propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(ms) }] }],
  sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
  ...more,
});
const count = (...those: readonly string[]): number => truths.filter(({ status }) => those.includes(status)).length;

describe('the made-up HubSpot', () => {
  it('lists what lives, archives what was deleted, and knows of the merged only by their winner', async () => {
    const [live, archived] = [await listed('limit=100'), await listed('limit=100&archived=true')];
    expect(archived).toHaveLength(count('deleted', 'spam'));
    expect(archived.every(({ archivedAt }) => archivedAt !== undefined)).toBe(true);
    expect(live).toHaveLength(truths.length - count('deleted', 'spam', 'merged'));
    const winners = await listed('limit=50&properties=hs_merged_object_ids');
    const losers = winners.flatMap(({ properties }) => properties.hs_merged_object_ids?.split(';') ?? []);
    const merged = truths.filter(({ status }) => status === 'merged').map(({ n }) => idsOf.hubspot.ticket(n));
    expect(merged.length).toBeGreaterThan(0);
    expect(losers.sort()).toEqual(merged.sort());
    expect((await ask(`${tickets}/${merged[0]}`)).status).toBe(404);
  });

  it('gives history newest first, associations when asked, and refuses more than 50 with history', async () => {
    const query = 'propertiesWithHistory=hs_pipeline_stage&associations=contacts';
    const rows = await listed(`limit=50&${query}`);
    for (const { propertiesWithHistory, properties } of rows) {
      const times = propertiesWithHistory!.hs_pipeline_stage!.map(({ timestamp }) => Date.parse(timestamp));
      expect(times).toEqual(times.toSorted((a, b) => b - a));
      expect(propertiesWithHistory!.hs_pipeline_stage![0]!.value).toBe(properties.hs_pipeline_stage);
    }
    expect(rows[0]!.associations).toMatchObject({ contacts: { results: [{ type: 'ticket_to_contact' }] } });
    expect((await ask(`${tickets}?limit=100&${query}`)).status).toBe(400);
  });

  it('searches without associations, a little out of order, one row outside of its bound, and never beyond 10,000', async () => {
    const middle = (org.start_s + org.end_s) * 500;
    const { page } = await ask(`${tickets}/search`, since(middle, { limit: 200 }));
    const times = page.results.map(({ properties }) => Date.parse(properties.hs_lastmodifieddate!));
    expect(page.results.some((row) => row.associations !== undefined || row.propertiesWithHistory !== undefined)).toBe(
      false,
    );
    expect(times).not.toEqual(times.toSorted((a, b) => a - b));
    expect(times.length < 200 ? times.filter((at) => at < middle) : [0]).toHaveLength(1);
    expect((await ask(`${tickets}/search`, since(middle, { limit: 200, after: '9900' }))).status).toBe(400);
    expect((await ask(`${tickets}/search`, since(middle, { limit: 201 }))).status).toBe(400);
    expect((await ask(`${tickets}/search`, since(0))).status).toBe(500);
  });

  it('finds a change up to 45 s later than it shows it by id', async () => {
    const late = org.tickets.find(({ n, created_s }) => n > 1010 && created_s > org.start_s + 86_400)!;
    const id = idsOf.hubspot.ticket(late.n);
    const isFound = async (): Promise<boolean> =>
      (
        await ask(`${tickets}/search`, {
          filterGroups: [{ filters: [{ propertyName: 'hs_object_id', operator: 'EQ', value: id }] }],
        })
      ).page.total === 1;
    server.advance(late.created_s);
    expect((await ask(`${tickets}/${id}`)).status).toBe(200);
    const seen = [];
    for (let wait_s = 0; wait_s <= 45; wait_s += 5) {
      server.advance(late.created_s + wait_s);
      seen.push(await isFound());
    }
    server.advance(org.end_s + 600);
    expect(seen[0]).toBe(false);
    expect(seen.at(-1)).toBe(true);
  });

  it('refuses a wrong token', async () => {
    expect((await fetch(`${server.url}/crm/v3/owners`, { headers: { authorization: 'Bearer no' } })).status).toBe(401);
  });
});
