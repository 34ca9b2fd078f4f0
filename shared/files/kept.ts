import { gunzipSync, gzipSync } from 'node:zlib';
import { unzipSync, zipSync, type Unzipped } from 'fflate';
import { decoded } from './decode.ts';
import { kindOf } from './kind.ts';
import { entriesOf, isEncrypted } from './zip.ts';

/** One text in a file, whatever it is packed in. */
export interface KeptText {
  readonly text: string;
  /** A part of a workbook, whose cells are elements. */
  readonly isMarkup: boolean;
  /** An archive that is damaged, encrypted or larger than is unpacked at once, or a format that packs its texts: what it says is not known. */
  readonly isUnread: boolean;
}

/** What is unpacked at once, in bytes: well below the longest string. */
const most = 1 << 28;

/** Every text of a file: without gzip and zip around it, in whatever encoding. What is no text is one character a byte. */
export async function textsWithin(body: Uint8Array, encoding?: string): Promise<readonly KeptText[]> {
  const found: KeptText[] = [];
  await withTexts(body, (kept) => (found.push(kept), kept.text), encoding);
  return found;
}

/**
 * A file with its texts changed, in the containers and the encoding that it came in; the same bytes when nothing changed. Archives are
 * packed anew, with the same entries. What cannot be read is shown to `change` and stays as it is.
 */
export async function withTexts(
  body: Uint8Array,
  change: (found: KeptText) => string | Promise<string>,
  encoding?: string,
  isMarkup = false,
): Promise<Uint8Array> {
  if (body[0] === 0x1f && body[1] === 0x8b) {
    const inner = gunzipped(body);
    if (inner === undefined) return unread(body, change);
    const after = await withTexts(inner, change, encoding);
    return after === inner ? body : gzipSync(after, { level: 1 });
  }
  if (body[0] === 0x50 && body[1] === 0x4b && body[2] === 3 && body[3] === 4) {
    const entries = zipEntries(body);
    if (entries === undefined) return unread(body, change);
    const after: Unzipped = {};
    let isChanged = false;
    for (const [name, entry] of Object.entries(entries)) {
      const changed = await withTexts(entry, change, encoding, /\.(xml|rels|vml)$/i.test(name));
      isChanged ||= changed !== entry;
      after[name] = Buffer.from(changed);
    }
    // a fixed time: the same files make the same bytes
    return isChanged ? zipSync(after, { level: 6, mtime: '1980-01-02T00:00:00' }) : body;
  }
  const kind = kindOf(body.subarray(0, 512));
  if (kind.kind === 'other' && kind.texts === 'hidden') return unread(body, change);
  const read = await textOf(body, encoding);
  const text = await change({ text: read.text, isMarkup, isUnread: false });
  return text === read.text ? body : encoded(text, read);
}

async function unread(body: Uint8Array, change: (found: KeptText) => string | Promise<string>): Promise<Uint8Array> {
  await change({ text: Buffer.from(body).toString('latin1'), isMarkup: false, isUnread: true });
  return body;
}

function gunzipped(body: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(body, { maxOutputLength: most });
  } catch {
    // cut off, too large, or two bytes that look like it
    return undefined;
  }
}

function zipEntries(body: Uint8Array): Unzipped | undefined {
  try {
    const size = entriesOf(body).reduce((sum, entry) => sum + entry.size, 0);
    return size > most || isEncrypted(body) ? undefined : unzipSync(body);
  } catch {
    return undefined;
  }
}

interface Read {
  readonly text: string;
  readonly encoding: string;
  readonly isMarked: boolean;
  readonly isStated: boolean;
}

async function textOf(body: Uint8Array, stated?: string): Promise<Read> {
  const isMarked =
    (body[0] === 0xff && body[1] === 0xfe) ||
    (body[0] === 0xfe && body[1] === 0xff) ||
    (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf);
  try {
    const { text, encoding } = decoded(once(body), stated);
    let all = '';
    for await (const piece of text) all += piece;
    return { text: all, encoding: encoding(), isMarked, isStated: stated !== undefined };
  } catch {
    return { text: Buffer.from(body).toString('latin1'), encoding: 'bytes', isMarked: false, isStated: true };
  }
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(body);
}

/** The text in the encoding that it was read in; in UTF-8 where a letter has no byte there and nobody stated the encoding. */
function encoded(text: string, { encoding, isMarked, isStated }: Read): Uint8Array {
  const marked = isMarked ? `\ufeff${text}` : text;
  if (encoding === 'bytes') return Buffer.from(text, 'latin1');
  if (encoding === 'utf-16le') return Buffer.from(marked, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(marked, 'utf16le').swap16();
  if (!/^utf-?8$/i.test(encoding)) {
    const bytes = inBytes(text, encoding);
    if (bytes !== undefined || isStated) return bytes ?? Buffer.from(text, 'latin1');
  }
  return Buffer.from(marked, 'utf8');
}

/** The text by a table of one and two bytes that the decoder itself makes; undefined when a letter is not in it. */
function inBytes(text: string, encoding: string): Uint8Array | undefined {
  const decoder = new TextDecoder(encoding);
  const bytesOf = new Map<string, readonly number[]>();
  const learn = (...bytes: readonly number[]): void => {
    const letter = decoder.decode(new Uint8Array(bytes));
    if (letter.length === 1 && letter !== '\ufffd' && !bytesOf.has(letter)) bytesOf.set(letter, bytes);
  };
  for (let one = 0; one < 256; one++) learn(one);
  for (let first = 0x81; first < 0xff; first++) for (let second = 0x30; second < 0xff; second++) learn(first, second);
  const bytes: number[] = [];
  for (const letter of text) {
    const found = bytesOf.get(letter);
    if (found === undefined) return undefined;
    for (const byte of found) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
