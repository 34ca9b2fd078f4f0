import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { CasebookError, ConfigurationError } from '../shared/errors.ts';
import { known } from '../shared/run/registry.ts';
import { deployment } from './config.ts';
import { unpackBundles } from './configure.ts';
import { CasebookStack } from './stack.ts';

/** `npm run synth`, and what `cdk` runs: casebook.yaml in, a CloudFormation template out. Needs no network and no credentials. */
const root = join(import.meta.dirname, '..');
const file = process.env.CASEBOOK_CONFIG ?? 'casebook.yaml';

try {
  const plan = deployment(readFileSync(resolve(root, file), 'utf8'), file, known);
  // The sample can be looked at as it is; what the cdk command makes is meant for AWS, where it would be refused later.
  if (plan.placeholder !== undefined && process.env.CDK_CLI_VERSION !== undefined)
    throw new ConfigurationError(`${file} cannot be deployed.`, [plan.placeholder]);
  // The CLI hands its context over in the environment; without it the flags of cdk.json are read here.
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  const app = new App({ context, outdir: process.env.CDK_OUTDIR ?? join(root, 'cdk.out') });
  const bundles = join(app.outdir, 'bundles');
  // The package carries its bundles; the repository, which has the bundler, makes them.
  if (!unpackBundles(join(root, 'bundles.br'), bundles, plan.configuration))
    await (await import('./bundle.ts')).bundleAll(root, bundles, plan.configuration);
  const stack = new CasebookStack(app, plan, (handler) => Code.fromAsset(join(bundles, handler)));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  app.synth();
  console.error(`${stack.stackName}: ${join(app.outdir, `${stack.stackName}.template.json`)}`);
  if (plan.placeholder !== undefined) {
    console.error(`Before you deploy: ${plan.placeholder}.`);
  }
} catch (error) {
  if (!(error instanceof CasebookError)) throw error;
  console.error(error.message);
  process.exitCode = error.exit;
}
