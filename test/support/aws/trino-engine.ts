import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parseJson } from '../../../shared/connectors/engine/json.ts';
import { literal } from '../../../shared/lake/literal.ts';
import { readDdl, type Ddl, type DdlColumn } from './athena-ddl.ts';
import type { Engine, EngineAnswer } from './athena.ts';
import { trinoStatements, trinoType } from './trino-statements.ts';

export interface TrinoSettings {
  readonly url: string;
  /** Athena's database; made when it is not there. */
  readonly schema: string;
  /** The objects of S3 as bucket/key; without it there are no staged files. */
  readonly folder?: string;
}

/** The catalogue of the tables on the server that up.sh starts. */
export const catalog = 'lake';

/**
 * Runs Athena's statements on a Trino server. Queries, MERGE and DELETE run as they are; DDL and maintenance, of which Athena has
 * its own grammar, are translated. A staged file becomes rows of its `staged_` table before the first statement that reads it.
 */
export function trinoEngine({ url, schema, folder = '' }: TrinoSettings): Engine {
  const external = new Map<string, Extract<Ddl, { kind: 'external' }>>();
  const inserted = new Set<string>();
  let made: Promise<unknown> | undefined;
  const execute = (sql: string): Promise<EngineAnswer> => answerOf(url, schema, sql);

  async function insertStaged(table: string, batch: string): Promise<void> {
    const known = external.get(table);
    if (known === undefined || inserted.has(`${table} ${batch}`)) return;
    inserted.add(`${table} ${batch}`);
    const place = join(folder, known.location.slice('s3://'.length), batch);
    if (!existsSync(place)) return;
    const columns: readonly DdlColumn[] = [...known.columns, { name: 'batch', type: 'string' }];
    for (const name of await readdir(place)) {
      const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(place, name)), compressors });
      await insertRows(
        execute,
        table,
        columns,
        rows.map((row) => columns.map((column) => (column.name === 'batch' ? batch : (row[column.name] ?? null)))),
      );
    }
  }

  return {
    async run(sql) {
      await (made ??= execute(`CREATE SCHEMA IF NOT EXISTS ${catalog}."${schema}"`));
      const ddl = readDdl(sql);
      if (ddl) {
        const known = external.get(ddl.table);
        if (ddl.kind === 'external') external.set(ddl.table, ddl);
        if (ddl.kind === 'add' && known)
          external.set(ddl.table, { ...known, columns: [...known.columns, ...ddl.columns] });
        for (const statement of trinoStatements(ddl)) await execute(statement);
        return { columns: [], rows: [] };
      }
      for (const [, table = '', batch = ''] of sql.matchAll(/"(staged_\w+)" WHERE "batch" = '([^']+)'/g))
        await insertStaged(table, batch);
      const answer = await execute(sql);
      return /^\s*(?:SELECT|WITH|\(|EXPLAIN)/i.test(sql) ? answer : { columns: [], rows: [] };
    },
    close: () => Promise.resolve(),
  };
}

/** Rows travel as JSON, 4,000 at a time; numbers beyond 2^53 as text, which the cast reads exactly. */
export async function insertRows(
  run: (sql: string) => Promise<unknown>,
  table: string,
  columns: readonly DdlColumn[],
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  const types = columns.map(({ name, type }) => `"${name}" ${trinoType[type]}`).join(', ');
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  for (let i = 0; i < rows.length; i += 4000) {
    const text = JSON.stringify(rows.slice(i, i + 4000), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    await run(
      `INSERT INTO "${table}" (${names}) SELECT ${names} FROM UNNEST(CAST(json_parse(${literal(text)}) AS ARRAY(ROW(${types})))) AS r(${names})`,
    );
  }
}

interface Answer {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly data?: readonly (readonly (string | number | boolean | null)[])[];
  readonly error?: { readonly errorName: string; readonly message: string };
}

/** One statement, to its end. Values come back as Athena writes them: text, or null. */
async function answerOf(url: string, schema: string, sql: string): Promise<EngineAnswer> {
  const headers = { 'x-trino-user': 'casebook', 'x-trino-catalog': catalog, 'x-trino-schema': schema };
  let answer = (await (await fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql })).json()) as Answer;
  let columns: Answer['columns'];
  const rows: (string | null)[][] = [];
  for (;;) {
    if (answer.error) throw new Error(`${answer.error.errorName}: ${answer.error.message}`);
    columns ??= answer.columns;
    for (const row of answer.data ?? []) rows.push(row.map((value) => (value === null ? null : String(value))));
    if (answer.nextUri === undefined) break;
    answer = parseJson(await (await fetch(answer.nextUri, { headers })).text()) as Answer;
  }
  const plain = (type: string): string => type.replace(/\(.*\)/, '');
  return { columns: (columns ?? []).map(({ name, type }) => ({ name, type: plain(type) })), rows };
}
