import { UsageError } from '../../../shared/errors.ts';
import { openMails } from '../../../shared/run/open-mails.ts';
import { openLine, whatHelps } from '../../../shared/run/retry.ts';
import { runKey, type MailRecord, type RunRecord } from '../../../shared/run/record.ts';
import { readJson } from '../../../shared/state.ts';
import type { State } from '../../../shared/ports.ts';
import type { Arguments, Command } from '../command.ts';
import { configurationAt, withHome } from '../home.ts';
import { placesOf } from '../workspace.ts';
import { fitted, print, table } from '../terminal.ts';
import { localTime } from '../instant.ts';

export const runs: Command = {
  takes: '[RUN]',
  options: {
    json: { help: 'the records as JSON, to stdout' },
    aws: { help: 'of the deployed stack instead, with the credentials of this shell' },
  },
  examples: [
    ['casebook runs', 'what ran, and which mails have not arrived'],
    ['casebook runs 20261005T041000Z-f6c1', 'one run in full'],
  ],
  run: async (given) => {
    if (given.positionals.length > 1) throw new UsageError('casebook runs: expected at most one run.');
    if (given.flag('aws')) {
      const configuration = await configurationAt(placesOf(given).config);
      // The SDK is only needed, and only loaded, here.
      const { stateInDeployment } = await import('../../aws.ts');
      const { state } = await stateInDeployment(configuration);
      return show(state, configuration.organisation.time_zone, given);
    }
    return withHome(given, 'read', ({ ports: { state }, configuration: { organisation } }) =>
      show(state, organisation.time_zone, given),
    );
  },
};

async function show(state: State, zone: string, given: Arguments): Promise<number> {
  const [run] = given.positionals;
  if (run !== undefined) {
    const record = await readJson<RunRecord>(state, runKey(run));
    if (record === undefined)
      throw new UsageError(`casebook runs: there is no run "${run}". casebook runs lists them.`);
    print(given.flag('json') ? JSON.stringify(record, null, 1) : fitted(told(record, zone), 4));
    return 0;
  }
  const keys = (await state.list('runs/')).filter((key) => /^runs\/[^/]+\.json$/.test(key));
  const records = (await Promise.all(keys.map((key) => readJson<RunRecord>(state, key))))
    .filter((record) => record !== undefined)
    .sort((a, b) => b.started_s - a.started_s || (a.run < b.run ? 1 : -1));
  if (given.flag('json')) {
    print(JSON.stringify(records, null, 1));
    return 0;
  }
  print(records.length === 0 ? 'Nothing has run yet. Try casebook run.' : listed(records, zone));
  const open = await openMails(state);
  if (open.length > 0)
    print(
      [
        '',
        `${open.length} ${open.length === 1 ? 'mail has' : 'mails have'} not arrived:`,
        ...open.map((one) => `  ${openLine(one)}`),
        whatHelps,
      ].join('\n'),
    );
  return 0;
}

const listed = (records: readonly RunRecord[], zone: string): string =>
  table(
    ['run', 'started', 'status', 'reports', 'sent', 'held', 'failed'],
    records.map((record) => [
      record.run,
      localTime(record.started_s, zone),
      `${outcomeOf(record)}${record.is_dry ? ' (dry)' : ''}`,
      String(record.reports.length),
      String(record.reports.flatMap(({ mails }) => mails).filter((mail) => statusOf(mail) === 'sent').length),
      String(record.reports.filter(({ status }) => status === 'held').length),
      String(record.reports.filter(({ status }) => status === 'failed').length),
    ]),
  );

/** A mail in the outbox has gone nowhere yet; the outbox names a message by its file. */
const isWritten = ({ status, id }: MailRecord): boolean => status === 'sent' && id?.endsWith('.eml') === true;
export const statusOf = (mail: MailRecord): string => (isWritten(mail) ? 'in the outbox' : mail.status);

/**
 * How a run ended, in a word or two: "sent" only when something was sent, "written" when it lies in the outbox. A record cannot tell a run
 * that goes on from one that was killed.
 */
export function outcomeOf({ status, reports }: Pick<RunRecord, 'status' | 'reports'>): string {
  if (status === 'running') return 'not ended';
  const mails = reports.flatMap((report) => report.mails).filter((mail) => mail.status === 'sent');
  if (status !== 'sent' || mails.some((mail) => !isWritten(mail))) return status;
  return mails.length === 0 ? 'done' : 'written';
}

/** One run in full. */
function told(record: RunRecord, zone: string): string {
  const sources = record.sources.map(
    ({ source, ok, message }) => `  ${ok ? 'ok    ' : 'FAILED'} ${source}: ${message}`,
  );
  const reports = record.reports.flatMap((report) => [
    `  ${report.status.padEnd(9)} ${report.report} ${report.period} ${report.slice} r${report.revision}${report.subject === null ? '' : `: ${report.subject}`}`,
    ...report.reasons.map((reason) => `      because: ${reason}`),
    ...report.mails.map(
      (mail) => `      ${statusOf(mail)} ${mail.recipient}${mail.message === null ? '' : `: ${mail.message}`}`,
    ),
  ]);
  const retried = (record.retried ?? []).map(
    ({ report, period, recipient, status, message }) =>
      `  ${status} ${report} ${period} to ${recipient}${message === null ? '' : `: ${message}`}`,
  );
  return [
    `${record.run}: ${outcomeOf(record)}${record.is_dry ? ', a dry run: nothing was sent' : ''}`,
    `started ${localTime(record.started_s, zone)}, data as of ${localTime(record.as_of_s, zone)} (${zone})`,
    ...(sources.length === 0 ? [] : ['Sources', ...sources]),
    ...(reports.length === 0 ? ['No reports.'] : ['Reports', ...reports]),
    ...(retried.length === 0 ? [] : ['Mails of earlier runs, tried again', ...retried]),
  ].join('\n');
}
