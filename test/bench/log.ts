import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { main } from '../../functions/cli/main.ts';
import { memoryEnvironment, memoryFlags } from '../../functions/cli/node-version.mjs';
import { logConfiguration, writeLog } from './made-log.ts';
import type { Suite } from './measure.ts';

/**
 * What the same log costs DuckDB when it is given the work whole: read, type, name the events, latest row, stays and facts of each
 * ticket. Fewer rules than Casebook has: the physical limit, roughly. Whoever writes it better, please do.
 */
const whole = (log: string): readonly string[] => [
  `CREATE TABLE event AS SELECT id, epoch(changed) AS at_s, step, substr(sha256(concat_ws(chr(31), COLUMNS(*)::VARCHAR)), 1, 40) AS event_id,
     epoch(opened) AS opened_s, epoch(answered) AS answered_s, epoch(solved) AS solved_s, state, team, owner, urgency, channel, customer
   FROM read_csv('${log}', header = true, nullstr = '', types = {'id': 'VARCHAR', 'changed': 'TIMESTAMP', 'opened': 'TIMESTAMP', 'answered': 'TIMESTAMP', 'solved': 'TIMESTAMP'})`,
  `CREATE TABLE stay AS SELECT id, state, owner, at_s AS started_s, lead(at_s) OVER life AS ended_s, lag(state) OVER life AS before
   FROM event WINDOW life AS (PARTITION BY id ORDER BY at_s, step)`,
  `CREATE TABLE ticket AS SELECT l.*, s.* EXCLUDE (id) FROM
     (SELECT id, unnest(arg_max(struct_pack(opened_s, answered_s, solved_s, team, owner, urgency, channel, customer), (at_s, step))) FROM event GROUP BY id) AS l
   JOIN (SELECT id, count(*) FILTER (before = 'solved' AND state <> 'solved') AS reopened, count(DISTINCT owner) AS owners,
       min(started_s) FILTER (state = 'open') AS begun_s, sum(ended_s - started_s) FILTER (state = 'waiting') AS waited_s
     FROM stay GROUP BY id) AS s ON s.id = l.id`,
  'CHECKPOINT',
];

interface Spent {
  readonly cpu_s: number;
  readonly peak_mb: number;
}

/** `casebook pull` of a made log, new process to end, against DuckDB alone: processor time of all threads, and memory. */
export const log: Suite = async ({ tickets }) => {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-log-'));
  try {
    writeFileSync(join(folder, 'casebook.yaml'), logConfiguration);
    await writeLog(tickets, join(folder, 'log.csv.gz'));
    const duckdb = child('duckdb', folder);
    const casebook = child('casebook', folder);
    return {
      timings: {},
      figures: {
        log_rows: tickets * 6,
        log_duckdb_cpu_s: duckdb.cpu_s,
        log_casebook_cpu_s: casebook.cpu_s,
        log_ratio: casebook.cpu_s / duckdb.cpu_s,
        log_us_a_row: (casebook.cpu_s * 1e6) / (tickets * 6),
        log_peak_mb: casebook.peak_mb,
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

function child(contender: string, folder: string): Spent {
  const run = spawnSync(process.execPath, [...memoryFlags, fileURLToPath(import.meta.url), contender], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...memoryEnvironment },
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as Spent;
}

/** Loads the log of the working folder. @throws Error when a source was not read */
export async function pullHere(): Promise<void> {
  if ((await main(['pull'])) !== 0) throw new Error('casebook pull failed');
}

if (import.meta.main) {
  if (process.argv[2] === 'casebook') await pullHere();
  else {
    const instance = await DuckDBInstance.create('whole.duckdb', { threads: '1', preserve_insertion_order: 'false' });
    const connection = await instance.connect();
    for (const sql of ["SET TimeZone = 'UTC'", ...whole('log.csv.gz')]) await connection.run(sql);
    connection.closeSync();
    instance.closeSync();
  }
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ cpu_s: (userCPUTime + systemCPUTime) / 1e6, peak_mb: Math.round(maxRSS / 1024) }));
}
