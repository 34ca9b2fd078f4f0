import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import { folderLake } from '../../shared/adapters/embedded/folder-lake.ts';
import { folderState } from '../../shared/adapters/embedded/folder-state.ts';
import { outboxMailer } from '../../shared/adapters/embedded/outbox-mailer.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import type { Ports, Warehouse } from '../../shared/ports.ts';
import { planJobs, reportIds } from '../../shared/run/jobs.ts';
import type { MeasureAnswer } from '../../shared/run/task-answers.ts';
import { known } from '../../shared/run/registry.ts';
import { remembering } from '../../shared/run/remembering.ts';
import { tasksOf } from '../../shared/run/tasks.ts';
import { silentLog } from '../support/silent-log.ts';
import { end_s, manyTickets } from './many-tickets.ts';
import { medianOf, type Suite } from './measure.ts';

const teams = 50;
const recipients = 300;
/** What DuckDB may hold; the rest of the 1.5 GB is Node's. */
const memory_mb = 768;

/**
 * All six reports for 50 teams and 300 recipients, measured, rendered and handed over one after the other as a run does it: what each
 * report beyond the first of its kind costs, and what the process held at most.
 */
export const slices: Suite = async ({ tickets }) => {
  const made = await manyTickets(tickets);
  const folder = await mkdtemp(join(tmpdir(), 'casebook-bench-'));
  await made.warehouse.query(
    'fifty teams',
    `UPDATE tickets SET team = 'team-' || (hash(ticket_id) % ${teams}), assignee_id = 'a' || (hash(ticket_id) % 400)`,
  );
  await made.warehouse.query(
    'some are open',
    `UPDATE tickets SET resolved_s = NULL, first_resolved_s = NULL, resolve_s = NULL, resolve_business_s = NULL, status = 'open'
     WHERE created_s > ${end_s - 30 * 86_400} AND hash(ticket_id) % 3 = 0`,
  );
  await made.warehouse.query(
    'steps in and out of the backlog',
    `INSERT INTO ticket_flow BY NAME SELECT source, ticket_id, created_s AS at_s, 0 AS seq, 'created' AS kind, '1' AS version_key, created_month FROM tickets
     UNION ALL BY NAME SELECT source, ticket_id, resolved_s AS at_s, 1 AS seq, 'resolved' AS kind, '1' AS version_key, created_month FROM tickets WHERE resolved_s IS NOT NULL`.replaceAll(
      ', created_month',
      '',
    ),
  );
  await made.warehouse.close();
  let asked = 0;
  let warehouse: Warehouse | undefined;
  try {
    warehouse = await duckdbWarehouse({ file: join(made.lake, 'casebook.duckdb'), lake: made.lake, memory_mb });
    const opened = warehouse;
    const counting: Warehouse = { ...opened, query: (name, sql) => ((asked += 1), opened.query(name, sql)) };
    const ids = Array.from({ length: teams }, (_, i) => `team-${i}`);
    const each = (id: string): string =>
      `${id}: [${Array.from({ length: recipients / teams }, (_, i) => `r${i}.${id}@example.com`).join(', ')}]`;
    const configuration = readConfiguration(
      `organisation: { name: Example Corp, time_zone: Europe/Berlin }
sources: [{ id: desk, connector: event-log, files: [x.csv], ticket: a, at: b }]
teams: [${ids.map((id) => `{ id: ${id}, name: "Team ${id}" }`).join(', ')}]
reports:
${reportIds.map((id) => (id.startsWith('lead') ? `  - { id: ${id}, slice: team, recipients: { ${ids.map(each).join(', ')} } }` : `  - { id: ${id}, recipients: [one@example.com] }`)).join('\n')}
`,
      'casebook.yaml',
      known,
    );
    const ports = {
      warehouse: remembering(counting),
      lake: folderLake(join(folder, 'lake')),
      state: folderState(join(folder, 'state')),
      mailer: outboxMailer(join(folder, 'outbox')),
      clock: { now_s: () => end_s },
      pause: { sleep: () => Promise.resolve(), random: () => 0.5 },
      secrets: { get: () => Promise.resolve('k') },
      log: silentLog,
    } as unknown as Ports;
    const tasks = tasksOf({ ports, configuration, connectors });
    const run = 'bench';
    const cost_s = new Map<string, number[]>();
    const statements = new Map<string, number[]>();
    for (const job of planJobs(configuration, { reports: [], period: null, as_of_s: end_s })) {
      const used = process.cpuUsage();
      const before = asked;
      const measured = (await tasks['measure']?.({ job, run, as_of_s: end_s, is_dry: false })) as MeasureAnswer;
      await tasks['deliver']?.({ job, run, results_key: measured.results_key, is_dry: false });
      const { user, system } = process.cpuUsage(used);
      cost_s.set(job.report, [...(cost_s.get(job.report) ?? []), (user + system) / 1e6]);
      statements.set(job.report, [...(statements.get(job.report) ?? []), asked - before]);
    }
    const figures: Record<string, number | string> = { tickets, checksum: made.checksum };
    for (const [report, all] of cost_s) {
      const [first = 0, ...others] = all;
      figures[`${report}_first_cpu_s`] = first;
      figures[`${report}_first_statements`] = statements.get(report)?.[0] ?? 0;
      if (others.length === 0) continue;
      figures[`${report}_further_cpu_s`] = medianOf(others);
      figures[`${report}_further_statements`] = medianOf(statements.get(report)?.slice(1) ?? []);
    }
    const all = [...cost_s.values()].flat();
    figures['reports'] = all.length;
    figures['further_report_cpu_s'] = (all.reduce((sum, one) => sum + one, 0) - Math.max(...all)) / (all.length - 1);
    figures['slices_peak_mb'] = process.resourceUsage().maxRSS / 1024;
    return { timings: {}, figures };
  } finally {
    await warehouse?.close();
    await rm(made.lake, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }
};
