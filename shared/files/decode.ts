import { isAscii } from 'node:buffer';
import chardet from 'chardet';
import { peek } from './unpack.ts';

/** Bytes that an encoding is judged by, from the first one on that is not ASCII. */
const judged = 1 << 18;

/** Text of bytes, and the encoding that they were in, by the name of the WHATWG Encoding Standard. */
export interface Decoded {
  readonly text: AsyncGenerator<string>;
  /** Known once the first byte that is not ASCII was read; "utf-8" until then. */
  readonly encoding: () => string;
}

/**
 * Decodes bytes: by a byte-order mark, as UTF-16 where every other byte is zero, else as UTF-8, else as what chardet finds most
 * likely and a strict decoder confirms. What is ASCII reads the same in all of these, so the choice is made at the first byte that is
 * not, and one pass is enough. The mark is dropped.
 * @throws TypeError (ERR_ENCODING_INVALID_ENCODED_DATA) for bytes that are no text in the encoding
 */
export function decoded(bytes: AsyncIterable<Uint8Array>, stated?: string): Decoded {
  let encoding = stated ?? 'utf-8';
  async function* text(): AsyncGenerator<string> {
    const { begin, all } = await peek(bytes, 4096);
    const marked = stated ?? wideEncodingOf(begin);
    if (marked !== undefined) {
      encoding = marked;
      yield* strict(all(), marked);
      return;
    }
    const rest = all();
    for (let piece = await rest.next(); piece.done !== true; piece = await rest.next()) {
      if (isAscii(piece.value)) {
        yield latin(piece.value);
        continue;
      }
      const at = piece.value.findIndex((byte) => byte > 0x7f);
      if (at > 0) yield latin(piece.value.subarray(0, at));
      const from = await peek(joined(piece.value.subarray(at), rest), judged);
      encoding = encodingOf(from.begin);
      yield* strict(from.all(), encoding);
      return;
    }
  }
  return { text: withLineFeeds(text()), encoding: () => encoding };
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** By its byte-order mark, or by the zero bytes of ASCII text. */
function wideEncodingOf(begin: Uint8Array): string | undefined {
  if (begin[0] === 0xff && begin[1] === 0xfe) return 'utf-16le';
  if (begin[0] === 0xfe && begin[1] === 0xff) return 'utf-16be';
  const pairs = Math.floor(Math.min(begin.length, 4096) / 2);
  if (pairs < 4) return undefined;
  let [even, odd] = [0, 0];
  for (let i = 0; i < pairs; i++) {
    if (begin[2 * i] === 0) even += 1;
    if (begin[2 * i + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.4 && even < pairs * 0.1) return 'utf-16le';
  if (even > pairs * 0.4 && odd < pairs * 0.1) return 'utf-16be';
  return undefined;
}

/** Names of chardet whose decoder goes by another: what is called Latin in files is what Windows makes of it. */
const decoders: Readonly<Record<string, string>> = {
  'ISO-8859-1': 'windows-1252',
  'ISO-8859-2': 'windows-1250',
  'ISO-8859-5': 'iso-8859-5',
  'ISO-8859-7': 'windows-1253',
  'ISO-8859-8': 'windows-1255',
  'ISO-8859-9': 'windows-1254',
  GB18030: 'gb18030',
};

/** The encoding of a sample that begins with a byte beyond ASCII. */
function encodingOf(sample: Uint8Array): string {
  if (textIn(sample, 'utf-8') !== undefined) return 'utf-8';
  const likely = chardet.analyse(foreignWords(sample)).filter(({ confidence }) => confidence > 0);
  const found = likely
    .map(({ name }) => decoders[name] ?? name.toLowerCase())
    .find((name) => !name.startsWith('utf-') && name !== 'ascii' && reads(sample, name));
  return found ?? 'windows-1252';
}

/**
 * The different words with a byte beyond ASCII: statuses that come a thousand times, and the ASCII around them, would drown the few
 * letters that tell. What parts words here is no second byte of a letter in any encoding.
 */
function foreignWords(sample: Uint8Array): Buffer {
  const text = Buffer.from(sample.buffer, sample.byteOffset, sample.length).toString('latin1');
  const words = new Set(text.split(/[\t\n\r ,;"]+/).filter((word) => /[\x80-\xff]/.test(word)));
  return Buffer.from([...words].join(' '), 'latin1');
}

/** Whether every byte is a character that people write, no sign inside a word; the last character may be cut off. */
function reads(sample: Uint8Array, encoding: string): boolean {
  const text = textIn(sample, encoding) ?? '\u0080';
  return !/[\u0080-\u009f\ue000-\uf8ff]/.test(text) && !/\p{L}[¡-©«-´¶¸-¹»-¿×÷]\p{L}/u.test(text);
}

/** The sample as text; undefined when a byte is none. */
function textIn(sample: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true });
  } catch {
    return undefined;
  }
}

async function* strict(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const piece of bytes) {
    const text = decoder.decode(piece, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** Old files end their lines with a carriage return alone: where the first line break is one, all are. */
async function* withLineFeeds(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let isOld: boolean | undefined;
  for await (const piece of pieces) {
    const at = isOld === undefined ? piece.search(/[\r\n]/) : -1;
    if (at >= 0 && at + 1 < piece.length) isOld = piece[at] === '\r' && piece[at + 1] !== '\n' && !piece.includes('\n');
    yield isOld === true ? piece.replaceAll('\r', '\n') : piece;
  }
}
