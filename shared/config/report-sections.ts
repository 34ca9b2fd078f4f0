import { z } from 'zod';
import { nearest } from '../nearest.ts';
import { historyLength } from './cadence.ts';

/** What a report that is written in casebook.yaml consists of; each entry of `sections` has exactly one of these keys. */
export const sectionKinds = ['scorecard', 'trend', 'breakdown', 'text'] as const;
const longest = Math.max(...Object.values(historyLength));

const kindError = (found: string): string => {
  const hint = nearest(found, sectionKinds);
  return `one of ${sectionKinds.join(', ')}${hint === undefined ? '' : ` (did you mean ${hint}?)`}`;
};
const title = z
  .string({ error: 'the title of the section' })
  .min(1, { error: 'the title of the section' })
  .max(80, { error: 'a title of at most 80 characters' });
/** The schema of the file lists the ids in `$defs`, so that editors complete them. */
export const metricId = z
  .string({ error: 'a metric id such as dts_p50' })
  .meta({ id: 'metric', description: 'casebook metrics --list shows all' });
const metrics = z
  .array(metricId, { error: 'a list of metric ids such as [dts_p50, csat]' })
  .min(1, { error: 'at least one metric' })
  .max(40, { error: 'at most 40 metrics' });

export const Section = z
  .strictObject(
    {
      scorecard: z
        .strictObject({ title, metrics })
        .optional()
        .meta({ description: 'A row a metric: value, change, course, and in a quarterly report its goal' }),
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
        .strictObject({
          title,
          metric: metricId,
          by: z.string({ error: 'a dimension such as channel' }).meta({ id: 'dimension' }),
        })
        .optional()
        .meta({ description: 'A metric cut by a dimension, a row a part' }),
      text: z
        .string({ error: 'words as plain text' })
        .min(1, { error: 'words as plain text' })
        .max(4000, { error: 'at most 4,000 characters' })
        .optional()
        .meta({ description: 'Words of the author; plain text, an empty line parts paragraphs' }),
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
