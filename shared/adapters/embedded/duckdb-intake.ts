import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { columnRows, type ColumnRows, type ColumnValues } from '../../lake/columns.ts';
import { identifier, literal } from '../../lake/literal.ts';
import { storageOf } from '../../lake/kinds.ts';
import { insertStatement, mergeStatement } from '../../lake/merge.ts';
import type { Table } from '../../lake/table.ts';
import { byTable } from '../../lake/tables.ts';
import type { Intake } from '../../ports.ts';
import { carrierOf, carries, chunkOf, type Carrier } from './duckdb-write.ts';

/** What an intake needs of its database. */
export interface IntakeHome {
  connect(): Promise<DuckDBConnection>;
  release(connection: DuckDBConnection): void;
  /** Runs a change of the tables when those before it have ended. */
  inTurn(work: () => Promise<void>): Promise<void>;
  run(connection: DuckDBConnection, name: string, sql: string): Promise<readonly (readonly unknown[])[]>;
}

/** A temporary table of some columns; the others are alike in all its rows, and literals. */
interface Part {
  readonly name: string;
  readonly columns: ReadonlyMap<string, Carrier>;
  readonly literals: ReadonlyMap<string, string>;
  readonly appender: DuckDBAppender;
  rows: number;
}

/**
 * Rows go by columns into temporary tables of one connection and from there, in one transaction, into their tables: by INSERT where
 * no row of their keys can be stored, by MERGE elsewhere.
 */
export function duckdbIntake(home: IntakeHome): Intake {
  const waiting = new Map<Table, ColumnRows>();
  const parts = new Map<Table, Part[]>();
  let opened: Promise<DuckDBConnection> | undefined;
  let made = 0;
  const open = (): Promise<DuckDBConnection> => (opened ??= home.connect());
  /** Rows are in a temporary table once its appender is closed. */
  const close = (): void => {
    for (const own of parts.values()) for (const { appender } of own) appender.closeSync();
  };
  const end = async (): Promise<void> => {
    waiting.clear();
    if (opened === undefined) return;
    const connection = await opened;
    close();
    for (let i = 0; i < made; i++) await connection.run(`DROP TABLE IF EXISTS temp.${partName(i)}`);
    parts.clear();
    opened = undefined;
    made = 0;
    home.release(connection);
  };
  const putDown = async (table: Table, rows: ColumnRows): Promise<void> => {
    waiting.delete(table);
    const own = parts.get(table) ?? [];
    parts.set(table, own);
    const columns = rows.columns();
    let part = own.at(-1);
    if (part === undefined || !takes(part, columns)) {
      part = await openPart(await open(), columns, partName(made++), part);
      own.push(part);
    }
    append(part, columns, rows.length);
  };
  return {
    async add(table, rows) {
      if (rows.length === 0) return;
      const own = waiting.get(table) ?? columnRows(table);
      waiting.set(table, own);
      own.push(rows);
      if (own.length >= partRows) await putDown(table, own);
    },
    async commit({ areNew = false } = {}) {
      try {
        for (const [table, rows] of waiting) await putDown(table, rows);
        close();
        if (parts.size > 0) {
          const connection = await open();
          const run = (sql: string) => home.run(connection, 'intake', sql);
          await home.inTurn(async () => {
            await run('BEGIN TRANSACTION');
            try {
              for (const [table, own] of [...parts].sort(([a], [b]) => byTable(a, b)))
                await store(run, table, own, areNew);
              await run('COMMIT');
            } catch (error) {
              // a COMMIT that failed has rolled back by itself: the first fault is the one to tell
              await run('ROLLBACK').catch(() => undefined);
              throw error;
            }
          });
        }
      } finally {
        await end();
      }
    },
    discard: end,
  };
}

/** Rows of one table that are held before they go into a temporary table: as many as DuckDB takes at a time. */
const partRows = 2048;

const partName = (number: number): string => `intake_${number}`;

/** What all rows say in a column, as SQL; undefined: there is no such thing. */
const literalOf = ({ isConstant, values: [first = null] }: ColumnValues): string | undefined =>
  // a text with a zero character has no literal
  isConstant && !(typeof first === 'string' && first.includes('\u0000')) ? literal(first) : undefined;

/** Whether further rows fit into the table of a part. */
const takes = ({ columns, literals }: Part, rows: readonly ColumnValues[]): boolean =>
  rows.every((column) => {
    const as = columns.get(column.name);
    return as === undefined ? literalOf(column) === literals.get(column.name) : carries(as, column.type, column.values);
  });

/** A column that differed before differs again: the parts of a table are few, however many its rows. */
async function openPart(
  connection: DuckDBConnection,
  rows: readonly ColumnValues[],
  name: string,
  before: Part | undefined,
): Promise<Part> {
  const columns = new Map<string, Carrier>();
  const literals = new Map<string, string>();
  for (const column of rows) {
    const own = before?.columns.get(column.name);
    const constant = own === undefined ? literalOf(column) : undefined;
    if (constant !== undefined) literals.set(column.name, constant);
    else
      columns.set(
        column.name,
        own !== undefined && carries(own, column.type, column.values) ? own : carrierOf(column.type, column.values),
      );
  }
  // rows that are all alike are still rows
  if (columns.size === 0) columns.set('row', carrierOf('INTEGER', []));
  await connection.run(
    `CREATE TEMP TABLE ${name} (${[...columns].map(([column, { type }]) => `${identifier(column)} ${type.toString()}`).join(', ')})`,
  );
  return { name, columns, literals, appender: await connection.createAppender(name, 'main', 'temp'), rows: 0 };
}

function append(part: Part, rows: readonly ColumnValues[], length: number): void {
  const named = new Map(rows.map((column) => [column.name, column]));
  const columns = [...part.columns].map(([name, as]) => {
    const { isConstant = true, values = [0] } = named.get(name) ?? {};
    return { as, values: isConstant ? Array.from({ length }, () => values[0] ?? null) : values };
  });
  for (let from = 0; from < length; from += partRows)
    part.appender.appendDataChunk(chunkOf(columns, from, Math.min(from + partRows, length)));
  part.rows += length;
}

const selectOf = (table: Table, { name, columns, literals }: Part, number: number): string => {
  const cells = Object.entries(table.columns).map(
    ([column, { kind }]) =>
      `CAST(${columns.has(column) ? identifier(column) : (literals.get(column) ?? 'NULL')} AS ${storageOf[kind].duckdb}) AS ${identifier(column)}`,
  );
  return `SELECT ${cells.join(', ')}, ${number} AS part, rowid AS place FROM temp.${name}`;
};

/** Brings the parts of one table in; only where a key comes twice, its latest row is looked for. */
async function store(
  run: (sql: string) => Promise<readonly (readonly unknown[])[]>,
  table: Table,
  parts: readonly Part[],
  areNew: boolean,
): Promise<void> {
  const all = parts.map((part, number) => selectOf(table, part, number)).join('\nUNION ALL ');
  const key = table.key.map((name) => `coalesce(CAST(${identifier(name)} AS VARCHAR), '')`).join(', ');
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const [found = []] = await run(
    `SELECT (SELECT count(DISTINCT (${key})) FROM (${all})), (SELECT count(*) FROM (SELECT 1 FROM ${identifier(table.name)} LIMIT 1))`,
  );
  const [keys, stored] = found.map(Number);
  const names = Object.keys(table.columns).map(identifier).join(', ');
  const latest = `SELECT part AS last_part, place AS last_place FROM (${all})
QUALIFY row_number() OVER (PARTITION BY ${key} ORDER BY "version_key" DESC, part DESC, place DESC) = 1`;
  const source =
    keys === rows
      ? `(SELECT ${names} FROM (${all}))`
      : `(SELECT ${names} FROM (${all}) SEMI JOIN (${latest}) ON part = last_part AND place = last_place)`;
  await run(areNew || stored === 0 ? insertStatement(table, source) : mergeStatement(table, source, []));
}
