import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intercomSite } from './helpdesks/intercom.ts';
import { type Sandbox, startSandbox } from '../../functions/sandbox/server.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { truthsOf } from '../../shared/sandbox/truth.ts';

const made = organisation({ months: 1, tickets_per_week: 60 });
const talkative = made.tickets.find(
  ({ is_spam, history }) => !is_spam && history.some(({ kind }) => kind === 'replied'),
)!;
/** One of its conversations has more parts than are ever shown. */
const org = {
  ...made,
  tickets: made.tickets.map((ticket) =>
    ticket.n === talkative.n
      ? {
          ...ticket,
          history: [
            ticket.history[0]!,
            ...Array.from({ length: 600 }, (_, i) => ({
              at_s: ticket.created_s,
              by: ticket.contact.id,
              kind: 'replied' as const,
              text: `Message ${i}`,
              articles: [],
            })),
            ...ticket.history.slice(1),
          ],
        }
      : ticket,
  ),
};
const truths = truthsOf(org);
let server: Sandbox;
beforeAll(async () => {
  server = await startSandbox(intercomSite(org), { now_s: org.end_s + 600, throttle_every: 0 });
});
afterAll(() => server.close());

interface Conversation {
  readonly id: string;
  readonly updated_at: number;
  readonly state: string;
  readonly open: boolean;
  readonly statistics: object | null;
  readonly conversation_parts?: {
    readonly conversation_parts: readonly { body: string }[];
    readonly total_count: number;
  };
}
interface Found {
  readonly conversations: readonly Conversation[];
  readonly data: readonly { readonly created_at: number }[];
  readonly total_count: number;
  readonly pages: { readonly next?: { readonly starting_after: string } };
}
const headers = { authorization: `Bearer ${demoSecret.value}`, 'intercom-version': '2.11' };
const ask = async (path: string, body?: object, more: object = {}): Promise<{ status: number; found: Found }> => {
  const answer = await fetch(server.url + path, {
    headers: { ...headers, ...more },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, found: (await answer.json()) as Found };
};
const one = async (id: string): Promise<{ status: number; conversation: Conversation }> => {
  const { status, found } = await ask(`/conversations/${id}?display_as=plaintext`);
  return { status, conversation: found as unknown as Conversation };
};
const search = '/conversations/search';
const since = (at_s: number, more: object = {}): object => ({
  query: { operator: 'AND', value: [{ field: 'updated_at', operator: '>', value: at_s }] },
  ...more,
});
const all = async (): Promise<Conversation[]> => {
  const rows: Conversation[] = [];
  for (let after: string | undefined | null = null; after !== undefined;) {
    const { found } = await ask(
      search,
      since(0, {
        pagination: { per_page: 50, starting_after: after },
        sort: { field: 'updated_at', order: 'ascending' },
      }),
    );
    rows.push(...found.conversations);
    after = found.pages.next?.starting_after;
  }
  return rows;
};

describe('the made-up Intercom', () => {
  it('finds everything but the deleted once, in the order of change, without parts', async () => {
    const rows = await all();
    const living = truths.filter(({ status }) => status !== 'deleted' && status !== 'spam');
    expect(rows.map(({ id }) => id).sort()).toEqual(living.map(({ n }) => idsOf.intercom.ticket(n)).sort());
    expect(rows.map((row) => row.updated_at)).toEqual(rows.map((row) => row.updated_at).toSorted((a, b) => a - b));
    expect(rows.every((row) => row.conversation_parts === undefined)).toBe(true);
  });

  it('answers 404 for a deleted conversation', async () => {
    const gone = truths.find(({ status }) => status === 'deleted' || status === 'spam')!;
    expect((await one(idsOf.intercom.ticket(gone.n))).status).toBe(404);
  });

  it('shows the most recent 500 parts, and counts all of them', async () => {
    const { conversation } = await one(idsOf.intercom.ticket(talkative.n));
    const { conversation_parts: parts, total_count } = conversation.conversation_parts!;
    expect(parts).toHaveLength(500);
    expect(total_count).toBeGreaterThan(600);
    expect(parts.some(({ body }) => body === 'Message 0')).toBe(false);
    expect(parts.some(({ body }) => body === 'Message 599')).toBe(true);
  });

  it('gives 20 rows unless asked for up to 150, newest first, and refuses what it does not understand', async () => {
    const { found } = await ask(search, since(0));
    expect(found.conversations).toHaveLength(20);
    expect(found.conversations[0]!.updated_at).toBeGreaterThan(found.conversations[19]!.updated_at);
    expect((await ask(search, since(0, { pagination: { per_page: 151 } }))).status).toBe(400);
    const unsure = { query: { field: 'updated_at', operator: '>=', value: 0 } };
    expect((await ask(search, unsure)).status).toBe(400);
  });

  it('compares conversations by the second and contacts by the day', async () => {
    const [row] = (await all()).slice(-1);
    const at = row!.updated_at;
    const later = (await ask(search, since(at))).found.total_count;
    expect((await ask(search, since(at - 1))).found.total_count).toBeGreaterThan(later);
    const { created_s } = org.contacts[0]!;
    const day = Math.floor(created_s / 86_400) * 86_400;
    const by = async (value: number): Promise<number> =>
      (await ask('/contacts/search', { query: { field: 'updated_at', operator: '>', value } })).found.total_count;
    expect(await by(created_s - 1)).toBe(await by(day));
    expect(await by(day - 86_400)).toBeGreaterThan(await by(day));
  });

  it('now and then forgets to say that a closing was a change', async () => {
    const closings = org.tickets.flatMap(({ n, history }) =>
      history.flatMap((each) =>
        each.kind === 'status' && each.from === 'open' && each.to === 'solved' && each.by.startsWith('p')
          ? [{ id: idsOf.intercom.ticket(n), at_s: each.at_s }]
          : [],
      ),
    );
    let forgotten = 0;
    for (const { id, at_s } of closings) {
      server.advance(at_s);
      const { conversation } = await one(id);
      expect(conversation).toMatchObject({ state: 'closed', open: false });
      if (conversation.updated_at < at_s) forgotten++;
    }
    server.advance(org.end_s + 600);
    expect(forgotten).toBeGreaterThan(0);
    expect(forgotten).toBeLessThan(closings.length / 8);
  });

  it('has no statistics of what was sent and never answered', async () => {
    const unanswered = org.tickets.filter(
      ({ is_outbound, history }) =>
        is_outbound && !history.some((each) => each.kind === 'replied' && each.by.startsWith('c')),
    );
    const rows = new Map((await all()).map((row) => [row.id, row]));
    expect(unanswered.length).toBeGreaterThan(0);
    for (const { n } of unanswered) expect(rows.get(idsOf.intercom.ticket(n))?.statistics).toBeNull();
  });

  it('wants a version that it knows and the token, and says when its window of ten seconds ends', async () => {
    expect((await ask('/admins', undefined, { 'intercom-version': '0.9' })).status).toBe(400);
    expect((await ask('/admins', undefined, { authorization: 'Bearer no' })).status).toBe(401);
    const answer = await fetch(`${server.url}/admins`, { headers });
    expect(Number(answer.headers.get('x-ratelimit-reset'))).toBeGreaterThan(server.now_s());
  });
});
