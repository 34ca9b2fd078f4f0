import { plain, noData, ratio, ripening, share, split, sum, type Answer, type Answers } from './answer.ts';
import { percentile, percentileInterval } from './arithmetic.ts';
import type { Case } from './cases.ts';
import { teamOf, timeIn, resolverOf, type World } from './world.ts';
import type { Stretch } from './zone.ts';

const day_s = 86_400;

export interface Credit {
  readonly person: string | null;
  readonly at_s: number;
}
type CreditOf = (one: Case) => Credit;

/** A case's value of a dimension; with a credit the team is that of the credited person then, else that of the group. */
export const valueOf =
  (w: World, credit: CreditOf | null) =>
  (one: Case, dimension: string): string | null => {
    if (dimension === 'channel') return one.channel;
    if (dimension === 'priority') return one.priority;
    if (dimension === 'product') return one.product;
    if (dimension === 'person') return credit === null ? null : credit(one).person;
    if (dimension !== 'team') throw new Error(dimension);
    if (credit === null) return one.team;
    const { person, at_s } = credit(one);
    const team = person === null ? undefined : teamOf(w, person, at_s);
    return team === undefined ? one.team : team;
  };

const bySegment = (
  w: World,
  members: readonly Case[],
  cut: string | null,
  credit: CreditOf | null,
  answer: (group: readonly Case[]) => Answer,
): Answers => split(members, cut, valueOf(w, credit)).map(([segment, group]) => [segment, answer(group)] as const);

const resolver =
  (w: World, period: Stretch): CreditOf =>
  (one) =>
    resolverOf(w, period, one);
/** Who had it last. Whoever takes a case and resolves it in one instant had no stay: then it is the one before, else the solver. */
export const endOwner =
  (w: World, period: Stretch): CreditOf =>
  (one) => {
    const at_s = Math.min(period.end_s - 1, w.as_of_s);
    const ends = one.opens.flatMap(([, to]) => (to === null ? [] : [to]));
    let owner: string | null = null;
    for (const [since, who] of one.owners) if (since <= at_s && !ends.includes(since)) owner = who;
    const isResolved = one.resolved_s !== null && one.resolved_s <= at_s;
    return { person: owner ?? (isResolved ? one.resolved_by : null), at_s };
  };

export const createdIn = (w: World, period: Stretch): readonly Case[] =>
  w.counted.filter((one) => timeIn(w, period, one.created_s));
export const resolvedIn = (w: World, period: Stretch): readonly Case[] =>
  w.counted.filter((one) => timeIn(w, period, one.resolved_s));
const firstResolvedIn = (w: World, period: Stretch): readonly Case[] =>
  w.counted.filter((one) => timeIn(w, period, one.first_resolved_s));
const repliedIn = (w: World, period: Stretch): readonly Case[] =>
  w.counted.filter((one) => timeIn(w, period, one.first_reply_s));

export type Metric = (w: World, period: Stretch, cut: string | null) => Answers;

const withinHours =
  (hours: number): Metric =>
  (w, period, cut) =>
    bySegment(w, createdIn(w, period), cut, resolver(w, period), (group) =>
      ripening(
        group,
        (one) => one.created_s + hours * 3600,
        (one) => one.resolved_s !== null && one.resolved_s - one.created_s < hours * 3600,
        w.as_of_s,
        'empty_population',
      ),
    );

const soonAfter = (at_s: number | null, one: Case): boolean =>
  at_s !== null && at_s - one.first_resolved_s! < 7 * day_s;

const afterFirst =
  (isHit: (one: Case) => boolean): Metric =>
  (w, period, cut) =>
    bySegment(w, firstResolvedIn(w, period), cut, resolver(w, period), (group) =>
      ripening(group, (one) => one.first_resolved_s! + 7 * day_s, isHit, w.as_of_s),
    );

const countOf =
  (credit: ((w: World, period: Stretch) => CreditOf) | null, count: (group: readonly Case[]) => number): Metric =>
  (w, period, cut) =>
    bySegment(w, createdIn(w, period), cut, credit === null ? null : credit(w, period), (group) =>
      plain(count(group), count(group)),
    );

const createdShare =
  (
    credit: (w: World, period: Stretch) => CreditOf,
    isHit: (w: World, period: Stretch, one: Case) => boolean,
    isIn: (one: Case) => boolean = () => true,
  ): Metric =>
  (w, period, cut) =>
    bySegment(w, createdIn(w, period).filter(isIn), cut, credit(w, period), (group) =>
      share(group.filter((one) => isHit(w, period, one)).length, group.length),
    );

const durations =
  (
    members: (w: World, period: Stretch) => readonly Case[],
    credit: (w: World, period: Stretch) => CreditOf,
    seconds: (one: Case) => number | null,
    p: number | 'mean',
  ): Metric =>
  (w, period, cut) =>
    bySegment(
      w,
      members(w, period).filter((one) => seconds(one) !== null),
      cut,
      credit(w, period),
      (group) => {
        if (group.length === 0) return noData('empty_population');
        const values = group.map((one) => seconds(one)!);
        return p === 'mean'
          ? ratio(sum(values), values.length, values.length)
          : plain(percentile(values, p), values.length, percentileInterval(values, p));
      },
    );

const replier = (): CreditOf => (one) => ({ person: one.first_reply_by, at_s: one.first_reply_s! });
const toResolve = (one: Case): number | null => one.resolved_s! - one.created_s;
const toReply = (one: Case): number | null => one.first_reply_s! - one.created_s;
const cycle = (one: Case): number | null => (one.started_s === null ? null : one.resolved_s! - one.started_s);

const productCaused = (one: Case): boolean => one.root_cause === 'product_bug' || one.root_cause === 'product_fault';
const isEscalated = (w: World, _period: Stretch, one: Case): boolean =>
  one.escalated_s !== null && one.escalated_s <= w.as_of_s;

const resolvedRatio =
  (answer: (group: readonly Case[]) => Answer): Metric =>
  (w, period, cut) =>
    bySegment(w, resolvedIn(w, period), cut, resolver(w, period), answer);

const withPart = (answers: Answers, part: string): Answers =>
  answers.map(([segment, answer]) => [{ ...segment, part }, answer] as const);

const created: Metric = countOf(null, (group) => group.length);
const resolved: Metric = (w, period, cut) =>
  bySegment(w, resolvedIn(w, period), cut, null, (group) => plain(group.length, group.length));

/** Open at the end of the period; what happens at that instant belongs to the next one. */
const backlog: Metric = (w, period, cut) => {
  const isOpen = (one: Case): boolean =>
    one.opens.some(([from, to]) =>
      period.end_s <= w.as_of_s
        ? from < period.end_s && (to === null || to >= period.end_s)
        : from <= w.as_of_s && to === null,
    );
  return bySegment(w, w.counted.filter(isOpen), cut, endOwner(w, period), (group) => plain(group.length, group.length));
};

const logged: Metric = (w, period, cut) =>
  bySegment(
    w,
    resolvedIn(w, period).filter((one) => one.touch_s > 0),
    cut,
    resolver(w, period),
    (group) =>
      group.length === 0
        ? noData('empty_population')
        : ratio(sum(group.map((one) => one.touch_s)), group.length, group.length),
  );

export const resolvedWithin = withinHours;
export const fcr = afterFirst(
  (one) =>
    one.replies_to_resolution <= 1 && !soonAfter(one.first_reopened_s, one) && !soonAfter(one.first_followup_s, one),
);
export const reopenRate = afterFirst((one) => soonAfter(one.first_reopened_s, one));

const dtsP50 = durations(resolvedIn, resolver, toResolve, 0.5);

export const aboutTickets: Readonly<Record<string, Metric>> = {
  customers_served: countOf(null, (group) => new Set(group.map((one) => one.account)).size),
  issues_handled: (w, period, cut) => [
    ...created(w, period, cut),
    ...withPart(created(w, period, cut), 'created'),
    ...withPart(resolved(w, period, cut), 'resolved'),
  ],
  channels_used: countOf(null, (group) => new Set(group.map((one) => one.channel)).size),
  issues_by_channel: (w, period, cut) => {
    if (cut === null || cut === 'channel') return created(w, period, 'channel');
    const cells: [Record<string, string>, Answer][] = [];
    for (const [segment, group] of split(createdIn(w, period), cut, valueOf(w, null)))
      for (const [own, members] of split(group, 'channel', valueOf(w, null)))
        cells.push([{ ...segment, ...own }, plain(members.length, members.length)]);
    return cells;
  },
  ticket_volume: created,
  fdr_24h: withinHours(24),
  resolution_rate_Nh: (w, period, cut) =>
    [4, 12, 24, 168].flatMap((hours) =>
      withinHours(hours)(w, period, cut).map(
        ([segment, answer]) => [{ ...segment, hours: String(hours) }, answer] as const,
      ),
    ),
  fcr,
  reopen_rate: reopenRate,
  kb_link_rate: (w, period, cut) =>
    bySegment(w, resolvedIn(w, period), cut, resolver(w, period), (group) =>
      share(group.filter((one) => one.is_linked).length, group.length),
    ),
  evaluation_rate: createdShare(resolver, (_w, _period, one) => one.rating !== null),
  independent_closure_broad: createdShare(endOwner, (w, period, one) => !isEscalated(w, period, one)),
  independent_closure_narrow: createdShare(
    endOwner,
    (w, period, one) => !isEscalated(w, period, one),
    (one) => !productCaused(one),
  ),
  escalation_rate: createdShare(endOwner, (w, period, one) => isEscalated(w, period, one) || one.raised_s !== null),
  resolution_rate_period: createdShare(
    resolver,
    (_w, period, one) => one.resolved_s !== null && one.resolved_s < period.end_s,
  ),
  dts_mean: durations(resolvedIn, resolver, toResolve, 'mean'),
  dts_p50: dtsP50,
  time_to_resolve: dtsP50,
  dts_p80: durations(resolvedIn, resolver, toResolve, 0.8),
  frt_mean: durations(repliedIn, replier, toReply, 'mean'),
  frt_p50: durations(repliedIn, replier, toReply, 0.5),
  frt_p80: durations(repliedIn, replier, toReply, 0.8),
  cycle_time: durations(resolvedIn, resolver, cycle, 0.5),
  handoff_rate: resolvedRatio((group) => share(group.filter((one) => one.handoffs > 0).length, group.length)),
  handoff_coefficient: resolvedRatio((group) =>
    group.length === 0
      ? noData('empty_population')
      : ratio(sum(group.map((one) => one.handoffs)), group.length, group.length),
  ),
  backlog,
  aht: logged,
};
