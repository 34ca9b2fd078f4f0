import { createHash, createHmac, randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { parseJson } from '../connectors/engine/json.ts';
import { InputError, UsageError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { LoadDeps } from '../load/derive-pending.ts';
import { replay } from '../load/replay.ts';
import { textsWithin, withTexts } from '../files/kept.ts';
import { openTable, type FileTable } from '../files/table.ts';
import { forgottenCsv, forgottenJsonLines, forgottenMarkup, jsonRows, type InCells } from './forget-rows.ts';
import { searchFile, type Searched } from './search-file.ts';
import { spellingsIn } from './spellings.ts';
import { tracesInRows } from './traces-in-rows.ts';
import { createText, updateJson, updateText } from '../state.ts';

/** What erasing a person changed. Kept as the record of the erasure, which names nobody. */
export interface Forgotten {
  readonly at_s: number;
  /** Raw objects looked through, and changed. */
  readonly objects: number;
  readonly changed: number;
  /** Results that were changed, and files of rendered reports that were removed. */
  readonly results: number;
  readonly reports: number;
  /** Older versions of objects that ended with it. */
  readonly versions: number;
  /** Objects that were received damaged, so that what they say could not be read, nor changed. */
  readonly unread: readonly string[];
  /** The id that stands where the person's stood: counts of distinct people stay what they were. */
  readonly pseudonym: string;
  /** What was done beside the lake, and the proof; null where a home has no such place. */
  readonly beyond: Beyond | null;
}

/** What was removed beside the lake; what was read afterwards, and what still names the person (nothing, when the proof holds). */
export interface Beyond {
  readonly unfinished: number;
  readonly mails: number;
  readonly files: number;
  readonly bytes: number;
  readonly left: readonly string[];
  /** Files that could not be read, packed, encrypted or damaged: nobody can say that they do not name the person. */
  readonly unread: readonly string[];
  /** The operator's own files that name the person: inputs, logs, exports. Casebook changes none of them. */
  readonly own: readonly string[];
  /** The operator's own files that could not be read. */
  readonly ownUnread: readonly string[];
  /** Archives of `casebook backup` that hold what was there before. */
  readonly backups: readonly string[];
}

/** What tells that something names the person. */
export interface Names {
  readonly inText: (text: string) => boolean;
  /** In a file of any size, whatever it is packed or encoded in; `open` gives its bytes, each time it is called. */
  readonly inFile: (open: () => AsyncIterable<Uint8Array>) => Promise<Searched>;
  /** The person's id; a short one names nobody where it may be any figure, but does in columns of people. */
  readonly id: string;
  /** In small letters: one of them stands in every text that names the person. */
  readonly words: readonly string[];
}

/** What a home keeps beside what it shows: a bucket its old versions, Athena its answers, Iceberg its snapshots. */
export interface Past {
  /** Ends what objects below the prefix were before, and what was removed there. Answers how many versions. */
  versions(zone: 'lake' | 'state', prefix: string): Promise<number>;
  /** Ends every kept answer of a query. */
  answers(): Promise<number>;
  /** Ends what tables were before, and the files that only that used. */
  snapshots(): Promise<void>;
}

/** How many objects are looked through at a time. */
const atOnce = 8;

/** Keys whose value is the id of a person. */
const personKey =
  /(requester|updater|sender|agent|member|person|author|submitter|user|customer|contact|creator|reporter|caller|actor|recipient|respondent|visitor|assignee|assigned_to|owner|(opened|created|updated|closed|resolved)_by)(_?ids?)?$/i;
/** Keys whose text lists ids of people, perhaps with the instants of their merges: "12:1726000000000;13:1727000000000". */
const peopleKey = /merged_(object_ids|vids)$/i;
/** Keys whose text tells who somebody is, or what they wrote. Whole names: a `field_name` is no name of a person. */
const personalKey =
  /^((display|first|last|full|real)?_?name|e?mails?|email_?address|address(es)?|phone|mobile|photo|avatar(_url)?|(raw_)?subject|title|description(_text)?|((html|plain|raw)_)?body(_text)?|contents?|text|comments?|message|signature|alias|details|notes)$/i;
const accountKeys = ['email', 'emails', 'EmailAddress', 'emailAddress', 'role', 'phone'];
const gone = '[forgotten]';

/**
 * Erases a person: in every raw object the id becomes a pseudonym, what they wrote and what names them becomes "[forgotten]", and
 * their address is struck out of every text; results likewise, and rendered reports that name them go. Then all tables are rebuilt
 * from raw/, the old staged files removed, and the past of all of it ended. Numbers do not change, because the pseudonym counts as
 * the person did. Repeating it, or killing it anywhere and repeating it, ends the same.
 * Dropped files in the operator's own folders are the operator's to clean.
 * @throws UsageError when nothing in raw/ mentions the person
 */
export async function forget(
  person: string,
  deps: LoadDeps & { readonly ports: Pick<Ports, 'lake' | 'state' | 'warehouse' | 'log'> },
  {
    at_s,
    past,
    beyond,
  }: {
    readonly at_s: number;
    readonly past?: Past;
    /** Erases what lies beside the lake, and reads everything afterwards. */
    readonly beyond?: (names: Names) => Promise<Beyond>;
  },
): Promise<Forgotten> {
  const { lake, state, log } = deps.ports;
  // Beside what was received: lists of rows that were set aside, and what a pull recorded of itself.
  const keys = await lake.list('raw/');
  const isReceived = (key: string): boolean => key.includes('/stream=');
  const secret = await secretOf(person, state);
  const pseudonym = pseudonymOf(person, secret.key);
  const addresses = new Set<string>(secret.addresses);
  const accounts = new Set<string>();
  const unread: string[] = [];
  let isKnown = false;
  await eachOf(keys, async (key) => {
    const body = (await lake.get(key)) ?? new Uint8Array();
    const texts = await textsWithin(body, deps.fileRead?.(key)?.asked.encoding);
    if (texts.some(({ isUnread }) => isUnread)) unread.push(key);
    if (!texts.some(({ text }) => text.includes(person))) {
      isKnown ||= texts.some(({ text }) => text.includes(pseudonym));
      return;
    }
    isKnown ||= isReceived(key);
    const own = [
      ...texts.flatMap(({ text }) => addressesOf(jsonOf(text), person)),
      ...((await inRowsOf(key, body, person, deps))?.addresses ?? []),
    ];
    if (own.length > 0) accounts.add(key);
    for (const address of own) addresses.add(address);
  });
  if (!isKnown) {
    await secret.destroy();
    throw new UsageError(
      `casebook forget: nothing that was received mentions the person "${person}". Give the id that the helpdesk uses.`,
    );
  }
  await secret.keep([...addresses]);
  const objects = keys.filter(isReceived).length;
  log.info('forget.found', { objects, addresses: addresses.size });

  let changed = 0;
  const rewrite = async (key: string): Promise<void> => {
    const before = (await lake.get(key)) ?? new Uint8Array();
    const read = deps.fileRead?.(key);
    const rows = await inRowsOf(key, before, person, deps);
    const cells: InCells | undefined = rows && {
      ...rows,
      forgotten: (cell, isFigure) => forgottenCell(cell, isFigure, rows.cells),
    };
    const forgottenCell = (cell: string, isFigure: boolean, blanks: ReadonlyMap<string, string>): string =>
      blanks.get(cell.trim()) ??
      strike(distinctly(isFigure ? cell : forgetRows(cell, person, pseudonym), person, pseudonym), addresses);
    const after = await withTexts(
      before,
      async ({ text, isMarkup, isUnread }) => {
        if (isUnread) return text;
        if (cells !== undefined && isMarkup) return forgottenMarkup(text, cells);
        if (cells?.table.format === 'csv') {
          const changed = await forgottenCsv(text, cells);
          if (changed !== undefined) return changed;
        }
        if (cells?.table.format === 'json') {
          const changed = forgottenJsonLines(text, cells, person, pseudonym);
          if (changed !== undefined) return changed;
        }
        return forgottenIn(text, person, pseudonym, addresses);
      },
      read?.asked.encoding,
    );
    if (after === before) return;
    if (isReceived(key)) changed++;
    await lake.put(key, after, { contentType: isReceived(key) ? 'application/gzip' : 'application/json' });
  };
  // Objects that tell the addresses come last: whoever repeats this after a death still finds them there.
  await eachOf(
    keys.filter((key) => !accounts.has(key)),
    rewrite,
  );
  await eachOf([...accounts], rewrite);
  const results = await forgetResults(lake, person, pseudonym, addresses);
  const reports = await removeReports(lake, person, addresses);
  await forgetState(state, person, pseudonym, addresses);
  log.info('forget.rewritten', { changed, results, reports });

  const staged = await lake.list('staged/');
  await replay(deps);
  await eachOf(staged, (key) => lake.remove(key));
  let versions = 0;
  if (past !== undefined) {
    await past.snapshots();
    for (const zone of ['raw/', 'staged/', 'tables/', 'results/', 'reports/'])
      versions += await past.versions('lake', zone);
    versions += await past.answers();
  }
  const told = beyond === undefined ? null : await beyond(namesOf(person, addresses));
  await secret.destroy();
  // Lists of people by whom facts were derived, records of runs, and the key of the pseudonym.
  if (past !== undefined)
    for (const prefix of ['cursors/', 'erasures/', 'load/', 'runs/', 'sends/'])
      versions += await past.versions('state', prefix);
  const done: Forgotten = {
    at_s,
    objects,
    changed,
    results,
    reports,
    versions,
    unread: unread.sort(),
    pseudonym,
    beyond: told,
  };
  const name = `erasures/${at_s}-${createHash('sha256').update(pseudonym).digest('hex').slice(0, 16)}.json`;
  await createText(state, name, JSON.stringify({ v: 1, ...done }));
  return done;
}

function namesOf(person: string, addresses: ReadonlySet<string>): Names {
  const inText = (text: string): boolean =>
    strike(text, addresses) !== text || (isDistinctive(person) && wordOf(person).test(text));
  return {
    inText,
    inFile: (open) => searchFile(open, inText),
    id: person,
    words: [...addresses, ...(isDistinctive(person) ? [person] : [])].map((word) => word.toLowerCase()),
  };
}

/**
 * What the rows of a kept file say of a person; undefined for a page of a helpdesk, or a file that is none any more. What is blanked gets a
 * number: rows that differed still do.
 */
async function inRowsOf(
  key: string,
  body: Uint8Array,
  person: string,
  { fileRead }: Pick<LoadDeps, 'fileRead'>,
): Promise<(Omit<InCells, 'forgotten'> & { readonly addresses: readonly string[] }) | undefined> {
  const read = fileRead?.(key);
  if (read === undefined) return undefined;
  const open = async (): Promise<FileTable> => {
    const table = await openTable(once(body), key, read.asked);
    if (table.format !== 'json') return table;
    const [first] = await textsWithin(body, read.asked.encoding);
    return jsonRows(first?.text ?? '', table);
  };
  try {
    const table = await open();
    const { addresses, cells } = await tracesInRows(open, person, read);
    const blanks = [...cells].map((cell, i) => [cell, `[forgotten ${i + 1}]`] as const);
    return {
      table,
      isFigure: (name) => read.all.has(name) && !read.people.has(name),
      addresses,
      cells: new Map(blanks),
    };
  } catch (error) {
    if (error instanceof InputError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(body);
}

async function eachOf(keys: readonly string[], work: (key: string) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let key = keys[next++]; key !== undefined; key = keys[next++]) await work(key);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, keys.length) }, worker));
}

const textAt = async (lake: Pick<Ports['lake'], 'get'>, key: string): Promise<string> =>
  textOf((await lake.get(key)) ?? new Uint8Array());

/** A text that was received, without the person; the same text when they are not in it. */
export function forgottenIn(before: string, person: string, pseudonym: string, addresses: ReadonlySet<string>): string {
  if (!before.includes(person)) return strike(before, addresses);
  const parsed = jsonOf(before);
  if (parsed === undefined)
    return strike(distinctly(forgetRows(before, person, pseudonym), person, pseudonym), addresses);
  const after = structured(parsed, person, pseudonym, addresses);
  return after === JSON.stringify(parsed) ? before : after;
}

/** JSON without the person: by the meaning of its keys, and an id that can be nothing else wherever it stands. */
function structured(parsed: unknown, person: string, pseudonym: string, addresses: ReadonlySet<string>): string {
  return distinctly(strike(JSON.stringify(forgetIn(parsed, person, pseudonym)), addresses), person, pseudonym);
}

/** An id that can be nothing else, wherever it stands. */
const distinctly = (text: string, person: string, pseudonym: string): string =>
  isDistinctive(person) ? text.replaceAll(wordOf(person), pseudonym) : text;

/** An id that no figure, date or word of a status could be: long digits, or letters mixed with something else. */
const isDistinctive = (person: string): boolean =>
  /^\d{11,}$/.test(person) || (person.length >= 6 && /[a-z]/i.test(person) && /[^a-z_]/i.test(person));
const wordOf = (person: string): RegExp => new RegExp(String.raw`(?<![\w-])${escaped(person)}(?![\w-])`, 'g');

/** Results keep their numbers; only who somebody was goes. */
async function forgetResults(
  lake: Ports['lake'],
  person: string,
  pseudonym: string,
  addresses: ReadonlySet<string>,
): Promise<number> {
  let changed = 0;
  await eachOf(await lake.list('results/'), async (key) => {
    const before = await textAt(lake, key);
    const parsed = jsonOf(before);
    const after = parsed === undefined ? before : structured(parsed, person, pseudonym, addresses);
    if (parsed === undefined || after === JSON.stringify(parsed)) return;
    changed++;
    await lake.put(key, new TextEncoder().encode(`${after}\n`), { contentType: 'application/json' });
  });
  return changed;
}

/** Cursors, records of runs and the like, where they name the person. */
async function forgetState(
  state: Ports['state'],
  person: string,
  pseudonym: string,
  addresses: ReadonlySet<string>,
): Promise<void> {
  for (const key of await state.list(''))
    if (!key.startsWith('erasures/'))
      await updateText(state, key, (text) => {
        if (text === undefined) return undefined;
        return distinctly(strike(text, addresses), person, pseudonym);
      });
}

/**
 * A rendered report is a copy of mail, in forms that cannot be rewritten (signed, zipped, drawn). One that names the person, or of which a
 * part cannot be read, is removed whole. A bare number shorter than six digits names nobody there: it may be any figure.
 */
async function removeReports(lake: Ports['lake'], person: string, addresses: ReadonlySet<string>): Promise<number> {
  const keys = await lake.list('reports/');
  const folderOf = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1);
  const isTelling = !/^\d{1,5}$/.test(person);
  const { inText } = namesOf(person, addresses);
  const folders = new Set<string>();
  await eachOf(
    keys.filter((key) => !key.endsWith('.png')),
    async (key) => {
      const { texts, isUnread } = await spellingsIn((await lake.get(key)) ?? new Uint8Array());
      const isPlain = /\.(html|txt|json|csv|xlsx)$/.test(key);
      if (isUnread || texts.some((text) => inText(text) || (isPlain && isTelling && wordOf(person).test(text))))
        folders.add(folderOf(key).replace(/(images|attachments)\/$/, ''));
    },
  );
  const gone = keys.filter((key) => [...folders].some((folder) => key.startsWith(folder)));
  await eachOf(gone, (key) => lake.remove(key));
  return gone.length;
}

/** What erasures keep while they last, by a digest of the person: nothing of it remains, not even that somebody was erased. */
const underWay = 'erasures/under-way.json';

interface Secret {
  readonly key: string;
  /** What names the person, as an erasure that was killed had found it. */
  readonly addresses: readonly string[];
}

/**
 * The key of one erasure: made for it, kept while it lasts, so that repeating a killed one ends the same, and destroyed with it.
 * Afterwards nobody can tell whose a pseudonym is, not by trying every id either.
 */
async function secretOf(
  person: string,
  state: Ports['state'],
): Promise<Secret & { keep(addresses: readonly string[]): Promise<void>; destroy(): Promise<void> }> {
  const name = createHash('sha256').update(person).digest('hex');
  const change = (
    next: (before: Secret | undefined) => Secret | undefined,
  ): Promise<Readonly<Record<string, Secret>> | undefined> =>
    updateJson<Readonly<Record<string, Secret>>>(state, underWay, (before = {}) => {
      const { [name]: own, ...others } = before;
      const after = next(own);
      return after === undefined ? others : { ...others, [name]: after };
    });
  const fresh: Secret = { key: randomBytes(32).toString('hex'), addresses: [] };
  const { [name]: secret = fresh } = (await change((before) => before ?? fresh)) ?? {};
  return {
    ...secret,
    keep: async (addresses) => void (await change((before) => before && { ...before, addresses })),
    destroy: async () => void (await change(() => undefined)),
  };
}

/** A number for a number, so that typed shapes still read it. */
function pseudonymOf(person: string, key: string): string {
  const digest = createHmac('sha256', key).update(person).digest();
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
      if (typeof one === 'string' && peopleKey.test(key)) return [key, one.replaceAll(wordOf(person), pseudonym)];
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

/** Names of several words: one word may be any word. */
const fullNames = (account: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(account).flatMap(([key, value]) =>
    /^((display|real|full)_?)?name$/i.test(key) && typeof value === 'string' && /\S{2,}\s+\S{2,}/.test(value)
      ? [value]
      : [],
  );

/** Mail addresses of the person's own records, wherever they stand there, and their full name. */
function addressesOf(value: unknown, person: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => addressesOf(one, person));
  if (!isPlain(value)) return [];
  const own = isAccount(value, person)
    ? [...(JSON.stringify(value).match(/[\w.+-]+@[\w.-]+\.\w+/g) ?? []), ...fullNames(value)]
    : [];
  return [...own, ...Object.values(value).flatMap((one) => addressesOf(one, person))];
}

const strike = (text: string, addresses: ReadonlySet<string>): string =>
  [...addresses].reduce((left, address) => left.replaceAll(new RegExp(escaped(address), 'gi'), gone), text);

/** Rows of a CSV or of JSON lines: cells that are the id, whole. */
function forgetRows(text: string, person: string, pseudonym: string): string {
  return text.replaceAll(
    new RegExp(String.raw`(^|[,;\t|"\s:])${escaped(person)}(?=$|[,;\t|"\s}])`, 'gm'),
    `$1${pseudonym}`,
  );
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

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
