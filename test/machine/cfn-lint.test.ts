import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { companyYaml } from '../support/aws/company.ts';
import { synthesised } from '../support/template.ts';

/** The linter of CloudFormation: a Python program, on the PATH or as CFN_LINT=/path/to/it. */
const program = process.env.CFN_LINT ?? 'cfn-lint';
const version = spawnSync(program, ['--version'], { encoding: 'utf8' });
if (version.status !== 0)
  console.log('Skipped: cfn-lint over the template. Install it (pip install cfn-lint) or set CFN_LINT to its path.');

/** CDK names a function's role both in its properties and beside its policy in DependsOn; the second is not needed, and no harm. */
const accepted = ['W3005'];

const everything = companyYaml
  .replace(
    'reports:\n',
    'reports:\n  - { id: executive-quarterly, schedule: "day 5 07:30", recipients: [board@example.com] }\n',
  )
  .concat('aws: { alarm_email: ops@example.com, keep_raw_days: 400 }\n');

describe.skipIf(version.status !== 0)('the template', () => {
  it.each([
    ['of a small company', companyYaml],
    ['with everything that is optional', everything],
  ])('%s: has no finding of cfn-lint', (_, yaml) => {
    const folder = mkdtempSync(join(tmpdir(), 'casebook-lint-'));
    try {
      const file = join(folder, 'casebook.template.json');
      writeFileSync(file, JSON.stringify(synthesised(yaml).template.toJSON()));
      const { stdout, stderr } = spawnSync(
        program,
        ['--format', 'json', '--regions', 'eu-central-1', '--ignore-checks', ...accepted, '--', file],
        { encoding: 'utf8' },
      );
      expect(stderr).toBe('');
      const findings = JSON.parse(stdout === '' ? '[]' : stdout) as { Rule: { Id: string }; Message: string }[];
      expect(findings.map(({ Rule, Message }) => `${Rule.Id} ${Message}`)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
