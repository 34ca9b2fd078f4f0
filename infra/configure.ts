import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Configuration } from '../shared/config/configuration.ts';
import { handlers } from './handlers.ts';

/** Stands in a bundle where the configuration belongs. */
export const configurationMark = '%casebook-configuration%';

/** Puts the configuration into a bundle. */
export function configure(folder: string, configuration: Configuration): void {
  const file = join(folder, 'index.mjs');
  const value = JSON.stringify(JSON.stringify(configuration));
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll(JSON.stringify(configurationMark), () => value),
  );
}

/** Packs the bundles below a folder into one file: they share most of their code, so it is a sixth of them. */
export function packBundles(from: string, archive: string): void {
  const files = new Map(
    handlers.flatMap((handler) =>
      readdirSync(join(from, handler)).map((name) => [`${handler}/${name}`, readFileSync(join(from, handler, name))]),
    ),
  );
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_LARGE_WINDOW]: 1,
    [constants.BROTLI_PARAM_LGWIN]: 26,
  };
  writeFileSync(archive, brotliCompressSync(serialize(files), { params }));
}

/** Unpacks the bundles of the package, each with the configuration inside. False where there is no archive. */
export function unpackBundles(archive: string, to: string, configuration: Configuration): boolean {
  if (!existsSync(archive)) return false;
  const params = { [constants.BROTLI_DECODER_PARAM_LARGE_WINDOW]: 1 };
  const files = deserialize(brotliDecompressSync(readFileSync(archive), { params })) as ReadonlyMap<string, Uint8Array>;
  for (const [name, body] of files) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    writeFileSync(join(to, name), body);
  }
  for (const handler of handlers) configure(join(to, handler), configuration);
  return true;
}
