import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAll, type Bundle } from '../../infra/bundle.ts';
import { handlers } from '../../infra/handlers.ts';
import { importsOf, sourceFiles } from '../architecture/imports.ts';
import { company } from '../support/aws/company.ts';
import { s3 } from '../support/aws/s3.ts';
import { secretsManager } from '../support/aws/secrets-manager.ts';

const root = process.cwd();
let folder: string;
let bundles: readonly Bundle[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casebook-bundles-'));
  bundles = await bundleAll(root, join(folder, 'a'), company());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const of = (handler: string): Bundle => bundles.find((bundle) => bundle.handler === handler)!;
const codeOf = (handler: string): string => readFileSync(join(of(handler).folder, 'index.mjs'), 'utf8');
const megabytes = (bytes: number): number => bytes / 1e6;

/** Everything a function may be told, so that its first line can read its environment. */
const environment = Object.fromEntries(
  `LAKE_BUCKET STATE_BUCKET INPUTS_BUCKET DATABASE WORK_GROUP SECRET_PREFIX CONFIGURATION_SET UNSUBSCRIBE_URL PULL_FUNCTION
   LOAD_FUNCTION MEASURE_FUNCTION DELIVER_FUNCTION MAINTAIN_FUNCTION`
    .split(/\s+/)
    .map((name) => [name, 'x']),
);

describe('the bundle of each handler', () => {
  it.each(handlers)('%s: is imported in a clean process, far from any node_modules', (handler) => {
    const place = mkdtempSync(join(tmpdir(), 'casebook-lambda-'));
    cpSync(of(handler).folder, place, { recursive: true });
    writeFileSync(
      join(place, 'start.mjs'),
      `const before = performance.now();
       const { handler } = await import('./index.mjs');
       console.log(JSON.stringify({ kind: typeof handler, ms: Math.round(performance.now() - before), mb: Math.round(process.memoryUsage().rss / 1e6) }));`,
    );
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(place, 'start.mjs')], {
      cwd: place,
      env: { ...environment, AWS_REGION: 'eu-central-1', PATH: '' },
      encoding: 'utf8',
    });
    rmSync(place, { recursive: true, force: true });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'function' });
  });

  it('runs for real: a bounce, signed with the credentials of the environment, ends as a suppression in S3', async () => {
    const [objects, secrets] = [await s3(), await secretsManager({})];
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { handler } = await import(${JSON.stringify(pathToFileURL(join(of('feedback').folder, 'index.mjs')).href)});
         await handler({ source: 'aws.ses', detail: { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'a@example.com' }] } } });`,
      ],
      {
        env: {
          ...environment,
          STATE_BUCKET: 'state',
          AWS_REGION: 'eu-central-1',
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_ENDPOINT_URL_S3: objects.url,
          AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [status] = (await once(child, 'exit')) as [number];
    const kept = objects.keys('state', 'suppressed/');
    await Promise.all([objects.close(), secrets.close()]);
    expect(status).toBe(0);
    expect(kept).toHaveLength(1);
  });

  it.each([
    // The goal was 1.2. These two carry what a report is made of: 122 metrics, and the words of three languages; measure composes the
    // mail as well, to know which numbers went wrong and list their cases.
    ['run', 1.43],
    ['measure', 1.35],
    // These two read every kind of ticket file.
    ['pull', 1.3],
    ['load', 1.3],
    ['feedback', 1.2],
    ['unsubscribe', 1.2],
    ['maintain', 1.2],
    ['deliver', 4],
  ])('%s: has at most %f MB of JavaScript', (handler, most) => {
    expect(megabytes(Buffer.byteLength(codeOf(handler)))).toBeLessThanOrEqual(most);
  });

  it('deliver: is at most 4 MB zipped with what the drawing engine needs, 7 MB unzipped without the source map', () => {
    const files = readdirSync(of('deliver').folder).map((name) => join(of('deliver').folder, name));
    const zipped = files.reduce((sum, file) => sum + deflateRawSync(readFileSync(file)).length, 0);
    const unzipped = files.filter((file) => !file.endsWith('.map')).reduce((sum, file) => sum + statSync(file).size, 0);
    expect(megabytes(zipped)).toBeLessThanOrEqual(4);
    expect(megabytes(unzipped)).toBeLessThanOrEqual(7);
  });

  it('is the same, byte for byte, each time and wherever it is written', async () => {
    const again = await bundleAll(root, join(folder, 'b'), company());
    for (const bundle of again) {
      const name = join(bundle.folder, 'index.mjs');
      expect([bundle.handler, readFileSync(name, 'utf8') === codeOf(bundle.handler)]).toEqual([bundle.handler, true]);
    }
  });

  it('holds no package that is only for development, no native engine, no other function’s work', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    // whatever is compiled into the package is a development dependency: what the product imports is no tool
    const imported = new Set(
      sourceFiles(['shared', 'functions']).flatMap((file) => importsOf(file).map(({ to }) => to)),
    );
    // read by path, and imported by hyparquet-writer
    for (const name of ['@expo-google-fonts/inter', 'hyparquet']) imported.add(name);
    const banned = [...Object.keys(devDependencies).filter((name) => !imported.has(name)), '@duckdb/node-api'];
    for (const { handler, metafile } of bundles) {
      const packages = new Set(
        Object.keys(metafile.inputs).flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []),
      );
      expect([handler, banned.filter((name) => packages.has(name))]).toEqual([handler, []]);
    }
    const used = (handler: string): string[] =>
      Object.entries(of(handler).metafile.outputs)
        .filter(([name]) => name.endsWith('index.mjs'))
        .flatMap(([, output]) =>
          Object.entries(output.inputs)
            .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
            .map(([file]) => file),
        );
    for (const handler of handlers.filter((each) => each !== 'deliver'))
      expect([handler, used(handler).some((file) => /node_modules\/(?:mjml|nodemailer|@resvg)/.test(file))]).toEqual([
        handler,
        false,
      ]);
    expect(used('pull').some((file) => file.includes('client-athena'))).toBe(false);
    expect(used('deliver').some((file) => file.includes('client-athena'))).toBe(false);
  });

  it('has a source map beside it, named at its end', () => {
    for (const { handler, folder: place } of bundles) {
      expect(codeOf(handler).trimEnd().endsWith('//# sourceMappingURL=index.mjs.map')).toBe(true);
      const { sources } = JSON.parse(readFileSync(join(place, 'index.mjs.map'), 'utf8')) as { sources: string[] };
      expect(sources.some((source) => source.endsWith(`functions/${handler}/handler.ts`))).toBe(true);
    }
  });

  it('carries the configuration, and no reference’s secret', () => {
    expect(codeOf('measure')).toContain('Platform Support EMEA');
    expect(codeOf('maintain')).not.toContain('Platform Support EMEA');
  });
});
