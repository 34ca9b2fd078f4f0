import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configurationText, sampleHash } from '../../../functions/cli/commands/init.ts';
import { readConfiguration } from '../../../shared/config/read.ts';
import { connectors } from '../../../shared/connectors/registry.ts';
import { known } from '../../../shared/run/registry.ts';

describe('the sample configuration', () => {
  const text = readFileSync('casebook.yaml', 'utf8');

  it('is a configuration', () => {
    expect(readConfiguration(text, 'casebook.yaml', known).reports).toHaveLength(6);
  });

  it('is known to casebook init, which replaces it as long as nobody has touched it', () => {
    expect(createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')).toBe(sampleHash);
  });
});

describe('casebook init', () => {
  it.each(connectors.map(({ id }) => id))('writes a configuration that Casebook accepts for %s', (helpdesk) => {
    const answers = new Map(
      Object.entries({
        name: 'Example: Corp',
        'time-zone': 'Asia/Tokyo',
        currency: 'JPY',
        helpdesk,
        sender: 'a@example.com',
        recipient: 'b@example.com',
      }),
    );
    expect(readConfiguration(configurationText(answers), 'casebook.yaml', known).sources).toMatchObject([
      { connector: helpdesk },
    ]);
  });
});
