import type { State } from '../ports.ts';
import { readJson, updateJson } from '../state.ts';
import { sendEntry, type Entry, type SendIdentity } from './send-ledger.ts';

/** A mail that is due, from before it is first tried until it was accepted or somebody gave it up. */
export interface OpenMail extends SendIdentity {
  /** From what it is rendered again, byte for byte. */
  readonly results_key: string;
  readonly run: string;
  readonly due_s: number;
}
interface OpenList {
  readonly v: 1;
  /** By the key of the send ledger. */
  readonly mails: Readonly<Record<string, OpenMail>>;
  /** Faults that the owner was told of and that still stand. */
  readonly told: readonly string[];
}

/** An open mail and what the ledger says of it; `entry` is undefined before the first attempt. */
export interface Open {
  readonly key: string;
  readonly mail: OpenMail;
  readonly entry: Entry | undefined;
}

const listKey = 'sends/open.json';
const empty: OpenList = { v: 1, mails: {}, told: [] };

/** Writes down what is due, before any of it is tried: a run that dies leaves no mail that nobody knows of. */
export async function noteDue(state: State, mails: Readonly<Record<string, OpenMail>>): Promise<void> {
  await updateJson<OpenList>(state, listKey, (list = empty) => {
    const added = Object.entries(mails).map(([key, mail]) => [
      key,
      { ...mail, due_s: list.mails[key]?.due_s ?? mail.due_s },
    ]);
    return { ...list, mails: { ...list.mails, ...Object.fromEntries(added) } };
  });
}

/** Takes mails off the list: accepted, or given up. */
export async function close(state: State, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await updateJson<OpenList>(state, listKey, (list) => {
    if (list === undefined || !keys.some((key) => key in list.mails)) return undefined;
    return { ...list, mails: Object.fromEntries(Object.entries(list.mails).filter(([key]) => !keys.includes(key))) };
  });
}

/** Everything open, oldest first; what was accepted meanwhile is left out. */
export async function openMails(state: State): Promise<readonly Open[]> {
  const { mails } = (await readJson<OpenList>(state, listKey)) ?? empty;
  const open = await Promise.all(
    Object.entries(mails).map(async ([key, mail]) => ({ key, mail, entry: await sendEntry(state, key) })),
  );
  return open
    .filter(({ entry }) => entry?.stage !== 'accepted')
    .sort((a, b) => a.mail.due_s - b.mail.due_s || (a.key < b.key ? -1 : 1));
}

/** Of the faults that stand now, those that nobody was told of yet. */
export async function untold(state: State, standing: readonly string[]): Promise<readonly string[]> {
  const { told } = (await readJson<OpenList>(state, listKey)) ?? empty;
  return standing.filter((fault) => !told.includes(fault));
}

/** From now on exactly these faults are told: one that ended is told again when it comes back. */
export async function noteTold(state: State, told: readonly string[]): Promise<void> {
  await updateJson<OpenList>(state, listKey, (list = empty) =>
    told.length === list.told.length && told.every((fault) => list.told.includes(fault))
      ? undefined
      : { ...list, told },
  );
}
