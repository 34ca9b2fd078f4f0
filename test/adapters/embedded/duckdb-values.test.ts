import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { duckdbWarehouse } from '../../../shared/adapters/embedded/duckdb-warehouse.ts';
import { count, epochS, flag, minor, table, text, type AnyRow } from '../../../shared/lake/table.ts';
import * as fc from '../../support/property.ts';

const things = table({
  name: 'things',
  grain: 'one row per thing',
  key: ['thing_id'],
  columns: {
    thing_id: text('id'),
    word: text('any text'),
    moment_s: epochS('64 bit'),
    number: count('32 bit'),
    is_so: flag('flag'),
    money_minor: minor('64 bit'),
  },
});

// a vector keeps up to 12 bytes of a text in itself: lengths about it, in bytes of one to four
const word = fc.oneof(
  fc.constantFrom(
    '',
    'open',
    'a'.repeat(12),
    'a'.repeat(13),
    'ä'.repeat(6),
    `${'ä'.repeat(6)}x`,
    '\uFEFFx',
    'a\u0000b',
    '😀'.repeat(4),
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);
const row = fc.record({
  word: fc.option(word),
  moment_s: fc.option(fc.oneof(fc.maxSafeInteger(), fc.integer())),
  number: fc.option(fc.integer()),
  is_so: fc.option(fc.boolean()),
  money_minor: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
});

describe('the memory of a vector', () => {
  it('gives back every value that was written, and DuckDB sees the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 80 }), async (some) => {
        const warehouse = await duckdbWarehouse({ file: ':memory:', lake: '.', threads: 1 });
        try {
          await warehouse.migrate([things]);
          // columns that are all alike at first, differ then, and are alike again; more than a chunk, and its last one not full
          const drawn = [
            ...Array.from({ length: 2100 }, () => some[0]),
            ...some,
            ...Array.from({ length: 2100 }, () => some.at(-1)),
          ];
          const rows = drawn.map((one, i): AnyRow => ({
            ...one,
            thing_id: String(i).padStart(5, '0'),
            source: 's',
            version_key: '1',
            ingested_s: 1,
            raw_key: i < 2100 ? 'r' : 's',
          }));
          const intake = warehouse.intake();
          for (const [from, to] of [
            [0, 2100],
            [2100, 2100 + some.length],
            [2100 + some.length, rows.length],
          ])
            await intake.add(things, rows.slice(from, to));
          await intake.commit();
          const { rows: read } = await warehouse.query(
            'things',
            `SELECT raw_key, word, moment_s, number, is_so, money_minor, md5(word), CAST(moment_s AS VARCHAR), CAST(number AS VARCHAR), CAST(is_so AS VARCHAR), CAST(money_minor AS VARCHAR)
             FROM things ORDER BY thing_id`,
          );
          expect(read).toEqual(
            rows.map(({ raw_key, word, moment_s, number, is_so, money_minor }) => [
              raw_key,
              word,
              moment_s,
              number,
              is_so,
              small(money_minor),
              word === null ? null : createHash('md5').update(String(word)).digest('hex'),
              ...[moment_s, number, is_so, money_minor].map((value) => (value === null ? null : String(value))),
            ]),
          );
        } finally {
          await warehouse.close();
        }
      }),
      { numRuns: 3 },
    );
  });
});

/** Whole numbers that a number can hold come back as one. */
const small = (value: unknown): unknown =>
  typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
