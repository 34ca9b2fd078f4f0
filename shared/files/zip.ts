import { Unzip, UnzipInflate, unzipSync } from 'fflate';

export interface ZipEntry {
  readonly name: string;
  readonly size: number;
}

/** Files in a zip archive, folders and what macOS adds left out. Throws for a damaged one. */
export function entriesOf(zip: Uint8Array): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  unzipSync(zip, {
    filter: ({ name, originalSize }) => {
      if (!name.endsWith('/') && !/^__MACOSX\/|(?:^|\/)\.DS_Store$/.test(name))
        entries.push({ name, size: originalSize });
      return false;
    },
  });
  return entries;
}

/** Whether the first file of the archive, or any that its directory names, is encrypted: bit 0 of the flags (APPNOTE.TXT 4.4.4). */
export function isEncrypted(zip: Uint8Array): boolean {
  if (((zip[6] ?? 0) & 1) === 1) return true;
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.length);
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0 || end + 20 > bytes.length) return false;
  let at = bytes.readUInt32LE(end + 16);
  // entries of the directory (4.3.12): 46 bytes and three fields of stated lengths
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === 0x02014b50) {
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) return true;
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return false;
}

/** Packed bytes taken at a time, which become up to a thousand times as many, and unpacked ones given at a time. */
const piece = { packed: 1 << 12, unpacked: 1 << 16 };

/** The bytes of one file of the archive, piece by piece. Throws where they are not as many as the archive says. */
export function* entryBytes(zip: Uint8Array, { name, size }: ZipEntry): Generator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let length = 0;
  const reader = new Unzip((file) => {
    if (file.name !== name) return;
    file.ondata = (error, data) => {
      if (error !== null) throw error;
      length += data.length;
      ready.push(data);
    };
    file.start();
  });
  reader.register(UnzipInflate);
  for (let at = 0; at < zip.length; at += piece.packed) {
    reader.push(zip.subarray(at, at + piece.packed), at + piece.packed >= zip.length);
    for (const data of ready)
      for (let from = 0; from < data.length; from += piece.unpacked) yield data.subarray(from, from + piece.unpacked);
    ready = [];
  }
  if (length !== size) throw new Error(`${name}: ${length} bytes of ${size}`);
}
