import { literal } from '../lake/literal.ts';
import { evaluate, type MeasureContext } from '../metrics/evaluate.ts';
import * as catalogue from '../metrics/catalogue/all.ts';
import type { Metric } from '../metrics/model.ts';
import type { Period } from '../period.ts';
import type { QueryResult } from '../ports.ts';
import type { Check } from '../report/facts.ts';

/** The extras of cost_of_support that the tie-out reads, minor units. */
const parts = ['ledger_minor', 'allocated_minor', 'unallocated_minor'] as const;

/**
 * What must be equal before finance gets a mail, to the minor unit: the ledger's lines of support against what was allocated plus
 * what was not; and, where finance states its own total of the ledger (plan rows with line `ledger_total`, in the reporting
 * currency, that tile the period), the lines against that total, so that a lost or doubled line holds the report. Where it states
 * the totals of its currencies as booked (`ledger_booked`), the lines of each against the total of that, before any conversion.
 * Empty when the period has no costs: then the report says that instead.
 */
export async function ledgerChecks(period: Period, context: MeasureContext): Promise<readonly Check[]> {
  const metric = (Object.values(catalogue) as Metric[]).find(({ id }) => id === 'cost_of_support');
  if (metric === undefined) return [];
  const [found] = await evaluate([{ metric, period, by: [] }], context);
  if (found === undefined || (found.value.status !== 'known' && found.value.status !== 'no_data')) return [];
  const [ledger, allocated, unallocated] = parts.map((name) => found.extras[name]);
  if (ledger == null || allocated == null || unallocated == null) return [];
  return [
    {
      id: 'ledger',
      left_label: 'ledger',
      right_label: 'allocated_and_not',
      left: String(ledger),
      right: String(BigInt(allocated) + BigInt(unallocated)),
      unit: 'currency',
    },
    ...(await statedTotal(period, context)).map((stated): Check => ({
      id: 'ledger_total',
      left_label: 'ledger_total',
      right_label: 'ledger',
      left: String(stated),
      right: String(ledger),
      unit: 'currency',
    })),
    ...(await bookedTotals(period, context)),
  ];
}

/** The total that finance states for exactly this period, if it states one: its rows must tile the period, whole. */
async function statedTotal(period: Period, { warehouse, organisation }: MeasureContext): Promise<readonly bigint[]> {
  const { rows } = await warehouse.query(
    'stated ledger total',
    `SELECT period_start_day, period_end_day, amount_minor FROM plan
WHERE line = 'ledger_total' AND team IS NULL AND currency = ${literal(organisation.currency)}
  AND period_start_day >= ${literal(period.start_day)} AND period_end_day <= ${literal(period.end_day)}
ORDER BY period_start_day, line_id`,
  );
  return tiling(rows, period);
}

/** The sum of rows of first day, day after and amount; none where they do not cover the period, each day once. */
function tiling(rows: QueryResult['rows'], period: Period): readonly bigint[] {
  let day = period.start_day;
  let total = 0n;
  for (const [start, end, amount] of rows) {
    if (start !== day || amount == null) return [];
    day = Number(end);
    total += BigInt(String(amount));
  }
  return day === period.end_day ? [total] : [];
}

/**
 * Per currency the total that finance states of its lines as booked, against the lines that were imported in it. A line that reaches
 * over an end of the period is in no total of the period: then its currency is not checked.
 */
async function bookedTotals(period: Period, { warehouse, organisation }: MeasureContext): Promise<readonly Check[]> {
  const [stated, booked] = await Promise.all([
    warehouse.query(
      'stated totals as booked',
      `SELECT period_start_day, period_end_day, amount_minor, currency FROM plan
WHERE line = 'ledger_booked' AND team IS NULL
  AND period_start_day >= ${literal(period.start_day)} AND period_end_day <= ${literal(period.end_day)}
ORDER BY currency, period_start_day, line_id`,
    ),
    warehouse.query(
      'ledger lines as booked',
      `SELECT currency, sum(amount_minor) AS amount_minor, min(period_start_day) AS first_day, max(period_end_day) AS end_day
FROM costs
WHERE scope = 'support' AND period_end_day > ${literal(period.start_day)} AND period_start_day < ${literal(period.end_day)}
GROUP BY currency ORDER BY currency`,
    ),
  ]);
  const lines = new Map(booked.rows.map(([currency, ...rest]) => [String(currency), rest]));
  return [...Map.groupBy(stated.rows, (row) => String(row[3]))].flatMap(([currency, rows]) => {
    const [total] = tiling(rows, period);
    const [amount = 0, first = period.start_day, end = period.end_day] = lines.get(currency) ?? [];
    if (total === undefined || Number(first) < period.start_day || Number(end) > period.end_day) return [];
    return [
      {
        id: 'ledger_booked',
        left_label: 'ledger_booked',
        right_label: 'ledger lines as booked',
        left: String(total),
        right: String(amount),
        unit: 'currency' as const,
        ...(currency === organisation.currency ? {} : { currency }),
      },
    ];
  });
}
