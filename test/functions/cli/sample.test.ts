import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleHash } from '../../../functions/cli/commands/init.ts';
import { readConfiguration } from '../../../shared/config/read.ts';
import { known } from '../../../shared/run/registry.ts';

describe('the sample configuration', () => {
  const text = readFileSync('casebook.yaml', 'utf8');

  it('is a configuration', () => {
    expect(readConfiguration(text, 'casebook.yaml', known).reports).toHaveLength(7);
  });

  it('is known to casebook init, which replaces it as long as nobody has touched it', () => {
    expect(createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')).toBe(sampleHash);
  });
});
