import { z } from 'zod';
import { nearest } from '../nearest.ts';
import { historyLength } from './cadence.ts';

/** What a report that is written in casebook.yaml consists of; each entry of `sections` has exactly one of these keys. */
export const sectionKinds = [
  'scorecard',
  'trend',
  'breakdown',
  'ranking',
  'distribution',
  'cases',
  'coverage',
  'text',
  'ready',
] as const;
const longest = Math.max(...Object.values(historyLength));

const kindError = (found: string): string => {
  const hint = nearest(found, sectionKinds);
  return `one of ${sectionKinds.join(', ')}${hint === undefined ? '' : ` (did you mean ${hint}?)`}`;
};
const title = z
  .string({ error: 'the title of the section' })
  .regex(/\S/, { error: 'the title of the section' })
  .max(80, { error: 'a title of at most 80 characters' });
/** The schema of the file lists the ids in `$defs`, so that editors complete them. */
export const metricId = z
  .string({ error: 'a metric id such as dts_p50' })
  .meta({ id: 'metric', description: 'casebook metrics --list shows all' });
const metrics = z
  .array(metricId, { error: 'a list of metric ids such as [dts_p50, csat]' })
  .min(1, { error: 'at least one metric' })
  .max(40, { error: 'at most 40 metrics' })
  .refine((ids) => new Set(ids).size === ids.length, { error: 'each metric once' });
const by = z.string({ error: 'a dimension such as channel' }).meta({ id: 'dimension' });
const show = z
  .int({ error: 'a whole number of rows' })
  .min(1, { error: 'at least 1 row' })
  .max(20, { error: 'at most 20 rows' })
  .optional();
const oneOf = <const V extends readonly [string, ...string[]]>(...values: V) =>
  z.enum(values, {
    error: ({ input }) => {
      const hint = typeof input === 'string' ? nearest(input, values) : undefined;
      return `one of ${values.join(', ')}${hint === undefined ? '' : ` (did you mean ${hint}?)`}`;
    },
  });

export const Section = z
  .strictObject(
    {
      scorecard: z
        .strictObject({
          title,
          metrics,
          targets: z.boolean({ error: 'true or false' }).optional().meta({
            description:
              'The goals of `targets` for this cadence; left out: shown where there are any, false: never, true: each number has one',
          }),
          charts: z
            .boolean({ error: 'true or false' })
            .default(true)
            .meta({ description: 'The course of each number' }),
          definitions: z
            .boolean({ error: 'true or false' })
            .default(false)
            .meta({ description: 'The question that each number answers, below its name' }),
        })
        .optional()
        .meta({ description: 'A row a metric: value, change, course, and its goal where it has one' }),
      trend: z
        .strictObject({
          title,
          metrics,
          periods: z
            .int({ error: 'a whole number of periods' })
            .min(2, { error: 'at least 2 periods' })
            .max(longest, { error: `at most ${longest} periods` })
            .optional(),
        })
        .optional()
        .meta({ description: 'A line a metric over the last periods' }),
      breakdown: z
        .strictObject({ title, metric: metricId, by, show })
        .optional()
        .meta({ description: 'A metric cut by a dimension, a row a part' }),
      ranking: z
        .strictObject({ title, metric: metricId, by, show, first: oneOf('best', 'worst', 'most', 'least').optional() })
        .optional()
        .meta({ description: 'The parts of a dimension in order of the number, those of too few cases left out' }),
      distribution: z
        .strictObject({ title, metric: metricId, by: by.optional() })
        .optional()
        .meta({ description: 'How long cases took, by spans of time; or, with `by`, how a number divides' }),
      cases: z
        .strictObject({ title, which: oneOf('urgent', 'oldest').optional(), metric: metricId.optional(), show })
        .refine(({ which, metric }) => (which === undefined) !== (metric === undefined), {
          error: 'either which: urgent or oldest, or a metric',
        })
        .optional()
        .meta({ description: 'Open cases, the most urgent or the oldest first; or the cases behind a metric' }),
      coverage: z
        .strictObject({ title: title.optional() })
        .optional()
        .meta({ description: 'Which numbers of the report have their data, and which input the others wait for' }),
      text: z
        .string({ error: 'words as plain text' })
        .regex(/\S/, { error: 'words as plain text' })
        .max(4000, { error: 'at most 4,000 characters' })
        .optional()
        .meta({ description: 'Words of the author; plain text, an empty line parts paragraphs' }),
      ready: z
        .string({ error: 'the id of a section of a ready report' })
        .optional()
        .meta({ id: 'ready', description: 'A section of the ready reports, such as backlog_walk' }),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? kindError(issue.keys[0] ?? '') : `a section: ${kindError('')}`,
    },
  )
  .refine((section) => Object.values(section).filter((part) => part !== undefined).length <= 1, {
    error: `only one of ${sectionKinds.join(', ')}`,
  });
export type SectionConfiguration = z.output<typeof Section>;
