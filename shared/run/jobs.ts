import { periodKind } from '../config/cadence.ts';
import { isWritten, type Configuration, type ReportConfiguration } from '../config/configuration.ts';
import { UsageError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { lastComplete, parsePeriod, type PeriodKind } from '../period.ts';
import { writtenReport } from '../report/written-report.ts';
import * as models from '../report/models/all.ts';
import * as reports from '../report/reports/all.ts';
import type { ReportDefinition } from '../report/report-definition.ts';
import { memberAt } from '../member.ts';

/** One report for one slice and period: the unit that is measured, held, rendered and sent. */
export interface Job {
  readonly report: string;
  readonly period: string;
  /** Slice id, or 'all'. */
  readonly slice: string;
}

/** The ready reports: those that a run makes when none is configured, and the models, which a line of casebook.yaml switches on. */
export const readyReports: readonly ReportDefinition[] = [...Object.values(reports), ...Object.values(models)];
/** The published models, which `init` offers. */
export const modelIds: readonly string[] = Object.values(models)
  .map(({ id }) => id)
  .sort();
const usualIds = Object.values(reports)
  .map(({ id }) => id)
  .sort();
const definitions: Readonly<Record<string, ReportDefinition>> = Object.fromEntries(
  readyReports.map((definition) => [definition.id, definition]),
);
/** The ready reports. */
export const reportIds: readonly string[] = Object.keys(definitions).sort();
/** The ready reports, and those that the configuration writes. */
export const reportIdsOf = ({ reports: configured }: Pick<Configuration, 'reports'>): readonly string[] => [
  ...reportIds,
  ...configured.filter(isWritten).map(({ id }) => id),
];

/** The definition behind a report's configuration: a ready one by its id, or the one that its sections make. */
export function definitionOf(settings: ReportConfiguration): ReportDefinition {
  if (isWritten(settings)) return writtenReport(settings);
  const definition = memberAt(definitions, settings.id);
  if (!definition) throw new UsageError(`Report: found "${settings.id}", expected one of ${reportIds.join(', ')}.`);
  return definition;
}

/** @throws UsageError when neither Casebook nor the configuration has such a report */
export function reportDefinition(id: string, configuration: Pick<Configuration, 'reports'>): ReportDefinition {
  const written = configuration.reports.find((report) => report.id === id && isWritten(report));
  if (written !== undefined) return definitionOf(written);
  const definition = memberAt(definitions, id);
  if (!definition)
    throw new UsageError(`Report: found "${id}", expected one of ${reportIdsOf(configuration).join(', ')}.`);
  return definition;
}

/** The configuration of a report; one that is not configured is made for the whole, or for each team, and has no recipients. */
export function reportConfiguration(configuration: Configuration, id: string): ReportConfiguration {
  const configured = configuration.reports.find((report) => report.id === id);
  if (configured) return configured;
  const { audience } = reportDefinition(id, configuration);
  const slice =
    audience === 'lead' && configuration.teams.length > 0
      ? { slice: 'team' as const, recipients: {} }
      : { recipients: [] };
  return { id, quiet: 'send', people: true, approval: false, ...slice };
}

/** Who reads the answers to a report, and requests to stop it: `reply_to`, else the report's owner, else the sender. */
export const mailboxOf = ({ delivery, ...rest }: Configuration, report: string): string =>
  delivery.reply_to ??
  rest.reports.find(({ id }) => id === report)?.owner ??
  /<([^>]+)>/.exec(delivery.from)?.[1] ??
  delivery.from;

/** Slices of a report: every team, or those that have recipients for another dimension. */
export function slicesOf(configuration: Configuration, id: string): readonly string[] {
  const report = reportConfiguration(configuration, id);
  if (report.slice === undefined) return ['all'];
  if (report.slice === 'team') return configuration.teams.map((team) => team.id);
  return Object.keys(report.recipients).sort();
}

const examples = { week: '2026-W39', month: '2026-09', quarter: '2026-Q3' } as const;

/**
 * What a run has to make. Without ids: every configured report, or all of them when none is configured. Without a period: the
 * last complete week, month or quarter before as_of. A period given takes the reports of its cadence.
 * @throws UsageError for an unknown report, a period that none of the reports asked for has, or an address that gets none of them
 */
export function planJobs(
  configuration: Configuration,
  asked: {
    readonly reports: readonly string[];
    readonly period: string | null;
    readonly as_of_s: number;
    /** Only the slices that this address gets. */
    readonly recipient?: string | null | undefined;
  },
): readonly Job[] {
  const calendar = {
    zone: configuration.organisation.time_zone,
    fiscal_year_start_month: configuration.organisation.fiscal_year_start_month,
  };
  const kindOf = (id: string): PeriodKind => periodKind[reportDefinition(id, configuration).cadence];
  const configured = configuration.reports.map((report) => report.id);
  const ids = asked.reports.length > 0 ? asked.reports : configured.length > 0 ? configured : usualIds;
  const given = asked.period === null ? null : parsePeriod(asked.period, { ...calendar, now_s: asked.as_of_s });
  const wrong = given === null ? [] : ids.filter((id) => kindOf(id) !== given.kind);
  if (given !== null && (wrong.length === ids.length || (asked.reports.length > 0 && wrong.length > 0))) {
    throw new UsageError(
      `Period ${given.id} is a ${given.kind}; ${wrong.join(', ')} needs a ${kindOf(wrong[0] ?? ids[0] ?? '')} such as ${examples[kindOf(wrong[0] ?? ids[0] ?? '')]}.`,
    );
  }
  const jobs = ids
    .filter((id) => !wrong.includes(id))
    .flatMap((id) => {
      const period = given?.id ?? lastComplete(kindOf(id), asked.as_of_s, calendar).id;
      return slicesOf(configuration, id).map((slice) => ({
        report: id,
        period,
        slice,
      }));
    });
  const { recipient } = asked;
  return recipient == null ? jobs : jobsFor(recipient, jobs, configuration);
}

/** The jobs whose mails an address gets. */
function jobsFor(recipient: string, jobs: readonly Job[], configuration: Configuration): readonly Job[] {
  const addresses = ({ report, slice }: Job): readonly string[] => {
    const { recipients } = reportConfiguration(configuration, report);
    return Array.isArray(recipients) ? recipients : (recipients[slice] ?? []);
  };
  const own = jobs.filter((job) => addresses(job).some((one) => one.toLowerCase() === recipient.toLowerCase()));
  if (own.length > 0) return own;
  const hint = nearest(recipient, [...new Set(jobs.flatMap(addresses))]);
  throw new UsageError(
    `Recipient: found "${recipient}", expected an address that one of these reports goes to${hint === undefined ? '' : `; did you mean ${hint}?`}`,
  );
}
