/** What a file is by its first bytes, where that is no table that can be read; `advice` says what to do instead. */
interface OtherKind {
  readonly starts: RegExp;
  readonly is: string;
  readonly advice: string;
  /** Its texts do not stand in its bytes: packed or encrypted. */
  readonly hidesTexts?: true;
}

const asTable = 'export the tickets as CSV, XLSX or JSON';

/** Matched against the first bytes, one character a byte. */
const others: readonly OtherKind[] = [
  {
    starts: /^%PDF/,
    is: 'a PDF document',
    advice: `a PDF holds a picture of a table; ${asTable}`,
    hidesTexts: true,
  },
  {
    starts: /^(?:\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP)/s,
    is: 'a picture',
    advice: asTable,
  },
  { starts: /^Rar!/, is: 'a RAR archive', advice: 'unpack it and give the file inside', hidesTexts: true },
  { starts: /^7z\xbc\xaf/, is: 'a 7-Zip archive', advice: 'unpack it and give the file inside', hidesTexts: true },
  {
    starts: /^\x28\xb5\x2f\xfd/,
    is: 'a Zstandard archive',
    advice: 'unpack it and give the file inside',
    hidesTexts: true,
  },
  { starts: /^BZh[1-9]/, is: 'a bzip2 archive', advice: 'unpack it and give the file inside', hidesTexts: true },
  { starts: /^\xfd7zXZ/, is: 'an XZ archive', advice: 'unpack it and give the file inside', hidesTexts: true },
  { starts: /^.{257}ustar/s, is: 'a tar archive', advice: 'unpack it and give the file inside' },
  {
    starts: /^(?:\xff\xfe\0\0|\0\0\xfe\xff)/,
    is: 'text in UTF-32',
    advice: 'save it again as UTF-8',
    hidesTexts: true,
  },
  { starts: /^PAR1/, is: 'a Parquet file', advice: asTable, hidesTexts: true },
  { starts: /^SQLite format 3/, is: 'a SQLite database', advice: asTable },
  { starts: /^\{\\rtf/, is: 'a text document (RTF)', advice: asTable, hidesTexts: true },
  {
    starts: /^\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|table|meta|script|div)\b/is,
    is: 'a web page (HTML)',
    advice: `such a page is saved when a log-in has run out or a report is shown on screen; ${asTable}`,
  },
];

export type TableKind = 'text' | 'zip' | 'xes';
export type FileKind =
  | { readonly kind: TableKind }
  | {
      readonly kind: 'other';
      readonly is: string;
      readonly advice: string;
      /** Whether what it says stands in its bytes; hidden where it is packed or encrypted, unclear in a format that nobody knows. */
      readonly texts: 'plain' | 'hidden' | 'unclear';
    };

/** How a file is to be read, by its first bytes (unpacked, up to some hundred). */
export function kindOf(begin: Uint8Array): FileKind {
  const text = Buffer.from(begin.buffer, begin.byteOffset, Math.min(begin.length, 4096)).toString('latin1');
  const plain = text.replace(/^\xef\xbb\xbf/, '');
  if (/^PK(?:\x03\x04|\x05\x06)/.test(text)) return { kind: 'zip' };
  if (text.startsWith('\xd0\xcf\x11\xe0')) return { kind: 'other', ...oldOffice };
  const other = others.find(({ starts }) => starts.test(plain));
  if (other !== undefined)
    return { kind: 'other', is: other.is, advice: other.advice, texts: other.hidesTexts === true ? 'hidden' : 'plain' };
  if (/^\s*<(?:\?xml|log\b)/i.test(plain)) {
    return /<log\b/i.test(plain)
      ? { kind: 'xes' }
      : { kind: 'other', is: 'an XML document that is no process log (XES)', advice: asTable, texts: 'plain' };
  }
  return isBinary(begin) ? { kind: 'other', is: 'a binary file', advice: asTable, texts: 'unclear' } : { kind: 'text' };
}

/** Control characters other than tabs and line breaks, in what is no UTF-16. */
function isBinary(begin: Uint8Array): boolean {
  const isMarked = (begin[0] === 0xff && begin[1] === 0xfe) || (begin[0] === 0xfe && begin[1] === 0xff);
  if (isMarked) return false;
  let zeros = 0;
  let controls = 0;
  for (const byte of begin) {
    if (byte === 0) zeros += 1;
    else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  }
  return zeros <= begin.length / 10 && controls > begin.length / 50;
}

/** Old Excel, Word and Outlook files, and encrypted new ones, share one container. */
const oldOffice = {
  is: 'a password-protected workbook, or one of the old format .xls',
  advice: 'open it in the spreadsheet program and save it without password as .xlsx or CSV',
  texts: 'hidden',
} as const;
