/** Log lines that metrics and alarms are made of; the names are promises between the functions and the stack. */
export const logEvents = {
  /** Fields: run, status, mails_sent, mails_owed, mails_unknown, mails_refused, sources_failed. */
  run_finished: 'run_finished',
  /** Fields: recipient_hash. */
  mail_bounced: 'mail_bounced',
  mail_complained: 'mail_complained',
  unsubscribed: 'unsubscribed',
  /** One statement of Athena. Fields: name, scanned_bytes, usd. */
  query: 'query',
} as const;
export type LogEvent = keyof typeof logEvents;
