import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Every command of the AWS command line that a person is told to paste, held against the models of the APIs that AWS publishes with
 * botocore: the service, the operation and each option exist, and none that is required is missing.
 */
const beside = process.env.MOTO_SERVER === undefined ? [] : [join(dirname(process.env.MOTO_SERVER), 'python')];
const python = [...beside, 'python3'].find((one) => spawnSync(one, ['-c', 'import botocore']).status === 0);
if (python === undefined) console.log('Skipped: the commands for AWS. Install botocore (pip install botocore).');

/** Commands of a page: indented lines with what their ends go on to, and code inside sentences. Without remarks. */
function commandsOf(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/ \\\n\s+/g, ' ');
  const found = [
    ...text.matchAll(/^ {4,}(aws .+)$/gm),
    ...text.matchAll(/`(aws [^`]+)`/g),
    ...text.matchAll(/# names: (aws .+)$/gm),
  ];
  return found.map(([, command = '']) => command.replace(/\s+#.*$/, '').trim());
}

const pages = ['infra/DEPLOY.md', 'infra/RUNBOOK.md', 'docs/aws.md'];
const commands = pages.flatMap((page) => commandsOf(page).map((command) => ({ page, command })));

describe.skipIf(python === undefined)('commands for AWS', () => {
  const asked = JSON.stringify(commands.map(({ command }) => command));
  const run = python === undefined ? undefined : spawnSync(python, ['test/machine/aws_commands.py'], { input: asked });
  it('are found in the pages', () => {
    expect(run?.stderr.toString()).toBe('');
    expect(commands.length).toBeGreaterThan(10);
  });
  it.each(commands.map((one, i) => ({ ...one, i })))('$page: $command', ({ i }) => {
    expect((JSON.parse(String(run?.stdout)) as (string | null)[])[i]).toBeNull();
  });
});
