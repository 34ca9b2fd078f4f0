import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { refuseOtherDialects } from './athena-dialect.ts';
import { needsOf, type Need } from './athena-needs.ts';
import { endpoint, json, jsonError, operationOf, type Answered, type Endpoint } from './endpoint.ts';
import type { S3 } from './s3.ts';

/** What an engine answers: columns with Athena's types, values as text or null. */
export interface EngineAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}
/** Whatever runs the SQL behind the protocol: DuckDB, or a Trino server. */
export interface Engine {
  run(sql: string): Promise<EngineAnswer>;
  close(): Promise<void>;
}

interface Execution {
  readonly id: string;
  readonly sql: string;
  readonly token: string;
  polls: number;
  isStopped: boolean;
  readonly isCut: boolean;
  readonly end: Promise<{
    answer?: EngineAnswer & { files?: readonly string[] };
    error?: { category: number; retryable: boolean; message: string };
  }>;
  isDone: boolean;
}

export interface Athena extends Endpoint {
  /** Statements that were executed, in order; a repeated token executes nothing. */
  readonly executed: string[];
  /** Actions asked for, in order. */
  readonly calls: string[];
  /** The next requests of the operation are refused as too many. */
  throttle(times: number, operation?: string): void;
  /** The next executions end FAILED without being run. */
  fail(times: number, error: { category: number; retryable: boolean; message: string }): void;
  /** The next execution never ends by itself. */
  hang(): void;
  /** Executions whose text this says yes to are ended by the work group, as one that scans too much. */
  limit(isTooMuch: (sql: string) => boolean): void;
  readonly stopped: string[];
  /** Whose role the statements run with from now on: what it denies ends them as it does in Athena. */
  as(allows: (need: Need) => boolean): void;
}

/** The stack of the tests, as its roles name it. */
const stackNames = {
  glue: 'arn:aws:glue:eu-central-1:111122223333',
  bucket: (zone: string): string => `arn:aws:s3:::casebook-${zone}-111122223333-eu-central-1`,
};

/**
 * The JSON protocol of Athena over an engine: tokens, QUEUED and RUNNING before an end, pages of 1,000 rows with the header first,
 * the CSV object in the bucket of results, UNLOAD to files there, throttling and failures on demand.
 */
export async function athena(options: {
  readonly engine: Engine;
  readonly workGroup: string;
  readonly s3?: S3;
  readonly resultsBucket?: string;
  /** Polls that answer QUEUED or RUNNING before the end. */
  readonly polls?: number;
}): Promise<Athena> {
  const { engine, workGroup, s3, resultsBucket = 'queries', polls = 2 } = options;
  const executions = new Map<string, Execution>();
  const byToken = new Map<string, Execution>();
  const executed: string[] = [];
  const calls: string[] = [];
  const stopped: string[] = [];
  let throttled = { times: 0, operation: '' };
  let failing = { times: 0, error: { category: 1, retryable: true, message: '' } };
  let hanging = false;
  let isTooMuch: (sql: string) => boolean = () => false;
  let allows: (need: Need) => boolean = () => true;

  function start(body: Readonly<Record<string, unknown>>): Answered {
    const { QueryString: sql = '', ClientRequestToken: token = '', WorkGroup } = body as Record<string, string>;
    if (WorkGroup !== workGroup) return jsonError('InvalidRequestException', `WorkGroup ${WorkGroup} is not found.`);
    if (token.length < 32 || token.length > 128)
      return jsonError('InvalidRequestException', 'ClientRequestToken must have 32 to 128 characters.');
    if (sql.length === 0 || Buffer.byteLength(sql) > 262_144)
      return jsonError('InvalidRequestException', 'QueryString must have 1 to 262144 bytes.');
    const known = byToken.get(token);
    if (known) {
      return known.sql === sql
        ? json(200, { QueryExecutionId: known.id })
        : jsonError('InvalidRequestException', 'Idempotent parameters do not match');
    }
    const isCut = isTooMuch(sql);
    const forced = failing.times > 0 ? (failing.times--, failing.error) : undefined;
    const isHanging = hanging;
    hanging = false;
    if (!forced && !isCut) executed.push(sql);
    const end: Execution['end'] = isCut
      ? Promise.resolve({})
      : forced
        ? Promise.resolve({ error: forced })
        : isHanging
          ? new Promise(() => {})
          : run(sql).then(
              (answer) => ({ answer }),
              (error: unknown) => ({
                error: {
                  category: 2,
                  retryable: false,
                  message: error instanceof Error ? error.message : String(error),
                },
              }),
            );
    const execution: Execution = {
      id: randomUUID(),
      sql,
      token,
      polls: 0,
      isStopped: false,
      isCut,
      isDone: false,
      end,
    };
    void end.then(() => (execution.isDone = true));
    executions.set(execution.id, execution);
    byToken.set(token, execution);
    return json(200, { QueryExecutionId: execution.id });
  }

  /** UNLOAD is Athena's own: the query inside runs on the engine, its rows are written to S3 as Athena documents it. */
  async function run(sql: string): Promise<EngineAnswer & { files?: readonly string[] }> {
    refuseOtherDialects(sql);
    const denied = needsOf(sql, stackNames).find((need) => !allows(need));
    if (denied)
      throw new Error(
        `Insufficient permissions to execute the query. is not authorized to perform: ${denied.action} on resource: ${denied.resource} because no identity-based policy allows the ${denied.action} action`,
      );
    const unload =
      /^UNLOAD \(\n([\s\S]+)\n\) TO 's3:\/\/([^/']+)\/([^']+\/)' WITH \(format = 'JSON', compression = 'GZIP'\)$/.exec(
        sql,
      );
    if (!unload || !s3) return engine.run(sql);
    const [, query = '', bucket = '', place = ''] = unload;
    if (s3.keys(bucket, place).length > 0)
      throw new Error(`HIVE_PATH_ALREADY_EXISTS: Target directory for table already exists: s3://${bucket}/${place}`);
    const { columns, rows } = await engine.run(query);
    const names = columns.map(({ name }) => name);
    if (new Set(names).size < names.length) throw new Error(`DUPLICATE_COLUMN_NAME: ${names.join(', ')}`);
    const untyped = columns.find(({ type }) => type === 'unknown');
    if (untyped) throw new Error(`COLUMN_TYPE_UNKNOWN: Column type is unknown: ${untyped.name}`);
    const lines = rows.map((row) => jsonLine(columns, row));
    // Several files, none of them a part of the order; without ORDER BY no order at all.
    if (!/\nORDER BY [^)]+$/.test(query)) lines.reverse();
    const written = [2, 0, 1].flatMap((part) => {
      const own = lines.filter((_, i) => ((i * 7) % 11) % 3 === part);
      return own.length === 0 ? [] : [{ key: `${place}${randomUUID()}.gz`, body: gzipSync(`${own.join('\n')}\n`) }];
    });
    for (const { key, body } of written) s3.put(bucket, key, body);
    return { columns: [], rows: [], files: written.map(({ key }) => `s3://${bucket}/${key}`) };
  }

  async function state(execution: Execution): Promise<Answered> {
    const { id, sql } = execution;
    const output = `s3://${resultsBucket}/results/${id}.csv`;
    const manifest = { DataManifestLocation: `s3://${resultsBucket}/results/${id}-manifest.csv` };
    const said = (State: string, more: object = {}, bytes = 0, files?: readonly string[]): Answered =>
      json(200, {
        QueryExecution: {
          QueryExecutionId: id,
          Query: sql,
          WorkGroup: workGroup,
          Status: { State, ...more },
          Statistics: { DataScannedInBytes: bytes, ...(files ? manifest : {}) },
          ResultConfiguration: { OutputLocation: output },
        },
      });
    if (execution.isStopped) return said('CANCELLED', { StateChangeReason: 'Query cancelled by user' });
    execution.polls++;
    if (execution.polls <= polls) return said(execution.polls === 1 ? 'QUEUED' : 'RUNNING');
    if (!execution.isDone) await Promise.race([execution.end, new Promise((resolve) => setTimeout(resolve, 250))]);
    if (!execution.isDone) return said('RUNNING');
    const { answer, error } = await execution.end;
    if (execution.isCut) return said('CANCELLED', { StateChangeReason: 'Bytes scanned limit was exceeded' });
    if (error)
      return said('FAILED', {
        StateChangeReason: error.message,
        AthenaError: {
          ErrorCategory: error.category,
          ErrorType: 1000,
          Retryable: error.retryable,
          ErrorMessage: error.message,
        },
      });
    if (answer && answer.columns.length > 0) s3?.put(resultsBucket, `results/${id}.csv`, csv(answer));
    if (answer?.files)
      s3?.put(resultsBucket, `results/${id}-manifest.csv`, answer.files.map((file) => `${file}\n`).join(''));
    return said('SUCCEEDED', {}, 10_000_000, answer?.files);
  }

  async function results(execution: Execution, body: Readonly<Record<string, unknown>>): Promise<Answered> {
    const { answer } = await execution.end;
    if (!answer) return jsonError('InvalidRequestException', 'Query did not finish successfully.');
    const size = Number(body.MaxResults ?? 1000);
    if (size > 1000) return jsonError('InvalidRequestException', 'MaxResults is more than 1000.');
    const from = Number(body.NextToken ?? '0');
    const all = answer.columns.length === 0 ? [] : [answer.columns.map(({ name }) => name), ...answer.rows];
    const page = all.slice(from, from + size);
    return json(200, {
      ResultSet: {
        Rows: page.map((row) => ({ Data: row.map((value) => (value === null ? {} : { VarCharValue: value })) })),
        ResultSetMetadata: {
          ColumnInfo: answer.columns.map(({ name, type }) => ({
            Name: name,
            Type: type,
            Scale: 0,
            Precision: 0,
            Nullable: 'UNKNOWN',
          })),
        },
      },
      ...(from + size < all.length ? { NextToken: String(from + size) } : {}),
    });
  }

  const server = await endpoint((asked) => {
    const operation = operationOf(asked);
    calls.push(`athena:${operation}`);
    if (throttled.times > 0 && (throttled.operation === '' || throttled.operation === operation)) {
      throttled.times--;
      return jsonError('TooManyRequestsException', 'Rate exceeded', { Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' });
    }
    const body = JSON.parse(asked.body.toString()) as Readonly<Record<string, unknown>>;
    if (operation === 'StartQueryExecution') return start(body);
    if (operation === 'GetWorkGroup') {
      const ResultConfiguration = { OutputLocation: `s3://${resultsBucket}/results/` };
      return body.WorkGroup === workGroup
        ? json(200, { WorkGroup: { Name: workGroup, State: 'ENABLED', Configuration: { ResultConfiguration } } })
        : jsonError('InvalidRequestException', `WorkGroup ${String(body.WorkGroup)} is not found.`);
    }
    const execution = executions.get(String(body.QueryExecutionId));
    if (!execution)
      return jsonError('InvalidRequestException', `QueryExecution ${String(body.QueryExecutionId)} was not found`);
    if (operation === 'GetQueryExecution') return state(execution);
    if (operation === 'GetQueryResults') return results(execution, body);
    if (operation === 'StopQueryExecution') {
      execution.isStopped = true;
      stopped.push(execution.sql);
      return json(200, {});
    }
    return jsonError('UnknownOperationException', operation);
  });
  return {
    ...server,
    executed,
    calls,
    stopped,
    throttle: (times, operation = '') => void (throttled = { times, operation }),
    fail: (times, error) => void (failing = { times, error }),
    hang: () => void (hanging = true),
    limit: (given) => void (isTooMuch = given),
    as: (given) => void (allows = given),
    async close() {
      await server.close();
      await engine.close();
    },
  };
}

/** A row as Athena's JSON: numbers with all their digits, what is NULL left out. */
function jsonLine(columns: EngineAnswer['columns'], row: readonly (string | null)[]): string {
  const cells = columns.flatMap(({ name, type }, i) => {
    const value = row[i] ?? null;
    if (value === null) return [];
    return [`${JSON.stringify(name)}:${type === 'varchar' ? JSON.stringify(value) : value}`];
  });
  return `{${cells.join(',')}}`;
}

/** Every value quoted, NULL as nothing. */
function csv({ columns, rows }: EngineAnswer): string {
  const line = (row: readonly (string | null)[]): string =>
    row.map((value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)).join(',');
  return `${[columns.map(({ name }) => name), ...rows].map(line).join('\n')}\n`;
}
