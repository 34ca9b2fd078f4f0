import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Secrets, State } from '../ports.ts';
import { readJson, updateJson } from '../state.ts';

/** Why an address gets no more mail. A bounce or complaint stops every report; an unsubscription the one it names. */
export interface Suppression {
  readonly reason: 'bounce' | 'complaint' | 'unsubscribed';
  /** Report id, or null for all. */
  readonly report: string | null;
  readonly at_s: number;
}

/** Name of the secret that signs unsubscribe links. */
export const unsubscribeSecret = 'casebook-unsubscribe';

const keyOf = (address: string): string =>
  `suppressed/${createHash('sha256').update(address.trim().toLowerCase()).digest('hex')}.json`;

/** Whether an address may not get a report. */
export async function isSuppressed(state: State, address: string, report: string): Promise<boolean> {
  const kept = await readJson<readonly Suppression[]>(state, keyOf(address));
  return kept?.some((one) => one.report === null || one.report === report) ?? false;
}

/** Remembers that an address gets no more mail; the same reason twice is remembered once. */
export async function suppress(state: State, address: string, suppression: Suppression): Promise<void> {
  await updateJson<readonly Suppression[]>(state, keyOf(address), (kept = []) =>
    kept.some((one) => one.reason === suppression.reason && one.report === suppression.report)
      ? undefined
      : [...kept, suppression],
  );
}

/** What an address gets no more; empty: everything that it is listed for. */
export const suppressions = async (state: State, address: string): Promise<readonly Suppression[]> =>
  (await readJson<readonly Suppression[]>(state, keyOf(address))) ?? [];

/** Takes back what suppresses an address: of one report, or (null) everything, a bounce and a complaint as well. */
export async function unsuppress(
  state: State,
  address: string,
  report: string | null,
): Promise<readonly Suppression[]> {
  const before = await suppressions(state, address);
  await updateJson<readonly Suppression[]>(state, keyOf(address), (kept) =>
    kept?.filter((one) => report !== null && one.report !== report),
  );
  return before.filter((one) => report === null || one.report === report);
}

const sign = (secret: string, address: string, report: string): Buffer =>
  createHmac('sha256', secret).update(`${address.trim().toLowerCase()}\n${report}`).digest();

/** The one-click link of one recipient and report (RFC 8058); null without an endpoint. */
export async function unsubscribeUrl(
  address: string,
  report: string,
  secrets: Secrets,
  endpoint: string | undefined,
): Promise<string | null> {
  if (endpoint === undefined) return null;
  const url = new URL(endpoint);
  url.searchParams.set('a', Buffer.from(address).toString('base64url'));
  url.searchParams.set('r', report);
  url.searchParams.set('t', sign(await secrets.get(unsubscribeSecret), address, report).toString('base64url'));
  return url.href;
}

/** Whom a link of ours unsubscribes from what; undefined when it was not signed by us. */
export async function readUnsubscribe(
  query: Readonly<Record<string, string | undefined>>,
  secrets: Secrets,
): Promise<{ readonly address: string; readonly report: string } | undefined> {
  const { a = '', r: report = '', t = '' } = query;
  const address = Buffer.from(a, 'base64url').toString('utf8');
  const right = sign(await secrets.get(unsubscribeSecret), address, report);
  const given = Buffer.from(t, 'base64url');
  return given.length === right.length && timingSafeEqual(given, right) ? { address, report } : undefined;
}
