import { counted } from '../../shared/counted.ts';

type Fields = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => String(value).replaceAll('_', ' ');
const count = (n: unknown, one: string, several?: string): string => counted(Number(n), one, several);

/** What the log says, as a person reads it. A test requires a sentence for every event that is logged. */
const sentences: Readonly<Record<string, (fields: Fields) => string>> = {
  'pull.page': ({ source, stream, rows }) => `Reading ${String(source)}: ${text(stream)}, ${count(rows, 'record')}`,
  'pull.wait': ({ source, wait_s, because }) => `Waiting ${String(wait_s)} s for ${String(source)}: ${String(because)}`,
  'pull.failed': ({ source, stream, error }) =>
    `${String(source)}: ${text(stream)} could not be read: ${String(error)}`,
  'pull.file': ({ path, rows, duplicates }) =>
    `Read ${String(path)}: ${count(rows, 'row')}${duplicates === 0 ? '' : `, ${String(duplicates)} of them doubled`}`,
  'pull.rejected': ({ path, faults }) => `${String(path)} is rejected: ${count(faults, 'fault')}`,
  'pull.set_aside': ({ path, rows, key }) =>
    `${String(path)}: ${count(rows, 'row')} could not be read and ${rows === 1 ? 'is' : 'are'} set aside (listed in lake/${String(key)})`,
  'load.rejected': ({ key, faults }) => `${String(key)} could not be loaded: ${count(faults, 'fault')}`,
  'load.done': ({ source, objects, tickets }) =>
    `Loaded ${String(source)}: ${count(objects, 'new object')}, ${count(tickets, 'ticket')}`,
  'input.flag': ({ file, flag, count: n }) => `${String(file)}: ${text(flag)} (${String(n)})`,
  'replay.done': ({ source, objects, tickets }) =>
    `Rebuilt ${String(source)}: ${count(objects, 'raw object')}, ${count(tickets, 'ticket')}`,
  'reconcile.doubtful': ({ source, tickets }) =>
    `${String(source)} no longer lists ${count(tickets, 'ticket')} that are stored. So many at once is not believed: nothing was removed.`,
  'reconcile.differs': ({ source, vanished, unread }) =>
    `${String(source)}: ${count(vanished, 'stored ticket')} gone from the helpdesk, ${String(unread)} of its tickets not read yet`,
  'forget.found': ({ objects, addresses }) =>
    `Looking through ${count(objects, 'raw object')}, ${count(addresses, 'address', 'addresses')} of the person`,
  'forget.rewritten': ({ changed }) => `Rewrote ${count(changed, 'object')}`,
  'maintain.failed': ({ table, message }) => `Upkeep of table ${String(table)} failed: ${String(message)}`,
  'mail.not_made': ({ report, period, message }) => `${String(report)} ${String(period)}: ${String(message)}`,
  'webhook.refused': ({ status }) => `The webhook of the operator answered with status ${String(status)}`,
  'webhook.failed': ({ message }) => `The webhook of the operator could not be reached: ${String(message)}`,
  mail_bounced: () => 'A mail came back: the address is not written to again',
  mail_complained: () => 'A recipient reported a mail as spam: the address is not written to again',
  unsubscribed: ({ report }) => `A recipient left ${String(report)}`,
};

export const isTold = (event: string): boolean => event in sentences;

/** One event as a sentence. */
export const sentenceOf = (event: string, fields: Fields): string =>
  sentences[event]?.(fields) ??
  `${text(event.replaceAll('.', ' '))}${Object.entries(fields)
    .map(([name, value], i) => `${i === 0 ? ': ' : ', '}${text(name)} ${String(value)}`)
    .join('')}`;
