import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { secretNames } from '../shared/config/references.ts';
import { CasebookError, UsageError } from '../shared/errors.ts';
import { known } from '../shared/run/registry.ts';
import { deployment } from './config.ts';
import { overview } from './overview.ts';

/** `npm run deploy`: says what will exist and cost, asks, then lets the cdk command make it. Arguments go on to `cdk deploy`. */
const root = join(import.meta.dirname, '..');
const file = process.env.CASEBOOK_CONFIG ?? 'casebook.yaml';
const out = process.env.CDK_OUTDIR ?? join(root, 'cdk.out');
const given = process.argv.slice(2);
const isYes = given.includes('--yes');

try {
  const plan = deployment(readFileSync(resolve(root, file), 'utf8'), file, known);
  const made = spawnSync(process.execPath, [join(root, 'infra', 'app.ts')], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: out, CDK_CLI_VERSION: process.env.CDK_CLI_VERSION ?? 'deploy' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (made.status !== 0) process.exit(made.status ?? 1);
  const template = JSON.parse(readFileSync(join(out, `${plan.stack}.template.json`), 'utf8')) as unknown;
  for (const line of overview(plan, template, secretNames(plan.configuration).length)) console.log(line);
  if (!isYes) {
    if (!process.stdin.isTTY)
      throw new UsageError('npm run deploy: nobody can be asked here. Add -- --yes to go on without.');
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question(`\nDeploy ${plan.stack} to ${plan.region}? (y/N) `);
    terminal.close();
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new UsageError('Nothing was deployed.');
  }
  // What an earlier stack of this name has kept is taken back by its fixed name.
  const cdk = ['cdk', 'deploy', '--app', out, '--import-existing-resources', '--require-approval', 'never'];
  const rest = given.filter((argument) => argument !== '--yes');
  process.exitCode = spawnSync('npx', [...cdk, ...rest], { cwd: root, stdio: 'inherit' }).status ?? 1;
} catch (error) {
  if (!(error instanceof CasebookError)) throw error;
  console.error(error.message);
  process.exitCode = error.exit;
}
