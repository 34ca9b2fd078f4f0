import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parseJson } from '../connectors/engine/json.ts';
import { UsageError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { LoadDeps } from './derive-pending.ts';
import { replay } from './replay.ts';

/** What erasing a person changed. */
export interface Forgotten {
  readonly objects: number;
  readonly changed: number;
  /** The id that stands where the person's stood: counts of distinct people stay what they were. */
  readonly pseudonym: string;
}

/** Keys whose value is the id of a person. */
const personKey =
  /(requester|updater|sender|agent|member|person|author|submitter|user|customer|contact|creator|reporter|caller|actor|recipient|respondent|visitor|assigned?|owner|opened_by|created_by|updated_by)(_?ids?)?$/i;
/** Keys whose text tells who somebody is, or what they wrote. Whole names: a `field_name` is no name of a person. */
const personalKey =
  /^((display|first|last|full|real)?_?name|e?mails?|email_?address|address(es)?|phone|mobile|photo|avatar(_url)?|(raw_)?subject|title|description(_text)?|((html|plain|raw)_)?body(_text)?|contents?|text|comments?|message|signature|alias|details|notes)$/i;
const accountKeys = ['email', 'emails', 'EmailAddress', 'emailAddress', 'role', 'phone'];
const gone = '[forgotten]';

/**
 * Erases a person: in every raw object the id becomes a pseudonym, what they wrote and what names them becomes "[forgotten]", and
 * their address is struck out of every text; then all tables are rebuilt from raw/ and the old staged files removed. Numbers do
 * not change, because the pseudonym counts as the person did. Repeating it, or killing it anywhere and repeating it, ends the same.
 * Dropped files in the operator's own folders are the operator's to clean.
 * @throws UsageError when nothing in raw/ mentions the person
 */
export async function forget(
  person: string,
  deps: LoadDeps & { readonly ports: Pick<Ports, 'lake' | 'state' | 'warehouse' | 'log'> },
): Promise<Forgotten> {
  const { lake } = deps.ports;
  const keys = (await lake.list('raw/')).filter((key) => key.includes('/stream='));
  const pseudonym = pseudonymOf(person);
  const texts = new Map<string, string>();
  const addresses = new Set<string>();
  for (const key of keys) {
    const body = await lake.get(key);
    if (body === undefined) continue;
    const text = textOf(body);
    if (!text.includes(person) && !text.includes(pseudonym)) continue;
    const parsed = jsonOf(text);
    if (parsed !== undefined) for (const address of addressesOf(parsed, person)) addresses.add(address);
    texts.set(key, text);
  }
  if (texts.size === 0)
    throw new UsageError(
      `casebook forget: nothing that was received mentions the person "${person}". Give the id that the helpdesk uses.`,
    );

  let changed = 0;
  for (const key of keys) {
    const before =
      texts.get(key) ?? (addresses.size === 0 ? undefined : textOf((await lake.get(key)) ?? new Uint8Array()));
    if (before === undefined) continue;
    const parsed = jsonOf(before);
    const struck = strike(
      parsed === undefined
        ? forgetRows(before, person, pseudonym)
        : JSON.stringify(forgetIn(parsed, person, pseudonym)),
      addresses,
    );
    if (struck === before || (parsed !== undefined && struck === JSON.stringify(parsed))) continue;
    changed++;
    await lake.put(key, gzipSync(struck, { level: 1 }));
  }
  const staged = await lake.list('staged/');
  await replay(deps);
  for (const key of staged) await lake.remove(key);
  return { objects: keys.length, changed, pseudonym };
}

/** A number for a number, so that typed shapes still read it; stable, and not to be turned back without the id. */
function pseudonymOf(person: string): string {
  const digest = createHash('sha256').update(`forgotten ${person}`).digest();
  return /^\d+$/.test(person)
    ? String(8e15 + (digest.readUIntBE(0, 6) % 1e15))
    : `forgotten-${digest.toString('hex').slice(0, 16)}`;
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const names = (value: unknown, person: string): boolean =>
  (typeof value === 'string' || typeof value === 'number') && String(value) === person;
const isAccount = (value: Readonly<Record<string, unknown>>, person: string): boolean =>
  names(value.id ?? value.Id ?? value.sys_id, person) && accountKeys.some((key) => key in value);
const mentions = (value: Readonly<Record<string, unknown>>, person: string): boolean =>
  isAccount(value, person) ||
  Object.entries(value).some(
    ([key, one]) => personKey.test(key) && (names(one, person) || (isPlain(one) && names(one.id, person))),
  );

function forgetIn(value: unknown, person: string, pseudonym: string): unknown {
  if (Array.isArray(value)) return value.map((one) => forgetIn(one, person, pseudonym));
  if (!isPlain(value)) return value;
  const isTheirs = mentions(value, person);
  // A change of a field tells the field's name beside the old and the new value.
  const isChange = Object.values(value).some((one) => typeof one === 'string' && personKey.test(one));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (names(one, person) && (isChange || personKey.test(key) || isAccount(value, person)))
        return [key, typeof one === 'number' ? Number(pseudonym) : pseudonym];
      const inside = forgetIn(one, person, pseudonym);
      return [key, isTheirs ? blank(key, inside) : inside];
    }),
  );
}

/** Every personal text below a record of the person. */
function blank(key: string, value: unknown): unknown {
  if (typeof value === 'string') return personalKey.test(key) && value !== '' ? gone : value;
  if (Array.isArray(value)) return value.map((one) => blank(key, one));
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, blank(name, one)]));
  return value;
}

/** Mail addresses of the person's own records, wherever they stand there. */
function addressesOf(value: unknown, person: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => addressesOf(one, person));
  if (!isPlain(value)) return [];
  const own = isAccount(value, person) ? (JSON.stringify(value).match(/[\w.+-]+@[\w.-]+\.\w+/g) ?? []) : [];
  return [...own, ...Object.values(value).flatMap((one) => addressesOf(one, person))];
}

const strike = (text: string, addresses: ReadonlySet<string>): string =>
  [...addresses].reduce(
    (left, address) =>
      left.replaceAll(new RegExp(address.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'gi'), gone),
    text,
  );

/** Rows of a CSV or of JSON lines: cells that are the id, whole. */
function forgetRows(text: string, person: string, pseudonym: string): string {
  const escaped = person.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return text.replaceAll(new RegExp(String.raw`(^|[,;\t|"\s:])${escaped}(?=$|[,;\t|"\s}])`, 'gm'), `$1${pseudonym}`);
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body);
}

function jsonOf(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
