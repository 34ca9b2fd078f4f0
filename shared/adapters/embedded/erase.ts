import { createReadStream } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { literal } from '../../lake/literal.ts';
import { codeOf, keepUnderWay, scratch, sweep } from './atomic-file.ts';

/** Tells whether a text is about the person who is erased. */
export type IsAbout = (text: string) => boolean;

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
  /** Files of the operator that name the person. */
  readonly own: readonly string[];
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
  isAbout: IsAbout,
): Promise<Beyond> {
  let unfinished = 0;
  for (const root of ['lake', 'state', 'outbox', '.'])
    unfinished += await sweep(join(dataFolder, root), now_ms, { all: true });
  await rewriteDatabase(join(dataFolder, 'casebook.duckdb'), dataFolder);
  let mails = 0;
  for (const folder of [join(dataFolder, 'outbox'), outFolder])
    for (const path of await filesBelow(folder)) {
      if (!isAbout(basename(path)) && !(await names(path, isAbout))) continue;
      await rm(path, { force: true });
      mails++;
    }
  const left: string[] = [];
  let bytes = 0;
  // What the erasure itself keeps goes at its end.
  const paths = [...(await filesBelow(dataFolder)), ...(await filesBelow(outFolder))].filter(
    (path) => !path.includes(join('erasures', 'key-')),
  );
  for (const path of paths) {
    bytes += (await stat(path)).size;
    if (isAbout(basename(path)) || (await names(path, isAbout))) left.push(path);
  }
  const own: string[] = [];
  for (const path of ownFiles) if (await names(path, isAbout)) own.push(path);
  return { unfinished, mails, files: paths.length, bytes, left, own };
}

/** What is larger is a database: read in pieces that overlap by more than a name or an address has. */
const large = 1 << 26;
const overlap = 1024;

async function names(path: string, isAbout: IsAbout): Promise<boolean> {
  if ((await stat(path)).size <= large) return textsOf(await readFile(path)).some(isAbout);
  let before = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 24 })) {
    const body = Buffer.concat([before, piece as Buffer]);
    if (isAbout(body.toString('utf8'))) return true;
    before = body.subarray(-overlap);
  }
  return false;
}

/** Copies every table into a new file and puts it in place of the old one, which goes with its log. */
async function rewriteDatabase(file: string, folder: string): Promise<void> {
  if ((await stat(file).catch(() => undefined)) === undefined) return;
  const fresh = await scratch(folder);
  const drop = keepUnderWay(fresh);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${literal(file)} AS kept (READ_ONLY)`);
    await connection.run(`ATTACH ${literal(fresh)} AS fresh`);
    await connection.run('COPY FROM DATABASE kept TO fresh');
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

/** What a file says: as it is, without its packing, and a mail without the encodings that mails travel in. */
function textsOf(body: Buffer): readonly string[] {
  const texts = [body.toString('utf8')];
  if (body[0] === 0x1f && body[1] === 0x8b) texts.push(gunzipSync(body).toString('utf8'));
  else if (/^[A-Za-z-]+: /.test(body.subarray(0, 200).toString('latin1'))) texts.push(...mailTexts(body));
  return [...texts, ...entriesOf(body)];
}

function mailTexts(body: Buffer): readonly string[] {
  const raw = body.toString('latin1');
  const printable = raw
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const blocks = raw.match(/(?:^[A-Za-z0-9+/=]{60,}\r?\n)+(?:^[A-Za-z0-9+/=]+\r?\n)?/gm) ?? [];
  return [
    Buffer.from(printable, 'latin1').toString('utf8'),
    ...blocks.flatMap((block) => {
      const decoded = Buffer.from(block, 'base64');
      return [decoded.toString('utf8'), ...entriesOf(decoded)];
    }),
  ];
}

/** The entries of a zip archive, such as a workbook: local headers, APPNOTE.TXT 4.3.7. */
function entriesOf(body: Buffer): readonly string[] {
  if (body.length < 30 || body.readUInt32LE(0) !== 0x04034b50) return [];
  const found: string[] = [];
  for (let at = body.indexOf('PK\u0003\u0004'); at >= 0; at = body.indexOf('PK\u0003\u0004', at + 4)) {
    if (at + 30 > body.length || body.readUInt16LE(at + 8) !== 8) continue;
    const start = at + 30 + body.readUInt16LE(at + 26) + body.readUInt16LE(at + 28);
    try {
      found.push(inflateRawSync(body.subarray(start)).toString('utf8'));
    } catch {
      // Four bytes that look like a header inside of something else.
    }
  }
  return found;
}
