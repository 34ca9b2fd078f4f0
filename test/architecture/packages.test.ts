import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importsOf, sourceFiles } from './imports.ts';

/** Where a package may be imported; a package not listed may be imported nowhere below shared/. */
const allowed: readonly (readonly [name: RegExp, places: RegExp])[] = [
  [/^(aws-cdk-lib|constructs|cdk-nag)$/, /^infra\//],
  [/^@aws-sdk\//, /^shared\/adapters\/aws\/|^functions\/aws\.ts$/],
  [/^@aws\/durable-execution-sdk-js$/, /^functions\/(run\/|aws\.ts)/],
  [/^@duckdb\/node-(api|bindings)$/, /^shared\/adapters\/embedded\//],
  [
    /^node:(fs|fs\/promises|os|child_process|http|https|net|process|readline|readline\/promises|worker_threads)$/,
    /^(shared\/adapters\/|functions\/|infra\/|package\/|shared\/report\/charts\/assets|shared\/report\/assets)/,
  ],
  [/^node:(path|url|module)$/, /^(shared\/adapters\/|functions\/|infra\/|package\/|shared\/report\/(charts\/)?assets)/],
  [/^mjml$/, /^shared\/report\/mjml\.ts$/],
  [/^nodemailer$/, /^shared\/(report\/mime\.ts|adapters\/embedded\/)/],
  [/^@resvg\/resvg-wasm$/, /^shared\/report\/charts\/|^infra\/bundle\.ts$/],
  [/^@expo-google-fonts\/inter$/, /^shared\/report\/(charts\/)?assets|^infra\/bundle\.ts$/],
  [/^write-excel-file$/, /^shared\/report\/attachments\//],
  [
    /^zod$/,
    /^(shared\/(config|lake|connectors|load|run|operate)\/|shared\/env\.ts|infra\/(config|overview)\.ts|functions\/)/,
  ],
  [/^yaml$/, /^(shared\/(config|connectors|sandbox)\/|functions\/)/],
  [/^(chardet|fflate|read-excel-file|sax)$/, /^shared\/files\//],
  [/^hyparquet(-writer|-compressors)?$/, /^shared\/(lake|adapters)\//],
  [/^@types\/aws-lambda$|^aws-lambda$/, /^functions\//],
  [/^esbuild$/, /^(infra|package)\//],
  [/^node:(crypto|zlib|stream|stream\/promises|stream\/web|util|buffer|events|string_decoder)$/, /./],
  [/^node:(async_hooks|timers\/promises)$/, /^functions\//],
  [/^node:v8$/, /^infra\//],
];

const files = sourceFiles(['shared', 'functions', 'infra', 'package']);

describe('packages', () => {
  it('are imported only where they belong', () => {
    const wrong = files
      .flatMap(importsOf)
      .filter(({ ours }) => !ours)
      .filter(({ from, to }) => !allowed.some(([name, places]) => name.test(to) && places.test(from)))
      .map(({ from, to }) => `${from} imports ${to}`);
    expect(wrong).toEqual([]);
  });

  it('are pinned to one exact version each', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('keep addresses of the place of installation out of the lock file', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved":');
  });

  it('leave clock, chance, environment and console to the edge', () => {
    const edge = /^(functions|infra|package|shared\/adapters)\/|^shared\/env\.ts$/;
    const words =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.(env|argv|stdout|stderr|cwd)\b|(?<!-)\bconsole\./;
    const wrong = files
      .filter((file) => !edge.test(file))
      .flatMap((file) =>
        readFileSync(file, 'utf8')
          .split('\n')
          .map((line, i) => ({ place: `${file}:${i + 1}`, line })),
      )
      .filter(({ line }) => words.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
      .map(({ place, line }) => `${place}: ${line.trim()}`);
    expect(wrong).toEqual([]);
  });
});

describe('state', () => {
  it('is written by shared/state.ts alone, on the condition that it is what was read', () => {
    const wrong = files
      .filter((file) => !/^shared\/(state\.ts$|adapters\/)/.test(file))
      .filter((file) => /\bstate\.write\(/.test(readFileSync(file, 'utf8')));
    expect(wrong).toEqual([]);
  });
});
