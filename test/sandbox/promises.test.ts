import { afterEach, describe, expect, it } from 'vitest';
import { firstReplyOf } from '../../functions/sandbox/promises.ts';
import { startHelpdesks, type Sandboxed } from './helpdesks/all.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { truthOf } from '../../shared/sandbox/truth.ts';
import { pullingHome } from '../support/pulled.ts';

const org = organisation({ months: 1, tickets_per_week: 12 });
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The promises as they are stored after a pull at each of these instants. */
async function stored(vendor: Sandboxed, instants: readonly number[]) {
  const [helpdesk] = await startHelpdesks(org, [{ id: 'helpdesk', vendor }], { throttle_every: 0 });
  const { server } = helpdesk!;
  const wanted = vendor === 'jira-service-management' ? '\n    sla: true' : '';
  const text = configuration(org, [helpdesk!]).replace(/(\n {4}start: [\d-]+)/, `$1${wanted}`);
  const pulling = await pullingHome(text, {
    secrets: { [demoSecret.name]: demoSecret.value },
    now_s: () => server.now_s(),
  });
  closing.push(
    () => pulling.close(),
    () => server.close(),
  );
  for (const at_s of instants) {
    server.advance(at_s);
    await pulling.pull(`at-${at_s}`);
  }
  return pulling.rows(
    `SELECT s.ticket_id, s.metric, s.applied_s, s.due_s, s.fulfilled_s, s.is_breached, s.elapsed_s
FROM sla_results AS s JOIN tickets AS t ON t.source = s.source AND t.ticket_id = s.ticket_id
WHERE t.removed_s IS NULL ORDER BY s.ticket_id, s.metric, s.applied_s`,
  );
}

describe('promises', () => {
  // far enough from the last happening that nothing is hidden in the last minute
  const end_s = org.end_s + 3600;

  it.each(['zendesk', 'hubspot', 'jira-service-management'] as const)(
    'are the same rows from %s: kept, missed and due as the organisation knows it',
    async (vendor) => {
      const rows = (await stored(vendor, [end_s])).filter(({ metric }) => metric === 'first_reply');
      const wanted = org.tickets.flatMap((ticket) => {
        const promise = firstReplyOf(ticket, end_s);
        const { deleted_s, merged_into, first_reply_s } = truthOf(ticket, end_s);
        if (promise === undefined || deleted_s !== null || merged_into !== null) return [];
        // two ways to one fact: the history, and what the organisation says of itself
        expect(promise.kept_s).toBe(first_reply_s);
        return [
          {
            ticket_id: idsOf[vendor].ticket(ticket.n),
            metric: 'first_reply',
            applied_s: ticket.created_s,
            due_s: promise.due_s,
            fulfilled_s: first_reply_s,
            is_breached: (first_reply_s ?? end_s) > promise.due_s,
            elapsed_s: first_reply_s === null ? null : first_reply_s - ticket.created_s,
          },
        ];
      });
      expect(wanted.some(({ is_breached }) => is_breached)).toBe(true);
      // merged issues of Jira are closed ones
      const known = new Set(wanted.map(({ ticket_id }) => ticket_id));
      // an open cycle of Jira counts on while it is read
      const seen = rows
        .filter(({ ticket_id }) => known.has(String(ticket_id)))
        .map((row) => (row.fulfilled_s === null ? { ...row, elapsed_s: null } : row));
      const byId = (a: { ticket_id?: unknown }, b: { ticket_id?: unknown }) =>
        String(a.ticket_id) < String(b.ticket_id) ? -1 : 1;
      expect(seen.toSorted(byId)).toEqual(wanted.toSorted(byId));
    },
    120_000,
  );

  it('of Intercom are one a conversation, without metric or time: whether it was missed is all that is told', async () => {
    const rows = await stored('intercom', [org.start_s + Math.floor((end_s - org.start_s) / 2), end_s]);
    const told = rows.map(({ ticket_id, ...row }) => [String(ticket_id), row] as const);
    const wanted = org.tickets.flatMap((ticket) => {
      const promise = firstReplyOf(ticket, end_s);
      const { deleted_s } = truthOf(ticket, end_s);
      if (promise === undefined || deleted_s !== null) return [];
      const row = { metric: null, applied_s: ticket.created_s, due_s: null, fulfilled_s: null, elapsed_s: null };
      return [
        [
          idsOf.intercom.ticket(ticket.n),
          { ...row, is_breached: promise.kept_s !== null && promise.isMissed },
        ] as const,
      ];
    });
    const known = new Set(wanted.map(([ticket_id]) => ticket_id));
    expect(wanted.length).toBeGreaterThan(20);
    expect(Object.fromEntries(told.filter(([ticket_id]) => known.has(ticket_id)))).toEqual(Object.fromEntries(wanted));
    expect(new Set(told.map(([ticket_id]) => ticket_id)).size).toBe(told.length);
  }, 120_000);

  it.each(['zendesk', 'hubspot'] as const)(
    'of %s are the same read at once as read at any hours, whichever part an increment brings',
    async (vendor) => {
      const whole = await stored(vendor, [end_s]);
      const days = Array.from({ length: 5 }, (_, i) => org.start_s + Math.floor(((i + 1) * (end_s - org.start_s)) / 6));
      const merged = new Set(whole.map(({ ticket_id }) => ticket_id));
      const parts = (await stored(vendor, [...days, end_s])).filter(({ ticket_id }) => merged.has(ticket_id));
      expect(parts).toEqual(whole);
    },
    120_000,
  );
});
