import { z } from 'zod';
import type { Configuration } from '../config/configuration.ts';
import { ConfigurationError, type DeliveryFault } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { compose, render } from '../report/report.ts';
import { readJson } from '../state.ts';
import { isChannel, isSafe } from './channels.ts';
import { recipientsOf } from './deliver.ts';
import { handOver, type Issue, type MailPorts } from './hand-over.ts';
import { definitionOf, reportIdsOf } from './jobs.ts';
import { issuedKey, readFacts, type Issued } from './measure.ts';
import { close, noteTold, openMails, untold, type Open } from './open-mails.ts';
import { sendDeadline_s } from './send-ledger.ts';
import { isOver, type Retried, type RunRecord, runKey } from './record.ts';

export const RetryRequest = z.object({
  run: z.string(),
  /** The first turn tries what earlier runs left; later ones what this run left. */
  turn: z.int().min(1),
  /** Seconds that this run has waited for retries so far. */
  waited_s: z.number(),
});
export type RetryRequest = z.output<typeof RetryRequest>;

export interface RetryAnswer {
  readonly mails: readonly Retried[];
  /** Seconds after which another turn makes sense; null: it is over for this run. */
  readonly wait_s: number | null;
}

/** What a home knows of itself: who else may be at work, and how long a run may wait for a mail server. */
export interface RetryHome {
  /** No other run is alive: whatever is open was left behind. */
  readonly isAlone: boolean;
  readonly patience_s: number;
}

export type RetryPorts = MailPorts & Pick<Ports, 'http' | 'log'>;

/** 5 s, 20 s, 80 s, ... and no more than an hour between two turns. */
const pause_s = (turn: number): number => Math.min(3600, 5 * 4 ** (turn - 1));

/**
 * Tries again what was certainly not handed over, by this run or an earlier one, and what a dead run never came to. Mails that nobody is
 * owed any more (a recipient who was taken off, an issue that a newer one replaced) are closed. What remains open is told to the owner
 * by the webhook, once a fault.
 */
export async function retry(
  { run, turn, waited_s }: RetryRequest,
  ports: RetryPorts,
  configuration: Configuration,
  home: RetryHome,
): Promise<RetryAnswer> {
  await closeStale(ports, configuration);
  const open = await openMails(ports.state);
  const chosen: Open[] = [];
  for (const one of open) {
    if (!isTried(one, ports.mailer.isIdempotent)) continue;
    const isOwn = one.mail.run === run;
    if (turn === 1 ? !isOwn && (home.isAlone || (await isLeft(one, ports))) : isOwn && one.entry?.fault !== 'account')
      chosen.push(one);
  }
  const mails = await sendAgain(chosen, ports, configuration, { run });
  const left = await openMails(ports.state);
  await tellOwner(left, ports, configuration);
  const isWorth = left.some(
    (one) => one.mail.run === run && isTried(one, ports.mailer.isIdempotent) && one.entry?.fault !== 'account',
  );
  const wait_s = pause_s(turn);
  return { mails, wait_s: isWorth && waited_s + wait_s <= home.patience_s ? wait_s : null };
}

/** How long a mail waits where no run is due that would try it again; a login that is refused often may be locked. */
const idlePause_s = (fault: DeliveryFault | null): number => (fault === 'account' ? 6 * 3600 : 900);

/** Is a mail owed that was not tried for a while, and may be still? A weekly report's next run would come after its deadline. */
export const isAnythingOwed = async (state: Ports['state'], now_s: number): Promise<boolean> =>
  (await openMails(state)).some(
    ({ entry }) =>
      entry?.stage === 'owed' &&
      now_s >= entry.at_s + idlePause_s(entry.fault) &&
      now_s < entry.first_s + sendDeadline_s,
  );

/** A file in the outbox is the same file again; a channel would say everything twice. */
const isTried = ({ entry, mail }: Open, isIdempotent: boolean): boolean =>
  entry === undefined ||
  entry.stage === 'owed' ||
  (isIdempotent && !isChannel(mail.recipient) && entry.stage !== 'refused');

async function isLeft({ mail }: Open, { state, clock }: RetryPorts): Promise<boolean> {
  return isOver(await readJson<RunRecord>(state, runKey(mail.run)), clock.now_s());
}

/** Hands open mails over, each issue rendered once from its kept results; those that were never tried come first. */
export async function sendAgain(
  open: readonly Open[],
  ports: MailPorts & Pick<Ports, 'log'>,
  configuration: Configuration,
  options: { readonly run: string; readonly again?: boolean },
): Promise<readonly Retried[]> {
  const told: Retried[] = [];
  for (const [results_key, group] of Map.groupBy(open, ({ mail }) => mail.results_key)) {
    const [first] = group;
    if (first === undefined) continue;
    const { report, period, slice, revision } = first.mail;
    const sorted = [...group].sort((a, b) => (a.entry?.attempts ?? 0) - (b.entry?.attempts ?? 0));
    const recipients = sorted.map(({ mail }) => mail.recipient);
    const about = { report, period, slice };
    try {
      const facts = await readFacts(results_key, ports);
      const mail = await render(compose(definitionOf(facts.configuration), facts));
      const issue: Issue = { job: about, revision, results_key, mail };
      const records = await handOver(issue, recipients, ports, configuration, options);
      told.push(...records.map((record) => ({ ...about, ...record })));
    } catch (error) {
      const message = `It could not be made again: ${error instanceof Error ? error.message : String(error)}`;
      ports.log.warn('mail.not_made', { report, period, message });
      told.push(
        ...recipients.map((recipient) => ({ ...about, recipient, status: 'owed' as const, id: null, message })),
      );
    }
  }
  return told;
}

async function closeStale(ports: MailPorts, configuration: Configuration): Promise<void> {
  const stale: string[] = [];
  for (const { key, mail } of await openMails(ports.state)) {
    const isListed =
      reportIdsOf(configuration).includes(mail.report) &&
      recipientsOf(configuration, mail).some((to) => to.toLowerCase() === mail.recipient.toLowerCase());
    const issued = await readJson<Issued>(ports.state, issuedKey(mail));
    if (!isListed || (issued !== undefined && issued.revision > mail.revision)) stale.push(key);
  }
  await close(ports.state, stale);
}

/** One line an open mail: what, to whom, why, and what to do. */
export function openLine({ key, mail, entry }: Open): string {
  const { report, period, slice, recipient } = mail;
  const name = `${report} ${period}${slice === 'all' ? '' : ` ${slice}`}`;
  const stage = entry === undefined ? 'due' : entry.stage === 'claimed' ? 'unknown' : entry.stage;
  return `${key.slice(0, 8)}  ${stage.padEnd(7)} ${name} to ${recipient}: ${entry?.message ?? (entry === undefined ? 'It was not tried yet; the next run or casebook resend sends it.' : 'The run ended before the answer came. Look for it, then casebook settle.')}`;
}

/** What helps, said wherever mails are listed that have not arrived. */
export const whatHelps =
  'casebook resend sends what is due, owed or refused; casebook settle says what became of the unknown.';

/**
 * A second way to the owner, which does not hang on the mail system: the webhook gets each fault once, with what helps, as the JSON
 * that Slack, Teams and others take. A fault that the webhook did not take is told by the next run.
 */
async function tellOwner(open: readonly Open[], ports: RetryPorts, { delivery }: Configuration): Promise<void> {
  const { webhook } = delivery;
  if (webhook === undefined) return;
  const lines = new Map(open.map((one) => [`${one.key}:${one.entry?.stage ?? 'due'}`, openLine(one)]));
  const standing = [...lines.keys()];
  const fresh = await untold(ports.state, standing);
  const isTold =
    fresh.length === 0 ||
    (await posted(webhook, fresh.map((fault) => lines.get(fault)).join('\n'), fresh.length, ports));
  await noteTold(ports.state, isTold ? standing : standing.filter((fault) => !fresh.includes(fault)));
}

/** Nothing of the address is said: it is the secret. */
async function posted(
  webhook: string,
  lines: string,
  many: number,
  { http, secrets, log }: RetryPorts,
): Promise<boolean> {
  const text = `Casebook: ${many} ${many === 1 ? 'mail has' : 'mails have'} not arrived.\n${lines}\n${whatHelps}`;
  try {
    const url = (await secrets.get(webhook.replace(/^\$\{(?:env|secret):|\}$/g, ''))).trim();
    if (!isSafe(url)) throw new ConfigurationError('delivery.webhook: the secret holds no https address.');
    const headers = { 'content-type': 'application/json' };
    const { status } = await http.send({
      method: 'POST',
      url,
      headers,
      body: JSON.stringify({ text }),
      timeout_ms: 30_000,
    });
    if (status < 300) return true;
    log.warn('webhook.refused', { status });
  } catch (error) {
    log.warn('webhook.failed', {
      message: error instanceof ConfigurationError ? error.message : error instanceof Error ? error.name : 'Error',
    });
  }
  return false;
}
