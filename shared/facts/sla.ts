import type { slaResults } from '../lake/tables.ts';
import type { Row } from '../lake/table.ts';
import { ofKind, type EventOf, type TicketEvent } from '../events/event.ts';

export type SlaRow = Row<typeof slaResults>;
export type SlaPromise = Pick<
  SlaRow,
  'ticket_id' | 'metric' | 'policy_id' | 'applied_s' | 'due_s' | 'fulfilled_s' | 'is_breached' | 'elapsed_s'
>;
/** Business seconds in [from_s, to_s) on the ticket’s calendar; null: it has none. */
export type BusinessSeconds = ((from_s: number, to_s: number) => number) | null;

/**
 * The promises made to a ticket, for helpdesks that tell them as events of clocks (sla_applied, sla_clock, sla_breached): one row a
 * metric and instance, ordered by when it was applied. All of them follow from the stored events, so they are complete whatever the
 * order and the cuts in which those arrived. `events` are in order.
 *
 * The target is the one in force when the promise was kept, else the latest: a change after that promises nothing. A breach that the
 * helpdesk tells is the instant that was due. Without one, due is where the clock that runs, or last ran, meets the target; while the
 * clock stands still nothing is due. Business targets are measured on Casebook’s calendar of the ticket, since the helpdesk does not
 * tell its own; the elapsed time is then the helpdesk’s, when it says so.
 */
export function promisesOf(events: readonly TicketEvent[], business: BusinessSeconds): readonly SlaPromise[] {
  const clocks = new Map<string, Clock>();
  for (const event of ofKind(events, 'sla_applied', 'sla_clock', 'sla_breached')) {
    const { metric, instance } = event.data;
    if (metric === null) continue;
    const key = `${metric}\n${instance ?? ''}`;
    const clock = clocks.get(key) ?? started(event.ticket_id, metric);
    clocks.set(key, clock);
    tick(clock, event, business);
  }
  const made = [...clocks.values()].flatMap((clock) => promiseOf(clock, business));
  // the key of the table: a later instance that was promised in the same second replaces the earlier one
  const unique = new Map(made.map((promise) => [`${promise.metric}\n${promise.applied_s}`, promise]));
  return [...unique.values()].toSorted(
    (a, b) => (a.applied_s ?? 0) - (b.applied_s ?? 0) || ((a.metric ?? '') < (b.metric ?? '') ? -1 : 1),
  );
}

interface Clock {
  readonly ticket_id: string;
  readonly metric: string;
  promise: {
    readonly at_s: number;
    readonly policy: string | null;
    readonly target_s: number;
    isBusiness: boolean;
  } | null;
  /** Runs since; null: it stands still. */
  since_s: number | null;
  /** When it last began to run, and what it had counted before. */
  last: { readonly at_s: number; readonly before: Spent } | null;
  spent: Spent;
  told_business_s: number | null;
  fulfilled_s: number | null;
  breached_s: number | null;
}
interface Spent {
  readonly calendar_s: number;
  /** null: no calendar. */
  readonly business_s: number | null;
}

const started = (ticket_id: string, metric: string): Clock => ({
  ticket_id,
  metric,
  promise: null,
  since_s: null,
  last: null,
  spent: { calendar_s: 0, business_s: 0 },
  told_business_s: null,
  fulfilled_s: null,
  breached_s: null,
});

function tick(
  clock: Clock,
  { kind, at_s, data }: EventOf<'sla_applied' | 'sla_clock' | 'sla_breached'>,
  business: BusinessSeconds,
): void {
  if (kind === 'sla_applied') {
    if (clock.fulfilled_s !== null && clock.promise !== null) return;
    const { target_s, policy = null, is_business } = data;
    clock.promise = target_s === null ? null : { at_s, policy, target_s, isBusiness: is_business === 1 };
    return;
  }
  if (kind === 'sla_breached') {
    if (data.is_undone !== 1) clock.breached_s = at_s;
    return;
  }
  switch (data.to) {
    case 'active':
      clock.fulfilled_s = null;
      if (clock.since_s === null) {
        clock.since_s = at_s;
        clock.last = { at_s, before: clock.spent };
      }
      return;
    case 'paused':
      stop(clock, at_s, business);
      return;
    case 'fulfilled':
      stop(clock, at_s, business);
      clock.fulfilled_s = at_s;
      return;
    case 'measured':
      clock.told_business_s = data.business_s ?? clock.told_business_s;
      return;
    default:
  }
}

function stop(clock: Clock, at_s: number, business: BusinessSeconds): void {
  if (clock.since_s === null) return;
  clock.spent = {
    calendar_s: clock.spent.calendar_s + at_s - clock.since_s,
    business_s:
      business === null || clock.spent.business_s === null
        ? null
        : clock.spent.business_s + business(clock.since_s, at_s),
  };
  clock.since_s = null;
}

function promiseOf(clock: Clock, business: BusinessSeconds): readonly SlaPromise[] {
  const { ticket_id, metric, promise, spent, fulfilled_s, breached_s } = clock;
  if (promise === null) return [];
  const isRunning = clock.since_s !== null;
  return [
    {
      ticket_id,
      metric,
      policy_id: promise.policy,
      applied_s: promise.at_s,
      due_s: breached_s ?? dueOf(clock, promise, business),
      fulfilled_s,
      is_breached: breached_s !== null,
      elapsed_s: isRunning ? null : promise.isBusiness ? (clock.told_business_s ?? spent.business_s) : spent.calendar_s,
    },
  ];
}

function dueOf(clock: Clock, promise: NonNullable<Clock['promise']>, business: BusinessSeconds): number | null {
  const isPaused = clock.last !== null && clock.since_s === null && clock.fulfilled_s === null;
  if (isPaused) return null;
  const { at_s, before } = clock.last ?? { at_s: promise.at_s, before: { calendar_s: 0, business_s: 0 } };
  if (!promise.isBusiness) return at_s + promise.target_s - before.calendar_s;
  return business === null || before.business_s === null
    ? null
    : advanced(at_s, promise.target_s - before.business_s, business);
}

/** No promise is looked for beyond this: a calendar without any hours would never reach it. */
const horizon_s = 5 * 366 * 86_400;

/** The first instant with so many business seconds since `from_s`. */
function advanced(from_s: number, need_s: number, business: NonNullable<BusinessSeconds>): number | null {
  if (need_s <= 0) return from_s;
  if (business(from_s, from_s + horizon_s) < need_s) return null;
  let low = from_s;
  let high = from_s + horizon_s;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (business(from_s, middle) >= need_s) high = middle;
    else low = middle;
  }
  return high;
}
