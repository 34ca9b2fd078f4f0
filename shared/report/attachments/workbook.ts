import type { CellObject, SheetData } from 'write-excel-file/node';
import { minorDigits } from '../../lake/currency.ts';
import type { Attachment, DataColumn, Datum, Sheet } from '../model.ts';
import { cellText, isoMinute, titleOf } from './cell.ts';
import { timelessZip } from './timeless-zip.ts';

/**
 * Sheets of values (no formulas: previews show those blank), with number and date formats, a frozen header and column widths.
 * Text that looks like a formula stays text, because every cell says its type.
 */
export async function workbook({
  sheets,
  currency,
  zone,
}: Extract<Attachment, { kind: 'workbook' }>): Promise<Uint8Array> {
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const written = await writeXlsxFile(
    sheets.map((sheet) => ({
      data: dataOf(sheet, currency, zone),
      sheet: sheetName(sheet.name),
      columns: sheet.columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
    })),
    { fontFamily: 'Arial', fontSize: 10 },
  ).toBuffer();
  return timelessZip(new Uint8Array(written));
}

const sheetName = (name: string): string => name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31);

const dataOf = (sheet: Sheet, currency: string, zone: string): SheetData => [
  sheet.columns.map((column): CellObject => ({
    value: titleOf(column, currency, zone),
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#e3e9f5',
    wrap: true,
    alignVertical: 'top',
  })),
  ...sheet.rows.map((row) => row.map((datum, i) => cellOf(datum, sheet.columns[i], currency, zone))),
];

function cellOf(datum: Datum, column: DataColumn | undefined, currency: string, zone: string): CellObject | null {
  if (datum === null) return null;
  if (typeof datum === 'string') return { value: cellText(datum), type: String, wrap: true, alignVertical: 'top' };
  const number = (value: number, format: string): CellObject => ({ value, type: Number, format, alignVertical: 'top' });
  switch (column?.kind) {
    case 'money': {
      const digits = minorDigits(currency);
      return number(Number(datum) / 10 ** digits, digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`);
    }
    case 'share':
      return number(Number(datum), '0.0%');
    case 'hours':
      return number(Number(datum) / 3600, '#,##0.00');
    case 'decimal':
      return number(Number(datum), '#,##0.00');
    case 'instant':
      return {
        value: new Date(`${isoMinute(Number(datum), zone).replace(' ', 'T')}:00Z`),
        type: Date,
        format: 'yyyy-mm-dd hh:mm',
        alignVertical: 'top',
      };
    case 'text':
    case 'count':
    case undefined:
      return number(Number(datum), '#,##0');
  }
}
