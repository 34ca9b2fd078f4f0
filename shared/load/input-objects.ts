import { createHash } from 'node:crypto';
import { inputsSource } from '../connectors/input-files/normalise.ts';
import { dayNumber } from '../time/day.ts';

/** One delivery of an input file, as its key in raw/ tells it. */
export interface InputObject {
  readonly key: string;
  readonly table: string;
  /** The same for every delivery under one file name. */
  readonly file: string;
  /** sha256 of the unpacked bytes, 32 digits. */
  readonly hash: string;
  readonly received_s: number;
  /** "2026-09", ascending: the months it restates; empty where it restates no month. */
  readonly months: readonly string[];
}

/**
 * `raw/source=inputs/stream=costs/run=<hash>/costs-1f0c2b9a.at-1790000000.m2026-07-7.csv.gz`: all that settling needs is in the
 * key, so that a replay needs nothing but raw/. The months are the first one and, in hexadecimal, a bit for it and each after it.
 */
export function inputKey({ table, file, hash, received_s, months }: Omit<InputObject, 'key'>): string {
  const covered = months.length === 0 ? '' : `.m${months[0]}-${bitsOf(months).toString(16)}`;
  return `${inputPrefix(table)}run=${hash}/${file}.at-${received_s}${covered}.csv.gz`;
}

export const inputPrefix = (table: string): string => `raw/source=${inputsSource}/stream=${table}/`;

/** undefined for any other object. */
export function inputObjectOf(key: string): InputObject | undefined {
  const match =
    /^raw\/source=inputs\/stream=([a-z_]+)\/run=([0-9a-f]+)\/([^/]+)\.at-(\d+)(?:\.m(\d{4}-\d{2})-([0-9a-f]+))?\.csv\.gz$/.exec(
      key,
    );
  if (!match) return undefined;
  const [, table = '', hash = '', file = '', at, first, bits] = match;
  const months = first === undefined || bits === undefined ? [] : monthsOfBits(first, BigInt(`0x${bits}`));
  return { key, table, hash, file, received_s: Number(at), months };
}

/** Names a file in keys: its name without folders and ending, readable, and different for every name. */
export function fileId(name: string): string {
  const base = (name.split(/[/\\]/).at(-1) ?? '').replace(/\.csv(\.gz)?$/i, '');
  const readable = base.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
  return `${readable}-${createHash('sha256').update(base).digest('hex').slice(0, 8)}`;
}

/** Local days of a month, the end exclusive. */
export function daysOfMonth(month: string): readonly [start_day: number, end_day: number] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return [dayNumber(year, number, 1), dayNumber(year, number + 1, 1)];
}

const ordinal = (month: string): number => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return year * 12 + number - 1;
};
const bitsOf = (months: readonly string[]): bigint =>
  months.reduce((bits, month) => bits | (1n << BigInt(ordinal(month) - ordinal(months[0] ?? month))), 0n);

function monthsOfBits(first: string, bits: bigint): readonly string[] {
  const months: string[] = [];
  for (let at = ordinal(first), left = bits; left > 0n; at++, left >>= 1n) {
    if (left & 1n)
      months.push(`${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`);
  }
  return months;
}
