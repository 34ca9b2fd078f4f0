import { z } from 'zod';
import { UsageError } from '../../../shared/errors.ts';
import type { Segment } from '../../../shared/metrics/value.ts';
import { evaluate, explain, toJson, type Ask } from '../../../shared/metrics/evaluate.ts';
import { metricsById } from '../../../shared/run/measure.ts';
import { asked, dimensionNamed, metricNamed, thatCanBeCut } from '../commands/metrics.ts';
import type { Arguments } from '../command.ts';
import { withHome } from '../home.ts';
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
    { period, as_of }: { readonly period?: string | undefined; readonly as_of?: string | undefined },
    work: (found: Awaited<ReturnType<typeof asked>>) => Promise<T>,
  ): Promise<T> =>
    withHome(given, 'read', async (home) =>
      work(await asked({ one: (name) => ({ period, 'as-of': as_of })[name] }, home)),
    );
  const explained = (input: unknown) => {
    const about = About.parse(input);
    const found = metricNamed(about.metric);
    return open(about, ({ period, context }) =>
      explain({ metric: found, period, by: [], where: segmentOf(found.id, about.where) }, context),
    );
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
        return Promise.resolve(
          [...metricsById.values()]
            .filter(({ id, title, question }) => `${id} ${title} ${question}`.toLowerCase().includes(wanted))
            .map(({ id, title, question, unit, direction, dimensions }) => ({
              id,
              title,
              question,
              unit,
              direction,
              dimensions,
            })),
        );
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
        const found = metricNamed(question.metric);
        const by = question.by.map((name) => dimensionNamed(name, 'by'));
        thatCanBeCut([found], by);
        const segment = segmentOf(found.id, question.where);
        return open(question, async ({ period, context }) => {
          const ask: Ask = { metric: found, period, by, where: segment };
          return (await evaluate([ask], context)).map(toJson);
        });
      },
    },
    {
      name: 'explain_metric',
      title: 'Explain a metric',
      description: 'What a number means, of which cases it is made, what each step counted and what was left out.',
      input: About,
      answer: async (input) => {
        const { definition, measured, steps } = await explained(input);
        return {
          definition: Object.fromEntries(definition),
          values: measured.map(toJson),
          steps: steps.map(([step, count]) => ({ step, count })),
        };
      },
    },
    {
      name: 'metric_rows',
      title: 'Rows behind a metric',
      description: 'Up to ten of the cases that a number counts, with what it counts of them. No text of a customer.',
      input: About,
      answer: async (input) => {
        const { title, columns, rows } = (await explained(input)).sample;
        return {
          of: title,
          rows: rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, plain(row[i])]))),
        };
      },
    },
  ];
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
