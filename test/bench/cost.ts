import { join } from 'node:path';
import { literal } from '../../shared/lake/literal.ts';
import { monthlyCost, sizes, totalOf, workloadOf } from '../../shared/operate/cost.ts';
import { prices } from '../../shared/operate/prices.ts';
import { company } from '../support/aws/company.ts';
import { manyTickets } from './many-tickets.ts';
import type { Suite } from './measure.ts';

/** What the weekly query of the suite `report` reads. */
const read = (
  'created_month created_s resolved_s first_reply_s is_counted is_outbound team priority tier channel product ' +
  'resolve_s resolve_business_s reply_s reply_business_s'
).split(' ');
const key = ['source', 'ticket_id', 'version_key'];
const years = 3;
/** A week's tickets were created in that month or the one before, but for few. */
const touched_months = 2;
/** PERFORMANCE.md section 4: each ticket arrives three times. */
const versions = 3;

/**
 * The table of PERFORMANCE.md section 8 from measured bytes: the made-up tickets written as Parquet (ZSTD, in order of creation),
 * then by the price of a scanned byte. `dedup` is the textbook query that keeps all versions and picks the latest as it reads.
 * Prices are those of `casebook cost`, which also gives the month as a whole.
 */
export const cost: Suite = async ({ tickets }) => {
  const made = await manyTickets(tickets);
  try {
    const file = literal(join(made.lake, 'tickets.parquet'));
    await made.warehouse.query(
      'write',
      `COPY (SELECT * FROM tickets ORDER BY created_s) TO ${file} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440)`,
    );
    const { rows } = await made.warehouse.query(
      'bytes',
      `SELECT path_in_schema, CAST(sum(total_compressed_size) AS BIGINT) FROM parquet_metadata(${file}) GROUP BY path_in_schema`,
    );
    const bytes = new Map(rows.map(([name, n]) => [String(name), Number(n) / tickets]));
    const of = (names: Iterable<string>): number => [...names].reduce((sum, name) => sum + (bytes.get(name) ?? 0), 0);
    const [ticket_bytes, read_bytes, version_bytes] = [of(bytes.keys()), of(read), of([...read, ...key])];
    const scan = (n: number): number => (Math.max(n, prices.athena_floor_bytes) * prices.athena_tb) / 1e12;
    const figures: Record<string, number> = {
      cost_ticket_bytes: ticket_bytes,
      cost_ticket_bytes_of_the_model: sizes.ticket_bytes,
      cost_read_bytes: read_bytes,
      cost_read_bytes_of_the_model: sizes.read_bytes,
    };
    for (const [name, n] of [
      ['10k', 1e4],
      ['1m', 1e6],
      ['100m', 1e8],
      ['1b', 1e9],
    ] as const) {
      figures[`cost_${name}_parquet_mb`] = (n * ticket_bytes) / 1e6;
      figures[`cost_${name}_week_micro_usd`] = 1e6 * scan((n * read_bytes * touched_months) / (years * 12));
      figures[`cost_${name}_week_dedup_micro_usd`] = 1e6 * scan(n * versions * version_bytes);
      figures[`cost_${name}_month_usd`] = totalOf(monthlyCost(workloadOf(company(), n, years, 1)));
    }
    return { timings: {}, figures };
  } finally {
    await made.close();
  }
};
