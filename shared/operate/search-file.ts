import { decoded } from '../files/decode.ts';
import { kindOf } from '../files/kind.ts';
import { gathered, peek, unpacked } from '../files/unpack.ts';
import { spellingsIn, withEscapes } from './spellings.ts';

/** Whether a file names somebody; 'unread' where a part of it is packed, encrypted or damaged, so that nobody can say that it does not. */
export type Searched = 'named' | 'not_named' | 'unread';

/** Bytes that are searched in one piece, without packing; larger ones piece by piece. */
const whole = 1 << 26;
/** Characters of a piece of a larger one. */
const pieceLength = 1 << 24;
/** Characters that two pieces share: more than a name or an address has, escapes included. */
const overlap = 4096;

/**
 * Searches a file of any size and in any packing, in bounded memory. `open` gives its bytes from the beginning, each time it is called.
 * @throws what reading the file throws
 */
export async function searchFile(
  open: () => AsyncIterable<Uint8Array>,
  names: (text: string) => boolean,
): Promise<Searched> {
  const unpackedBytes = (): AsyncIterable<Uint8Array> => unpacked(open());
  try {
    const body = await gathered(unpackedBytes(), whole);
    if (body !== undefined) return await searchWhole(body, names);
    const { begin } = await peek(unpackedBytes(), 4096);
    const found = kindOf(begin);
    // an archive or a mail, of which no piece can be read alone
    if (found.kind === 'zip' || isMail.test(begin.toString('latin1'))) return 'unread';
    if (await isInPieces(unpackedBytes, names)) return 'named';
    return found.kind === 'other' && found.texts !== 'plain' ? 'unread' : 'not_named';
  } catch (error) {
    if (codeOf(error).startsWith('Z_')) return 'unread';
    throw error;
  }
}

async function searchWhole(body: Uint8Array, names: (text: string) => boolean): Promise<Searched> {
  const { texts, isUnread } = await spellingsIn(body);
  if (texts.some(names)) return 'named';
  const found = kindOf(body.subarray(0, 4096));
  return isUnread || (found.kind === 'other' && found.texts === 'unclear') ? 'unread' : 'not_named';
}

const isMail = /^(?:Return-Path|Received|DKIM-Signature|From|To|Subject|Date|Message-ID|MIME-Version): /im;

/** In the encoding that the bytes are in; where they are in none, in the two that most bytes are in. */
async function isInPieces(bytes: () => AsyncIterable<Uint8Array>, names: (text: string) => boolean): Promise<boolean> {
  try {
    return await isIn(decoded(bytes()).text, names);
  } catch (error) {
    if (codeOf(error) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    return (await isIn(as('utf-8', bytes()), names)) || (await isIn(as('windows-1252', bytes()), names));
  }
}

async function* as(encoding: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
}

async function isIn(pieces: AsyncIterable<string>, names: (text: string) => boolean): Promise<boolean> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < pieceLength) continue;
    if (withEscapes(text).some(names)) return true;
    text = text.slice(-overlap);
  }
  return withEscapes(text).some(names);
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
