import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { literal } from '../../shared/lake/literal.ts';
import { evaluate, type Ask } from '../../shared/metrics/evaluate.ts';
import { parsePeriod, type Period } from '../../shared/period.ts';
import { measuring } from '../../shared/run/measure.ts';
import { company } from '../support/aws/company.ts';
import { end_s, manyTickets } from './many-tickets.ts';
import { compare, medianOf, type Suite, type Timed } from './measure.ts';
import { casebook, metrics, periods, sets } from './report.ts';

/**
 * The weekly numbers by what people use today, where it is found on this machine, against Casebook: Python of the active virtual
 * environment (else python3) with pandas, polars or numpy, and a PostgreSQL that `psql` reaches by its own settings (PGHOST,
 * PGUSER, PGDATABASE), indexed, warm, in a temporary table. Every number has to be the same, or the suite fails.
 * Peers run one after another, not interleaved. They are spared the business times that Casebook computes beside.
 */
export const peers: Suite = async ({ tickets, rounds }) => {
  const made = await manyTickets(tickets);
  try {
    const [parquet, csv] = [join(made.lake, 'peers.parquet'), join(made.lake, 'peers.csv')];
    const wanted = `COPY (SELECT ${columns.join(', ')} FROM tickets) TO`;
    await made.warehouse.query('write', `${wanted} ${literal(parquet)} (FORMAT parquet)`);
    await made.warehouse.query('write', `${wanted} ${literal(csv)} (FORMAT csv, HEADER false)`);
    const context = { ...(await measuring({ warehouse: made.warehouse }, company(), end_s)), watermark_s: null };
    const timings: Record<string, readonly Timed[]> = {};
    const figures: Record<string, number | string> = { tickets };
    for (const [name, id] of periods) {
      const period = parsePeriod(id, { zone: 'Europe/Berlin', fiscal_year_start_month: 1, now_s: end_s });
      const asks = sets.flatMap((by) => metrics.map((metric): Ask => ({ metric, period, by, companions: false })));
      const right = casebook(await evaluate(asks, context));
      const [own] = await compare(
        [{ name: 'Casebook', run: async () => casebook(await evaluate(asks, context)) }],
        rounds,
      );
      if (own === undefined) throw new Error('Nothing was measured.');
      const found: Timed[] = [own];
      for (const peer of [
        ...['pandas', 'polars', 'numpy'].flatMap((tool) => inPython(tool, parquet, period, rounds)),
        ...inPostgres(csv, period, rounds),
      ]) {
        if (peer.text === null) {
          figures[`peer_${peer.name}`] = 'absent';
          continue;
        }
        if (peer.text !== right) throw new Error(`${peer.name} finds other numbers: ${differenceOf(peer.text, right)}`);
        for (const [how, times] of Object.entries(peer.times)) {
          const median_ms = medianOf(times);
          found.push({
            name: [peer.name, peer.version, how].join(' '),
            median_ms,
            min_ms: Math.min(...times),
            max_ms: Math.max(...times),
            ratio: median_ms / own.median_ms,
          });
          // the inverse, so that a goal is met from below like all others
          figures[`casebook_to_${peer.name}_${how.replaceAll(' ', '_')}_${name}`] = own.median_ms / median_ms;
        }
      }
      timings[name] = found;
    }
    return { timings, figures };
  } finally {
    await made.close();
  }
};

interface Peer {
  readonly name: string;
  readonly version: string;
  /** Milliseconds of each round. */
  readonly times: Readonly<Record<string, readonly number[]>>;
  /** The numbers as textOf writes them; null: the peer is not on this machine. */
  readonly text: string | null;
}
const absent = (name: string): Peer => ({ name, version: '', times: {}, text: null });

const dimensions = [...new Set(sets.flat())];
const measures = [
  ['resolved_s', 'resolve_s'],
  ['first_reply_s', 'reply_s'],
] as const;
const columns = ['is_counted', ...dimensions, ...measures.flat()];

function inPython(tool: string, file: string, { start_s, end_s: until_s }: Period, rounds: number): readonly Peer[] {
  const environment = process.env['VIRTUAL_ENV'];
  const python = environment === undefined ? 'python3' : join(environment, 'bin', 'python');
  const script = fileURLToPath(new URL('peers.py', import.meta.url));
  const { status, stdout, stderr, error } = spawnSync(
    python,
    [script, tool, file, ...[start_s, until_s, rounds].map(String)],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (error !== undefined) return [absent(tool)];
  if (status !== 0) throw new Error(stderr);
  const told = JSON.parse(stdout) as
    | { readonly absent: string }
    | { version: string; reading_ms: number[]; in_memory_ms: number[]; numbers: Record<string, (number | null)[]> };
  if ('absent' in told) return [absent(tool)];
  const { version, reading_ms, in_memory_ms, numbers } = told;
  const times = { reading: reading_ms, 'in memory': in_memory_ms };
  return [{ name: tool, version, times, text: textOf(Object.entries(numbers)) }];
}

const psql = (script: string): ReturnType<typeof spawnSync> & { readonly stdout: string } =>
  spawnSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', process.env['PGDATABASE'] ?? 'postgres'], {
    encoding: 'utf8',
    input: script,
    maxBuffer: 2 ** 26,
  });

function inPostgres(file: string, { start_s, end_s: until_s }: Period, rounds: number): readonly Peer[] {
  const name = 'postgresql';
  const asked = psql('SHOW server_version;');
  if (asked.error !== undefined || asked.status !== 0) return [absent(name)];
  const inside = (at: string): string => `${at} >= ${start_s} AND ${at} < ${until_s}`;
  const numbers = measures.flatMap(([at, value]) => [
    ...[0.5, 0.8].map(
      (p) => `percentile_cont(${p}) WITHIN GROUP (ORDER BY ${value}) FILTER (WHERE is_counted AND ${inside(at)})`,
    ),
    `CAST(avg(${value}) FILTER (WHERE is_counted AND ${inside(at)}) AS double precision)`,
  ]);
  const query = `SELECT ${[...dimensions, ...numbers].join(', ')} FROM made WHERE ${measures
    .map(([at]) => `(${inside(at)})`)
    .join(' OR ')} GROUP BY GROUPING SETS (${sets.map((set) => `(${set.join(', ')})`).join(', ')});`;
  const kinds = columns.map((column) =>
    column === 'is_counted' ? 'boolean' : dimensions.some((one) => one === column) ? 'text' : 'bigint',
  );
  const { status, stdout, stderr } = psql(`
CREATE TEMPORARY TABLE made (${columns.map((column, i) => `${column} ${kinds[i]}`).join(', ')});
\\copy made FROM '${file}' WITH (FORMAT csv)
CREATE INDEX ON made (resolved_s);
CREATE INDEX ON made (first_reply_s);
VACUUM ANALYZE made;
SET work_mem = '256MB';
${query}
\\timing on
\\o /dev/null
${Array.from({ length: rounds }, () => query).join('\n')}
`);
  if (status !== 0) throw new Error(String(stderr));
  const lines = stdout.trim().split('\n');
  const times = lines.flatMap((line) => /^Time: ([\d.]+) ms/.exec(line)?.slice(1, 2).map(Number) ?? []);
  const rows = lines.filter((line) => line.includes('|')).map((line) => line.split('|'));
  const groups = rows.map((row) => {
    const key = dimensions.flatMap((one, i) => (row[i] === '' ? [] : [`${one}=${row[i] ?? ''}`]));
    const values = row.slice(dimensions.length).map((value) => (value === '' ? null : Number(value)));
    return [key.sort().join(' '), values] as const;
  });
  const text = textOf(groups.filter(([, values]) => values.some((value) => value !== null)));
  return [{ name, version: asked.stdout.trim().split(' ')[0] ?? '', times: { 'indexed and warm': times }, text }];
}

/** The six numbers of every group as report.ts writes them. */
const textOf = (groups: readonly (readonly [key: string, values: readonly (number | null)[]])[]): string =>
  [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, values]) => `${key}: ${values.map((value) => value?.toFixed(6) ?? '-').join(' ')}`)
    .join('\n');

function differenceOf(found: string, right: string): string {
  const expected = right.split('\n');
  const at = found.split('\n').findIndex((line, i) => line !== expected[i]);
  return `found "${found.split('\n')[at] ?? 'fewer groups'}", expected "${expected[at] ?? 'no more groups'}"`;
}
