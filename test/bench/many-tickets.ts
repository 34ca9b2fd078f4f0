import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import { allTables, tickets } from '../../shared/lake/tables.ts';
import type { Warehouse } from '../../shared/ports.ts';

/** 2026-10-01T00:00:00Z: the newest made-up ticket is a little older. */
export const end_s = 1_790_812_800;
const years3_s = 3 * 365 * 86_400;

/** A warehouse on disk with so many made-up tickets over three years, the same each time; and a checksum of them. */
export async function manyTickets(n: number): Promise<{
  readonly warehouse: Warehouse;
  readonly lake: string;
  readonly checksum: string;
  close(): Promise<void>;
}> {
  const lake = await mkdtemp(join(tmpdir(), 'casebook-bench-'));
  const warehouse = await duckdbWarehouse({ file: join(lake, 'casebook.duckdb'), lake });
  await warehouse.migrate(allTables);
  const u = (salt: number): string => `((i * 2654435761 + ${salt} * 40503 * (i % 9973 + 1)) % 1000003)`;
  const pick = (salt: number, names: readonly string[]): string =>
    `list_extract([${names.map((name) => `'${name}'`).join(', ')}], CAST(${u(salt)} % ${names.length} AS INTEGER) + 1)`;
  // A long tail: a product of two uniform numbers, in integers, so that every machine makes the same.
  const tail = (salt: number, top_s: number): string =>
    `CAST(60 + (${u(salt)} * ${u(salt + 1)} // 1000003) * ${top_s} // 1000003 AS INTEGER)`;
  const given: Readonly<Record<string, string>> = {
    source: `'desk'`,
    ticket_id: `'T' || i`,
    version_key: `'1'`,
    ingested_s: String(end_s),
    created_s: `${end_s - years3_s} + CAST(i * ${years3_s}::HUGEINT // ${n} AS BIGINT)`,
    team: pick(1, [
      'emea',
      'americas',
      'apac',
      'dach',
      'uki',
      'nordics',
      'iberia',
      'anz',
      'japan',
      'india',
      'latam',
      'gov',
    ]),
    priority: pick(2, ['p1', 'p2', 'p3', 'p4']),
    tier: pick(3, ['l1', 'l2', 'l3']),
    channel: pick(4, ['email', 'web', 'chat', 'phone', 'portal']),
    product: pick(5, ['storage', 'network', 'compute', 'database', 'identity', 'billing', 'console', 'backup']),
    is_counted: `i % 50 <> 0`,
    resolve_s: tail(6, 900_000),
    resolve_business_s: tail(6, 300_000),
    reply_s: tail(8, 30_000),
    reply_business_s: tail(8, 12_000),
  };
  const later: Readonly<Record<string, string>> = {
    created_month: `strftime(to_timestamp(created_s), '%Y-%m')`,
    resolved_s: 'created_s + resolve_s',
    first_resolved_s: 'created_s + resolve_s',
    first_reply_s: 'created_s + reply_s',
  };
  const columns = Object.keys(tickets.columns).map((name) =>
    given[name] === undefined ? `${later[name] ?? 'NULL'} AS ${name}` : name,
  );
  await warehouse.query(
    'make tickets',
    `INSERT INTO tickets BY NAME SELECT ${columns.join(', ')} FROM (SELECT ${Object.entries(given)
      .map(([name, sql]) => `${sql} AS ${name}`)
      .join(', ')} FROM range(${n}) AS r(i))`,
  );
  const sum = await warehouse.query(
    'checksum',
    `SELECT sum(created_s % 1000003 * (resolve_s % 1009) + reply_s * length(team) + length(channel)) AS s FROM tickets`,
  );
  return {
    warehouse,
    lake,
    checksum: String(sum.rows[0]?.[0]),
    async close() {
      await warehouse.close();
      await rm(lake, { recursive: true, force: true });
    },
  };
}
