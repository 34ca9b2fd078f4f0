import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { buildHandlers, carriedAssets, lean } from '../infra/bundle.ts';
import { packBundles } from '../infra/configure.ts';
import { licencesOf } from './licences.ts';

/**
 * `npm pack` runs this first: what is published is compiled, because Node refuses TypeScript below node_modules. Everything but
 * DuckDB, which is native, and the CDK, which only a deployment needs, is inside; each command is a chunk that is loaded when it is
 * asked for.
 */
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
/** The oldest Node that the package runs on; `engines` of package.json says the same. */
const target = 'node22';

await rm(dist, { recursive: true, force: true });
const command = await compiled();
const bundles = await mkdtemp(join(tmpdir(), 'casebook-bundles-'));
const handlers = await buildHandlers(root, bundles);
packBundles(bundles, join(dist, 'bundles.br'));
await rm(bundles, { recursive: true });
await Promise.all([
  cp(join(root, 'cdk.json'), join(dist, 'cdk.json')),
  cp(join(root, 'shared/config/casebook.schema.json'), join(dist, 'casebook.schema.json')),
  declarations(),
  writeFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), await licencesOf(root, [command, ...handlers])),
]);

/** The types of what a program may import: the command line as a function. */
async function declarations(): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), 'casebook-types-'));
  const tsc = join(root, 'node_modules/.bin/tsc');
  const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', place];
  await promisify(execFile)(tsc, ['-p', root, ...emit]);
  await writeFile(join(dist, 'cli', 'main.d.ts'), await readFile(join(place, 'functions/cli/main.d.ts')));
  await rm(place, { recursive: true });
}

/** The command line and the stack, in one build: they share what they both use. */
async function compiled(): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'functions/cli/main.ts', out: 'main' },
      { in: 'functions/cli/process.ts', out: 'process' },
      { in: 'infra/app.ts', out: 'stack' },
    ],
    outdir: join(dist, 'cli'),
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target,
    format: 'esm',
    mainFields: ['module', 'main'],
    metafile: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'error',
    loader: { '.wasm': 'file', '.ttf': 'file' },
    assetNames: '[name]',
    // Packages written for require() need one.
    banner: { js: `import{createRequire as _from}from'node:module';const require=_from(import.meta.url);` },
    external: [
      '@duckdb/node-api',
      '@duckdb/node-bindings',
      'typescript',
      'aws-cdk-lib',
      'constructs',
      'cdk-nag',
      'esbuild',
    ],
    plugins: [lean(root), carriedAssets],
  });
  return metafile;
}
