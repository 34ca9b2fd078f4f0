import { describe, expect, it } from 'vitest';
import { hubspot } from '../../../shared/connectors/helpdesks/hubspot.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp } from '../../support/scripted-http.ts';

const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const source = { id: 'hub', connector: 'hubspot', token: '${env:TOKEN}', start: '2026-01-01', surveys: false };
const threads = '/conversations/v3/conversations/threads';

interface Thread {
  readonly id: string;
  readonly latestMessageTimestamp: string;
  readonly threadAssociations?: object;
}
/** The inbox with its manners: by latest message, two messages a page, the scope optional. */
function inbox(all: readonly Thread[], messages: Readonly<Record<string, readonly object[]>>, isAllowed = true) {
  const http = scriptedHttp(({ url }) => {
    const { pathname, searchParams: query } = new URL(url);
    const headers = { date: new Date(now_s * 1000).toUTCString() };
    if (!pathname.startsWith(threads)) return { body: { results: [], total: 0 }, headers };
    if (!isAllowed) return { status: 403, body: { category: 'MISSING_SCOPES' }, headers };
    const thread = /threads\/(\d+)\/messages/.exec(pathname)?.[1];
    if (thread === undefined) {
      const since = Date.parse(query.get('latestMessageTimestampAfter')!);
      return { body: { results: all.filter((each) => Date.parse(each.latestMessageTimestamp) >= since) }, headers };
    }
    const from = Number(query.get('after') ?? 0);
    const own = messages[thread] ?? [];
    return {
      body: {
        results: own.slice(from, from + 2),
        ...(from + 2 < own.length ? { paging: { next: { after: String(from + 2), link: 'x' } } } : {}),
      },
      headers,
    };
  });
  return { http, ...pulledSource(hubspot, source, http, { now_s, secrets: { TOKEN: 'tok-123456' } }) };
}
const at = (second: number): string => new Date((now_s - 86_400 + second) * 1000).toISOString();
const thread = (more: Partial<Thread> = {}): Thread => ({
  id: '31',
  latestMessageTimestamp: at(90),
  threadAssociations: { associatedTicketId: '900' },
  ...more,
});
const message = (id: string, second: number, more: object = {}) => ({
  id,
  conversationsThreadId: '31',
  createdAt: at(second),
  type: 'MESSAGE',
  archived: false,
  ...more,
});

describe('hubspot messages', () => {
  it('are told as replies and notes of their ticket, by who wrote them', async () => {
    const { pull, loaded } = inbox([thread()], {
      '31': [
        message('m1', 0, { direction: 'INCOMING', createdBy: 'V-51', senders: [{ actorId: 'V-51' }], text: 'Help' }),
        message('m2', 1, { type: 'WELCOME_MESSAGE', createdBy: 'S-hubspot', text: 'Hello', senders: [] }),
        message('m3', 2, { direction: 'OUTGOING', createdBy: 'B-7', senders: [{ actorId: 'B-7' }], text: 'Beep' }),
        message('m4', 3, { type: 'COMMENT', createdBy: 'A-8', text: 'psst' }),
        message('m5', 4, { direction: 'OUTGOING', createdBy: 'A-8', senders: [{ actorId: 'A-8' }], text: 'Do this' }),
        // an app sends for a person
        message('m6', 5, { direction: 'OUTGOING', createdBy: 'I-300', senders: [{ actorId: 'A-9' }], text: 'And' }),
        message('m7', 6, { direction: 'OUTGOING', createdBy: 'A-8', status: { statusType: 'FAILED' }, text: 'Lost' }),
        message('m8', 7, { direction: 'INCOMING', createdBy: 'E-ann@example.com', senders: null, text: null }),
        message('m9', 8, { direction: 'INCOMING', truncationStatus: 'TRUNCATED', text: 'Cut' }),
        message('a1', 9, { type: 'ASSIGNMENT', assignedTo: 'A-8', assignedFrom: 'A-9' }),
        message('s1', 9, { type: 'THREAD_STATUS_CHANGE', newStatus: 'CLOSED' }),
      ],
    });
    expect(failures(await pull())).toEqual([]);
    const { events, tables } = await loaded();
    expect(
      events.map(({ ticket_id, event_id, kind, actor, actor_id, data }) => [
        ticket_id,
        event_id,
        kind,
        actor,
        actor_id,
        data.text_length,
      ]),
    ).toEqual([
      ['900', 'message.m1', 'replied', 'customer', '51', 4],
      ['900', 'message.m2', 'replied', 'automation', null, 5],
      ['900', 'message.m3', 'replied', 'automation', null, 4],
      ['900', 'message.m4', 'noted', 'agent', '8', 4],
      ['900', 'message.m5', 'replied', 'agent', '8', 7],
      ['900', 'message.m6', 'replied', 'agent', '9', 3],
      ['900', 'message.m8', 'replied', 'customer', null, null],
      ['900', 'message.m9', 'replied', 'customer', null, null],
    ]);
    expect(tables.ingest_rejects).toBeUndefined();
    expect((tables.field_mappings ?? []).filter(({ is_mapped }) => is_mapped !== true)).toEqual([]);
  });

  it('R5, R11: are read whole for every thread with a message of the last two days or newer', async () => {
    const all = [thread({ latestMessageTimestamp: at(0) })];
    const messages = { '31': [message('m1', 0, { direction: 'INCOMING' })] };
    const { pull, http, loaded } = inbox(all, messages);
    await pull('r1');
    // a comment, whatever it does to the time of the thread
    messages['31'].push(message('m2', 50, { type: 'COMMENT', createdBy: 'A-8' }));
    await pull('r2');
    expect((await loaded()).events.map(({ kind }) => kind)).toEqual(['replied', 'noted']);
    const bounds = http.requests
      .filter(({ url }) => new URL(url).pathname === threads)
      .map(({ url }) => new URL(url).searchParams.get('latestMessageTimestampAfter'));
    const seen_s = now_s - 86_400;
    expect(bounds).toEqual([
      '2026-01-01T00:00:00Z',
      new Date((seen_s - 2 * 86_400) * 1000).toISOString().replace('.000', ''),
    ]);
  });

  it('of threads without a ticket are nobody’s', async () => {
    const { pull, http } = inbox([thread({ threadAssociations: undefined }), thread({ id: '32' })], {});
    expect(failures(await pull())).toEqual([]);
    const asked = http.requests.map(({ url }) => new URL(url).pathname).filter((path) => path.endsWith('/messages'));
    expect(asked).toEqual([`${threads}/32/messages`]);
  });

  it('without the scope are said to be missing, and nothing fails', async () => {
    const { pull } = inbox([thread()], {}, false);
    const result = await pull();
    expect(failures(result)).toEqual([]);
    expect(result.streams.find(({ name }) => name === 'threads')?.rejects).toMatchObject([
      { reason: expect.stringContaining('not available: 403') as string },
    ]);
  });
});
