import { meaningOf } from '../knowledge/doubt.ts';
import { factKinds } from '../knowledge/fact-kind.ts';
import type { Value } from '../lake/table.ts';
import { leastForInterval } from '../stats/percentile-interval.ts';
import type { Ran } from './queries.ts';
import { openCount } from './case-lists.ts';
import { checkedParts } from './checks.ts';
import { conditionOf, factsOf } from './compile.ts';
import type { MeasureContext, Measured } from './context.ts';
import type { Ask, Definition, Metric } from './model.ts';
import { intervalWords } from './definition.ts';
import type { Measure, Ranked } from './measure.ts';
import { doubtsOf } from './doubts.ts';
import { measuredOf } from './measured.ts';
import { openQueries } from './open-queries.ts';
import { flow } from './relations/flow.ts';

export interface Explanation {
  readonly metric: Metric;
  readonly definition: readonly (readonly [label: string, text: string])[];
  readonly measured: readonly Measured[];
  /** Every statement that was run for the number, in the order of running, but the one that asks which tables have rows. */
  readonly statements: readonly Ran[];
  /** Label and count of each step from the rows to the number, first segment. */
  readonly steps: readonly (readonly [label: string, count: number | string | null])[];
  /** Up to ten rows behind the number. */
  readonly sample: {
    readonly title: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly Value[])[];
  };
}

/** Walks from the definition to the rows: words, statements, what each step counted, ten rows. */
export async function explain(ask: Ask, context: MeasureContext): Promise<Explanation> {
  const ran: Ran[] = [];
  const queries = await openQueries(context, ran);
  const steps: (readonly [string, number | string | null])[] = [];
  const asked: { readonly name: string; readonly measure: Measure; readonly ask: Ask }[] = [];
  const fetched: { readonly name: string; readonly rows: readonly Readonly<Record<string, Value>>[] }[] = [];
  const watched: typeof queries = {
    ...queries,
    measure: async (of, measures) => {
      const found = await queries.measure(of, measures);
      for (const [name, measure] of Object.entries(measures)) {
        asked.push({ name, measure, ask: of });
        const result = found[0]?.measured[name] as Readonly<Record<string, unknown>> | undefined;
        const where = [measure.at === null ? null : `by ${measure.at}`, measure.where?.text]
          .filter((one) => one)
          .join(', ');
        steps.push([
          `${name}: ${measure.kind} of ${measure.relation.name}${where ? ` (${where})` : ''}`,
          shown(result),
        ]);
      }
      return found;
    },
    rows: async (name, sql) => {
      const rows = await queries.rows(name, sql);
      fetched.push({ name, rows });
      steps.push([`${name}: rows fetched`, rows.length]);
      return rows;
    },
    tally: async (of, tally) => {
      const found = await queries.tally(of, tally);
      fetched.push({ name: tally.relation.name, rows: found.map(({ segment, row }) => ({ ...segment, ...row })) });
      steps.push([`${tally.relation.name}: rows counted`, found.reduce((sum, { n }) => sum + n, 0)]);
      return found;
    },
    metric: (of) => checkedParts(of, watched),
  };
  const parts = await checkedParts(ask, watched);
  const doubted = await doubtsOf(await openQueries(context), ask);
  const measured = parts.map((part) => measuredOf(ask, doubted(part), context));
  const [whole] = measured;
  for (const [label, extra] of Object.entries(whole?.extras ?? {})) steps.push([label, extra]);
  if (whole?.not_told !== undefined) steps.push(['not told by the source', whole.not_told]);
  for (const doubt of whole?.doubts ?? []) steps.push(['read with care', meaningOf(doubt)]);
  const [first] = asked;
  const sample =
    first === undefined
      ? sampleOfRows(fetched)
      : isBalance(first.measure)
        ? await sampleOfMeasure(openCount, first.ask, queries, 'open_at_the_end')
        : await sampleOfMeasure(first.measure, first.ask, queries, first.name);
  return {
    metric: ask.metric,
    definition: [...wordsOf(ask.metric), ...lookingBack(context)],
    measured,
    statements: ran.filter(({ name }) => name !== 'tables' && name !== 'gaps'),
    steps,
    sample,
  };
}

/** What a number as of a past instant can know, said where one is asked for. */
const lookingBack = ({
  as_of_s,
  watermark_s,
  looks_back = true,
}: MeasureContext): readonly (readonly [label: string, text: string])[] =>
  watermark_s === null || as_of_s >= watermark_s || !looks_back
    ? []
    : [
        [
          'Looks back',
          'Newer facts are stored and left out: first events, resolutions, reopenings, hand-offs, owners, statuses and the backlog are those of then; so are priority and other attributes whose changes the helpdesk tells. Attributes whose changes it does not tell are of the latest version. Counts of replies and time of a ticket that has changed since are not known.',
        ],
      ];

/** The cases behind a balance are those that are open, not every step in and out since the first day. */
const isBalance = ({ relation, span }: Measure): boolean => relation.name === flow.name && span === 'before_start';

async function sampleOfMeasure(
  measure: Measure,
  ask: Ask,
  queries: Awaited<ReturnType<typeof openQueries>>,
  name: string,
): Promise<Explanation['sample']> {
  const frame = queries.frame(ask);
  const wanted = { measure, start_s: frame.start_s, end_s: frame.end_s };
  if (!measure.relation.tables.every((table) => queries.present.has(table)))
    return { title: name, columns: [], rows: [] };
  const batch = { relation: measure.relation, frame, where: ask.where ?? {}, sets: [ask.by], wanted: [wanted] };
  const { sql, dimensions } = factsOf(batch);
  const columns = [
    ...new Set([
      ...measure.relation.row,
      ...(measure.relation.name === 'tickets' ? ['url'] : []),
      ...(measure.at === null ? [] : [measure.at]),
      ...('value' in measure ? measure.value.columns : []),
      ...dimensions.map((dimension) => `d_${dimension}`),
    ]),
  ];
  const order = measure.relation.row.map((column) => `t.${column}`).join(', ');
  const rows = await queries.rows(
    `${name} sample`,
    `SELECT ${columns.map((column) => `t.${column}`).join(', ')} FROM (\n  ${sql}) AS t WHERE ${conditionOf(wanted)} ORDER BY ${order} LIMIT 10`,
  );
  return {
    title: `${name}: rows of ${measure.relation.name}`,
    columns,
    rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
  };
}

function sampleOfRows(
  fetched: readonly { readonly name: string; readonly rows: readonly Readonly<Record<string, Value>>[] }[],
): Explanation['sample'] {
  const { name, rows } = fetched.find((one) => one.rows.length > 0) ?? { name: 'no rows', rows: [] };
  const columns = Object.keys(rows[0] ?? {});
  return { title: name, columns, rows: rows.slice(0, 10).map((row) => columns.map((column) => row[column] ?? null)) };
}

function shown(result: Readonly<Record<string, unknown>> | undefined): number | string | null {
  if (result === undefined) return null;
  if ('total' in result) return `${String(result.n)} values, sum ${String(result.total)}`;
  if ('neighbours' in result) {
    const { n, neighbours, intervals } = result as unknown as Ranked;
    const ranks = Object.entries(neighbours).map(([p, pair]) => `, p${Number(p) * 100} between ${pair.join(' and ')}`);
    const bounds = Object.entries(intervals ?? {}).map(([p, pair]) =>
      pair === null
        ? `, no 95 % interval of p${Number(p) * 100} below ${leastForInterval(Number(p))} values`
        : `, 95 % interval of p${Number(p) * 100} from ${pair.join(' to ')}`,
    );
    return [`${n} values`, ...ranks, ...bounds].join('');
  }
  return (result.n ?? result.value ?? null) as number | null;
}

/** The definition as labelled lines, for `explain` and the mails. */
export function wordsOf(definition: Definition): readonly (readonly [label: string, text: string])[] {
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Question', definition.question],
    ['Formula', definition.formula],
    ['Population', definition.population],
    ['Dated by', definition.axis],
    ['Needs to know', definition.needs?.map((kind) => factKinds[kind]).join('; ')],
    ['Counts for', definition.credit ?? undefined],
    ['Unit', definition.unit],
    ['Good is', definition.direction],
    ['No data when', definition.no_data.join(', ') || 'never'],
    ['Not final while', definition.immature ?? undefined],
    ['Interval', intervalWords(definition)],
    ['Parameters', definition.params === undefined ? undefined : JSON.stringify(definition.params)],
    ['Careful', definition.pitfalls],
    ['Decided', definition.decision],
    ['Reference', definition.benchmark],
    ['Source', `${definition.source.join(', ')} (${definition.basis})`],
  ];
  return lines.flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const]));
}
