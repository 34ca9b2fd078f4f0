/** DOS time 0 and date 1 January 1980, the earliest a ZIP can say. */
const date = 0x0021;

/**
 * The same ZIP with every entry dated 1 January 1980, so that the same content is the same bytes (the writer stamps the moment of
 * writing). Reads the central directory at the end and changes the two copies of each entry's time in place.
 */
export function timelessZip(zip: Uint8Array): Uint8Array {
  const out = new Uint8Array(zip);
  const view = new DataView(out.buffer);
  let end = out.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new RangeError('not a ZIP: it has no end of central directory');
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < entries; i += 1) {
    const local = view.getUint32(at + 42, true);
    for (const field of [at + 12, local + 10]) {
      view.setUint16(field, 0, true);
      view.setUint16(field + 2, date, true);
    }
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return out;
}
