import { z } from 'zod';
import type { Configuration } from '../config/configuration.ts';
import { namedAccounts } from '../config/named-accounts.ts';
import { InternalError } from '../errors.ts';
import { meaningOf, type DoubtId } from '../knowledge/doubt.ts';
import { literal } from '../lake/literal.ts';
import type { AnyRow } from '../lake/table.ts';
import * as catalogue from '../metrics/catalogue/all.ts';
import type { Metric } from '../metrics/model.ts';
import { casesBehind } from '../metrics/cases-behind.ts';
import { openQueries } from '../metrics/open-queries.ts';
import { evaluate, type MeasureContext, type Measured, type SourceReach } from '../metrics/evaluate.ts';
import type { Period } from '../period.ts';
import type { Ports, QueryResult } from '../ports.ts';
import type { Comment, ReportContext, ReportFacts, Restatement, Slice } from '../report/facts.ts';
import { formatOf } from '../report/format.ts';
import { holds as reportHolds, needs } from '../report/report.ts';
import { asOf, correctionHolds, measuredAsOf, coverageOf, dataHolds, sourceRecords } from './coverage.ts';
import { goalsFor, goalsOn } from './goals.ts';
import { mailboxOf, reportConfiguration, reportDefinition, type Job } from './jobs.ts';
import { type SourceRecord } from './record.ts';
import { readJson } from '../state.ts';
import { ledgerChecks } from './ledger-checks.ts';
import { knownFacts } from '../load/knows.ts';
import { rejectedFor, rejectedInputs } from '../load/rejected-inputs.ts';
import { reportPeriods } from './report-periods.ts';
import { answersTo } from './answers.ts';
import { redLists } from './red-cases.ts';
import { changed, joined, restatements, reworded } from './restate.ts';
import { rhythms, silenceHolds } from './rhythm.ts';
import type { MeasureAnswer } from './task-answers.ts';

export const MeasureRequest = z.object({
  job: z.object({ report: z.string(), period: z.string(), slice: z.string() }),
  run: z.string(),
  as_of_s: z.int(),
  is_dry: z.boolean(),
});
export type MeasureRequest = z.output<typeof MeasureRequest>;

/** What a report last said: kept when it is rendered for good; state `issued/<report>/<slice>/<period>.json`. */
export interface Issued {
  readonly revision: number;
  readonly results_key: string;
  readonly issued_s: number;
  /** When the first of its provisional goals can be decided. */
  readonly decided_s?: number;
}
export const issuedKey = (job: Job): string => `issued/${job.report}/${job.slice}/${job.period}.json`;

/** Every metric of the catalogue by id. */
export const metricsById: ReadonlyMap<string, Metric> = new Map(
  (Object.values(catalogue) as Metric[]).map((metric) => [metric.id, metric]),
);

type MeasurePorts = Pick<Ports, 'lake' | 'state' | 'warehouse' | 'clock'>;

/**
 * Measures everything that one report needs and keeps it as one object of results/: what the report said, for ever. Numbers that
 * are, as shown, those already issued for this report and period take the issued object again, so that a re-run is byte-identical;
 * others become the next revision, and so does whatever else of the mail reads differently (`reworded`).
 */
export async function measure(
  request: MeasureRequest,
  ports: MeasurePorts,
  configuration: Configuration,
  titles: Readonly<Record<string, string>>,
): Promise<MeasureAnswer> {
  const { job } = request;
  const definition = reportDefinition(job.report, configuration);
  const settings = reportConfiguration(configuration, job.report);
  const records = await sourceRecords(configuration, ports.state);
  const as_of_s = asOf(request.as_of_s, records);
  const { organisation } = configuration;
  const periods = reportPeriods(job.period, definition.cadence, settings.compare, organisation, request.as_of_s);
  const context: ReportContext = {
    organisation: {
      ...organisation,
      locale: settings.locale ?? organisation.locale,
      address: organisation.address ?? null,
    },
    configuration: settings,
    slice: sliceOf(configuration, job),
    periods,
    as_of_s,
    policies: {
      ai_silence_hours: configuration.policies.ai_silence_hours,
      reopen_window_days: configuration.policies.reopen_window_days,
    },
  };
  const measureContext = {
    ...(await measuring(ports, configuration, measuredAsOf(request.as_of_s, records), {
      records,
      asked_s: request.as_of_s,
    })),
    // Where nothing remembers the answers, as in functions that measure one slice each, the wider statements would only cost more.
    together: settings.slice === undefined || ports.warehouse.remembers !== true ? [] : [settings.slice],
  };
  const anyMetric = metricsById.get('issues_handled');
  if (anyMetric === undefined) throw new InternalError('The catalogue has no issues_handled.');
  const queries = await openQueries(measureContext);
  const wanted = needs(definition, context, queries.frame({ metric: anyMetric, period: periods.now, by: [] }));
  const measured = await evaluate(wanted.asks, measureContext);
  const lists: Record<string, readonly AnyRow[]> = {};
  for (const list of wanted.lists)
    lists[list.id] = objects(await ports.warehouse.query(`${job.report} ${list.id}`, list.sql));
  for (const { id, ask, rows } of wanted.cases) lists[id] = await casesBehind(ask, rows, measureContext);

  const issued = await readJson<Issued>(ports.state, issuedKey(job));
  const earlier = issued === undefined ? await lastIssued(job, periods.now.start_s, ports, configuration) : issued;
  const was = earlier === undefined ? undefined : await readFacts(earlier.results_key, ports);
  const shown = shownBy(context);
  const differences = issued === undefined || was === undefined ? [] : changed(was.measured, measured, shown);
  const commentary = await commentsOn(job, ports);
  const goals = goalsFor(
    context.slice,
    goalsOn(
      periods.now.end_day - 1,
      { targets: configuration.targets, rows: await rowsOf(ports, 'targets') },
      metricsById,
      organisation.currency,
    ),
  );
  const words = {
    ...context,
    goals,
    commentary,
    answers: await answersTo(context, ports),
    checks: definition.audience === 'finance' ? await ledgerChecks(periods.now, measureContext) : [],
    lists: lists as ReportFacts['lists'],
  };
  const newWords = issued === undefined || was === undefined ? [] : reworded(was, words);
  const isUnchanged = issued !== undefined && was !== undefined && differences.length === 0 && newWords.length === 0;
  const revision = issued === undefined ? 1 : isUnchanged ? issued.revision : issued.revision + 1;
  const moved =
    earlier === undefined || was === undefined ? 0 : await ticketsChanged(ports, earlier.issued_s, periods.now.end_s);

  const rules = records.flatMap((record) => record?.rules ?? []);
  // not by the clock alone: a mail and a change of the mapping may share a second
  const rulesKnown_s = was?.rules_changed_s ?? earlier?.issued_s ?? Infinity;
  const rulesChanged = rules.reduce((sum, { changed_s, tickets }) => sum + (changed_s > rulesKnown_s ? tickets : 0), 0);
  const life = await rhythms(ports, periods.now);
  const told: ReportFacts = {
    ...words,
    run: `${job.report}-${job.slice}-${job.period}-r${revision}`,
    revision,
    rules_changed_s: Math.max(0, ...rules.map(({ changed_s }) => changed_s)),
    measured,
    knowledge: await knownFacts(
      ports,
      configuration.sources.map(({ id }) => id),
    ),
    coverage: await coverageOf(configuration, records, titles, periods.now, ports, life),
    rejected_inputs: rejectedFor(wanted.asks, await rejectedInputs(ports.state)),
    restatements: joined([
      ...(definition.weekly === undefined
        ? []
        : await restatedWeeks(definition.weekly, job.slice, periods.now, ports, configuration)),
      ...(was === undefined ? [] : restatements(was.measured, measured, shown, moved, rulesChanged)),
    ]),
    ...(newWords.length === 0 ? {} : { reworded: newWords }),
    reply_to: mailboxOf(configuration, job.report),
    ...(configuration.delivery.archive_url === undefined ? {} : { archive_url: configuration.delivery.archive_url }),
  };
  const facts: ReportFacts = isUnchanged
    ? told
    : { ...told, lists: { ...told.lists, ...(await redLists(definition, told, measureContext)) } };
  const results_key = isUnchanged
    ? issued.results_key
    : `results/${request.run}/${job.report}/${job.period}/${job.slice}.json`;
  if (!isUnchanged)
    await ports.lake.put(results_key, new TextEncoder().encode(`${JSON.stringify(facts)}\n`), {
      contentType: 'application/json',
    });
  // What was issued already needs no fresh data to be shown again; sums that no longer tie are said all the same.
  const holds = [
    ...(isUnchanged ? [] : dataHolds(configuration, records, periods.now, request.as_of_s)),
    ...(isUnchanged || configuration.gates.silence === 'send' ? [] : silenceHolds(life, periods.now)),
    ...(isUnchanged || issued === undefined ? [] : correctionHolds(configuration, records)),
    ...(isUnchanged ? [] : doubtHolds(measured, periods.now.id, configuration.gates.doubts)),
    ...reportHolds(definition, facts),
  ];
  return {
    results_key,
    revision,
    is_unchanged: isUnchanged,
    is_quiet: settings.quiet === 'skip' && (await isQuiet(context, measureContext)),
    needs_approval: settings.approval,
    holds,
  };
}

/** Reasons not to trust a number of the reported period that the configuration does not let pass. */
export const doubtHolds = (
  measured: readonly Measured[],
  period: string,
  gates: readonly DoubtId[],
): readonly string[] =>
  gates.flatMap((id) => {
    const touched = measured.filter((one) => one.period.id === period && one.doubts?.includes(id) === true);
    const metrics = [...new Set(touched.map(({ metric }) => metric))];
    return metrics.length === 0
      ? []
      : [
          `Not to be trusted (${id}): ${meaningOf(id)}; it touches ${metrics.join(', ')}. casebook doctor says what to look at.`,
        ];
  });

/** The facts of a report as they were measured. */
export async function readFacts(key: string, ports: Pick<Ports, 'lake'>): Promise<ReportFacts> {
  const body = await ports.lake.get(key);
  if (body === undefined) throw new InternalError(`The lake has no object ${key}, which the run refers to.`);
  return JSON.parse(new TextDecoder().decode(body)) as ReportFacts;
}

/** What `evaluate` needs to know besides the question; the newest fact decides whether as_of looks into the past. */
export async function measuring(
  ports: Pick<Ports, 'warehouse'>,
  configuration: Configuration,
  as_of_s: number,
  {
    records = [],
    asked_s = as_of_s,
  }: { readonly records?: readonly (SourceRecord | undefined)[]; readonly asked_s?: number } = {},
): Promise<MeasureContext> {
  const newest = await ports.warehouse.query(
    'newest fact',
    'SELECT max(at_s) AS newest_s FROM ticket_flow UNION ALL SELECT max(at_s) AS newest_s FROM ticket_events',
  );
  const instants = newest.rows.flatMap(([at]) => (typeof at === 'number' ? [at] : []));
  const { organisation, policies, targets, calendars, teams } = configuration;
  const reached = records.flatMap((record) => (record?.watermark_s == null ? [] : [record.watermark_s]));
  return {
    warehouse: ports.warehouse,
    as_of_s,
    looks_back: reached.length === 0 || as_of_s < Math.min(...reached),
    watermark_s: instants.length === 0 ? null : Math.max(...instants),
    organisation,
    policies,
    targets,
    calendars,
    teams,
    people: new Set(configuration.sources.flatMap((source) => [...namedAccounts(source, 'people')])),
    asked_s,
    reach: records.flatMap((record) => (record === undefined ? [] : [reachOf(record)])),
  };
}

const reachOf = ({ source, watermark_s, edges }: SourceRecord): SourceReach => ({
  source,
  complete_until_s: watermark_s ?? 0,
  ...(edges?.first_s == null ? {} : { begins_s: edges.first_s }),
  ...(edges?.whole_from_s == null ? {} : { whole_from_s: edges.whole_from_s }),
  ...(edges?.is_by_data === true ? { is_by_data: true } : {}),
});

const ownedBy = (team: { readonly owner?: string | undefined } | undefined): Pick<Slice, 'owner'> =>
  team?.owner === undefined ? {} : { owner: team.owner };

function sliceOf(configuration: Configuration, job: Job): Slice | null {
  const settings = reportConfiguration(configuration, job.report);
  if (settings.slice !== undefined) {
    const team = settings.slice === 'team' ? configuration.teams.find(({ id }) => id === job.slice) : undefined;
    return {
      dimension: settings.slice,
      id: job.slice,
      name: team?.name ?? job.slice,
      url: team?.url ?? null,
      ...ownedBy(team),
    };
  }
  const only = Object.entries(settings.only ?? {})[0];
  if (only === undefined) return null;
  const team = only[0] === 'team' ? configuration.teams.find(({ id }) => id === only[1]) : undefined;
  return {
    dimension: only[0] as Slice['dimension'],
    id: only[1],
    name: team?.name ?? only[1],
    url: null,
    ...ownedBy(team),
  };
}

/** A measured value as a reader of this report sees it; values that differ by less read the same. */
const shownBy = (context: ReportContext) => {
  const { locale, time_zone, currency } = context.organisation;
  const format = formatOf(locale, time_zone, currency);
  return ({ metric, unit, value }: Measured): string => {
    if (value.status === 'no_data') return `no_data ${value.reason}`;
    const number = value.status === 'known' ? value.value : value.provisional;
    return `${value.status} ${number === null ? '' : format.value(unit, number, metric)}`;
  };
};

/** Every issue of a report and slice, with the period it was about, in order of time. */
async function issuesOf(
  report: string,
  slice: string,
  ports: MeasurePorts,
  configuration: Configuration,
): Promise<readonly { readonly period: Period; readonly issued: Issued }[]> {
  const cadence = reportDefinition(report, configuration).cadence;
  const found = await Promise.all(
    (await ports.state.list(`issued/${report}/${slice}/`)).map(async (key) => {
      const id = key.slice(key.lastIndexOf('/') + 1, -'.json'.length);
      const { now } = reportPeriods(id, cadence, undefined, configuration.organisation, Number.MAX_SAFE_INTEGER);
      const issued = await readJson<Issued>(ports.state, key);
      return issued === undefined ? [] : [{ period: now, issued }];
    }),
  );
  return found.flat().sort((a, b) => a.period.end_s - b.period.end_s);
}

/** The last issue of the same report and slice before a period: what its readers remember. */
const lastIssued = async (
  job: Job,
  before_s: number,
  ports: MeasurePorts,
  configuration: Configuration,
): Promise<Issued | undefined> =>
  (await issuesOf(job.report, job.slice, ports, configuration)).findLast(({ period }) => period.end_s <= before_s)
    ?.issued;

/** What the weekly mails to the same readers restated of the weeks that end in a period. */
async function restatedWeeks(
  weekly: string,
  slice: string,
  within: Period,
  ports: MeasurePorts,
  configuration: Configuration,
): Promise<readonly Restatement[]> {
  const issues = await issuesOf(weekly, slice, ports, configuration);
  const weeks = new Set(
    issues
      .filter(({ period }) => period.end_s > within.start_s && period.end_s <= within.end_s)
      .map(({ period }) => period.id),
  );
  const told = await Promise.all(
    issues.map(async ({ issued }) => (await readFacts(issued.results_key, ports)).restatements),
  );
  return told.flat().filter(({ period }) => weeks.has(period));
}

async function ticketsChanged(ports: MeasurePorts, since_s: number, until_s: number): Promise<number> {
  const result = await ports.warehouse.query(
    'tickets changed since',
    `SELECT count(*) AS n FROM tickets WHERE ingested_s > ${literal(since_s)} AND created_s < ${literal(until_s)}`,
  );
  return Number(result.rows[0]?.[0] ?? 0);
}

async function isQuiet(context: ReportContext, measureContext: MeasureContext): Promise<boolean> {
  const metrics = ['issues_handled', 'backlog']
    .map((id) => metricsById.get(id))
    .filter((metric) => metric !== undefined);
  const where = context.slice === null ? {} : { [context.slice.dimension]: context.slice.id };
  const found = await evaluate(
    metrics.map((metric) => ({ metric, period: context.periods.now, by: [], where, companions: false })),
    measureContext,
  );
  return found.every(({ value }) => value.status === 'no_data' || (value.status === 'known' && value.value === 0));
}

async function commentsOn(job: Job, ports: MeasurePorts): Promise<readonly Comment[]> {
  const rows = await rowsOf(ports, 'commentary', `report = ${literal(job.report)} AND period = ${literal(job.period)}`);
  return rows
    .map((row) => ({
      section: String(row.section),
      author: String(row.author),
      text: String(row.text),
      written_s: Number(row.written_s),
    }))
    .sort((a, b) => a.written_s - b.written_s || (a.section < b.section ? -1 : 1));
}

const rowsOf = async (ports: Pick<Ports, 'warehouse'>, table: string, where = '1 = 1'): Promise<readonly AnyRow[]> =>
  objects(await ports.warehouse.query(`rows of ${table}`, `SELECT * FROM ${table} WHERE ${where}`));

const objects = (result: QueryResult): readonly AnyRow[] =>
  result.rows.map((row) => Object.fromEntries(result.columns.map((name, i) => [name, row[i] ?? null])));
