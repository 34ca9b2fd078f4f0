import { InputError } from '../../errors.ts';
import { openTable, SheetsError } from '../../files/table.ts';
import type { Asked } from './answers.ts';
import { propose } from './propose.ts';

/** Sheets that are tried; a workbook of more is asked about. */
const most = 10;

/**
 * The only sheet of a workbook that holds tickets, beside notes and lists; undefined where there is nothing to choose.
 * @throws InputError when several sheets do, or none
 */
export async function ticketSheet(
  path: string,
  open: () => AsyncIterable<Uint8Array>,
  asked: Asked,
): Promise<string | undefined> {
  if (asked.answers?.sheet !== undefined) return asked.answers.sheet;
  try {
    await openTable(open(), path);
    return undefined;
  } catch (error) {
    if (!(error instanceof SheetsError)) return undefined;
    const found: string[] = [];
    for (const sheet of error.sheets.slice(0, most)) {
      const isOne = await propose(path, open, { ...asked, answers: { ...asked.answers, sheet } }).then(
        () => true,
        (reason: unknown) => {
          if (reason instanceof InputError) return false;
          throw reason;
        },
      );
      if (isOne) found.push(sheet);
    }
    if (found.length !== 1 || error.sheets.length > most) throw error;
    return found[0];
  }
}
