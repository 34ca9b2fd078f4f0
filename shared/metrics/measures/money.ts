import { minorDigits } from '../../lake/currency.ts';
import { convert } from '../../stats/convert.ts';
import { bigintOf, numberOf, textOf } from '../answers.ts';
import type { FactRow } from '../queries.ts';
import type { MetricQueries } from '../model.ts';
import { inForce } from './in-force.ts';

/** Whole numbers of minor units of the reporting currency, or the currency and day that has no rate. */
export interface Exchange {
  /** undefined: no rate is in force on that day. */
  convert(amount_minor: bigint, currency: string | null, day: number): bigint | undefined;
}

/** Dated rates to the reporting currency. Each line is converted and rounded half to even, then added (METRICS.md section 4). */
export async function exchangeOf(queries: MetricQueries): Promise<Exchange> {
  const base = queries.context.organisation.currency;
  const rows = await queries.rows(
    'fx rates',
    `SELECT currency, base, from_day, to_day, rate_e8 FROM fx_rates WHERE base = '${base}'`,
  );
  const byCurrency = Map.groupBy(rows, (row) => textOf(row.currency));
  return {
    convert(amount_minor, currency, day) {
      if (currency === null || currency === base) return amount_minor;
      const row = inForce(byCurrency.get(currency) ?? [], day);
      if (row === undefined) return undefined;
      return convert(amount_minor, bigintOf(row.rate_e8), { from: minorDigits(currency), to: minorDigits(base) });
    },
  };
}

export interface Line {
  readonly amount_minor: bigint;
  readonly row: FactRow;
}
/** Lines in the reporting currency; `missing` names the currencies and days without a rate. */
export interface Lines {
  readonly lines: readonly Line[];
  readonly missing: readonly string[];
}

/** Converts each row's amount at the rate of its day. */
export function convertLines(
  rows: readonly FactRow[],
  exchange: Exchange,
  dayColumn: string,
  amountColumn = 'amount_minor',
): Lines {
  const lines: Line[] = [];
  const missing = new Set<string>();
  for (const row of rows) {
    const currency = row.currency === null || row.currency === undefined ? null : String(row.currency);
    const amount_minor = exchange.convert(bigintOf(row[amountColumn]), currency, numberOf(row[dayColumn]) ?? 0);
    if (amount_minor === undefined) missing.add(currency ?? 'unknown');
    else lines.push({ amount_minor, row });
  }
  return { lines, missing: [...missing].sort() };
}

export const sumOfLines = (lines: readonly Line[]): bigint =>
  lines.reduce((sum, { amount_minor }) => sum + amount_minor, 0n);
