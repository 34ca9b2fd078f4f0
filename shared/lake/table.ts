/** Each kind of column maps to one TypeScript type, one Athena type, one DuckDB type and one Parquet type (see kinds.ts). */
export interface KindToType {
  /** Ids, enumerations, JSON text. */
  text: string;
  flag: boolean;
  /** A counter or small integer, 32 bit. */
  count: number;
  /** Seconds of elapsed or business time, 32 bit. */
  duration_s: number;
  /** An instant: seconds since 1970-01-01T00:00Z, 64 bit. */
  epoch_s: number;
  /** A local calendar day: days since 1970-01-01, 32 bit. */
  day: number;
  /** A fraction in thousandths, 32 bit. */
  milli: number;
  /** Money in minor units of the row's currency, 64 bit. */
  minor: bigint;
  /** A rate times 10^8, 64 bit. */
  e8: bigint;
}
export type Kind = keyof KindToType;

export interface Column<K extends Kind = Kind> {
  readonly kind: K;
  readonly meaning: string;
  readonly past?: Past;
}
/** How a column is seen as of an instant T before the newest fact, so that it is what a lake filled at T would hold. */
export type Past =
  /** As it is: it does not change, or nobody tells what it was. */
  | 'as_is'
  /** Its changes are events. */
  | 'told'
  /** An instant that has been reached, else null. */
  | 'reached'
  /** As it is when the ticket has not changed since, else null: what it was is not known. */
  | 'unchanged'
  /** A formula of its own, from the rows that tell the history. */
  | 'derived'
  /** As it is when the instant in that column has been reached, else null. */
  | { readonly with: string }
  /** Seconds from one column to the other as they were then; null when the end lies before the start. */
  | { readonly between: readonly [start: string, end: string] };
/** Columns of a table that is looked back at: each says how. */
export type SeenColumns = Readonly<Record<string, Column & { readonly past: Past }>>;
export type Columns = Readonly<Record<string, Column>>;

export interface Table<C extends Columns = Columns, N extends string = string> {
  readonly name: N;
  /** What one row is. */
  readonly grain: string;
  /** Columns that identify a row; `source` is always among them. */
  readonly key: readonly string[];
  /** The text column that partitions the table in Athena, if any. */
  readonly partition: string | null;
  readonly columns: C;
}

/** Names of a table's columns. */
export type ColumnName<T extends Table> = keyof T['columns'] & string;
export const columnNames = <T extends Table>(table: T): readonly ColumnName<T>[] => Object.keys(table.columns);

/** One row of a table; null means not known. */
export type Row<T extends Table> = {
  readonly [K in keyof T['columns']]: KindToType[T['columns'][K]['kind']] | null;
};

/** A value as any row may hold it. */
export type Value = string | number | bigint | boolean | null;
/** A row whose table is only known at run time. */
export type AnyRow = Readonly<Record<string, Value>>;

const column =
  <K extends Kind>(kind: K) =>
  <const P extends Past | undefined = undefined>(meaning: string, past?: P): Column<K> & { readonly past: P } =>
    ({ kind, meaning, ...(past === undefined ? {} : { past }) }) as Column<K> & { readonly past: P };

export const text = column('text');
export const flag = column('flag');
export const count = column('count');
export const durationS = column('duration_s');
export const epochS = column('epoch_s');
export const day = column('day');
export const milli = column('milli');
export const minor = column('minor');
export const e8 = column('e8');

/** Every table has these: where a row came from and which of two versions wins. */
const provenance = {
  source: text('connector instance, or input file, that delivered the row', 'as_is'),
  version_key: text('orders two versions of one row; the larger one wins', 'as_is'),
  ingested_s: epochS('when Casebook stored the row', 'as_is'),
  raw_key: text('object key of the raw page or file the row came from', 'as_is'),
};
export type Provenance = typeof provenance;

export function table<const N extends string, const C extends Columns>(definition: {
  name: N;
  grain: string;
  key: readonly (keyof C & string)[];
  partition?: keyof C & string;
  columns: C;
}): Table<C & Provenance, N> {
  const { partition, ...rest } = definition;
  return {
    ...rest,
    partition: partition ?? null,
    key: ['source', ...definition.key],
    columns: { ...definition.columns, ...provenance },
  } as Table<C & Provenance, N>;
}
