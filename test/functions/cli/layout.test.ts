import { readFileSync } from 'node:fs';
import * as fc from '../../support/property.ts';
import { describe, expect, it } from 'vitest';
import { helpOf } from '../../../functions/cli/command.ts';
import { commands } from '../../../functions/cli/commands/all.ts';
import { hanging, sideBySide, table } from '../../../functions/cli/layout.ts';
import { wrapped } from '../../../shared/wrapped.ts';
import { isTold, sentenceOf } from '../../../functions/cli/log-words.ts';
import { sourceFiles } from '../../architecture/imports.ts';

describe('wrapped', () => {
  it('breaks at spaces, and a word that is too long where it must', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
    expect(wrapped('', 10)).toEqual(['']);
  });
  it('loses no character and keeps to the width', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (text, width) => {
        const lines = wrapped(text, width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('a table', () => {
  it('is as wide as its content where there is room; numbers stand to the right', () => {
    expect(
      table(
        ['name', 'n'],
        [
          ['ticket_volume', '7'],
          ['fcr', '1,200'],
        ],
        80,
      ),
    ).toBe(['name               n', 'ticket_volume      7', 'fcr            1,200'].join('\n'));
  });
  it('wraps the widest column of text, never a number, where there is none', () => {
    const rows = [['fcr', 'share of the cases that were solved with one reply at most', '1,200']];
    expect(table(['id', 'what', 'n'], rows, 40)).toBe(
      [
        'id   what                              n',
        'fcr  share of the cases that were  1,200',
        '     solved with one reply at',
        '     most',
      ].join('\n'),
    );
  });
  it('is wider rather than break a word', () => {
    expect(table(['run', 'status'], [['20261005T041000Z-f6c1', 'sent']], 12)).toBe(
      ['run                    status', '20261005T041000Z-f6c1  sent'].join('\n'),
    );
  });
});

it('a label that is too long for its column stands on a line of its own', () => {
  const long = '--an-option-of-more-than-thirty VALUE';
  expect(
    sideBySide(
      [
        ['--a', 'one'],
        [long, 'two'],
      ],
      60,
    ),
  ).toEqual([`  --a${' '.repeat(29)}one`, `  ${long}`, `  ${' '.repeat(32)}two`]);
});

describe('help', () => {
  it.each(commands)(
    'of $name has examples that name the command, and fits 80 columns',
    async ({ name, summary, load }) => {
      const command = await load();
      expect(command.examples.length).toBeGreaterThan(0);
      for (const [typed] of command.examples) expect(typed).toMatch(new RegExp(`^casebook ${name}( |$)`));
      const lines = helpOf(name, summary, command, 80).split('\n');
      expect(lines.filter(({ length }) => length > 80)).toEqual([]);
    },
  );
});

describe('what is logged', () => {
  const events = sourceFiles(['shared', 'functions'])
    .filter((file) => !file.startsWith('shared/adapters/aws'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\blog\.(?:info|warn)\(\s*'([^']+)'/g)])
    .map((match) => match[1] ?? '');
  it('is found in the code', () => expect(events.length).toBeGreaterThan(10));
  it.each([...new Set(events)])('%s has a sentence for a person', (event) => expect(isTold(event)).toBe(true));
  it('speaks of one thing in the singular', () => {
    expect(sentenceOf('load.done', { source: 'desk', objects: 1, tickets: 2 })).toBe(
      'Loaded desk: 1 new object, 2 tickets',
    );
  });
});

describe('hanging lines', () => {
  it('stand under the first, which keeps its own margin', () => {
    expect(hanging('  one two three', 10, 2)).toEqual(['  one', '    two', '    three']);
    expect(hanging('short', 10, 2)).toEqual(['short']);
  });
});
