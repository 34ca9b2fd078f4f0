import { afterEach, describe, expect, it } from 'vitest';
import { startHelpdesks } from '../../functions/sandbox/start.ts';
import { slaPolicy } from '../../functions/sandbox/zendesk-sla.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { truthOf } from '../../shared/sandbox/truth.ts';
import { pullingHome } from '../support/pulled.ts';

const org = organisation({ months: 1, tickets_per_week: 20 });
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The promises as they are stored after a pull at each of these instants. */
async function stored(instants: readonly number[]) {
  const [helpdesk] = await startHelpdesks(org, [{ id: 'helpdesk', vendor: 'zendesk' }], { throttle_every: 0 });
  const { server } = helpdesk!;
  const text = configuration(org, [helpdesk!]).replace('jira_links: true', 'jira_links: true\n    sla: true');
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
    `SELECT ticket_id, metric, policy_id, applied_s, due_s, fulfilled_s, is_breached, elapsed_s
FROM sla_results ORDER BY ticket_id, metric, applied_s`,
  );
}

describe('Zendesk’s promises', () => {
  // far enough from the last happening that nothing is hidden in the last minute
  const end_s = org.end_s + 3600;

  it('are rows like those of every helpdesk: kept, missed and due as the organisation knows it', async () => {
    const rows = new Map(
      (await stored([end_s])).filter(({ metric }) => metric === 'first_reply').map((row) => [row.ticket_id, row]),
    );
    const asked = org.tickets.filter(({ is_outbound }) => !is_outbound);
    expect(rows.size).toBe(asked.length);
    for (const ticket of asked) {
      const { first_reply_s } = truthOf(ticket, end_s);
      const due_s = ticket.created_s + slaPolicy.targets.reply_time[ticket.priority] * 60;
      expect(rows.get(idsOf.zendesk.ticket(ticket.n))).toEqual({
        ticket_id: idsOf.zendesk.ticket(ticket.n),
        metric: 'first_reply',
        policy_id: String(slaPolicy.id),
        applied_s: ticket.created_s,
        due_s,
        fulfilled_s: first_reply_s,
        is_breached: (first_reply_s ?? end_s) > due_s,
        elapsed_s: first_reply_s === null ? null : first_reply_s - ticket.created_s,
      });
    }
  }, 60_000);

  it('are the same read at once as read at any hours, whichever events an increment brings', async () => {
    const whole = await stored([end_s]);
    expect(whole.some(({ metric, is_breached }) => metric === 'wait' && is_breached === true)).toBe(true);
    const days = Array.from({ length: 12 }, (_, i) => org.start_s + Math.floor(((i + 1) * (end_s - org.start_s)) / 13));
    expect(await stored([...days, end_s])).toEqual(whole);
  }, 120_000);
});
