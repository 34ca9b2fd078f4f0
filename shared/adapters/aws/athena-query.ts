import { createHash } from 'node:crypto';
import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type AthenaClient,
  type QueryExecution,
} from '@aws-sdk/client-athena';
import { WarehouseError } from '../../errors.ts';
import type { Value } from '../../lake/table.ts';
import type { Clock, Pause } from '../../ports.ts';
import { about, isThrottled } from './aws-errors.ts';
import { remedyFor } from './athena-failures.ts';
import { converterOf } from './athena-values.ts';

export interface AthenaSettings {
  readonly client: AthenaClient;
  readonly database: string;
  readonly workGroup: string;
  /**
   * Names the attempt, such as the id of the Lambda call. A start that is repeated within it is one execution; another attempt
   * asks anew, because a token of the run alone would answer with what was true before its own merges.
   */
  readonly attempt: string;
  readonly clock: Clock;
  readonly pause: Pause;
  /** Epoch seconds after which a running query is cancelled; none: 15 minutes after its start. */
  readonly deadline_s?: number;
  /** Told of every finished query. */
  readonly onScanned?: (name: string, bytes: number) => void;
}

/** A finished execution. */
export interface Done {
  readonly id: string;
  readonly scanned_bytes: number;
  /** s3:// address of the result object. */
  readonly output: string | undefined;
  /** s3:// address of the list of files that the statement wrote. */
  readonly manifest: string | undefined;
}

export interface Page {
  readonly columns: readonly string[];
  /** Athena's name of each column's type. */
  readonly types: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  readonly next: string | undefined;
}

/** Executions of one statement that meets a busy service, or writers that were first: some three minutes in all. */
const attempts = 7;
const first_ms = 500;
const longest_ms = 5000;

/** The Athena API as Casebook needs it: run a statement to its end, and read pages of its answer. */
export function athenaQueries(settings: AthenaSettings): {
  /** `sql`: the statement, or what it is at each try: one that writes needs a new place after a failure. */
  run(name: string, sql: string | ((attempt: number) => string)): Promise<Done>;
  page(done: Done, from: string | undefined): Promise<Page>;
} {
  const { client, clock, pause } = settings;
  const ordinals = new Map<string, number>();

  /** 64 characters; the same statement asked for a second time in an attempt is a second question. */
  const tokenOf = (name: string, sql: string): string => {
    const question = `${settings.attempt}\n${name}\n${sql}`;
    const ordinal = (ordinals.get(question) ?? 0) + 1;
    ordinals.set(question, ordinal);
    return createHash('sha256').update(`${question}\n${ordinal}`).digest('hex');
  };
  const wait = async (turn: number): Promise<void> =>
    pause.sleep(Math.min(longest_ms, first_ms * 1.5 ** turn) * (0.75 + pause.random() / 2));

  /** Asks again while the service says "not now"; everything else is the caller's. */
  async function patiently<T>(name: string, end_s: number, ask: () => Promise<T>): Promise<T> {
    for (let turn = 0; ; turn++) {
      try {
        return await ask();
      } catch (cause) {
        const { name: error, status, message } = about(cause);
        const isPassing = isThrottled(cause) || status >= 500 || error === 'InternalServerException';
        if (!isPassing)
          throw new WarehouseError(`Query "${name}" was refused by Athena: ${error}: ${message}`, {
            cause,
            remedy: 'never',
          });
        if (clock.now_s() >= end_s)
          throw new WarehouseError(
            `Query "${name}" found no place in Athena until its deadline: ${error}: ${message}`,
            { cause, remedy: 'later' },
          );
        await wait(turn + 2);
      }
    }
  }

  async function once(name: string, sql: string, end_s: number): Promise<QueryExecution> {
    const token = tokenOf(name, sql);
    const { QueryExecutionId: id } = await patiently(name, end_s, () =>
      client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          ClientRequestToken: token,
          WorkGroup: settings.workGroup,
          QueryExecutionContext: { Database: settings.database, Catalog: 'AwsDataCatalog' },
        }),
      ),
    );
    for (let turn = 0; ; turn++) {
      const { QueryExecution: execution } = await patiently(name, end_s, () =>
        client.send(new GetQueryExecutionCommand({ QueryExecutionId: id })),
      );
      const state = execution?.Status?.State;
      if (execution && (state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED')) return execution;
      if (clock.now_s() >= end_s) {
        await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
        throw new WarehouseError(`Query "${name}" was still ${state ?? 'unknown'} at its deadline and was cancelled.`, {
          remedy: 'later',
        });
      }
      await wait(turn);
    }
  }

  return {
    async run(name, statement) {
      const end_s = settings.deadline_s ?? clock.now_s() + 900;
      for (let attempt = 1; ; attempt++) {
        const sql = typeof statement === 'string' ? statement : statement(attempt);
        const execution = await once(name, sql, end_s);
        const scanned_bytes = execution.Statistics?.DataScannedInBytes ?? 0;
        settings.onScanned?.(name, scanned_bytes);
        const { State: state, AthenaError: error, StateChangeReason: reason } = execution.Status ?? {};
        if (state === 'SUCCEEDED') {
          return {
            id: execution.QueryExecutionId ?? '',
            scanned_bytes,
            output: execution.ResultConfiguration?.OutputLocation,
            manifest: execution.Statistics?.DataManifestLocation,
          };
        }
        const why = reason ?? error?.ErrorMessage ?? 'no reason given';
        const remedy = remedyFor({ reason: why, retryable: error?.Retryable, category: error?.ErrorCategory });
        if (remedy !== 'again' || attempt >= attempts || clock.now_s() >= end_s)
          throw new WarehouseError(
            `Query "${name}" ${state === 'CANCELLED' ? 'was cancelled' : 'failed'} in Athena: ${why}\n${sql.slice(0, 1500)}`,
            { remedy },
          );
        await pause.sleep(1000 * 2 ** attempt * (0.5 + pause.random()));
      }
    },
    async page({ id }, from) {
      const { ResultSet, NextToken } = await patiently('results', clock.now_s() + 60, () =>
        client.send(
          new GetQueryResultsCommand({
            QueryExecutionId: id,
            MaxResults: 1000,
            ...(from === undefined ? {} : { NextToken: from }),
          }),
        ),
      );
      const infos = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
      const columns = infos.map(({ Name }) => Name ?? '');
      const types = infos.map(({ Type }) => Type ?? '');
      const converters = infos.map(({ Name, Type, Scale }) => converterOf(Name ?? '', Type ?? '', Scale ?? 0));
      const texts = (ResultSet?.Rows ?? []).map(({ Data = [] }) => columns.map((_, i) => Data[i]?.VarCharValue));
      // The first row of a SELECT repeats the names of the columns.
      const isHeaded = from === undefined && columns.every((column, i) => texts[0]?.[i] === column);
      const rows = (isHeaded ? texts.slice(1) : texts).map((row) =>
        converters.map((convert, i): Value => {
          const text = row[i];
          return text === undefined ? null : convert(text);
        }),
      );
      return { columns, types, rows, next: NextToken };
    },
  };
}
