import type { EventKind, EventData, TicketEvent } from '../events/event.ts';
import type { FactKind } from '../knowledge/fact-kind.ts';
import type { OwnPromise, OwnTargets } from './context.ts';
import type { TicketHistory } from './history.ts';
import { promisesOf, type SlaPromise } from './sla.ts';
import { hasQuality } from './quality.ts';
import { isFinished } from './status.ts';
import { turnsOf } from './turns.ts';
import { untoldOf } from './untold.ts';

type Kind = Exclude<keyof OwnTargets, 'policy' | 'calendar_id'>;

/** Without these facts nobody can say how a promise went: then none is made. */
const needs: Readonly<Record<Kind, readonly FactKind[]>> = {
  first_reply: ['creation', 'time_of_day', 'first_reply'],
  next_reply: ['creation', 'time_of_day', 'person_replies', 'customer_replies'],
  wait: ['creation', 'time_of_day', 'status_history', 'resolution'],
  resolution: ['creation', 'time_of_day', 'status_history', 'resolution'],
};

/**
 * What the company promised on its own account, as rows like those of a helpdesk. The clocks are those that helpdesks keep, so one
 * walk through them (sla.ts) says what is due, kept and spent. A finished case waits for no reply: it ends what runs, and reopening it
 * starts the clocks of its resolution again. Whether one that runs is late follows from the instant at which somebody asks: is_breached
 * stays open.
 */
export function ownPromisesOf(history: TicketHistory, targets: OwnPromise): readonly SlaPromise[] {
  if (targets === null || targets === 'not_told' || !isPromisedAnything(history)) return [];
  const untold = untoldOf(history);
  const kinds = (Object.keys(needs) as Kind[]).filter(
    (kind) => targets[kind] !== undefined && !needs[kind].some((fact) => untold.has(fact)),
  );
  const { context } = history;
  return kinds.flatMap((kind) =>
    promisesOf(
      clocks[kind](history).flatMap(({ from_s, ticks }, instance) =>
        told(history, kind, targets, instance, from_s, ticks),
      ),
      (from_s, to_s) => context.businessSeconds(targets.calendar_id, from_s, to_s),
    ).map((promise) => ({ ...promise, is_breached: null })),
  );
}

/** Whether casebook.yaml may promise anything, and nobody knows what: it differs by what the case does not tell. */
export const isPromiseUntold = (history: TicketHistory): boolean =>
  isPromisedAnything(history) && history.context.ownTargets(history.now, history.team) === 'not_told';

const isPromisedAnything = ({ isOutbound, given }: TicketHistory): boolean =>
  !isOutbound && !hasQuality(given, 'day_of_creation');

interface Clock {
  readonly from_s: number;
  readonly ticks: readonly Tick[];
}
type Tick = readonly [at_s: number, to: 'active' | 'paused' | 'fulfilled'];

const clocks: Readonly<Record<Kind, (history: TicketHistory) => readonly Clock[]>> = {
  first_reply: (history) => {
    const end_s = earliest(history.replies.first_reply_s, finishAfter(history, history.created_s));
    return [{ from_s: history.created_s, ticks: end_s === null ? [] : [[end_s, 'fulfilled']] }];
  },
  next_reply: (history) =>
    turnsOf(history.events, history.replies.first_reply_s)
      .filter(({ asked_s }) => !isFinished(statusAt(history, asked_s)))
      .map(({ asked_s, answered_s }) => {
        const end_s = earliest(answered_s, finishAfter(history, asked_s));
        return { from_s: asked_s, ticks: end_s === null ? [] : [[end_s, 'fulfilled']] };
      }),
  wait: (history) => [{ from_s: history.created_s, ticks: stateChanges(history, 'paused') }],
  resolution: (history) => [{ from_s: history.created_s, ticks: stateChanges(history, 'active') }],
};

/** The clock of a resolution through every stay; `held`: what it does while the customer is asked. */
const stateChanges = ({ stays }: TicketHistory, held: 'active' | 'paused'): readonly Tick[] =>
  stays.map(({ started_s, status }): Tick => [
    started_s,
    isFinished(status) ? 'fulfilled' : status === 'pending_customer' ? held : 'active',
  ]);

const statusAt = ({ stays }: TicketHistory, at_s: number): string =>
  stays.findLast(({ started_s }) => started_s <= at_s)?.status ?? 'new';
const finishAfter = ({ stays }: TicketHistory, at_s: number): number | null =>
  stays.find(({ started_s, status }) => started_s >= at_s && isFinished(status))?.started_s ?? null;
const earliest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

/** One clock as the events in which a helpdesk would tell it. */
function told(
  { now: { ticket_id } }: TicketHistory,
  kind: Kind,
  targets: OwnTargets,
  instance: number,
  from_s: number,
  ticks: readonly Tick[],
): readonly TicketEvent[] {
  const of = { metric: kind, instance: String(instance) };
  const event = <K extends EventKind>(at_s: number, order: number, what: K, data: EventData<K>): TicketEvent =>
    ({
      ticket_id,
      event_id: `own.${kind}.${instance}.${order}`,
      at_s,
      order,
      actor: null,
      kind: what,
      data,
    }) as TicketEvent;
  return [
    event(from_s, 0, 'sla_clock', { ...of, to: 'active' }),
    event(from_s, 1, 'sla_applied', {
      ...of,
      policy: targets.policy,
      target_s: targets[kind] ?? null,
      is_business: 1,
    }),
    ...ticks.map(([at_s, to], i) => event(at_s, i + 2, 'sla_clock', { ...of, to })),
  ];
}
