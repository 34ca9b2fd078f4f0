import { noData, plain, ratio, split, sum, type Answer, type Answers } from './answer.ts';
import { resolvedIn, valueOf, type Metric } from './about-tickets.ts';
import { coefficientOn, dayIn, halvesOpen, isTold, postOn, resolverOf, type Post, type World } from './world.ts';
import { localDay, monthsBetween, type Stretch } from './zone.ts';

/** Seconds of a standard person-day. */
const day_s = 8 * 3600;

/** One person on one calendar day. */
interface PersonDay {
  readonly post: Post;
  /** Thousandths of a person-day. */
  readonly milli: number;
  readonly coef: number;
}

/** Working days of people in support, less leave: half a day on a half holiday, never below nothing. */
export function personDays(w: World, period: Stretch): readonly PersonDay[] {
  const leave = new Map<string, number>();
  for (const row of w.tables.time)
    if (row.activity === 'leave') {
      const key = `${row.person}/${row.day}`;
      leave.set(key, (leave.get(key) ?? 0) + row.seconds);
    }
  const found: PersonDay[] = [];
  for (const post of w.tables.roster) {
    if (post.role !== 'support') continue;
    const to = Math.min(period.end_day, w.today + 1, post.end ?? Infinity);
    for (let day = Math.max(period.start_day, post.start); day < to; day++) {
      const present = (post.fte * halvesOpen(post.calendar, day)) / 2;
      if (present === 0) continue;
      const away = (1000 * (leave.get(`${post.person}/${day}`) ?? 0)) / day_s;
      found.push({ post, milli: Math.max(0, present - away), coef: coefficientOn(w, post.level, day) });
    }
  }
  return found;
}

/** One entry of the time log that counts as support. */
interface Work {
  readonly person: string;
  readonly post: Post | undefined;
  readonly seconds: number;
  readonly validity: number;
  readonly coef: number;
}
export function supportWork(w: World, period: Stretch): readonly Work[] {
  const found: Work[] = [];
  for (const row of w.tables.time) {
    if (!dayIn(w, period, row.day)) continue;
    const policy = w.tables.activities.find((one) => one.activity === row.activity);
    if (!policy) throw new Error(`no weight for ${row.activity}`);
    if (!policy.counts) continue;
    const post = postOn(w, row.person, row.day);
    found.push({
      person: row.person,
      post,
      seconds: row.seconds,
      validity: policy.validity,
      coef: post ? coefficientOn(w, post.level, row.day) : 0,
    });
  }
  return found;
}

const teamOfPost = ({ post }: { readonly post: Post | undefined }): string | null => post?.team ?? null;
const people = (rows: readonly { readonly post: Post | undefined }[]): number =>
  new Set(rows.map(({ post }) => post?.person)).size;
const capacity = (rows: readonly PersonDay[]): number => sum(rows.map((row) => row.milli * row.coef)) / 1_000_000;
const present = (rows: readonly PersonDay[]): number => sum(rows.map((row) => row.milli)) / 1000;

/** "all" begins with the first post, not in 1970. */
const fromFirstPost = (w: World, period: Stretch): Stretch =>
  period.id === 'all'
    ? { ...period, start_day: Math.min(...w.tables.roster.map(({ start }) => start)) }
    : { ...period, end_day: Math.min(period.end_day, w.today + 1) };

const overDays =
  (answer: (rows: readonly PersonDay[]) => Answer): Metric =>
  (w, period, cut) =>
    split(personDays(w, period), cut, teamOfPost).map(([segment, rows]) => [segment, answer(rows)] as const);
/** Nobody logged any time in any month of the period: no number, not a team that did nothing. */
const unlogged = (w: World, period: Stretch): Answers | undefined =>
  isTold(
    w,
    period,
    w.tables.time.map(({ day }) => [day, day + 1]),
  )
    ? undefined
    : [[{}, noData('no_input:time_log')]];

const overWork =
  (answer: (rows: readonly Work[]) => Answer): Metric =>
  (w, period, cut) =>
    unlogged(w, period) ??
    split(supportWork(w, period), cut, teamOfPost).map(([segment, rows]) => [segment, answer(rows)] as const);
/** Both sides of a ratio cut alike; a segment is there when either side is. */
const overBoth =
  (answer: (days: readonly PersonDay[], work: readonly Work[]) => Answer): Metric =>
  (w, period, cut) => {
    const none = unlogged(w, period);
    if (none) return none;
    const days = split(personDays(w, period), cut, teamOfPost);
    const work = split(
      supportWork(w, period).filter(({ post }) => post?.role === 'support'),
      cut,
      teamOfPost,
    );
    const names = new Map([...days, ...work].map(([segment]) => [JSON.stringify(segment), segment]));
    return [...names].map(([name, segment]) => [
      segment,
      answer(
        days.find(([own]) => JSON.stringify(own) === name)?.[1] ?? [],
        work.find(([own]) => JSON.stringify(own) === name)?.[1] ?? [],
      ),
    ]);
  };

/** Mean of the months: people who came or went over the average head count of that month. */
const monthly =
  (counted: (w: World, on: (day: number) => boolean) => readonly Post[]): Metric =>
  (w, whole, cut) => {
    const period = fromFirstPost(w, whole);
    const posts = w.tables.roster.filter(
      (post) => post.start < period.end_day && (post.end ?? Infinity) > period.start_day,
    );
    return split(posts, cut, (post) => post.team).map(([segment]) => {
      const rates: number[] = [];
      let moved = 0;
      const isHere = (post: Post): boolean => cut === null || (post.team ?? 'unknown') === segment[cut];
      for (const [from, to] of monthsBetween(Math.max(period.start_day, 0), period.end_day)) {
        const first = Math.max(from, period.start_day);
        const end = Math.min(to, period.end_day);
        const n = new Set(
          counted(w, (day) => day >= first && day < end)
            .filter(isHere)
            .map(({ person }) => person),
        ).size;
        moved += n;
        const average = headcount(w, first, end, isHere);
        if (average > 0) rates.push(n / average);
      }
      const answer: Answer =
        rates.length === 0
          ? noData('zero_denominator')
          : { ...(plain(sum(rates) / rates.length, moved) as Extract<Answer, { status: 'known' }>), numerator: moved };
      return [segment, answer] as const;
    });
  };

function headcount(w: World, from: number, to: number, isHere: (post: Post) => boolean): number {
  let milli = 0;
  for (const post of w.tables.roster) {
    if (!isHere(post)) continue;
    const days = Math.min(to, post.end ?? Infinity) - Math.max(from, post.start);
    if (days > 0) milli += days * post.fte;
  }
  return milli / 1000 / (to - from);
}

const average: Metric = (w, whole, cut) => {
  const period = fromFirstPost(w, whole);
  return split(
    w.tables.roster.filter((post) => post.start < period.end_day && (post.end ?? Infinity) > period.start_day),
    cut,
    (post) => post.team,
  ).map(([segment, posts]) => [
    segment,
    plain(
      headcount(w, period.start_day, period.end_day, (post) => posts.includes(post)),
      new Set(posts.map(({ person }) => person)).size,
    ),
  ]);
};

/** First posts, and returns after more than 90 days away. */
const joiners = (w: World, on: (day: number) => boolean): readonly Post[] =>
  w.tables.roster.filter((post) => {
    if (!on(post.start)) return false;
    const earlier = w.tables.roster.filter((one) => one.person === post.person && one.start < post.start);
    return earlier.every((one) => one.end !== null && post.start - one.end > 90);
  });
const leavers = (w: World, on: (day: number) => boolean): readonly Post[] =>
  w.tables.roster.filter((post) => post.reason === 'left' && post.end !== null && on(post.end));

/** All person-days, split by the seconds logged on cases of each channel. */
const byChannel = (w: World, period: Stretch): Answers => {
  const seconds = new Map<string, number>();
  let all = 0;
  for (const row of w.tables.time) {
    const one = row.ticket !== null && dayIn(w, period, row.day) ? w.caseById.get(row.ticket) : undefined;
    if (!one) continue;
    all += row.seconds;
    seconds.set(one.channel, (seconds.get(one.channel) ?? 0) + row.seconds);
  }
  const days = present(personDays(w, period));
  return split(resolvedIn(w, period), 'channel', (one) => one.channel).map(([segment, group]) => [
    segment,
    ratio(group.length, days * ((seconds.get(segment.channel!) ?? 0) / all), group.length),
  ]);
};

const resolvedBySupport: Metric = (w, period, cut) => {
  if (cut === 'channel') return byChannel(w, period);
  const credit = (one: Parameters<typeof resolverOf>[2]) => resolverOf(w, period, one);
  const cases = resolvedIn(w, period).filter((one) => {
    const { person, at_s } = credit(one);
    return person !== null && postOn(w, person, localDay(w.zone, at_s)) !== undefined;
  });
  const groups = split(cases, cut, valueOf(w, credit));
  const days = split(personDays(w, period), cut, teamOfPost);
  const names = new Map([...groups, ...days].map(([segment]) => [JSON.stringify(segment), segment]));
  return [...names].map(([name, segment]) => {
    const n = groups.find(([own]) => JSON.stringify(own) === name)?.[1].length ?? 0;
    return [segment, ratio(n, present(days.find(([own]) => JSON.stringify(own) === name)?.[1] ?? []), n)] as const;
  });
};
const perEffort: Metric = (w, period, cut) => {
  const credit = (one: Parameters<typeof resolverOf>[2]) => resolverOf(w, period, one);
  const cases = resolvedIn(w, period).filter((one) => credit(one).person !== null);
  const groups = split(cases, cut, valueOf(w, credit));
  const work = split(supportWork(w, period), cut, teamOfPost);
  const names = new Map([...groups, ...work].map(([segment]) => [JSON.stringify(segment), segment]));
  return [...names].map(([name, segment]) => {
    const n = groups.find(([own]) => JSON.stringify(own) === name)?.[1].length ?? 0;
    const rows = work.find(([own]) => JSON.stringify(own) === name)?.[1] ?? [];
    return [segment, ratio(n, sum(rows.map(({ seconds }) => seconds)) / day_s, n)] as const;
  });
};

export const aboutPeople: Readonly<Record<string, Metric>> = {
  team_avg_headcount: average,
  attrition_rate_monthly: monthly(leavers),
  new_hire_rate_monthly: monthly(joiners),
  work_capacity_std_days: overDays((rows) => plain(capacity(rows), people(rows))),
  work_ability: overDays((rows) => ratio(capacity(rows), present(rows), people(rows))),
  actual_person_days: overWork((rows) => plain(sum(rows.map(({ seconds }) => seconds)) / day_s, people(rows))),
  effective_person_days: overWork((rows) =>
    plain(sum(rows.map(({ seconds, validity }) => seconds * validity)) / 1000 / day_s, people(rows)),
  ),
  business_involvement: overBoth((days, work) =>
    ratio(sum(work.map(({ seconds }) => seconds)) / day_s, capacity(days), people(days)),
  ),
  business_involvement_normalised: overBoth((days, work) =>
    ratio(sum(work.map(({ seconds, coef }) => seconds * coef)) / 1000 / day_s, capacity(days), people(days)),
  ),
  work_efficiency: overWork((rows) =>
    ratio(
      sum(rows.map(({ seconds, validity, coef }) => seconds * validity * coef)) / 1_000_000 / day_s,
      sum(rows.map(({ seconds, coef }) => seconds * coef)) / 1000 / day_s,
      people(rows),
    ),
  ),
  agent_utilization: overBoth((days, work) =>
    ratio(sum(work.map(({ seconds }) => seconds)), present(days) * day_s, people(days)),
  ),
  service_efficiency: resolvedBySupport,
  output_per_effort: perEffort,
};
