import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { InputError } from '../../../shared/errors.ts';
import { openTable } from '../../../shared/files/table.ts';

/** Files of the same columns: exports of the same tickets. */
export interface Siblings {
  readonly newest: string;
  /** What `files:` of their source says: a pattern where a folder holds no other files of their kind, so that the next export joins. */
  readonly patterns: readonly string[];
}

/** Files looked at in a folder before its pattern is given up. */
const most = 50;

/** The files by their columns. @throws InputError for one that holds no table */
export async function siblings(files: readonly string[], sheet: string | undefined): Promise<readonly Siblings[]> {
  const byHeader = new Map<string, string[]>();
  for (const file of files) {
    const header = await headerOf(file, sheet);
    byHeader.set(header, [...(byHeader.get(header) ?? []), file]);
  }
  return Promise.all(
    [...byHeader].map(async ([header, members]) => ({
      newest: await newestOf(members),
      patterns: [...new Set(await Promise.all(members.map((file) => patternOf(file, header, sheet))))].sort(),
    })),
  );
}

const headerOf = async (file: string, sheet: string | undefined): Promise<string> =>
  JSON.stringify((await openTable(createReadStream(file), file, { sheet })).header);

async function newestOf(files: readonly string[]): Promise<string> {
  const dated = await Promise.all(files.map(async (file) => ({ file, at_ms: (await stat(file)).mtimeMs })));
  return dated.sort((a, b) => b.at_ms - a.at_ms || (a.file < b.file ? 1 : -1))[0]?.file ?? '';
}

/** `folder/*.csv` where every such file of the folder has these columns, else the file itself. */
async function patternOf(file: string, header: string, sheet: string | undefined): Promise<string> {
  const [folder, ending] = [dirname(file), extname(file)];
  const others = (await readdir(folder)).filter((name) => extname(name) === ending && name !== basename(file));
  if (ending === '' || others.length > most) return file;
  for (const name of others) {
    const found = await headerOf(join(folder, name), sheet).catch((error: unknown) => {
      if (error instanceof InputError) return undefined;
      throw error;
    });
    if (found !== header) return file;
  }
  return join(folder, `*${ending}`);
}
