import { describe, expect, it } from 'vitest';
import { deployment, gapFaults } from '../../infra/config.ts';
import { secretNames } from '../../shared/config/references.ts';
import { known } from '../../shared/run/registry.ts';
import { companyYaml } from '../support/aws/company.ts';

const faultsOf = (yaml: string): string => {
  try {
    deployment(yaml, 'casebook.yaml', known);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};
const list = (n: number): string => Array.from({ length: n }, (_, i) => `reader${i}@example.com`).join(', ');
const withRecipients = (recipients: string): string =>
  companyYaml.replace(/recipients: \{ emea.*\} \}/, `recipients: ${recipients} }`);

describe('a deployment', () => {
  it('is made of a good casebook.yaml', () => {
    expect(deployment(companyYaml, 'casebook.yaml', known)).toMatchObject({
      stack: 'Casebook',
      region: 'eu-central-1',
      zone: 'Europe/Berlin',
      database: 'casebook',
      sender: { address: 'metrics@example.com', domain: 'example.com' },
    });
  });
  it('refuses wildcards in names', () => {
    expect(faultsOf(`${companyYaml}\naws: { stack: "Case*" }`)).toContain('aws.stack: found "Case*"');
    expect(faultsOf(`${companyYaml}\naws: { region: "*" }`)).toContain('aws.region: found "*", expected an AWS region');
    expect(faultsOf(companyYaml.replace('id: desk', 'id: "*"'))).toContain('sources[0].id: found "*"');
    expect(faultsOf(withRecipients('{ emea: ["*@example.com"] }'))).toContain(
      'found "*@example.com", expected an address without wildcards',
    );
  });
  it('refuses more than fifty readers in one list, and says what to do instead', () => {
    expect(faultsOf(withRecipients(`{ emea: [${list(50)}] }`))).toBe('');
    expect(faultsOf(withRecipients(`{ emea: [${list(51)}] }`))).toContain(
      'reports[0].recipients.emea: found 51 addresses, expected at most 50; give a mailing list its own address instead',
    );
  });
  it('refuses three hundred readers of one report, however they are divided', () => {
    const teams = Array.from({ length: 6 }, (_, i) => `  - { id: t${i}, name: T${i} }`).join('\n');
    const yaml = withRecipients(`{ ${[0, 1, 2, 3, 4, 5].map((i) => `t${i}: [${list(50)}]`).join(', ')} }`).replace(
      'reports:',
      `${teams}\nreports:`,
    );
    expect(faultsOf(yaml)).toContain('found 300 addresses in all, expected at most 250 for one report');
  });
  it('refuses a sender that SES can never verify', () => {
    const from = (sender: string): string =>
      faultsOf(companyYaml.replace('Support metrics <metrics@example.com>', sender));
    expect(faultsOf(companyYaml.replace(/delivery:.*\n/, ''))).toContain(
      'delivery.from: found "casebook@localhost.localdomain"',
    );
    for (const domain of ['localhost', 'metrics.local', 'mail.invalid', 'corp.test', 'corp.internal'])
      expect(from(`a@${domain}`)).toContain('expected a sender');
    expect(from('Metrics <metrics@yourcompany.com>')).toBe('');
  });
  it('names the sample’s sender as a placeholder', () => {
    expect(deployment(companyYaml, 'casebook.yaml', known).placeholder).toContain('metrics@example.com');
    const real = companyYaml.replace('Support metrics <metrics@example.com>', 'metrics@yourcompany.com');
    expect(deployment(real, 'casebook.yaml', known).placeholder).toBeUndefined();
  });
  it.each([
    [
      'stack: a-very-long-name-of-a-stack-x',
      'aws.stack: found "a-very-long-name-of-a-stack-x", expected a letter, then at most 25',
    ],
    ['stack: ends-', 'aws.stack: found "ends-"'],
    ['region: us-west-9', 'aws.region: found "us-west-9", where Lambda has no durable functions'],
    [
      'key_arn: "arn:aws:kms:us-east-1:111122223333:key/0a1b"',
      'aws.key_arn: found a key in us-east-1, expected one in eu-central-1',
    ],
    ['key_arn: alias/mine', 'aws.key_arn'],
    ['tags: { casebook: other }', 'aws.tags: found "casebook", which the stack sets itself'],
    ['tags: { "aws:owner": me }', 'aws.tags'],
    ['permissions_boundary: "a policy"', 'aws.permissions_boundary'],
    ['sender_identity: mine', 'aws.sender_identity'],
    ['scan_limit_mb: 1', 'aws.scan_limit_mb'],
  ])('refuses aws: { %s } with a sentence that names it', (aws, sentence) => {
    expect(faultsOf(`${companyYaml}\naws: { ${aws} }`)).toContain(sentence);
  });
  it('reports every fault at once', () => {
    const faults = faultsOf(
      `${companyYaml.replace('metrics@example.com>', 'a@corp.test>')}\naws: { stack: "a_b", region: "Mars" }`,
    );
    expect(faults.split('\n')).toHaveLength(4);
  });
});

describe('a schedule that clocks skip', () => {
  const at = (text: string) => {
    const [, weekday, hour, minute] = /^(\w+) (\d+):(\d+)$/.exec(text)!;
    return { kind: 'weekly', weekday: weekday as 'sun', hour: Number(hour), minute: Number(minute) } as const;
  };
  it('is refused, with the first day on which it would not come', () => {
    // Berlin skips 02:00 to 03:00 on the last Sunday of March: 2026-03-29.
    expect(gapFaults(at('sun 02:30'), 'Europe/Berlin', 'reports[0].schedule')).toEqual([
      'reports[0].schedule: found 02:30, which clocks in Europe/Berlin skip on 2026-03-29; expected a time that every day has',
    ]);
    // New York on the second Sunday: 2026-03-08.
    expect(gapFaults(at('sun 02:00'), 'America/New_York', 's')[0]).toContain('2026-03-08');
  });
  it('is fine on other days, at other times, and where clocks do not change', () => {
    expect(gapFaults(at('mon 02:30'), 'Europe/Berlin', 's')).toEqual([]);
    expect(gapFaults(at('sun 03:00'), 'Europe/Berlin', 's')).toEqual([]);
    expect(gapFaults(at('sun 02:30'), 'Asia/Kathmandu', 's')).toEqual([]);
    // Auckland is 13 hours ahead in summer.
    expect(gapFaults(at('mon 07:00'), 'Pacific/Auckland', 's')).toEqual([]);
  });
});

describe('secrets', () => {
  it('are found wherever the configuration refers to them, each once', () => {
    expect(secretNames({ a: '${secret:b/c}', d: ['${env:A_B}', { e: '${secret:b/c}' }], f: 'plain $x' })).toEqual([
      'A_B',
      'b/c',
    ]);
  });
});
