import { counted } from '../../counted.ts';
import { z } from 'zod';
import type { Ports } from '../../ports.ts';
import type { RowAside } from './faults.ts';

/** Rows of one file that were left out when it was read last. */
export interface FileAside {
  readonly file: string;
  readonly rows: number;
  /** Where they are listed, each with line and reason. */
  readonly key: string;
}

const folder = (source: string): string => `raw/source=${source}/set-aside/`;
const Listed = z.object({ file: z.string(), rows: z.number() });

/** Lists the rows that a file leaves out, beside the data; a file that leaves out none, because it was corrected, has no list. */
export async function listAside(
  source: string,
  path: string,
  { rows, listed }: { readonly rows: number; readonly listed: readonly RowAside[] },
  { lake }: Pick<Ports, 'lake'>,
): Promise<string> {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const key = `${folder(source)}${encodeURIComponent(file)}.json`;
  if (rows > 0)
    await lake.put(key, Buffer.from(`${JSON.stringify({ file, rows, listed }, null, 1)}\n`), {
      contentType: 'application/json',
    });
  else if ((await lake.get(key)) !== undefined) await lake.remove(key);
  return key;
}

interface Lists {
  readonly lake: Pick<Ports['lake'], 'list' | 'get'>;
}

/** What the files of a source leave out now. */
export async function asideOf(source: string, { lake }: Lists): Promise<readonly FileAside[]> {
  const found: FileAside[] = [];
  for (const key of await lake.list(folder(source))) {
    const text = await lake.get(key);
    if (text !== undefined) found.push({ ...Listed.parse(JSON.parse(Buffer.from(text).toString())), key });
  }
  return found;
}

/** "2 rows of tickets.csv are set aside (listed in lake/raw/...)"; empty where none are. */
export const asideText = (found: readonly FileAside[]): string =>
  found.map(({ file, rows, key }) => `${counted(rows, 'row')} of ${file} set aside (listed in lake/${key})`).join('; ');
