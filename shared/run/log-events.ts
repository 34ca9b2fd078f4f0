/** Log lines that metrics and alarms are made of; the names are promises between the functions and the stack. */
export const logEvents = {
  /** Fields: run, status, mails_sent, mails_owed, mails_unknown, mails_refused, sources_failed. */
  run_finished: 'run_finished',
  /** A pull of a run has been loaded, source by source. Fields: run. */
  load_finished: 'load_finished',
  /** A schedule did not start a report; the daily pull makes it, for a week. Fields: report, period, given_up. */
  report_missed: 'report_missed',
  /** Fields: tables_failed, and tables, which names them. */
  maintenance_finished: 'maintenance_finished',
  /** Fields: recipient_hash. */
  mail_bounced: 'mail_bounced',
  mail_complained: 'mail_complained',
  unsubscribed: 'unsubscribed',
  /** One statement of Athena. Fields: name, scanned_bytes, usd. */
  query: 'query',
} as const;
export type LogEvent = keyof typeof logEvents;
