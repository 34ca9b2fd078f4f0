import type { Configuration } from '../config/configuration.ts';
import type { Ports } from '../ports.ts';
import { mime } from '../report/mime.ts';
import type { Rendered } from '../report/model.ts';
import { mailboxOf, type Job } from './jobs.ts';
import { briefOf, channelMailer, isChannel } from './channels.ts';
import { close, noteDue } from './open-mails.ts';
import type { MailRecord } from './record.ts';
import { sendKey, sendOnce } from './send-ledger.ts';
import { isSuppressed, unsubscribeUrl } from './suppression.ts';

export type MailPorts = Pick<Ports, 'lake' | 'state' | 'mailer' | 'clock' | 'secrets' | 'http'>;

/** One rendered issue of a report: what is handed over to each of its recipients. */
export interface Issue {
  readonly job: Job;
  readonly revision: number;
  readonly results_key: string;
  readonly mail: Rendered;
}

/** Faults of account or server in a row after which the others wait for the next turn: an account is locked for fewer logins. */
const enough = 2;

/**
 * Hands an issue over to recipients, each once (send-ledger.ts). All of them are written down as due first; what was accepted, or is
 * for somebody who wants no mail, is closed at the end. A fault of one recipient stops no other.
 */
export async function handOver(
  issue: Issue,
  recipients: readonly string[],
  ports: MailPorts,
  configuration: Configuration,
  { run, again = false }: { readonly run: string; readonly again?: boolean },
): Promise<readonly MailRecord[]> {
  const { job, revision, results_key } = issue;
  const identityOf = (recipient: string) => ({ ...job, revision, recipient });
  const due_s = ports.clock.now_s();
  const keys = recipients.map(
    (to) => [sendKey(identityOf(to)), { ...identityOf(to), results_key, run, due_s }] as const,
  );
  if (keys.length > 0) await noteDue(ports.state, Object.fromEntries(keys));
  const records: MailRecord[] = [];
  let faults = 0;
  let last: MailRecord | undefined;
  const channels = channelMailer(ports, configuration);
  for (const to of recipients) {
    if (await isSuppressed(ports.state, to, job.report)) {
      records.push({
        recipient: to,
        status: 'suppressed',
        id: null,
        message: 'The recipient unsubscribed, or the address bounced.',
      });
      continue;
    }
    if (isChannel(to)) {
      const message = { from: configuration.delivery.from, raw: briefOf(to, issue, configuration), tags: {} };
      records.push(await sendOnce(identityOf(to), message, { ...ports, mailer: channels }, run, { again }));
      continue;
    }
    if (last !== undefined && faults >= enough) {
      records.push({ ...last, recipient: to });
      continue;
    }
    const raw = await messageTo(to, issue, ports, configuration);
    const tags = { report: job.report, period: job.period, slice: job.slice, run };
    const record = await sendOnce(identityOf(to), { from: configuration.delivery.from, raw, tags }, ports, run, {
      again,
    });
    const isGeneral = record.status === 'owed' && (record.fault === 'account' || record.fault === 'server');
    faults = isGeneral ? faults + 1 : 0;
    last = record;
    records.push(record);
  }
  const closed = ['sent', 'already_sent', 'suppressed'];
  await close(
    ports.state,
    keys.flatMap(([key], i) => (closed.includes(records[i]?.status ?? '') ? [key] : [])),
  );
  return records;
}

/** The bytes for one recipient: the same ones whenever they are made. */
export async function messageTo(
  to: string,
  { job, mail }: Pick<Issue, 'job' | 'mail'>,
  ports: Pick<Ports, 'secrets'>,
  configuration: Configuration,
): Promise<Uint8Array> {
  const { delivery, organisation } = configuration;
  const mailbox = mailboxOf(configuration, job.report);
  return mime(mail, {
    from: delivery.from,
    to,
    reply_to: delivery.from.includes(mailbox) ? null : mailbox,
    unsubscribe_mailbox: mailbox,
    unsubscribe_url: await unsubscribeUrl(to, job.report, ports.secrets, delivery.unsubscribe_url),
    list: job.slice === 'all' ? job.report : `${job.report}.${job.slice}`,
    organisation: organisation.name,
  });
}
