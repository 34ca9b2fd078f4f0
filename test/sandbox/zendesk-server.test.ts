import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../functions/sandbox/server.ts';
import { zendeskLogin, zendeskSite } from '../../functions/sandbox/zendesk.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';

const org = organisation({ months: 2, tickets_per_week: 60 });
const authorization = `Basic ${Buffer.from(`${zendeskLogin.email}/token:${zendeskLogin.token}`).toString('base64')}`;
let server: Sandbox;
beforeAll(async () => {
  server = await startSandbox(zendeskSite(org), { now_s: org.end_s + 600, throttle_every: 7 });
});
afterAll(() => server.close());

interface Exported {
  readonly id: number;
  readonly status: string;
  readonly generated_timestamp: number;
  readonly updated_at: string;
}
interface Page {
  readonly tickets: readonly Exported[];
  readonly ticket_events: readonly { readonly id: number }[];
  readonly end_of_stream: boolean;
  readonly after_cursor: string;
  readonly next_page: string;
}
const get = async (path: string): Promise<Page> => {
  const answer = await fetch(path.startsWith('http') ? path : server.url + path, { headers: { authorization } });
  if (answer.status === 429) {
    expect(answer.headers.get('retry-after')).toBe('1');
    return get(path);
  }
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
};
const exported = async (size: number): Promise<Exported[]> => {
  const rows: Exported[] = [];
  for (let path = `/api/v2/incremental/tickets/cursor.json?start_time=0&per_page=${size}`; ;) {
    const page = await get(path);
    rows.push(...page.tickets);
    if (page.end_of_stream) return rows;
    path = `/api/v2/incremental/tickets/cursor.json?cursor=${encodeURIComponent(page.after_cursor)}&per_page=${size}`;
  }
};

describe('the made-up Zendesk', () => {
  it('exports every ticket, deleted ones included, with duplicates across pages and none lost', async () => {
    const rows = await exported(50);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(org.tickets.length);
    expect(rows.length).toBeGreaterThan(org.tickets.length);
    expect(rows.some(({ status }) => status === 'deleted')).toBe(true);
    expect(rows.some((row) => row.generated_timestamp > Date.parse(row.updated_at) / 1000)).toBe(true);
  });

  it('exports every audit once or twice, whatever the page size', async () => {
    const all = async (size: number): Promise<Set<number>> => {
      const ids = new Set<number>();
      for (
        let path: string = `/api/v2/incremental/ticket_events.json?start_time=0&include=comment_events&per_page=${size}`;
        ;
      ) {
        const page = await get(path);
        for (const { id } of page.ticket_events) ids.add(id);
        if (page.end_of_stream) return ids;
        path = page.next_page;
      }
    };
    expect((await all(1000)).size).toBe((await all(300)).size);
  });

  it('asks to wait now and then, and refuses a wrong token', async () => {
    expect(server.counts().throttled).toBeGreaterThan(0);
    const answers = await Promise.all(
      [1, 2].map(() => fetch(`${server.url}/api/v2/groups.json`, { headers: { authorization: 'Basic bm8=' } })),
    );
    expect(answers.some(({ status }) => status === 401)).toBe(true);
  });

  it('serves history only up to its own clock, which its Date header shows', async () => {
    server.advance(org.start_s + 20 * 86_400);
    const early = await exported(1000);
    expect(early.length).toBeLessThan(org.tickets.length / 2);
    for (const row of early) expect(row.generated_timestamp).toBeLessThanOrEqual(server.now_s() - 60);
    const answer = await fetch(`${server.url}/api/v2/groups.json`, { headers: { authorization } });
    expect(Date.parse(answer.headers.get('date')!) / 1000).toBe(server.now_s());
    server.advance(org.end_s + 600);
  });
});
