import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { configurationAt } from '../home.ts';
import { about } from '../version.ts';
import { placesOf } from '../workspace.ts';

type Action = 'synth' | 'diff' | 'deploy' | 'destroy';

/** The program of the stack: compiled in the package, TypeScript in the repository. */
const [compiled, source] = ['./stack.js', '../../../infra/app.ts'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);
const program = existsSync(source ?? '') ? (source ?? '') : (compiled ?? '');

/** `synth` writes the template; the others are the CDK's own commands on it. Words after -- are the CDK's. */
export const stackCommand = (action: Action): Command => ({
  takes: '[-- WORD...]',
  options: {},
  examples: [
    action === 'synth'
      ? ['casebook synth', 'cdk.out/ beside casebook.yaml, without network or credentials']
      : [`casebook ${action}`, 'with the credentials of this shell'],
    ...(action === 'deploy'
      ? [['casebook deploy -- --require-approval never', 'with options of the CDK'] as const]
      : []),
  ],
  run: async (given) => {
    const { config } = placesOf(given);
    await configurationAt(config);
    const folder = dirname(resolve(config));
    requireCdk(folder);
    const output = join(folder, 'cdk.out');
    const environment = { ...env, CASEBOOK_CONFIG: resolve(config), CDK_OUTDIR: output };
    if (action === 'synth') return ended([program], folder, environment);
    const cdk = createRequire(join(folder, 'package.json')).resolve('aws-cdk/bin/cdk');
    // a shell reads this; the CDK takes quotes around the whole away
    const app = [execPath, program].map((word) => (word.includes(' ') ? JSON.stringify(word) : word)).join(' ');
    return ended([cdk, action, '--app', app, '--output', output, ...given.positionals], folder, environment);
  },
});

const packages = ['aws-cdk', 'aws-cdk-lib', 'cdk-nag', 'constructs'] as const;

/** The CDK is no part of Casebook: only a deployment needs its 150 MB. @throws UsageError that says how to install it */
function requireCdk(folder: string): void {
  const [here, there] = [program, join(folder, 'package.json')].map((place) => createRequire(place));
  const has = (name: string, from: NodeJS.Require | undefined): boolean => {
    try {
      return from?.resolve(`${name}/package.json`) !== undefined;
    } catch {
      return false;
    }
  };
  const { name, version, peerDependencies } = about();
  // the program must find the library, and the command line is started from the workspace
  if (packages.every((one) => (one === 'aws-cdk' ? has(one, there) : has(one, here)))) return;
  throw new UsageError(
    `A deployment needs the AWS CDK beside Casebook. In ${folder}: npm install ${name}@${version} ${packages.map((one) => `${one}@${peerDependencies[one]}`).join(' ')}`,
  );
}

const ended = (words: readonly string[], cwd: string, environment: NodeJS.ProcessEnv): Promise<number> =>
  new Promise((done, failed) => {
    spawn(execPath, words, { cwd, env: environment, stdio: 'inherit' })
      .on('error', failed)
      .on('exit', (status) => done(status ?? 1));
  });
