import { createReadStream, type ReadStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { literal } from '../../lake/literal.ts';
import { codeOf, keepUnderWay, scratch, sweep } from './atomic-file.ts';

/** What tells that something names the person who is erased. */
export interface Names {
  readonly inText: (text: string) => boolean;
  /** In a file of any size and packing, whose bytes `open` gives each time it is called; 'unread' where it cannot be read. */
  readonly inFile: (open: () => AsyncIterable<Uint8Array>) => Promise<'named' | 'not_named' | 'unread'>;
  readonly id: string;
  /** In small letters: one of them stands in every text that names the person. */
  readonly words: readonly string[];
}

/** What was done beyond the lake, and the proof: what was read afterwards, and what still names the person. */
export interface Beyond {
  /** Unfinished files of killed commands that were removed. */
  readonly unfinished: number;
  /** Mails in the outbox, and files in out/, that were removed. */
  readonly mails: number;
  readonly files: number;
  readonly bytes: number;
  /** Files in which the person still stands; empty when the proof holds. */
  readonly left: readonly string[];
  /** Files that could not be read: packed, encrypted or damaged. */
  readonly unread: readonly string[];
  /** Files of the operator that name the person, and such that could not be read. */
  readonly own: readonly string[];
  readonly ownUnread: readonly string[];
}

/**
 * Erases a person from what lies beside the lake's objects in the embedded home, and reads everything afterwards. The database must be
 * closed: it is written anew, so that no free page and no log holds deleted rows.
 */
export async function eraseBeyond(
  {
    dataFolder,
    outFolder,
    ownFiles,
    now_ms,
  }: {
    readonly dataFolder: string;
    readonly outFolder: string;
    /** Files of the operator, which are read and left as they are. */
    readonly ownFiles: readonly string[];
    readonly now_ms: number;
  },
  person: Names,
): Promise<Beyond> {
  let unfinished = 0;
  for (const root of ['lake', 'state', 'outbox', '.'])
    unfinished += await sweep(join(dataFolder, root), now_ms, { all: true });
  const database = join(dataFolder, 'casebook.duckdb');
  const left: string[] = [...(await rewriteDatabase(database, dataFolder, person))];
  let mails = 0;
  for (const folder of [join(dataFolder, 'outbox'), outFolder])
    for (const path of await filesBelow(folder)) {
      if ((await searched(path, person)) !== 'named') continue;
      await rm(path, { force: true });
      mails++;
    }
  let bytes = 0;
  // What the erasure itself keeps goes at its end.
  const paths = [...(await filesBelow(dataFolder)), ...(await filesBelow(outFolder))].filter(
    (path) => !path.includes(join('erasures', 'under-way.json')),
  );
  const unread: string[] = [];
  for (const path of paths) {
    bytes += (await stat(path)).size;
    const found = await searched(path, person);
    if (found === 'named') left.push(path);
    // what the database says was read column by column
    if (found === 'unread' && path !== database) unread.push(path);
  }
  const own: string[] = [];
  const ownUnread: string[] = [];
  for (const path of ownFiles) {
    const found = await searched(path, person);
    if (found !== 'not_named') (found === 'named' ? own : ownUnread).push(path);
  }
  return { unfinished, mails, files: paths.length, bytes, left, unread, own, ownUnread };
}

async function searched(path: string, { inText, inFile }: Names): Promise<'named' | 'not_named' | 'unread'> {
  if (inText(basename(path))) return 'named';
  const opened: ReadStream[] = [];
  try {
    return await inFile(() => {
      const bytes = createReadStream(path, { highWaterMark: 1 << 20 });
      opened.push(bytes);
      return bytes as AsyncIterable<Uint8Array>;
    });
  } finally {
    for (const bytes of opened) bytes.destroy();
  }
}

/**
 * Copies every table into a new file and puts it in place of the old one, which goes with its log. Answers the columns that still name the
 * person: a database packs its texts, so that its bytes prove nothing.
 */
async function rewriteDatabase(file: string, folder: string, person: Names): Promise<readonly string[]> {
  if ((await stat(file).catch(() => undefined)) === undefined) return [];
  let left: readonly string[] = [];
  const fresh = await scratch(folder);
  const drop = keepUnderWay(fresh);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${literal(file)} AS kept (READ_ONLY)`);
    await connection.run(`ATTACH ${literal(fresh)} AS fresh`);
    await connection.run('COPY FROM DATABASE kept TO fresh');
    left = await columnsNaming(person, connection);
    await connection.run('DETACH fresh');
    await connection.run('DETACH kept');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  await rename(fresh, file);
  await drop();
  await rm(`${fresh}.wal`, { force: true });
  for (const name of await readdir(dirname(file)))
    if (name.startsWith(`${basename(file)}.`)) await rm(join(dirname(file), name), { force: true, recursive: true });
  return left.map((column) => `${file}: ${column}`);
}

/** Columns of people: a short id, which elsewhere may be any figure, is the person there. */
const ofPeople = /(actor|assignee|requester|person|contact|author|respondent|visitor|reviewer|manager)_ids?$/;

async function columnsNaming({ words, inText, id }: Names, connection: DuckDBConnection): Promise<readonly string[]> {
  const columns = await connection.runAndReadAll(
    `SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'fresh' AND data_type LIKE '%VARCHAR%' ORDER BY ALL`,
  );
  const found: string[] = [];
  for (const [table, column] of columns.getRows()) {
    const text = `CAST("${String(column)}" AS VARCHAR)`;
    const about = [
      ...words.map((word) => `contains(lower(${text}), ${literal(word)})`),
      ...(ofPeople.test(String(column)) ? [`${text} = ${literal(id)}`] : []),
    ];
    if (about.length === 0) continue;
    const { rows } = await connection
      .runAndReadAll(`SELECT DISTINCT ${text} FROM fresh."${String(table)}" WHERE ${about.join(' OR ')}`)
      .then((read) => ({ rows: read.getRows() }));
    if (rows.some(([value]) => String(value) === id || inText(String(value))))
      found.push(`${String(table)}.${String(column)}`);
  }
  return found;
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
