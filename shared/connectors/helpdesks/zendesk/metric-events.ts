import { z } from 'zod';
import { slaApplied, slaBreached, slaClock, type Happening } from '../../../events/event.ts';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { flagOrNull, id, idOrNull, list, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { ZendeskConfiguration } from './configuration.ts';
import { mappingsOf } from './words.ts';
import type { StagedRow } from '../../staged-row.ts';

const MetricEvent = z.object({
  id,
  ticket_id: id,
  metric: textOrNull,
  type: textOrNull,
  time: timeNeeded,
  instance_id: numberOrNull,
  sla: record,
  group_sla: record,
  status: record,
  deleted: flagOrNull,
});
type MetricEvent = z.output<typeof MetricEvent>;

/** What Zendesk measures, in the words of sla_results. A reply after the first one is a promise of its own each time. */
const metrics: Readonly<Record<string, string>> = {
  reply_time: 'first_reply',
  agent_work_time: 'work',
  requester_wait_time: 'wait',
  resolution_time: 'resolution',
  periodic_update_time: 'update',
  pausable_update_time: 'pausable_update',
  group_ownership_time: 'group_ownership',
};
/** What the events of a clock say of it. `measure` marks that measuring began: nothing follows from it. */
const types = {
  values: Object.fromEntries(
    ['activate', 'pause', 'fulfill', 'update_status', 'apply_sla', 'apply_group_sla', 'breach', 'measure'].map(
      (type) => [type, type],
    ),
  ),
  otherwise: null,
} as const;

/** One tick of one clock of a ticket. Promises are made of all stored ticks (facts/sla.ts): an increment may bring any part of them. */
export const metricEventRows: Stream['rows'] = (item, context): readonly StagedRow[] => {
  const event = MetricEvent.parse(item);
  const said = saying(event, context.map('metric_event', event.type, types));
  if (said === null) return [];
  return [
    {
      version: versionOf(event.time, context.received_s),
      event: {
        ticket_id: event.ticket_id,
        event_id: `sla.${event.id}`,
        at_s: event.time,
        // ids grow: their tail orders the ticks of one second, after everything else of it
        order: 1_000_000_000 + Number(event.id.replaceAll(/\D/g, '').slice(-9) || '0'),
        actor: 'automation',
        actor_id: null,
        ...said,
      },
    },
  ];
};

function saying(event: MetricEvent, type: string | null): Happening | null {
  const named = metrics[event.metric ?? ''] ?? event.metric;
  const promise = {
    metric: named === 'first_reply' && (event.instance_id ?? 1) > 1 ? 'next_reply' : named,
    instance: event.instance_id === null ? null : String(event.instance_id),
  };
  switch (type) {
    case 'apply_sla':
    case 'apply_group_sla': {
      const sla = Object.keys(event.sla).length > 0 ? event.sla : event.group_sla;
      return slaApplied({
        ...promise,
        policy: idOrNull.parse(record.parse(sla.policy).id),
        target_s: numberOrNull.parse(sla.target_in_seconds) ?? secondsOf(sla.target) ?? null,
        is_business: sla.business_hours === true ? 1 : undefined,
      });
    }
    case 'breach':
      return slaBreached({ ...promise, is_undone: event.deleted === true ? 1 : undefined });
    case 'activate':
      return slaClock({ ...promise, to: 'active' });
    case 'pause':
      return slaClock({ ...promise, to: 'paused' });
    case 'fulfill':
      return slaClock({ ...promise, to: 'fulfilled' });
    case 'update_status':
      return slaClock({ ...promise, to: 'measured', business_s: secondsOf(event.status.business) });
    default:
      return null;
  }
}

const secondsOf = (minutes: unknown): number | undefined => {
  const number = numberOrNull.parse(minutes);
  return number === null ? undefined : Math.round(number * 60);
};

const Policy = z.object({ id, title: textOrNull, policy_metrics: list, created_at: time, updated_at: time });
/** What a policy calls a metric where it is not what events call it. */
const policyMetrics: Readonly<Record<string, string>> = {
  first_reply_time: 'first_reply',
  next_reply_time: 'next_reply',
  total_resolution_time: 'resolution',
};

/** The targets of a policy as they are now; which one a ticket was promised, its own events say. */
export function slaPolicyRows(c: ZendeskConfiguration): Stream['rows'] {
  const { priority } = mappingsOf(c);
  return (item, context): readonly StagedRow[] => {
    const policy = Policy.parse(item);
    return policy.policy_metrics.map((each) => {
      const target = record.parse(each);
      const named = textOrNull.parse(target.metric) ?? '';
      const minutes = numberOrNull.parse(target.target);
      return {
        table: 'sla_policies',
        version: versionOf(policy.updated_at ?? policy.created_at ?? 0, context.received_s),
        row: {
          policy_id: policy.id,
          title: policy.title,
          metric: policyMetrics[named] ?? metrics[named] ?? named,
          priority: context.map('priority', textOrNull.parse(target.priority), priority),
          target_duration_s:
            numberOrNull.parse(target.target_in_seconds) ?? (minutes === null ? null : Math.round(minutes * 60)),
          calendar_id: null,
          from_s: policy.created_at ?? 0,
          to_s: null,
        },
      };
    });
  };
}
