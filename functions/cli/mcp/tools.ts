import { z } from 'zod';
import { UsageError } from '../../../shared/errors.ts';
import { ticketVolume } from '../../../shared/metrics/catalogue/all.ts';
import type { Segment } from '../../../shared/metrics/value.ts';
import { evaluate, explain, toJson, type Ask, type Measured } from '../../../shared/metrics/evaluate.ts';
import { minorDigits } from '../../../shared/lake/currency.ts';
import { knownFacts, untoldTexts } from '../../../shared/load/knows.ts';
import { nearest } from '../../../shared/nearest.ts';
import { parsePeriod } from '../../../shared/period.ts';
import { metricsById } from '../../../shared/run/measure.ts';
import { asked, cares, dimensionNamed, failures, metricNamed, shortReach, thatCanBeCut } from '../commands/metrics.ts';
import type { Arguments } from '../command.ts';
import { otherRules, withHome, type Home } from '../home.ts';
import type { Tool } from './protocol.ts';

const metric = z.string().describe('Id of a metric, such as fcr; list_metrics has all');
const period = z
  .string()
  .optional()
  .describe('2026-W39, 2026-09, 2026-Q3, 2026-09-01..2026-10-01 or all; left out: the last complete week');
const as_of = z.string().optional().describe('Count only what was known at this instant: 2026-09-28T06:00:00Z');
const where = z
  .record(z.string(), z.string())
  .default({})
  .describe('Only the cases of a segment: {"team": "emea"}; by the dimensions of the metric');

const Listing = z.strictObject({
  text: z.string().optional().describe('Only metrics whose id, title or question has this text'),
});
const Question = z.strictObject({
  metric,
  period,
  by: z.array(z.string()).default([]).describe('Cut by dimensions: ["team", "channel"]'),
  where,
  as_of,
});
const About = z.strictObject({ metric, period, where, as_of });

/** What an assistant may ask: the definitions, refusals and words of the command line, and nothing that writes. */
export function toolsOf(given: Arguments): readonly Tool[] {
  /** Opens what is stored for one question, so that a run can write between two of them. */
  const open = <T>(
    question: z.output<typeof About>,
    work: (ask: Ask, found: Opened) => Promise<T>,
    by: Ask['by'] = [],
  ): Promise<T> => {
    const metric = metricNamed(question.metric);
    const where = segmentOf(metric.id, question.where);
    const { period, as_of } = question;
    return withHome(given, 'read', async (home) => {
      const found = { home, ...(await asked({ one: (name) => ({ period, 'as-of': as_of })[name] }, home)) };
      const ask: Ask = { metric, period: found.period, by, where };
      await thatThereIs(ask, found);
      return work(ask, found);
    });
  };
  return [
    {
      name: 'list_metrics',
      title: 'List metrics',
      description:
        'Every metric of the catalogue: id, title, the question it answers, unit, dimensions it can be cut by.',
      input: Listing,
      answer: (input) => {
        const { text = '' } = Listing.parse(input);
        const wanted = text.toLowerCase();
        return Promise.resolve({
          answer: [...metricsById.values()]
            .filter(({ id, title, question }) => `${id} ${title} ${question}`.toLowerCase().includes(wanted))
            .map(({ id, title, question, unit, direction, dimensions }) => ({
              id,
              title,
              question,
              unit,
              direction,
              dimensions,
            })),
        });
      },
    },
    {
      name: 'metric_value',
      title: 'Value of a metric',
      description:
        'The exact value of a metric in a period, whole or cut. status is known, immature (not final: provisional) or no_data (with the reason): never read no_data as 0. Durations are seconds, money is minor units, rates are 0 to 1.',
      input: Question,
      answer: (input) => {
        const question = Question.parse(input);
        const by = question.by.map((name) => dimensionNamed(name, 'by'));
        thatCanBeCut([metricNamed(question.metric)], by);
        const work = async (ask: Ask, opened: Opened) => {
          const measured = await evaluate([ask], opened.context);
          return { answer: measured.map(toJson), notes: await notesOn(measured, ask, opened) };
        };
        return open(question, work, by);
      },
    },
    {
      name: 'explain_metric',
      title: 'Explain a metric',
      description: 'What a number means, of which cases it is made, what each step counted and what was left out.',
      input: About,
      answer: (input) =>
        open(About.parse(input), async (ask, opened) => {
          const { definition, measured, steps } = await explain(ask, opened.context);
          return {
            answer: {
              definition: Object.fromEntries(definition),
              values: measured.map(toJson),
              steps: steps.map(([step, count]) => ({ step, count })),
            },
            notes: [...(await notesOn(measured, ask, opened)), ...(await untold(measured, ask, opened))],
          };
        }),
    },
    {
      name: 'metric_rows',
      title: 'Rows behind a metric',
      description: 'Up to ten of the rows that a number counts, with what it counts of them. No text of a customer.',
      input: About,
      answer: (input) =>
        open(About.parse(input), async (ask, opened) => {
          const { measured, sample } = await explain(ask, opened.context);
          const { title, columns, rows } = sample;
          return {
            answer: {
              of: title,
              rows: rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, plain(row[i])]))),
            },
            notes: await notesOn(measured, ask, opened),
          };
        }),
    },
  ];
}

/** What is stored, opened for one question. */
type Opened = Awaited<ReturnType<typeof asked>> & { readonly home: Home };

/** What the command line says beside its numbers: an assistant sees no terminal. */
async function notesOn(
  measured: readonly Measured[],
  { where = {} }: Ask,
  { home, context }: Opened,
): Promise<readonly string[]> {
  const { currency } = home.configuration.organisation;
  const segment = Object.entries(where).map(([name, value]) => `${name} ${value}`);
  return [
    segment.length === 0 ? undefined : `Only of ${segment.join(', ')}.`,
    measured.some(({ unit }) => unit === 'currency')
      ? `Money is in minor units: ${10 ** minorDigits(currency)} of them are 1 ${currency}.`
      : undefined,
    await otherRules(home),
    shortReach(measured, home, context),
    ...failures(measured),
    ...cares(measured).map((text) => `Read with care: ${text}`),
  ].flatMap((text) => text ?? []);
}

/** What of the facts that a number needs the sources do not tell, where cases are lost by it. */
async function untold(measured: readonly Measured[], { metric }: Ask, { home }: Opened): Promise<readonly string[]> {
  if (!measured.some(({ not_told = 0 }) => not_told > 0)) return [];
  const sources = home.configuration.sources.map(({ id }) => id);
  return untoldTexts(['creation', ...(metric.needs ?? [])], await knownFacts(home.ports, sources));
}

/**
 * A value that no case has ever had is a slip of who asks, and 0 cases would be the wrong answer to it. What is known of a value: the
 * segments of the metric in its period and in all time, those of all new cases, and the teams of the configuration.
 * @throws UsageError that suggests the nearest
 */
async function thatThereIs({ metric, period, where = {} }: Ask, { home, context }: Opened): Promise<void> {
  const { time_zone: zone, fiscal_year_start_month } = home.configuration.organisation;
  const now_s = context.asked_s ?? context.as_of_s;
  const all = parsePeriod('all', { zone, fiscal_year_start_month, now_s });
  for (const [name, value] of Object.entries(where)) {
    const dimension = dimensionNamed(name, 'where');
    const cut = { by: [dimension], companions: false };
    const ofAll = ticketVolume.dimensions.includes(dimension) ? [{ ...cut, metric: ticketVolume, period: all }] : [];
    const found = await evaluate([{ ...cut, metric, period }, { ...cut, metric, period: all }, ...ofAll], context);
    const teams = dimension === 'team' ? home.configuration.teams.map(({ id }) => id) : [];
    const values = [...new Set([...teams, ...found.flatMap(({ segment }) => segment[dimension] ?? [])])].sort();
    if (values.includes(value)) continue;
    const hint = nearest(value, values);
    throw new UsageError(
      `where: found ${name} "${value}", which no case has${hint === undefined ? '.' : `; did you mean ${hint}?`} ${valuesText(values)}`,
    );
  }
}

const shownValues = 12;
function valuesText(values: readonly string[]): string {
  if (values.length === 0) return 'Of no case it is told.';
  const more = values.length - shownValues;
  return `There are: ${values.slice(0, shownValues).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** A segment by the dimensions of the metric. @throws UsageError as the command line refuses another cut */
function segmentOf(id: string, where: Readonly<Record<string, string>>): Segment {
  thatCanBeCut(
    [metricNamed(id)],
    Object.keys(where).map((name) => dimensionNamed(name, 'where')),
  );
  if (Object.values(where).some((value) => value === ''))
    throw new UsageError('where: found an empty value, expected a value such as {"team": "emea"}.');
  return where as Segment;
}

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
