import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/**
 * The licence of every package that is inside the compiled files.
 * @throws when a package names none
 */
export async function licencesOf(root: string, metafiles: readonly Metafile[]): Promise<string> {
  const folders = new Set(
    metafiles.flatMap(({ inputs }) =>
      Object.keys(inputs).flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
    ),
  );
  const parts = await Promise.all(
    [...folders].sort().map(async (folder) => {
      const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as {
        readonly name: string;
        readonly version: string;
        readonly license?: string;
      };
      const file = (await readdir(join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
      if (license === undefined && file === undefined) throw new Error(`${folder} has no licence.`);
      const text = file === undefined ? '' : await readFile(join(root, folder, file), 'utf8');
      return `${name} ${version}: ${license ?? 'see below'}\n\n${text.trim()}\n`;
    }),
  );
  return parts.join(`\n${'='.repeat(80)}\n\n`);
}
