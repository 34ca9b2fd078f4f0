import { countedBy, factKindNames, tellsColumn, type FactKind } from '../knowledge/fact-kind.ts';
import { tickets as ticketsTable } from '../lake/tables.ts';
import { numberOf } from './answers.ts';
import type { Ask, Definition, MetricQueries, Part } from './model.ts';
import { isOfCases } from './dimensions.ts';
import type { FactRow } from './queries.ts';
import { countOf, over, type CountMeasure, type Counted, type Measure } from './measure.ts';
import { noData } from './outcome.ts';
import type { Relation } from './relation.ts';
import { t, tickets as ticketsOf, type TicketColumn } from './relations/tickets.ts';
import type { Duration, Gaps } from './gaps.ts';
import { sql, type Sql } from './sql.ts';
import type { Dimension } from './value.ts';

const durations = Object.keys(ticketsTable.columns).filter(
  (name): name is Duration => endsOf(name as TicketColumn) !== null,
);

/** Facts with an instant, and the flags of a ticket of which it cannot be. */
const undatableBy = {
  resolution: ['end_before_creation', 'end_in_future'],
  first_reply: ['reply_before_creation'],
} as const;
const undatable = Object.keys(undatableBy) as readonly (keyof typeof undatableBy)[];
const isUndatable = (kind: keyof typeof undatableBy): Sql<TicketColumn> =>
  undatableBy[kind]
    .map((flag) => sql`strpos(coalesce(${t.data_quality}, ''), ${`"${flag}"`}) > 0`)
    .reduce((any, one) => sql`${any} OR ${one}`);

export const noGaps: Gaps = { untold: new Set(), impossible: new Set(), undatable: new Set(), tells_team: true };

/**
 * What may leave a kind open as of a past instant although it is told now: a finish before the creation leaves the history open for
 * good, the resolution only until it is reopened; a count is of the last change.
 */
const openedBy: Readonly<Partial<Record<FactKind, readonly FactKind[]>>> = {
  resolution: ['status_history'],
  reply_count: ['person_replies'],
  reopen_count: ['reopenings'],
};

/** Asks once which gaps exist, so that a lake without any is asked as if there were none. */
export const gapsSql = `SELECT ${[
  ...factKindNames.map((kind) => {
    const kinds = [kind, ...(openedBy[kind] ?? [])];
    return `count_if(${kinds.map((one) => `NOT ${isTold(one).text}`).join(' OR ')}) AS ${tellsColumn(kind)}`;
  }),
  ...durations.map((name) => `count_if(${isImpossible(name).text}) AS ${name}`),
  ...undatable.map((kind) => `count_if(${isUndatable(kind).text}) AS undatable_${kind}`),
  'count_if(t.team IS NULL) AS no_team',
].join(', ')} FROM tickets AS t`;
/** A case whose status meant nothing at a past instant, and does now, has no gap today: looking back, some resolution may be untold. */
export const gapsOf = (row: FactRow | undefined, looks_back: boolean): Gaps => {
  const has = (name: string): boolean => (numberOf(row?.[name]) ?? 0) > 0;
  return {
    untold: new Set(factKindNames.filter((kind) => has(tellsColumn(kind)) || (looks_back && kind === 'resolution'))),
    impossible: new Set(durations.filter(has)),
    undatable: new Set(undatable.filter((kind) => has(`undatable_${kind}`))),
    tells_team: !has('no_team'),
  };
};

type Needs = Pick<Definition, 'needs' | 'duration'>;
type Measures = Readonly<Record<string, Measure>>;

/**
 * The measures of a metric over the tickets of which everything it needs is known, and counts of the others: of the population, which
 * is the first measure. What cannot be dated by the fact itself, because that is what is not told, is dated by the creation. `isWhole`:
 * nothing is cut, so that counts of other periods make no segments.
 */
export function knownOnly(measures: Measures, { needs = [], duration }: Needs, gaps: Gaps, isWhole = false): Measures {
  const [population] = Object.values(measures);
  const kinds = allNeeds(needs).filter((kind) => gaps.untold.has(kind));
  const impossible = duration !== undefined && gaps.impossible.has(duration) ? isImpossible(duration) : null;
  if (population === undefined || !isOfTickets(population.relation) || (kinds.length === 0 && impossible === null))
    return measures;
  const told = kinds.reduce<Sql<TicketColumn>>((all, kind) => sql`${all} AND ${isTold(kind)}`, sql`TRUE`);
  const usable = impossible === null ? told : sql`${told} AND NOT ${impossible}`;
  const narrowed = Object.entries(measures).map(([name, measure]) => [
    name,
    isOfTickets(measure.relation) && !isNothing(measure) ? among(measure, usable) : measure,
  ]);
  return {
    ...(Object.fromEntries(narrowed) as Measures),
    ...(impossible === null ? {} : { [impossibleName]: of(population, sql`${told} AND ${impossible}`) }),
    ...Object.fromEntries(
      undatable
        .filter((kind) => kinds.includes(kind) && gaps.undatable.has(kind))
        .map((kind) => [
          `${undatableName}${kind}`,
          countOf(
            population.relation as Relation<TicketColumn>,
            'created_s',
            sql`${t.is_counted} AND (${isUndatable(kind)})`,
          ),
        ]),
    ),
    ...(kinds.length === 0
      ? {}
      : { [toldName]: of(population, told), ...untoldOf('', population, sql`NOT (${told})`) }),
    ...(isWhole && gaps.untold.has('creation') ? sinceStart : {}),
    ...Object.assign({}, ...kinds.map((kind) => untoldOf(kind, population, sql`NOT ${isTold(kind)}`))),
  } as Measures;
}

/** A number that divides by all cases bears so few that are not told. */
export const nearlyAll = 0.98;

/** What the tickets of a question lost, where the metric counts them itself: those resolved, else those created in the period. */
export async function lossesIn(
  queries: MetricQueries,
  ask: Ask,
  { needs = [], needs_all }: Pick<Definition, 'needs' | 'needs_all'>,
): Promise<(part: Part) => Part> {
  if (needs.length === 0) return (part) => part;
  const relation = ticketsOf('nobody');
  const population = countOf(relation, needs.includes('resolution') ? 'resolved_s' : 'created_s', t.is_counted);
  const by = ask.by.filter(isOfCases);
  const asked = knownOnly({ population }, { needs }, queries.gaps, by.length === 0);
  if (Object.keys(asked).length === 1) return (part) => part;
  const where = Object.fromEntries(Object.entries(ask.where ?? {}).filter(([name]) => isOfCases(name)));
  const found = await queries.measure({ ...ask, by, where }, asked);
  const { least_told_share } = queries.context.policies;
  const least = needs_all === true ? Math.max(nearlyAll, least_told_share) : least_told_share;
  return (part) => {
    const own = found.find(({ segment }) =>
      Object.entries(segment).every(([name, value]) => part.segment[name as Dimension] === value),
    );
    return own === undefined ? part : withGaps(part, own.measured, { needs }, least);
  };
}

/** A ticket whose creation nobody knows is in no number, so every number of tickets needs it. */
const allNeeds = (needs: readonly FactKind[]): readonly FactKind[] =>
  needs.includes('creation') ? needs : ['creation', ...needs];

/** A part with what it lost: how many cases were not told, and reasons not to trust it. */
export function withGaps(
  part: Part,
  measured: Readonly<Record<string, unknown>>,
  { needs = [] }: Needs,
  least: number,
): Part {
  const n = (name: string): number => (measured[name] as Counted | undefined)?.n ?? 0;
  const lost = (kind: string): number =>
    n(`${untoldName}${kind}`) + n(`${undatedName}${kind}`) + (kind === '' || kind === 'creation' ? n(unbornName) : 0);
  const not_told = lost('');
  const impossible = undatable.reduce((sum, kind) => sum + n(`${undatableName}${kind}`), n(impossibleName));
  const more = {
    ...part,
    // beside what the number itself leaves out of the cases that are told
    ...(not_told === 0 ? {} : { not_told: not_told + (part.not_told ?? 0) }),
    ...(impossible === 0
      ? {}
      : {
          doubts: [...(part.doubts ?? []), 'impossible_time'],
          extras: { ...part.extras, impossible_time: impossible },
        }),
  };
  const told = n(toldName);
  if (told === 0 && not_told === 0) {
    // who came in later by what is told of them, and who may have come in here: nobody can say that these were none
    const [after, perhaps] = [
      n(toldName + sinceName) - n(toldName + beforeName),
      n(unbornName + sinceName) - n(unbornName + beforeName),
    ];
    if (perhaps > 0 && after < least * (after + perhaps))
      return { ...more, not_told: perhaps, value: noData('not_told:creation') };
  }
  // told cases that are too young yet are no sign of a source that tells nothing
  if (
    not_told === 0 ||
    (told === 0 && part.value.status === 'immature') ||
    (told > 0 && told >= least * (told + not_told))
  )
    return more;
  const [most] = [...new Set<FactKind>(['creation', ...needs])].sort((a, b) => lost(b) - lost(a));
  return most === undefined ? more : { ...more, value: noData(`not_told:${most}`) };
}

const [toldName, untoldName, undatedName, unbornName, undatableName, impossibleName, sinceName, beforeName] = [
  'known_told',
  'known_untold_',
  'known_undated_',
  'known_unborn',
  'known_undatable_',
  'known_impossible',
  '_since',
  '_before',
];

/** What is not told of the population: what the fact itself would date, by its creation; what has no creation, by its last change. */
const untoldOf = (kind: string, population: Measure, untold: Sql<TicketColumn>): Measures => {
  const relation = population.relation as Relation<TicketColumn>;
  const undated =
    population.at === 'created_s' || population.at === null
      ? null
      : countOf(
          relation,
          'created_s',
          sql`${t.is_counted} AND ${t[population.at as TicketColumn]} IS NULL AND ${untold}`,
        );
  return {
    [`${untoldName}${kind}`]: of(population, untold),
    ...(undated === null ? {} : { [`${undatedName}${kind}`]: undated }),
    ...(kind === 'creation'
      ? { [unbornName]: countOf(relation, 'updated_s', sql`${t.created_s} IS NULL AND ${untold}`) }
      : {}),
  };
};
/** Two counts that differ by what is of the start of the period or later, or of a time that nobody tells. */
const fromStart = (name: string, all: CountMeasure): Measures => ({
  [name + sinceName]: over(all, 'any'),
  [name + beforeName]: over(all, 'before_start'),
});
/** Cases that came in when the period began or later, and those that may have. */
const sinceStart: Measures = {
  ...fromStart(unbornName, countOf(ticketsOf('nobody'), 'updated_s', sql`${t.created_s} IS NULL`)),
  ...fromStart(
    toldName,
    countOf(ticketsOf('nobody'), 'created_s', sql`${t.is_counted} AND ${t.created_s} IS NOT NULL`),
  ),
};
/** The members of a population that fulfil a condition. */
const of = ({ relation, at, span, where }: Measure, condition: Sql<TicketColumn>): CountMeasure =>
  among({ kind: 'count', relation, at, span, ...(where === undefined ? {} : { where }) }, condition);
const among = <M extends Measure>(measure: M, condition: Sql): M => ({
  ...measure,
  where: measure.where === undefined ? condition : sql`(${measure.where}) AND ${condition}`,
});
/**
 * Whether the source tells it of a ticket. Rows derived before a kind of fact had its column are told; before a count had one, as far as
 * what it counts is.
 */
export function isTold(kind: FactKind): Sql<TicketColumn> {
  const counted = countedBy[kind];
  const own = t[tellsColumn(kind)];
  return counted === undefined ? sql`coalesce(${own}, TRUE)` : sql`coalesce(${own}, ${t[tellsColumn(counted)]}, TRUE)`;
}
const isOfTickets = ({ columns }: Relation): boolean =>
  columns.includes('is_counted') && columns.includes('tells_creation');
/** Whether the population, which is the first measure, is one of tickets. */
export const countsTickets = (measures: Measures): boolean => {
  const [population] = Object.values(measures);
  return population !== undefined && isOfTickets(population.relation);
};
const isNothing = ({ where }: Measure): boolean => where?.text === 'FALSE';

function isImpossible(name: Duration): Sql<TicketColumn> {
  const [start, end] = endsOf(name) ?? ['created_s', 'created_s'];
  return sql`coalesce(${t[end]} < ${t[start]}, FALSE)`;
}
function endsOf(name: TicketColumn): readonly [start: TicketColumn, end: TicketColumn] | null {
  const { past } = ticketsTable.columns[name];
  return typeof past === 'object' && 'between' in past ? (past.between as readonly [TicketColumn, TicketColumn]) : null;
}
