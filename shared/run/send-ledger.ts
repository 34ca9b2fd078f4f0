import { createHash, randomUUID } from 'node:crypto';
import { DeliveryError, type DeliveryFault } from '../errors.ts';
import type { Clock, Mailer, State } from '../ports.ts';
import { readJson, writeIf } from '../state.ts';
import type { MailRecord, MailStatus } from './record.ts';

/** What makes a message one message: a second send with the same identity must not happen. */
export interface SendIdentity {
  readonly report: string;
  readonly period: string;
  readonly slice: string;
  readonly revision: number;
  readonly recipient: string;
}

/**
 * How far a message came. `claimed`: about to be handed over; found by anybody else, it is unknown. `owed`: certainly not handed over.
 * `unknown`: handed over without an answer; never again by itself. Refused and accepted are final, unless a person says otherwise.
 */
export type Stage = 'claimed' | 'owed' | 'refused' | 'unknown' | 'accepted';

export interface Entry extends SendIdentity {
  readonly v: 2;
  readonly stage: Stage;
  readonly at_s: number;
  /** When it was first tried: its deadline counts from here. */
  readonly first_s: number;
  readonly run: string;
  /** Tells one claim from every other one, so that a repeated write knows its own. */
  readonly nonce: string;
  readonly attempts: number;
  /** What the mail system called it; null before it was accepted. */
  readonly id: string | null;
  readonly message: string | null;
  readonly fault: DeliveryFault | null;
}

/** Entries before there were stages. */
interface OldEntry extends SendIdentity {
  readonly status: 'claimed' | 'sent' | 'refused';
  readonly at_s: number;
  readonly run: string;
  readonly id: string | null;
  readonly message: string | null;
}

/** sha256 over report, period, slice, revision and recipient; the name of the ledger entry and of the outbox file. */
export const sendKey = (of: SendIdentity): string =>
  createHash('sha256')
    .update([of.report, of.period, of.slice, String(of.revision), of.recipient.toLowerCase()].join('\n'))
    .digest('hex');

export const sendPlace = (key: string): string => `sends/${key}.json`;

function entryOf(kept: Entry | OldEntry): Entry {
  if (!('status' in kept)) return kept;
  const { status, ...rest } = kept;
  const stage = status === 'sent' ? 'accepted' : status;
  return { v: 2, ...rest, stage, first_s: kept.at_s, nonce: '', attempts: 1, fault: null };
}

/** What the ledger says of a message; undefined before it was ever tried. */
export async function sendEntry(state: State, key: string): Promise<Entry | undefined> {
  const kept = await readJson<Entry | OldEntry>(state, sendPlace(key));
  return kept === undefined ? undefined : entryOf(kept);
}

const unanswered =
  'It was handed over, and no answer came: it may have arrived. It is not sent again by itself. Look for it in the mail server’s log or ask the recipient, then casebook settle.';

export interface SendHome {
  readonly state: State;
  readonly mailer: Mailer;
  readonly clock: Clock;
}
export interface Sendable {
  readonly from: string;
  readonly raw: Uint8Array;
  readonly tags: Readonly<Record<string, string>>;
}

/** How long what was certainly not handed over is tried again by itself: mail servers give up after four to five days (RFC 5321, 4.5.4.1). */
export const sendDeadline_s = 4 * 86_400;

/**
 * Sends once: claim by a conditional write, hand over, write the result. What was certainly not handed over is claimed again; what has
 * no answer is `unknown`, unless the mailer is idempotent; then the same message is handed over again. `again`: a person asked for
 * it: a refusal and the deadline count no more.
 */
export async function sendOnce(
  of: SendIdentity,
  message: Sendable,
  home: SendHome,
  run: string,
  { again = false }: { readonly again?: boolean } = {},
): Promise<MailRecord> {
  const key = sendKey(of);
  const place = sendPlace(key);
  const now_s = home.clock.now_s();
  const found = await home.state.read(place);
  const before = found === undefined ? undefined : entryOf(JSON.parse(found.value) as Entry | OldEntry);
  if (before !== undefined) {
    const standing = standingOf(before, home, now_s, again);
    if (standing !== undefined) return standing;
  }
  const claim: Entry = {
    ...of,
    v: 2,
    stage: 'claimed',
    at_s: now_s,
    first_s: before?.first_s ?? now_s,
    run,
    nonce: randomUUID(),
    attempts: (before?.attempts ?? 0) + 1,
    id: null,
    message: null,
    fault: null,
  };
  const version = await writeIf(home.state, place, JSON.stringify(claim), found?.version ?? null);
  // Another process claimed it between the two calls.
  if (version === undefined) return recordOf({ ...claim, stage: 'unknown', message: unanswered });
  const result = { ...claim, ...(await handedOver(of, key, message, home.mailer)) };
  await writeIf(home.state, place, JSON.stringify(result), version);
  return recordOf(result);
}

/** What an earlier attempt left that no new one may change; undefined: try. */
function standingOf(before: Entry, home: SendHome, now_s: number, again: boolean): MailRecord | undefined {
  if (before.stage === 'accepted') return { ...recordOf(before), status: 'already_sent', message: null };
  if (before.stage === 'refused') return again ? undefined : recordOf(before);
  if (before.stage === 'owed') {
    if (again || now_s < before.first_s + sendDeadline_s) return undefined;
    const days = sendDeadline_s / 86_400;
    return {
      ...recordOf(before),
      message: `${before.message ?? ''} It is not tried any more after ${days} days; casebook resend sends it.`.trim(),
    };
  }
  return home.mailer.isIdempotent ? undefined : recordOf({ ...before, stage: 'unknown', message: unanswered });
}

async function handedOver(
  of: SendIdentity,
  key: string,
  { from, raw, tags }: Sendable,
  mailer: Mailer,
): Promise<Pick<Entry, 'stage' | 'id' | 'message' | 'fault'>> {
  try {
    const { id } = await mailer.send({ key, from, to: of.recipient, raw, tags: { ...tags, send: key } });
    return { stage: 'accepted', id, message: null, fault: null };
  } catch (error) {
    if (error instanceof DeliveryError)
      return { stage: error.isFinal ? 'refused' : 'owed', id: null, message: error.message, fault: error.fault };
    const said = error instanceof Error ? error.message : String(error);
    return { stage: 'unknown', id: null, message: `${said.replace(/\.$/, '')}. ${unanswered}`, fault: null };
  }
}

const statuses: Readonly<Record<Stage, MailStatus>> = {
  accepted: 'sent',
  owed: 'owed',
  refused: 'refused',
  unknown: 'unknown',
  claimed: 'unknown',
};
const recordOf = ({ recipient, stage, id, message, fault }: Entry): MailRecord => ({
  recipient,
  status: statuses[stage],
  id,
  message,
  ...(fault === null ? {} : { fault }),
});

/**
 * Settles what is unknown: by an event of the mail system, or by a person who looked. `owed`: it certainly did not arrive, and is sent
 * again. Answers the entry afterwards; undefined when there is none.
 */
export async function settle(
  state: State,
  key: string,
  stage: 'accepted' | 'refused' | 'owed',
  about: { readonly at_s: number; readonly id?: string; readonly message: string },
  from: readonly Stage[] = ['claimed', 'unknown'],
): Promise<Entry | undefined> {
  for (;;) {
    const kept = await state.read(sendPlace(key));
    if (kept === undefined) return undefined;
    const before = entryOf(JSON.parse(kept.value) as Entry | OldEntry);
    if (!from.includes(before.stage)) return before;
    const { at_s, id = before.id, message } = about;
    const after: Entry = { ...before, stage, at_s, id, message, fault: null };
    if ((await writeIf(state, sendPlace(key), JSON.stringify(after), kept.version)) !== undefined) return after;
  }
}
