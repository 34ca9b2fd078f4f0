import { z } from 'zod';

const line = (what: string) =>
  z
    .string({ error: what })
    .min(1, { error: what })
    .refine((text) => text.isWellFormed(), { error: what });
const name = line('the name of a column');

/** Where a column of an input table stands in a file that somebody else's program writes. */
const MappedColumn = z.union(
  [
    name,
    z.strictObject({
      column: name,
      map: z.record(z.string(), z.string()).optional().meta({ description: 'Value of the file: value of the table' }),
      default: z.string().optional().meta({ description: 'Of values that the map does not name' }),
      month: z.enum(['first', 'next'], { error: 'first or next' }).optional().meta({
        description: 'first: first day of the month of the date; next: first day of the month after',
      }),
      percent: z.boolean().optional().meta({ description: 'The file writes 80 for 0.8' }),
      full: z.number().positive().optional().meta({ description: 'The file writes hours of a week; so many are 1' }),
      digits_after: line('a sign such as "#"')
        .optional()
        .meta({ description: '"#" takes 100 of "Support #100: Login"' }),
    }),
    z.strictObject({
      columns: z.array(name).min(2, { error: 'at least two columns' }).meta({ description: 'Joined with "-"' }),
      joined_by: z.string().optional().meta({ description: 'Joined with this instead, without what is empty' }),
    }),
    z.strictObject({ debit: name, credit: name }).meta({ description: 'Debit less credit' }),
    z.strictObject({ value: z.string() }).meta({ description: 'The same for all rows' }),
  ],
  { error: 'the name of a column, { column, map }, { columns }, { debit, credit } or { value }' },
);
export type MappedColumn = z.output<typeof MappedColumn>;

export const InputMapping = z.strictObject({
  table: line('the name of an input table such as costs'),
  files: z.array(z.string().min(1)).default([]).meta({
    description:
      'Patterns of files that are read besides those of the folder; a file of the folder is known by its columns',
  }),
  delimiter: z.string().length(1, { error: 'one character such as ";"' }).optional(),
  encoding: line('the name of an encoding such as windows-1252').optional(),
  sheet: line('the name of a sheet').optional(),
  decimal: z.enum([',', '.'], { error: '"," or "."' }).default('.').meta({ description: 'Sign before the decimals' }),
  dates: z.array(line('a format such as d.M.yyyy')).default(['iso']),
  ends: z
    .enum(['exclusive', 'inclusive', 'months'], { error: 'exclusive, inclusive or months' })
    .default('exclusive')
    .meta({
      description:
        'Whether a day that ends something belongs to it; months: the last day of a month does, the first of one does not',
    }),
  negative: z
    .strictObject({ column: name, values: z.array(z.string()).min(1) })
    .optional()
    .meta({ description: 'Amounts of rows with these values are negative: { column: "S/H", values: [H] }' }),
  columns: z.record(z.string(), MappedColumn),
});
export type InputMapping = z.output<typeof InputMapping>;

/** `inputs:` of casebook.yaml: a folder, or a folder and how to read files that are written otherwise. */
export const Inputs = z
  .union([
    line('a folder'),
    z.strictObject({ folder: line('a folder').default('inputs/'), files: z.array(InputMapping).default([]) }),
  ])
  .default('inputs/');

export function inputsOf(inputs: z.output<typeof Inputs>): {
  readonly folder: string;
  readonly files: readonly InputMapping[];
} {
  const { folder, files } = typeof inputs === 'string' ? { folder: inputs, files: [] } : inputs;
  return { folder: folder.replace(/\/*$/, '/'), files };
}
