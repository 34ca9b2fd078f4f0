import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build as esbuild, type Metafile, type Plugin } from 'esbuild';
import type { Configuration } from '../shared/config/configuration.ts';
import { connectorTitles } from '../shared/connectors/registry.ts';
import { configurationMark, configure } from './configure.ts';
import { handlers, type HandlerName } from './handlers.ts';

/** The code of one handler, ready to be zipped. */
export interface Bundle {
  readonly handler: HandlerName;
  /** Holds index.mjs, its source map, and what the drawing engine needs. */
  readonly folder: string;
  readonly metafile: Metafile;
}

/**
 * Bundles every handler into a folder of its own below `outdir`: one file without node_modules, with the configuration inside,
 * so that code and configuration are always of one deployment. The same input gives the same bytes.
 */
export async function bundleAll(
  root: string,
  outdir: string,
  configuration: Configuration,
): Promise<readonly Bundle[]> {
  const bundles = await Promise.all(handlers.map((handler) => bundle(root, outdir, handler)));
  for (const { folder } of bundles) configure(folder, configuration);
  return bundles;
}

/** The same without a configuration, as the package carries them; `configure` adds it. */
export const buildHandlers = async (root: string, outdir: string): Promise<readonly Metafile[]> =>
  (await Promise.all(handlers.map((handler) => bundle(root, outdir, handler)))).map(({ metafile }) => metafile);

async function bundle(root: string, outdir: string, handler: HandlerName): Promise<Bundle> {
  const folder = join(outdir, handler);
  const { metafile, outputFiles } = await esbuild({
    absWorkingDir: root,
    entryPoints: [join('functions', handler, 'handler.ts')],
    outfile: join(folder, 'index.mjs'),
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    metafile: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    // A letter of another script is otherwise six characters of code.
    charset: 'utf8',
    logLevel: 'error',
    loader: { '.wasm': 'file', '.ttf': 'file' },
    assetNames: '[name]',
    // Packages written for require() need one.
    banner: { js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);` },
    define: {
      'process.env.CASEBOOK_CONFIGURATION': JSON.stringify(configurationMark),
      'process.env.CASEBOOK_CONNECTOR_TITLES': JSON.stringify(JSON.stringify(connectorTitles)),
    },
    // cosmiconfig, below mjml, asks for it only to read configuration files written in it.
    external: ['typescript'],
    plugins: [lean(root), environmentCredentials, carriedAssets],
  });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  return { handler, folder, metafile };
}

/** Packages below mjml that its way of being called here never reaches. */
const unreached = /^(?:undici|iconv-lite|js-beautify)$/;

/** Our modules only define things, so what is not used falls away; three large packages that are never reached are left empty. */
export const lean = (root: string): Plugin => ({
  name: 'lean',
  setup(build) {
    // packages import no .ts: thousands of their files are resolved without a question to this process
    build.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      const isOurs = /^(?:shared|functions)[\\/]/.test(relative(root, file));
      return isOurs ? { path: file, sideEffects: false } : undefined;
    });
    build.onResolve({ filter: unreached }, ({ path }) => ({ path, namespace: 'unreached' }));
    build.onLoad({ filter: /.*/, namespace: 'unreached' }, () => ({ contents: 'module.exports = {};' }));
    // zod brings its messages in fifty languages; ours are our own.
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: `export { default as en } from './en.js';`,
      resolveDir: dirname(path),
    }));
  },
});

/** A function's credentials are in its environment; the other eight places need not be looked in. */
const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup(build) {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/ }, ({ path }) => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
      resolveDir: dirname(path),
    }));
  },
};

/** A bundle has no node_modules to read the drawing engine and its fonts from: they lie beside it. */
export const carriedAssets: Plugin = {
  name: 'carried-assets',
  setup(build) {
    build.onLoad({ filter: /[\\/]shared[\\/]report[\\/]charts[\\/]assets\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      resolveDir: dirname(path),
      contents: `
        import wasm from '@resvg/resvg-wasm/index_bg.wasm';
        import regular from '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf';
        import bold from '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf';
        import { readFileSync } from 'node:fs';
        const bytesOf = (path) => readFileSync(new URL(path, import.meta.url));
        export const resvgWasm = () => bytesOf(wasm);
        export const fonts = () => [regular, bold].map(bytesOf);`,
    }));
  },
};
