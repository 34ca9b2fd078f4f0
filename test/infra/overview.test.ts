import { describe, expect, it } from 'vitest';
import { overview } from '../../infra/overview.ts';
import { synthesised } from '../support/template.ts';

describe('what npm run deploy says before it asks', () => {
  const { plan, template } = synthesised();
  const lines = overview(plan, template.toJSON(), 2);
  const text = lines.join('\n');

  it('counts what will exist', () => {
    const all = Object.values(template.toJSON().Resources as Record<string, { Type: string }>);
    expect(lines[0]).toBe(`Stack Casebook in eu-central-1: ${all.length} resources`);
    for (const [kind, type] of [
      ['Lambda Function', 'AWS::Lambda::Function'],
      ['S3 Bucket', 'AWS::S3::Bucket'],
      ['CloudWatch Alarm', 'AWS::CloudWatch::Alarm'],
    ] as const) {
      const count = all.filter(({ Type }) => Type === type).length;
      expect(text).toMatch(new RegExp(`^ +${count}  ${kind}$`, 'm'));
    }
    const counted = lines.flatMap((line) => /^ +(\d+)  [A-Z]/.exec(line)?.[1] ?? []);
    expect(counted.reduce((sum, count) => sum + Number(count), 0)).toBe(all.length);
  });
  it('says what is kept, what a month costs and as whom mail goes out, in 80 columns', () => {
    expect(text).toMatch(/^Kept on removal: KMS Key, S3 Bucket, Glue Database, SecretsManager Secret$/m);
    expect(text).toMatch(/^A month costs about \d+ USD with 10,000 tickets, \d+ USD with 1,000,000 tickets$/m);
    expect(text).toContain('Mail goes out as metrics@example.com');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});
