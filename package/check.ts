import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/**
 * `npm run pack:check`: packs Casebook, installs the archive in an empty folder as a user does, and goes the way of a newcomer on
 * every Node that it is said to run on: version, help, a workspace, a file, a demo, a report; then a template with the CDK beside it.
 */
const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const place = await mkdtemp(join(tmpdir(), 'casebook-package-'));
const nodes = ['22', '24', '26'];
const npm = (words: readonly string[], cwd: string) => run('npm', [...words, '--no-audit', '--no-fund'], { cwd });

const expect = (isRight: boolean, what: string, seen: string): void => {
  console.log(`${isRight ? 'ok   ' : 'WRONG'} ${what}`);
  if (isRight) return;
  console.error(seen);
  process.exitCode = 1;
};

try {
  const { stdout } = await npm(['pack', '--json', '--pack-destination', place], root);
  const [archive] = JSON.parse(stdout.slice(stdout.indexOf('['))) as readonly {
    filename: string;
    unpackedSize: number;
  }[];
  if (archive === undefined) throw new Error('npm pack made nothing');
  expect(
    archive.unpackedSize < 20e6,
    `unpacked it has ${(archive.unpackedSize / 1e6).toFixed(1)} MB`,
    'more than 20 MB',
  );

  await writeFile(join(place, 'package.json'), '{ "private": true }');
  await npm(['install', '--omit=dev', join(place, archive.filename)], place);
  const installed = (await readdir(join(place, 'node_modules'))).filter((name) => !name.startsWith('.'));
  expect(installed.length <= 3, `installs beside it: ${installed.join(', ')}`, 'more than DuckDB');

  // each version of the package `node` brings the runtime itself
  const runtimes = join(place, 'runtimes');
  await run('mkdir', [runtimes]);
  await writeFile(join(runtimes, 'package.json'), '{ "private": true }');
  await npm(['install', ...nodes.map((version) => `node${version}@npm:node@${version}`)], runtimes);
  for (const version of nodes) newcomer(version, join(runtimes, 'node_modules', `node${version}`, 'bin', 'node'));
  await template(join(runtimes, 'node_modules', 'node24', 'bin', 'node'));
} finally {
  await rm(place, { recursive: true, force: true });
}

function casebook(node: string, words: readonly string[], cwd = place): { status: number | null; text: string } {
  const script = join(place, 'node_modules', '.bin', 'casebook');
  const { status, stdout, stderr } = spawnSync(node, [script, ...words], { cwd, encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

function newcomer(version: string, node: string): void {
  const says = (what: string, words: readonly string[], text: RegExp, cwd?: string): void => {
    const ended = casebook(node, words, cwd);
    expect(ended.status === 0 && text.test(ended.text), `Node ${version}: ${what}`, `${ended.status}: ${ended.text}`);
  };
  const [own, demo] = [join(place, `own${version}`), join(place, `demo${version}`)];
  says('says its version', ['--version'], /^\d+\.\d+\.\d+\n$/);
  says('says its commands', ['--help'], /casebook metrics/);
  says(
    'makes a workspace for a helpdesk',
    ['init', `desk${version}`, '--yes', '--helpdesk', 'zendesk', '--set', 'subdomain=acme'],
    /Wrote .*casebook\.yaml/,
  );
  const typed = spawnSync('npx', ['--no', '@casebook-metrics/casebook', '--version'], {
    cwd: join(place, `desk${version}`),
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` },
  });
  expect(typed.status === 0, `Node ${version}: npx finds it in the workspace, as the next steps say`, typed.stderr);
  const log = resolve(root, 'package', 'tickets.csv');
  says(
    'makes a workspace for a file',
    ['init', own, '--yes', '--helpdesk', 'event-log', '--set', `files=${log}`],
    /Wrote/,
  );
  says('reads the file', ['pull'], /3 tickets/, own);
  says('counts', ['metrics', '--metric', 'ticket_volume', '--period', 'all'], /ticket_volume +3/, own);
  says('pulls from a made-up helpdesk and writes mails', ['demo', demo, '--tickets-per-week', '6'], /index\.html/);
  says(
    'finds the workspace from below',
    ['explain', 'fcr', '--period', '2026-Q3'],
    /Resolved at first contact/,
    join(demo, 'inputs'),
  );
}

/** The stack, from a workspace with the CDK beside Casebook. */
async function template(node: string): Promise<void> {
  const folder = join(place, 'desk24');
  const refused = casebook(node, ['synth'], folder);
  const install = /npm install (.+)$/m.exec(refused.text)?.[1];
  expect(refused.status === 2 && install !== undefined, 'synth says what a deployment needs', refused.text);
  const peers = (install ?? '').split(' ').filter((name) => !name.includes('casebook'));
  await npm(['install', ...peers], place);
  const written = casebook(node, ['synth'], folder);
  expect(written.status === 0 && /template\.json/.test(written.text), 'synth writes the template', written.text);
}
