import type { Cadence } from '../config/cadence.ts';
import type { Configuration } from '../config/configuration.ts';
import { recipientsOf } from '../run/deliver.ts';
import { planJobs, reportDefinition } from '../run/jobs.ts';
import { prices as listPrices, type Prices } from './prices.ts';

/** What a month of one deployment is made of. */
export interface Workload {
  /** Tickets stored. */
  readonly tickets: number;
  /** Years that they are spread over. */
  readonly years: number;
  readonly weekly: { readonly reports: number; readonly mails: number };
  readonly quarterly: { readonly reports: number; readonly mails: number };
  readonly sources: number;
  readonly secrets: number;
}

/** What the model knows of the product, each figure with where it was measured. */
export const sizes = {
  /** Bytes a row of the columns that a report reads, and of all columns, as Parquet (PERFORMANCE.md section 3 and 8). */
  read_bytes: 13,
  ticket_bytes: 35,
  /** Events a ticket, and bytes an event, as Parquet. */
  events: 6,
  event_bytes: 20,
  /** A ticket with its events as the helpdesk sends it, gzip. */
  raw_bytes: 1800,
  /** Statements of the report that asks most, lead-weekly of a team; test/functions/end-to-end.test.ts counts them. */
  queries: 41,
  /** Weeks whose rows one report reads: 14 weeks, or 8 quarters. */
  weekly_window: 14,
  quarterly_window: 104,
  /** Of one load of a source that changed: merges, deletes of facts that are written anew, and reads; counted there, too. */
  merges: 9,
  deletes: 6,
  load_queries: 15,
  /** Months whose rows a daily batch touches. */
  touched_months: 3,
  /** Times a ticket is changed after the day it came. */
  changes: 5,
  /** Pages of 1,000 records, and 170 tickets a second, are what helpdesk APIs give. */
  page: 1000,
  pull_rate: 170,
  /** Seconds of a function for one report: measure waits for Athena, deliver renders. */
  measure_s: 60,
  deliver_s: 3,
  /** Alarms and metrics of infra/alarms.ts. */
  alarms: 24,
  metrics: 14,
} as const;

export interface CostLine {
  readonly what: string;
  readonly usd: number;
  /** The arithmetic, in words. */
  readonly how: string;
}

const days = 365.25 / 12;
const weeks = 52.18 / 12;

/** A month in USD, line by line, on demand and without the free tier. */
export function monthlyCost(load: Workload, price: Prices = listPrices): readonly CostLine[] {
  const { tickets, years } = load;
  const scanned = (bytes: number, queries: number): number =>
    (queries * Math.max(bytes, price.athena_floor_bytes) * price.athena_tb) / 1e12;
  const window = (of_weeks: number): number => Math.min(1, of_weeks / (years * 52.18));
  const runs = { weekly: load.weekly.reports * weeks, quarterly: load.quarterly.reports / 3 };
  const report = (of_weeks: number): number => scanned(tickets * sizes.read_bytes * window(of_weeks), sizes.queries);
  const loads = days * (load.sources + 1);
  const fresh = (tickets / (years * 365.25)) * (1 + sizes.changes);
  const months = Math.min(1, sizes.touched_months / (years * 12));
  const merged = tickets * (sizes.ticket_bytes + sizes.events * sizes.event_bytes);
  const stored_gb = (tickets * sizes.raw_bytes + merged * 1.5) / 1e9;
  const pulled_s = (fresh * days) / sizes.pull_rate + loads * 2;
  const mails = load.weekly.mails * weeks + load.quarterly.mails / 3;
  const all = runs.weekly + runs.quarterly;
  const objects = loads * 30 + (fresh * days) / sizes.page + all * 30;
  const lambda_s =
    pulled_s * 0.5 + loads * (20 + fresh / 2000) * 2 + all * (sizes.measure_s + sizes.deliver_s) + days * 10 * 0.5;
  return [
    line(
      'Athena, reports',
      runs.weekly * report(sizes.weekly_window) + runs.quarterly * report(sizes.quarterly_window),
      `${round(all)} reports x ${sizes.queries} statements, 10 MB at least each`,
    ),
    line(
      'Athena, loading',
      loads *
        (scanned((merged * months) / sizes.merges, sizes.merges) +
          scanned(tickets * sizes.events * 8, 1 + sizes.deletes) +
          scanned(0, sizes.load_queries)),
      `${round(loads)} loads x ${sizes.merges} merges over ${sizes.touched_months} months of rows, and ids of all events for what changed`,
    ),
    line(
      'Athena, compaction',
      weeks * 40 * scanned((merged * months) / 40, 2),
      'OPTIMIZE and VACUUM of 40 tables each week',
    ),
    line(
      'S3, storage',
      stored_gb * price.s3_gb_month,
      `${round(stored_gb)} GB: raw pages, tables with a week of snapshots`,
    ),
    line('S3, requests', objects * (price.s3_put + 3 * price.s3_get), `${round(objects)} writes, three reads each`),
    line(
      'Lambda',
      lambda_s * price.lambda_gb_s + (loads + all * 3) * 2 * price.lambda_call,
      `${round(lambda_s)} GB-seconds`,
    ),
    line('Durable steps', (loads * 4 + all * 10) * price.durable_operation, 'four a load, ten a report'),
    line('SES', mails * price.ses_mail, `${round(mails)} mails`),
    line('Secrets Manager', (load.secrets + 1) * price.secret_month, `${load.secrets + 1} entries`),
    line('KMS', price.kms_key_month + objects * 0.1 * price.kms_request, 'one key; bucket keys keep requests few'),
    line(
      'Alarms and metrics',
      sizes.alarms * price.alarm_month + sizes.metrics * price.metric_month,
      `${sizes.alarms} alarms, ${sizes.metrics} metrics`,
    ),
    line('Logs', ((loads + all) * 30_000 * price.log_gb) / 1e9, '30 KB a load or report'),
  ];
}

const sum = (all: readonly Workload['quarterly'][]): Workload['quarterly'] => ({
  reports: all.reduce((n, { reports }) => n + reports, 0),
  mails: all.reduce((n, { mails }) => n + mails, 0),
});

/** The workload of a configuration: its reports with their slices and readers; `tickets` and `years` are measured or asked for. */
export function workloadOf(configuration: Configuration, tickets: number, years: number, secrets: number): Workload {
  const jobs = planJobs(configuration, { reports: [], period: null, as_of_s: 1_790_000_000 });
  const of = (cadence: Cadence) => {
    const mine = jobs.filter(({ report }) => reportDefinition(report, configuration).cadence === cadence);
    return { reports: mine.length, mails: mine.reduce((sum, job) => sum + recipientsOf(configuration, job).length, 0) };
  };
  return {
    tickets,
    years,
    weekly: of('weekly'),
    // A monthly report is three of the quarterly ones.
    quarterly: sum([of('quarterly'), of('monthly'), of('monthly'), of('monthly')]),
    sources: configuration.sources.length,
    secrets,
  };
}

export const totalOf = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);

const line = (what: string, usd: number, how: string): CostLine => ({ what, usd, how });
const round = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
