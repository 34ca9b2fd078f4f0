import type { FileRow, FileTable } from '../../files/table.ts';

/** Name of the column that the titles of sections become. */
export const sectionColumn = '(section)';

/** A table of a ledger, roster, time sheet or survey, all of its rows in memory: inputs are small. */
export interface InputFile extends Pick<FileTable, 'header' | 'delimiter' | 'encoding'> {
  readonly rows: readonly FileRow[];
  /** Lines of totals and notes that are no rows. */
  readonly notes: readonly number[];
}
