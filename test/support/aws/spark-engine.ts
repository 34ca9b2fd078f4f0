import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readDdl, type Ddl } from './athena-ddl.ts';
import type { Engine, EngineAnswer } from './athena.ts';

/** Spark with Iceberg that answers, or the sentence that says why there is none. */
export type SparkServer =
  | { readonly about: string; readonly spark: Spark; stop(): void }
  | { readonly about: string; readonly spark: undefined; stop(): void };

/** One Spark for all schemas of a test file. */
export interface Spark {
  /** The folder below which its tables lie: <schema>/<table>/data and metadata. */
  readonly tables: string;
  ask(request: Readonly<Record<string, unknown>>): Promise<EngineAnswer>;
}

/** Starts Spark over Iceberg tables in a folder of its own, with what test/machine/iceberg/up.sh finds. */
export function sparkServer(): SparkServer {
  const { stdout, stderr } = spawnSync('test/machine/iceberg/up.sh', { encoding: 'utf8' });
  const told = Object.fromEntries(stdout.split('\n').map((line) => line.split('='))) as Record<string, string>;
  const { SPARK_PYTHON: python, ICEBERG_JAR: jar } = told;
  if (python === undefined || jar === undefined)
    return { spark: undefined, about: stderr.trim().split('\n').at(-1) ?? '', stop: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'casebook-iceberg-'));
  const process = spawn(python, ['test/machine/iceberg/spark.py', jar, folder], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ask = asking(process);
  return {
    about: 'Spark with Iceberg',
    spark: { tables: join(folder, 'tables'), ask },
    stop() {
      process.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const week_s = 604_800;
/** A batch of a staged table, as a MERGE names it. */
const staged = /"(staged_\w+)" WHERE "batch" = '([^']+)'/g;

interface Told {
  readonly id: number;
  readonly error?: string;
  readonly columns?: readonly (readonly [name: string, type: string])[];
  readonly rows?: EngineAnswer['rows'];
}

function asking({ stdin, stdout }: ChildProcess): Spark['ask'] {
  if (stdin === null || stdout === null) throw new Error('Spark has no pipes.');
  const waiting = new Map<number, (told: Told) => void>();
  let last = 0;
  createInterface({ input: stdout }).on('line', (line) => {
    const told = JSON.parse(line) as Told;
    waiting.get(told.id)?.(told);
    waiting.delete(told.id);
  });
  return (request) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, ({ error, columns = [], rows = [] }) => {
        if (error !== undefined) reject(new Error(inAthenasWords(error)));
        else resolve({ columns: columns.map(([name, type]) => ({ name, type })), rows });
      });
      stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    });
}

/** What Athena says of a commit that another writer won (dbt-labs/dbt-athena#655). */
const inAthenasWords = (error: string): string =>
  /CommitFailedException|ValidationException|Found conflicting files/.test(error)
    ? `ICEBERG_COMMIT_ERROR: Failed to commit Iceberg update to table: ${error}`
    : error;

/**
 * Runs Athena's statements on real Iceberg tables. Queries, MERGE and DELETE run as they are, but for Spark's way of writing a
 * literal; of a CREATE the place gives way, since the catalogue of a folder chooses it, and tables are written as Athena writes
 * them: format 2, changes as delete files beside the data (Athena user guide, "Create Iceberg tables").
 */
export function sparkEngine({ spark, schema, folder }: { spark: Spark; schema: string; folder: string }): Engine {
  const external = new Map<string, Extract<Ddl, { kind: 'external' }>>();
  const ages = new Map<string, number>();
  const execute = (sql: string): Promise<EngineAnswer> => spark.ask({ schema, sql });

  async function change(ddl: Ddl, sql: string): Promise<void> {
    const known = external.get(ddl.table);
    switch (ddl.kind) {
      case 'external':
        external.set(ddl.table, ddl);
        return;
      case 'add':
        if (known) external.set(ddl.table, { ...known, columns: [...known.columns, ...ddl.columns] });
        else await execute(sql);
        return;
      case 'create':
        await execute(created(sql));
        return;
      case 'set': {
        const age = /'vacuum_max_snapshot_age_seconds'='(\d+)'/.exec(sql)?.[1];
        if (age !== undefined) ages.set(ddl.table, Number(age));
        await execute(sql);
        return;
      }
      case 'optimize': {
        const where = / WHERE (.+)$/.exec(sql)?.[1];
        // what Athena's properties ask for: a file with two delete files is rewritten, one with any when the past is ended
        const deletes = (ages.get(ddl.table) ?? week_s) <= 1 ? 1 : 2;
        const options = `map('delete-file-threshold', '${deletes}', 'remove-dangling-deletes', 'true')`;
        // a text in double quotes is a name here, so the condition is told with its quotes escaped
        const part = where === undefined ? '' : `, where => '${where.replaceAll("'", "\\'")}'`;
        await execute(
          `CALL lake.system.rewrite_data_files(table => '${schema}.${ddl.table}', options => ${options}${part})`,
        );
        return;
      }
      case 'vacuum': {
        const until = new Date(Date.now() - (ages.get(ddl.table) ?? week_s) * 1000).toISOString();
        await execute(
          `CALL lake.system.expire_snapshots(table => '${schema}.${ddl.table}', older_than => TIMESTAMP '${until.slice(0, 23).replace('T', ' ')}', retain_last => 1)`,
        );
      }
    }
  }

  return {
    async run(sql) {
      const ddl = readDdl(sql);
      if (ddl) {
        await change(ddl, sql);
        return { columns: [], rows: [] };
      }
      if (/FROM information_schema\.columns/.test(sql)) {
        const { columns, rows } = await spark.ask({ schema, describe: true });
        const views = [...external].flatMap(([table, known]) =>
          known.columns.map(({ name }): readonly string[] => [table, name]),
        );
        return { columns, rows: [...rows, ...views] };
      }
      for (const [, table = '', batch = ''] of sql.matchAll(staged)) await view(table, batch);
      // a view of its own for each batch: two writers may be at it
      return execute(literalsForSpark(sql.replaceAll(staged, `"$1_$2" WHERE "batch" = '$2'`)));
    },
    close: () => Promise.resolve(),
  };

  async function view(table: string, batch: string): Promise<void> {
    const known = external.get(table);
    if (known === undefined) return;
    const place = join(folder, known.location.slice('s3://'.length), batch);
    if (!existsSync(place)) return;
    const columns = known.columns.map(({ name, type }) => [name, type]);
    await spark.ask({ schema, view: `${table}_${batch}`, folder: place, columns });
  }
}

/** The CREATE of Athena as Spark's: the columns, comments and partition are the same text. */
const created = (sql: string): string =>
  sql
    .replace(/\nLOCATION '[^']+'/, '')
    .replace(/\n\)\n/, '\n)\nUSING iceberg\n')
    .replace(
      /TBLPROPERTIES \('table_type'='ICEBERG', 'format'='parquet', 'write_compression'='zstd'/,
      `TBLPROPERTIES ('format-version'='2', 'write.parquet.compression-codec'='zstd', 'write.merge.mode'='merge-on-read', 'write.update.mode'='merge-on-read', 'write.delete.mode'='merge-on-read'`,
    );

/** Spark takes a backslash for an escape, and two quotes for the end of one text and the start of another. */
const literalsForSpark = (sql: string): string =>
  sql.replaceAll(
    /'((?:[^']|'')*)'/g,
    (_, inner: string) => `'${inner.replaceAll('\\', '\\\\').replaceAll("''", "\\'")}'`,
  );
