import { stage } from '../../shared/lake/staged.ts';
import { tickets as table } from '../../shared/lake/tables.ts';
import { folderLake } from '../../shared/adapters/embedded/folder-lake.ts';
import type { AnyRow } from '../../shared/lake/table.ts';
import { manyTickets } from './many-tickets.ts';
import { compare, type Suite } from './measure.ts';

/** 10,000 whole tickets merged again: the newest, and spread over three years; against inserting as many into an empty table. */
export const merge: Suite = async ({ tickets, rounds }) => {
  const made = await manyTickets(tickets);
  try {
    const lake = folderLake(made.lake);
    const staged = async (where: string) => {
      const found = await made.warehouse.query(
        'rows',
        `SELECT * FROM tickets WHERE ${where} ORDER BY created_s LIMIT 10000`,
      );
      const rows = found.rows.map(
        (row) => Object.fromEntries(found.columns.map((name, i) => [name, row[i] ?? null])) as AnyRow,
      );
      const object = stage(table, rows);
      await lake.put(object.key, object.body, { contentType: 'application/vnd.apache.parquet' });
      return object;
    };
    const newest = await staged(
      `created_s >= (SELECT max(created_s) FROM tickets) - ${Math.ceil((10_100 / tickets) * 3 * 365 * 86_400)}`,
    );
    const spread = await staged(
      `CAST(substr(ticket_id, 2) AS BIGINT) % ${Math.max(1, Math.floor(tickets / 10_000))} = 0`,
    );
    const timings = await compare(
      [
        {
          name: '10,000 newest',
          run: async () => (await made.warehouse.merge(table, newest.key, newest.partitions), null),
        },
        {
          name: '10,000 spread',
          run: async () => (await made.warehouse.merge(table, spread.key, spread.partitions), null),
        },
      ],
      rounds,
    );
    const after = await made.warehouse.query('count', 'SELECT count(*) AS n FROM tickets');
    if (after.rows[0]?.[0] !== tickets)
      throw new Error(`A MERGE of known rows changed their number to ${String(after.rows[0]?.[0])}.`);
    return {
      timings: { merge: timings },
      figures: {
        tickets,
        merge_newest_ms: timings[0]?.median_ms ?? Number.NaN,
        merge_spread_ms: timings[1]?.median_ms ?? Number.NaN,
      },
    };
  } finally {
    await made.close();
  }
};
