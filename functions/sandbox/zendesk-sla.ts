import { isoOf } from '../../shared/sandbox/civil.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import type { Status, Ticket } from '../../shared/sandbox/model.ts';
import { policy } from './promises.ts';

const ids = idsOf.zendesk;

/** The policy as Zendesk keeps it. */
export const slaPolicy = {
  id: 360_700_001,
  title: policy.title,
  description: null,
  targets: { reply_time: policy.first_reply, requester_wait_time: policy.wait },
} as const;
type Metric = keyof typeof slaPolicy.targets;

/** One metric event. */
export interface MetricEvent {
  readonly key: readonly [at_s: number, id: number];
  readonly ticket: Ticket;
  readonly metric: Metric;
  readonly type: string;
  readonly more: object;
}

/**
 * What the clocks of a ticket say: the first reply and the time that the requester waits, which stands still while they are asked
 * something and runs again when they come back. A breach is told at the instant that was due.
 */
export function metricEventsOf(ticket: Ticket): readonly MetricEvent[] {
  if (ticket.is_outbound) return [];
  return [
    ...clockOf(ticket, 'reply_time', replyTicks(ticket)),
    ...clockOf(ticket, 'requester_wait_time', waitTicks(ticket)),
  ];
}

/** A metric event as the export tells it. */
export const metricEventJson = ({ key: [at_s, id], ticket, metric, type, more }: MetricEvent): unknown => ({
  id,
  ticket_id: Number(ids.ticket(ticket.n)),
  metric,
  instance_id: 1,
  type,
  time: isoOf(at_s),
  ...more,
});

type Tick = readonly [at_s: number, type: 'activate' | 'pause' | 'fulfill'];

function replyTicks(ticket: Ticket): readonly Tick[] {
  const reply = ticket.history.find((one) => one.kind === 'replied' && one.by.startsWith('p'));
  return [[ticket.created_s, 'activate'], ...(reply ? [[reply.at_s, 'fulfill'] as const] : [])];
}

const clockIn = (status: Status): Tick[1] =>
  status === 'solved' || status === 'closed' ? 'fulfill' : status.startsWith('pending') ? 'pause' : 'activate';

/** One tick whenever the state of the clock changes. */
function waitTicks(ticket: Ticket): readonly Tick[] {
  const ticks: Tick[] = [[ticket.created_s, 'activate']];
  for (const one of ticket.history) {
    const type = one.kind === 'status' ? clockIn(one.to) : undefined;
    if (type !== undefined && type !== ticks.at(-1)?.[1]) ticks.push([one.at_s, type]);
  }
  return ticks;
}

function clockOf(ticket: Ticket, metric: Metric, ticks: readonly Tick[]): readonly MetricEvent[] {
  const target = slaPolicy.targets[metric][ticket.priority];
  const told: { at_s: number; type: string; more: object }[] = [
    { at_s: ticket.created_s, type: 'measure', more: {} },
    {
      at_s: ticket.created_s,
      type: 'apply_sla',
      more: {
        sla: {
          target,
          target_in_seconds: target * 60,
          business_hours: false,
          policy: { id: slaPolicy.id, title: slaPolicy.title, description: slaPolicy.description },
        },
      },
    },
  ];
  let spent_s = 0;
  let due_s: number | null = null;
  ticks.forEach(([at_s, type], i) => {
    told.push({ at_s, type, more: {} });
    if (type !== 'activate') {
      const status = { calendar: Math.floor(spent_s / 60), business: Math.floor(spent_s / 60) };
      told.push({ at_s, type: 'update_status', more: { status } });
      return;
    }
    const until_s = ticks[i + 1]?.[0] ?? Infinity;
    const meets_s = at_s + target * 60 - spent_s;
    if (due_s === null && meets_s < until_s) due_s = meets_s;
    spent_s += until_s - at_s;
  });
  if (due_s !== null) told.push({ at_s: due_s, type: 'breach', more: { deleted: false } });
  return told.map(({ at_s, type, more }, i) => ({
    key: [at_s, ticket.n * 1000 + (metric === 'reply_time' ? 0 : 500) + i],
    ticket,
    metric,
    type,
    more,
  }));
}
