import { describe, expect, it } from 'vitest';
import { freshdesk } from '../../../shared/connectors/helpdesks/freshdesk.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const source = { id: 'desk', connector: 'freshdesk', domain: 'example', api_key: '${env:KEY}', start: '2026-01-01' };
/** As the reference shows one, which has no stats. */
const archived = (id: number, more: object = {}) => ({
  id,
  archived: true,
  status: 5,
  priority: 1,
  source: 1,
  spam: false,
  requester_id: 900,
  responder_id: 500,
  tags: [],
  custom_fields: {},
  created_at: '2026-02-01T08:00:00Z',
  updated_at: '2026-02-03T10:00:00Z',
  ...more,
});
const reply = { id: 77, ticket_id: 4, user_id: 500, incoming: false, private: false, source: 0, body_text: 'Done.' };
const at = { created_at: '2026-02-01T09:00:00Z', updated_at: '2026-02-01T09:00:00Z' };

/** Ticket 6 is the newest; 4 and 2 are in the archive, 2 as spam; 5, 3 and 1 are not. */
function desk(refuses: (path: string) => Said | undefined = () => undefined) {
  return scriptedHttp(({ url }): Said => {
    const { pathname, searchParams: query } = new URL(url);
    const path = pathname.replace('/api/v2', '');
    const refusal = refuses(path + (query.has('include') ? '?include' : ''));
    if (refusal !== undefined) return refusal;
    if (path === '/tickets' && query.get('order_by') === 'created_at' && query.has('updated_since'))
      return { body: [archived(6, { archived: false, status: 2 })] };
    if (path === '/tickets/archived/4') return { body: archived(4) };
    if (path === '/tickets/archived/4/conversations') return { body: [{ ...reply, ...at }] };
    if (path === '/tickets/archived/2') return { body: archived(2, { spam: true }) };
    if (path.startsWith('/tickets/archived/') && !path.endsWith('conversations')) return { status: 404, body: '' };
    return path === '/export/ticket_activities' ? { status: 404, body: '' } : { body: [] };
  });
}
const pulled = (http: ReturnType<typeof desk>, more: object = {}) =>
  pulledSource(freshdesk, { ...source, ...more }, http, { now_s, secrets: { KEY: 'k-123456' } });
const numbers = (http: ReturnType<typeof desk>) =>
  http.requests.flatMap(({ url }) => /\/tickets\/archived\/(\d+)(?:\?|$)/.exec(url)?.[1] ?? []);

describe('tickets that Freshdesk archived before the first load', () => {
  it('are found by their numbers, once, with what was said', async () => {
    const http = desk();
    const one = pulled(http);
    const result = await one.pull('r1');
    expect(failures(result)).toEqual([]);
    expect(numbers(http)).toEqual(['5', '4', '3', '2', '1']);
    const { tables, events } = await one.loaded();
    expect(
      tables.ticket_attributes?.map(({ ticket_id, status, is_spam, given_quality }) => [
        ticket_id,
        status,
        is_spam,
        given_quality,
      ]),
    ).toEqual([
      ['2', 'spam', true, '[]'],
      ['4', 'closed', false, '["short_history"]'],
    ]);
    expect(events.filter(({ kind }) => kind === 'replied').map(({ ticket_id }) => ticket_id)).toEqual(['4']);
    // a number that nobody has is no record that was lost
    expect(result.streams.flatMap(({ rejects }) => rejects)).toEqual([]);
    await one.pull('r2');
    expect(numbers(http)).toHaveLength(5);
  });

  it('go on where a run was cut off', async () => {
    let works = false;
    const http = desk((path) =>
      path.startsWith('/tickets/archived/3') && !works ? { status: 422, body: {} } : undefined,
    );
    const one = pulled(http);
    expect(failures(await one.pull('r1'))).toEqual([expect.stringMatching(/^archived_tickets: .* answered 422/)]);
    works = true;
    expect(failures(await one.pull('r2'))).toEqual([]);
    expect(numbers(http)).toEqual(['5', '4', '3', '3', '2', '1']);
  });

  it('are asked for without their last times where those are refused', async () => {
    const http = desk((path) =>
      /archived\/\d+\?include/.test(path) ? { status: 400, body: { description: 'Validation failed' } } : undefined,
    );
    const one = pulled(http);
    expect(failures(await one.pull('r1'))).toEqual([]);
    expect(numbers(http)).toEqual(['5', '5', '4', '3', '2', '1']);
  });

  it('are none where the plan has no archive, and not asked for with archived: false', async () => {
    const http = desk((path) =>
      path.startsWith('/tickets/archived') ? { status: 403, body: { code: 'require_feature' } } : undefined,
    );
    const one = pulled(http);
    expect(failures(await one.pull('r1'))).toEqual([]);
    expect(failures(await one.pull('r2'))).toEqual([]);
    expect(numbers(http)).toEqual(['5']);
    const none = desk();
    await pulled(none, { archived: false }).pull('r1');
    expect(numbers(none)).toEqual([]);
  });

  it('stop the stream, and no other, where the user of the source may not read them', async () => {
    const one = pulled(desk((path) => (path.startsWith('/tickets/archived') ? { status: 403, body: {} } : undefined)));
    expect(failures(await one.pull('r1'))).toEqual([expect.stringMatching(/^archived_tickets: CredentialsError/)]);
  });
});
