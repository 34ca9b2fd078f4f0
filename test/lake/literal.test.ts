import * as fc from '../support/property.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import { identifier, literal, literals } from '../../shared/lake/literal.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { expectTrinoGrammar } from '../support/sql.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await duckdbWarehouse({ file: ':memory:', lake: '.', threads: 1 });
});
afterAll(() => warehouse.close());

describe('a literal', () => {
  it('is written as SQL writes it', () => {
    expect([null, true, false, 0, -0, -12, 2n ** 63n, "O'Brien", ''].map(literal)).toEqual([
      'NULL',
      'TRUE',
      'FALSE',
      '0',
      '0',
      '-12',
      '9223372036854775808',
      "'O''Brien'",
      "''",
    ]);
  });
  it('gives back any text, whatever it tries to break out of', async () => {
    const hostile = [
      "'; DROP TABLE tickets; --",
      "\\'",
      "''",
      '/*',
      '$$',
      '${x}',
      '?',
      '\r\n',
      '\u2028',
      "'||(SELECT 1)||'",
    ];
    const text = fc
      .oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 40 }))
      .filter((s) => !s.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const sql = `SELECT ${texts.map((each, i) => `${literal(each)} AS c${i}`).join(', ')}`;
        expect((await warehouse.query('literal', sql)).rows[0]).toEqual(texts);
      }),
      { numRuns: 60 },
    );
  });
  it('is one literal to Trino too', () => {
    expectTrinoGrammar(`SELECT ${literal("'; DROP TABLE t; -- \\' \" é")} AS a`, 'literal');
  });
  it('refuses what has no exact literal', () => {
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 'a\0b', '\ud800'])
      expect(() => literal(value)).toThrow(/expected/);
    expect(() => literals([])).toThrow('at least one');
  });
});

describe('an identifier', () => {
  it('is quoted', () => expect(identifier('created_s')).toBe('"created_s"'));
  it('refuses anything but snake_case', () => {
    for (const name of ['a"b', 'A', '1a', '', 'a b', 'a;b', 'é']) expect(() => identifier(name)).toThrow('snake_case');
  });
});
