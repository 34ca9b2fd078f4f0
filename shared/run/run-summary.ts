import type { Value } from '../lake/table.ts';
import type { MailStatus, RunRecord } from './record.ts';

/**
 * A run in one log line: the fields that metrics and alarms read (log-events.ts). What an earlier run left counts again only when it
 * went wrong in another way, so that an alarm tells each fault once.
 */
export function summaryOf(record: RunRecord): Readonly<Record<string, Value>> {
  const retried = (record.retried ?? []).filter(({ status }) => status !== 'owed');
  const mails = [...record.reports.flatMap((report) => report.mails), ...retried];
  const having = (status: MailStatus): number => mails.filter((mail) => mail.status === status).length;
  return {
    run: record.run,
    status: record.status,
    reports: record.reports.length,
    reports_held: record.reports.filter(({ status }) => status === 'held').length,
    reports_failed: record.reports.filter(({ status }) => status === 'failed').length,
    mails_sent: having('sent'),
    mails_owed: having('owed'),
    mails_unknown: having('unknown'),
    mails_refused: having('refused'),
    sources_failed: record.sources.filter(({ ok }) => !ok).length,
  };
}
