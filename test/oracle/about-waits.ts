import { noData, plain, ratio, split, sum, type Answer, type Answers } from './answer.ts';
import { percentile, percentileInterval } from './arithmetic.ts';
import { resolvedIn, valueOf, type Metric } from './about-tickets.ts';
import type { Case } from './cases.ts';
import { resolverOf, timeIn, type World } from './world.ts';
import type { Stretch } from './zone.ts';

/** Seconds of a case by status, from its creation to its resolution, walked through its true history. */
function stood(w: World, one: Case): ReadonlyMap<string, number> {
  const spent = new Map<string, number>();
  const until_s = one.resolved_s!;
  let status = 'new';
  let since_s = one.created_s;
  const leave = (at_s: number): void => {
    if (at_s > since_s) spent.set(status, (spent.get(status) ?? 0) + at_s - since_s);
    since_s = at_s;
  };
  for (const step of historyOf(w, one)) {
    if (step.kind !== 'status' || step.at_s > until_s) continue;
    leave(step.at_s);
    status = step.to;
  }
  leave(until_s);
  return spent;
}
const historyOf = (w: World, one: Case) => {
  const ticket = w.org.tickets.find(({ n }) => n === one.n)!;
  return ticket.history.filter(({ at_s }) => at_s <= w.as_of_s);
};
const inAll =
  (...statuses: readonly string[]) =>
  (w: World, one: Case): number => {
    const spent = stood(w, one);
    return sum(statuses.map((status) => spent.get(status) ?? 0));
  };
const requesterWait = inAll('new', 'open', 'pending_third_party');

const byResolver = (
  w: World,
  period: Stretch,
  members: readonly Case[],
  cut: string | null,
  answer: (group: readonly Case[]) => Answer,
): Answers =>
  split(
    members,
    cut,
    valueOf(w, (one) => resolverOf(w, period, one)),
  ).map(([segment, group]) => [segment, answer(group)] as const);

const middle = (values: readonly number[], p: number): Answer =>
  values.length === 0
    ? noData('empty_population')
    : plain(percentile(values, p), values.length, percentileInterval(values, p));
const mean = (values: readonly number[]): Answer =>
  values.length === 0 ? noData('empty_population') : ratio(sum(values), values.length, values.length);

const waited =
  (seconds: (w: World, one: Case) => number, p: number): Metric =>
  (w, period, cut) =>
    byResolver(w, period, resolvedIn(w, period), cut, (group) =>
      middle(
        group.map((one) => seconds(w, one)),
        p,
      ),
    );

const parts: Readonly<Record<string, (w: World, one: Case) => number>> = {
  new: inAll('new'),
  open: inAll('open'),
  pending_customer: inAll('pending_customer'),
  pending_third_party: inAll('pending_third_party'),
  finished: inAll('solved', 'closed'),
  other: () => 0,
};

/** Since when a case lay in which group; the first group may come before its first second is over. */
function inGroups(w: World, one: Case): ReadonlyMap<number, number> {
  const spent = new Map<number, number>();
  let group: number | null = null;
  let since_s = one.created_s;
  for (const step of [...historyOf(w, one), null]) {
    if (step !== null && (step.kind !== 'grouped' || step.at_s >= one.resolved_s!)) continue;
    const at_s = step === null ? one.resolved_s! : step.at_s;
    if (group !== null && at_s > since_s) spent.set(group, (spent.get(group) ?? 0) + at_s - since_s);
    since_s = at_s;
    if (step !== null) group = step.to;
  }
  return spent;
}

/** What a customer wrote after the first reply, and when a person answered. */
function turnsOf(w: World, one: Case): readonly (readonly [asked_s: number, answered_s: number])[] {
  const turns: [number, number][] = [];
  let asked_s: number | null = null;
  let isBegun = false;
  for (const step of historyOf(w, one)) {
    if (step.kind !== 'replied') continue;
    if (step.by.startsWith('p')) {
      if (asked_s !== null) turns.push([asked_s, step.at_s]);
      asked_s = null;
      isBegun = true;
    } else if (step.by.startsWith('c') && isBegun) asked_s ??= step.at_s;
  }
  return turns;
}
const nextReply =
  (p: number): Metric =>
  (w, period, cut) => {
    const members = w.counted.flatMap((one) =>
      turnsOf(w, one)
        .filter(([, answered_s]) => timeIn(w, period, answered_s))
        .map(([asked_s, answered_s]) => ({ one, seconds: answered_s - asked_s })),
    );
    const value = valueOf(w, null);
    return split(members, cut, ({ one }, dimension) => value(one, dimension)).map(
      ([segment, group]) =>
        [
          segment,
          middle(
            group.map(({ seconds }) => seconds),
            p,
          ),
        ] as const,
    );
  };

export const aboutWaits: Readonly<Record<string, Metric>> = {
  requester_wait_p50: waited(requesterWait, 0.5),
  requester_wait_p80: waited(requesterWait, 0.8),
  customer_hold_p50: waited(inAll('pending_customer'), 0.5),
  third_party_hold_p50: waited(inAll('pending_third_party'), 0.5),
  wait_share: (w, period, cut) =>
    byResolver(w, period, resolvedIn(w, period), cut, (group) =>
      ratio(
        sum(group.map((one) => requesterWait(w, one))),
        sum(group.map((one) => one.resolved_s! - one.created_s)),
        group.length,
      ),
    ),
  time_in_status: (w, period, cut) =>
    Object.entries(parts).flatMap(([part, seconds]) =>
      byResolver(w, period, resolvedIn(w, period), cut, (group) => mean(group.map((one) => seconds(w, one)))).map(
        ([segment, answer]) => [{ ...segment, part }, answer] as const,
      ),
    ),
  time_in_group: (w, period, cut) => {
    const pairs = resolvedIn(w, period).flatMap((one) =>
      [...inGroups(w, one).values()].map((seconds) => ({ one, seconds })),
    );
    const value = valueOf(w, (one) => resolverOf(w, period, one));
    return split(pairs, cut, ({ one }, dimension) => value(one, dimension)).map(
      ([segment, group]) => [segment, mean(group.map(({ seconds }) => seconds))] as const,
    );
  },
  next_reply_p50: nextReply(0.5),
  next_reply_p80: nextReply(0.8),
  replies_to_resolve: (w, period, cut) =>
    byResolver(
      w,
      period,
      w.counted.filter((one) => timeIn(w, period, one.first_resolved_s)),
      cut,
      (group) => mean(group.map((one) => one.replies_to_resolution)),
    ),
};
