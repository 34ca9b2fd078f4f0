import { textsWithin } from '../files/kept.ts';

/** What a file says, and whether all of it could be read. */
export interface Spellings {
  readonly texts: readonly string[];
  /** A part of it is packed, and damaged, encrypted or too large to unpack. */
  readonly isUnread: boolean;
}

/**
 * What a file says, in every spelling in which a name may hide: without packing, the encodings that mails travel in, and the escapes of
 * addresses, markup and JSON.
 */
export async function spellingsIn(body: Uint8Array): Promise<Spellings> {
  const texts: string[] = [];
  let isUnread = false;
  for (const kept of await textsWithin(body)) {
    isUnread ||= kept.isUnread;
    texts.push(...withEscapes(kept.text));
    if (!/^[A-Za-z-]+: /.test(kept.text.slice(0, 200))) continue;
    const mail = await mailTexts(kept.text);
    texts.push(...mail.texts);
    isUnread ||= mail.isUnread;
  }
  return { texts, isUnread };
}

/** Letters that a name or an address has anywhere; everything else decides nothing. */
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  commat: '@',
  period: '.',
  nbsp: ' ',
};

/** A text, and what it says without the escapes of addresses, markup and JSON. */
export const withEscapes = (text: string): readonly string[] => [text, ...escapesOf(text)];

/** The same text without %40, &#64; and @, where it has any. */
function escapesOf(text: string): readonly string[] {
  const read = text
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/&#x([0-9a-f]{1,6});/gi, (all, hex: string) => letter(Number.parseInt(hex, 16), all))
    .replaceAll(/&#(\d{1,7});/g, (all, number: string) => letter(Number(number), all))
    .replaceAll(/&([a-z]+);/g, (all, name: string) => entities[name] ?? all)
    .replaceAll(/(?:%[0-9a-f]{2})+/gi, (all) => Buffer.from(all.replaceAll('%', ''), 'hex').toString('utf8'));
  return read === text ? [] : [read, read.replaceAll(/(?<=\S)\+(?=\S)/g, ' ')];
}

const letter = (code: number, otherwise: string): string => (code <= 0x10ffff ? String.fromCodePoint(code) : otherwise);

async function mailTexts(text: string): Promise<Spellings> {
  const raw = Buffer.from(text, 'utf8').toString('latin1');
  const printable = Buffer.from(
    raw
      .replaceAll(/=\r?\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
  const words = text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?([\w-]+)\?([BQ])\?([^?]*)\?=/gi, (_, charset: string, way: string, said: string) => {
      const bytes =
        way.toUpperCase() === 'B'
          ? Buffer.from(said, 'base64')
          : Buffer.from(
              said
                .replaceAll('_', ' ')
                .replaceAll(/=([0-9A-F]{2})/gi, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
              'latin1',
            );
      return bytes.toString(/^utf-?8$/i.test(charset) ? 'utf8' : 'latin1');
    });
  const texts = [...withEscapes(printable), words];
  let isUnread = false;
  // the last line of a block is shorter; a short attachment is one line
  for (const [block] of raw.matchAll(
    /(?:^[A-Za-z0-9+/]{40,}={0,2}\r?\n)+(?:^[A-Za-z0-9+/]+={0,2}\r?\n)?|(?<=^\r?\n)[A-Za-z0-9+/]+={0,2}(?=\r?$)/gm,
  ))
    for (const inside of await textsWithin(Buffer.from(block, 'base64'))) {
      texts.push(...withEscapes(inside.text));
      isUnread ||= inside.isUnread;
    }
  return { texts, isUnread };
}
