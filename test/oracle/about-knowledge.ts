import { noData, plain, ratio, ripening, share, split, type Answer, type Answers, type Segment } from './answer.ts';
import { createdIn, resolvedIn, valueOf, type Metric } from './about-tickets.ts';
import type { Case } from './cases.ts';
import { dayIn, timeIn, weightOn, type World } from './world.ts';
import { dayStart, localDay, type Stretch } from './zone.ts';

type Read = World['tables']['reads'][number];
type Session = World['tables']['sessions'][number];

const productOf = (row: { readonly product: string | null }): string | null => row.product;
const articleProduct =
  (w: World) =>
  (row: { readonly article: string }): string | null =>
    w.tables.articles.find(({ id }) => id === row.article)?.product ?? null;

/** Did the same contact, else the same account, open a ticket less than so many seconds later? Whatever its topic and fate. */
function asked(
  w: World,
  who: { readonly contact: string | null; readonly account: string | null },
  at_s: number,
  within_s: number,
): boolean {
  return w.cases.some(
    (one) =>
      one.created_s >= at_s &&
      one.created_s - at_s < within_s &&
      !one.is_outbound &&
      (who.contact !== null ? one.contact === who.contact : who.account !== null && one.account === who.account),
  );
}

const interception: Metric = (w, period, cut) => {
  const offered = w.tables.sessions.filter(
    (row) =>
      ['form_suggest', 'bot', 'search'].includes(row.surface) &&
      row.offered > 0 &&
      !row.robot &&
      timeIn(w, period, row.started_s),
  );
  const isHit = (row: Session): boolean =>
    (row.outcome === 'intercepted' || (row.outcome === 'abandoned' && row.accepted)) &&
    !asked(w, row, row.started_s, 86_400);
  return split(offered, cut, productOf).map(([segment, group]) => [
    segment,
    ripening(group, (row) => row.started_s + 86_400, isHit, w.as_of_s),
  ]);
};

/** Three questions, each to those who said yes before. */
const spared: Metric = (w, period, cut) =>
  split(
    w.tables.sessions.filter((row) => !row.robot && timeIn(w, period, row.started_s)),
    cut,
    productOf,
  ).map(([segment, group]) => {
    let left: readonly Session[] = group;
    let value = group.length;
    for (const answer of ['found', 'intended', 'settled'] as const) {
      const asked = left.filter((row) => row[answer] !== null);
      left = asked.filter((row) => row[answer] === true);
      if (asked.length === 0) return [segment, noData('empty_population')] as const;
      value *= left.length / asked.length;
      if (left.length === 0) break;
    }
    return [segment, plain(value, group.length)] as const;
  });

/** By scenario first, then weighted over the scenarios that had issues. */
const toolInterception: Metric = (w, period, cut) => {
  const tools = w.tables.sessions.filter((row) => row.tool !== null && !row.robot && row.started_s <= w.as_of_s);
  const scenarios = [...new Set(w.tables.sessions.flatMap((row) => (row.scenario === null ? [] : [row.scenario])))];
  const issues = resolvedIn(w, period).filter((one) => scenarios.includes(one.category));
  const helped = (one: Case): boolean =>
    tools.some((row) => row.ticket === one.id && (row.outcome === 'located' || row.outcome === 'solved'));
  return split(issues, cut, valueOf(w, null)).map(([segment, group]) => {
    if (group.length === 0) return [segment, noData('zero_denominator')] as const;
    let weighted = 0;
    let weights = 0;
    for (const scenario of scenarios) {
      const own = group.filter((one) => one.category === scenario);
      if (own.length === 0) continue;
      const weight = weightOn(w, 'scenario', scenario, period.end_day - 1);
      if (weight === undefined) return [segment, noData('missing_weight')] as const;
      weighted += (weight * own.filter(helped).length) / own.length;
      weights += weight;
    }
    const answer: Answer = {
      ...(plain(weighted / weights, group.length) as Extract<Answer, { status: 'known' }>),
      numerator: group.filter(helped).length,
      denominator: group.length,
    };
    return [segment, answer] as const;
  });
};

const results = ['patent', 'book', 'article', 'award', 'project'];
const contributions = (w: World, period: Stretch, kinds: readonly string[]) =>
  w.tables.contributions.filter((row) => kinds.includes(row.kind) && dayIn(w, period, row.accepted));
const contributionCut = (row: World['tables']['contributions'][number], dimension: string): string | null =>
  dimension === 'team' ? row.team : row.product;

/** Sum of points in force; a level without points is said, not skipped. */
function points(
  w: World,
  dimension: string,
  rows: readonly { readonly value: string; readonly day: number }[],
): Answer {
  let milli = 0;
  for (const { value, day } of rows) {
    const weight = weightOn(w, dimension, value, day);
    if (weight === undefined) return noData('missing_weight');
    milli += weight;
  }
  return plain(milli / 1000, rows.length);
}

const published = (w: World, period: Stretch) =>
  w.tables.articles.filter(
    (row) => (row.state === 'published' || row.state === 'retired') && timeIn(w, period, row.published_s),
  );
export const articleCut =
  (w: World) =>
  (row: World['tables']['articles'][number], dimension: string): string | null =>
    dimension === 'team' ? authorsTeam(w, row.author, localDay(w.zone, row.published_s!)) : row.product;

/** Who has left stays with the last team, who had not come yet is of the first. */
function authorsTeam(w: World, author: string | null, on: number): string | null {
  const posts = w.tables.roster.filter(({ person }) => person === author);
  return (posts.findLast(({ start }) => start <= on) ?? posts[0])?.team ?? null;
}

const requirements = (w: World, period: Stretch) => w.tables.requirements.filter((row) => dayIn(w, period, row.raised));
const requirementCut = (row: World['tables']['requirements'][number], dimension: string): string | null =>
  dimension === 'team' ? row.team : row.product;
/** all = exactly 1; 60-100 = [0.6, 1); 30-60 = [0.3, 0.6); <30 = [0, 0.3). */
const impact = (milli: number): string =>
  milli === 1000 ? 'all' : milli >= 600 ? '60-100' : milli >= 300 ? '30-60' : '<30';

const byPeople = (w: World, period: Stretch): readonly Read[] =>
  w.tables.reads.filter((row) => !row.robot && timeIn(w, period, row.at_s));
const isMeaningful = (row: Read): boolean =>
  row.kind === 'copied' || (row.kind === 'read' && ((row.dwell ?? 0) >= 30 || (row.scroll ?? 0) >= 75));

/** One answer a session and article, dated by the first event of it that was meaningful. */
export interface Delivered {
  readonly article: string;
  readonly first: Read;
  readonly all: readonly Read[];
}
export function delivered(w: World, period: Stretch): readonly Delivered[] {
  const groups = new Map<string, Read[]>();
  const everything = w.tables.reads.filter((row) => !row.robot && row.at_s <= w.as_of_s);
  for (const row of everything) {
    if (!isMeaningful(row)) continue;
    const key = row.session === null ? `event ${row.id}` : `${row.session}/${row.article}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const said = new Map<string, Read[]>();
  for (const row of everything) {
    const key = `${row.session}/${row.article}`;
    said.set(key, [...(said.get(key) ?? []), row]);
  }
  return [...groups].flatMap(([key, rows]) => {
    const first = rows.reduce((a, b) => (b.at_s < a.at_s ? b : a));
    return timeIn(w, period, first.at_s) ? [{ article: first.article, first, all: said.get(key) ?? rows }] : [];
  });
}
export function isAccepted(w: World, { first, all }: Delivered): boolean {
  if (all.some((row) => row.helpful === false)) return false;
  if (all.some((row) => row.helpful === true)) return true;
  // one session is one visitor, whichever of its events names them; where a file names two, the greater id stands for both
  const contact =
    all
      .flatMap((row) => row.contact ?? [])
      .sort()
      .at(-1) ?? null;
  const account =
    all
      .flatMap((row) => row.account ?? [])
      .sort()
      .at(-1) ?? null;
  return !asked(w, { contact, account }, first.at_s, 72 * 3600);
}

const reach: Metric = (w, period, cut) => {
  const direct = createdIn(w, period).map((one) => ({ who: one.account, product: one.product, channel: one.channel }));
  const digital = byPeople(w, period)
    .filter((row) => row.kind === 'read')
    .map((row) => ({
      who: row.account ?? `v:${row.visitor}`,
      product: articleProduct(w)(row),
      channel: 'self_service',
    }));
  const valueIn = (row: { product: string | null; channel: string | null }, dimension: string): string | null =>
    dimension === 'channel' ? row.channel : row.product;
  const ways = [split(direct, cut, valueIn), split(digital, cut, valueIn)] as const;
  const names = new Map([...ways[0], ...ways[1]].map(([segment]) => [JSON.stringify(segment), segment]));
  return [...names].flatMap(([name, segment]) => {
    const [a, b] = ways.map(
      (way) => new Set(way.find(([own]) => JSON.stringify(own) === name)?.[1].map(({ who }) => who)),
    ) as [Set<string>, Set<string>];
    const both = [...a].filter((who) => b.has(who)).length;
    const cell = (n: number, part?: string): readonly [Segment, Answer] => [
      part === undefined ? segment : { ...segment, part },
      plain(n, n),
    ];
    return [cell(a.size + b.size - both), cell(a.size, 'direct'), cell(b.size, 'digital'), cell(both, 'both')];
  });
};

const selfService: Metric = (w, period, cut) => {
  const sessions = split(
    w.tables.sessions.filter((row) => !row.robot && timeIn(w, period, row.started_s)),
    cut,
    productOf,
  );
  const cases = split(createdIn(w, period), cut, valueOf(w, null));
  const names = new Map([...sessions, ...cases].map(([segment]) => [JSON.stringify(segment), segment]));
  return [...names].map(([name, segment]) => {
    const a = sessions.find(([own]) => JSON.stringify(own) === name)?.[1].length ?? 0;
    const b = cases.find(([own]) => JSON.stringify(own) === name)?.[1].length ?? 0;
    return [segment, ratio(a, a + b, a + b)] as const;
  });
};

const engagement: Metric = (w, period, cut) => {
  const uses = byPeople(w, period).filter((row) => row.kind === 'read' || row.kind === 'copied');
  return split(uses, cut, articleProduct(w)).map(([segment, group]) => {
    const all = new Set(group.filter((row) => row.kind === 'read').map((row) => row.session));
    const good = new Set(group.filter((row) => isMeaningful(row) && all.has(row.session)).map((row) => row.session));
    return [segment, share(good.size, all.size)] as const;
  });
};

const counted =
  <T>(
    rows: (w: World, period: Stretch) => readonly T[],
    cutBy: (w: World) => (row: T, dimension: string) => string | null,
  ): Metric =>
  (w, period, cut): Answers =>
    split(rows(w, period), cut, cutBy(w)).map(
      ([segment, group]) => [segment, plain(group.length, group.length)] as const,
    );

export const aboutKnowledge: Readonly<Record<string, Metric>> = {
  smart_interception_rate: interception,
  tool_interception_rate: toolInterception,
  effective_deflection: spared,
  innovation_count: counted(
    (w, period) => contributions(w, period, results),
    () => contributionCut,
  ),
  innovation_score: (w, period, cut) =>
    split(contributions(w, period, results), cut, contributionCut).map(([segment, group]) => [
      segment,
      points(
        w,
        'honour',
        group.map((row) => ({ value: row.honour!, day: row.accepted! })),
      ),
    ]),
  influence_precommercial: (w, period, cut) => {
    const letters = contributions(w, period, ['thank_you_letter']);
    const services = contributions(w, period, ['service_delivery']);
    return [
      ...split(services, cut, contributionCut).map(([segment, group]) => {
        const n = new Set(group.map((row) => row.account)).size;
        return [{ ...segment, part: 'deliveries' }, plain(n, group.length)] as const;
      }),
      ...split(letters, cut, contributionCut).map(
        ([segment, group]) => [{ ...segment, part: 'letters' }, plain(group.length, group.length)] as const,
      ),
    ];
  },
  fundamentals_count: counted(published, articleCut),
  fundamentals_score: (w, period, cut) =>
    split(
      published(w, period).filter((row) => row.grade !== null),
      cut,
      articleCut(w),
    ).map(([segment, group]) => [
      segment,
      points(
        w,
        'grade',
        group.map((row) => ({ value: row.grade!, day: localDay(w.zone, row.published_s!) })),
      ),
    ]),
  knowledge_citation_factor: (w, period, cut) =>
    split(
      byPeople(w, period).filter(
        (row) =>
          (row.kind === 'cited' || row.kind === 'read') &&
          w.tables.articles.some((one) => one.id === row.article && one.published_s !== null),
      ),
      cut,
      articleProduct(w),
    ).map(([segment, group]) => {
      const reads = group.filter((row) => row.kind === 'read').length;
      return [segment, ratio(group.length - reads, reads, reads)] as const;
    }),
  requirements_raised: counted(requirements, () => requirementCut),
  requirements_landed_rate: (w, period, cut) =>
    split(requirements(w, period), cut, requirementCut).map(([segment, group]) => [
      segment,
      ripeByDay(
        w,
        group,
        180,
        (row) => row.raised,
        (row) => row.landed !== null && row.landed <= w.today,
      ),
    ]),
  requirements_value_score: (w, period, cut) =>
    split(
      requirements(w, period).filter((row) => row.kano !== null && row.users !== null),
      cut,
      requirementCut,
    ).map(([segment, group]) => {
      let micro = 0;
      for (const row of group) {
        const a = weightOn(w, 'kano', row.kano!, row.raised);
        const b = weightOn(w, 'impact', impact(row.users!), row.raised);
        if (a === undefined || b === undefined) return [segment, noData('missing_weight')] as const;
        micro += a * b;
      }
      return [segment, plain(micro / 1_000_000, group.length)] as const;
    }),
  support_reach: reach,
  answers_delivered: (w, period, cut) =>
    split(delivered(w, period), cut, articleProduct(w)).map(([segment, group]) => [
      segment,
      plain(group.length, group.length),
    ]),
  answers_accepted: (w, period, cut) =>
    split(delivered(w, period), cut, articleProduct(w)).map(([segment, group]) => [
      segment,
      ripening(
        group,
        ({ first }) => first.at_s + 72 * 3600,
        (one) => isAccepted(w, one),
        w.as_of_s,
      ),
    ]),
  self_service_usage: selfService,
  content_engagement: engagement,
};

/** Members known by a day ripen so many days after its local beginning. */
export function ripeByDay<T>(
  w: World,
  members: readonly T[],
  days: number,
  dayOf: (member: T) => number,
  isHit: (member: T) => boolean,
): Answer {
  return ripening(members, (member) => dayStart(w.zone, dayOf(member) + days), isHit, w.as_of_s);
}
