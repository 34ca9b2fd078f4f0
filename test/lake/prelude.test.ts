import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdbWarehouse } from '../../shared/adapters/embedded/duckdb-warehouse.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { expectPortable, functionCalls, grammarFaults } from '../support/sql.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await duckdbWarehouse({ file: ':memory:', lake: '.', threads: 1 });
});
afterAll(() => warehouse.close());

describe('Athena’s dialect on DuckDB', () => {
  // Expected values follow from Trino's documentation of each function.
  it.each([
    ['7 / 2', 3],
    ['-7 / 2', -3],
    ['greatest(1, CAST(NULL AS INTEGER))', null],
    ['greatest(1, 3, 2)', 3],
    ['least(3, 1, 2)', 1],
    [`concat('a', CAST(NULL AS VARCHAR))`, null],
    [`concat('a', 'b', 'c')`, 'abc'],
    ['cardinality(ARRAY[1, NULL])', 2],
    ['array_sort(ARRAY[3, NULL, 1])[1]', 1],
    ['array_sort(ARRAY[3, NULL, 1])[2]', 3],
    ['element_at(ARRAY[5, 6], 2)', 6],
    ['element_at(ARRAY[5, 6], 3)', null],
    [`json_extract_scalar('{"assignee":"7"}', '$.assignee')`, '7'],
    [`json_extract_scalar('{"assignee":null}', '$.assignee')`, null],
    [`json_extract_scalar('{"a":[1]}', '$.a')`, null],
    [`json_extract_scalar(CAST(NULL AS VARCHAR), '$.a')`, null],
    [`if(1 = 1, 'yes', 'no')`, 'yes'],
    ['mod(-7, 3)', -1],
    [`strpos('abc', 'c')`, 3],
  ])('%s is %s', async (expression, expected) => {
    const sql = `SELECT ${expression} AS x`;
    expect((await warehouse.query('dialect', sql)).rows).toEqual([[expected]]);
    expectPortable(sql, expression);
    expect(grammarFaults(sql)).toEqual([]);
  });
  it('takes the value beside the largest, null included', async () => {
    const sql = `SELECT max_by(v, k) AS last_v, min_by(v, k) AS first_v, every(k > 0) AS e, count_if(v IS NULL) AS n
      FROM (VALUES (1, 'a'), (2, 'b'), (3, CAST(NULL AS VARCHAR))) AS t(k, v)`;
    expect((await warehouse.query('dialect', sql)).rows).toEqual([[null, 'a', true, 1]]);
  });
  it('sorts null last in either direction', async () => {
    const sql = (direction: string) => `SELECT x FROM (VALUES (2), (NULL), (1)) AS t(x) ORDER BY x ${direction}`;
    expect((await warehouse.query('dialect', sql('ASC'))).rows).toEqual([[1], [2], [null]]);
    expect((await warehouse.query('dialect', sql('DESC'))).rows).toEqual([[2], [1], [null]]);
  });
});

describe('the allow-list', () => {
  it('finds every call, not keywords, columns of a table alias, texts or comments', () => {
    expect(
      functionCalls(`WITH t (a, b) AS (SELECT count(*) FILTER (WHERE x IN (1)) FROM u) -- avg(x)
        SELECT COALESCE (a, 'sum(1)'), row_number() OVER (PARTITION BY b), "odd(name"
        FROM t GROUP BY GROUPING SETS ((), (a))`),
    ).toEqual(['count', 'coalesce', 'row_number']);
  });
  it('names what is not on it', () => {
    expect(() => expectPortable('SELECT approx_percentile(x, 0.5) FROM t', 'dts_p50')).toThrow(
      /dts_p50[\s\S]*approx_percentile/,
    );
  });
  it('is checked beside a grammar that refuses DuckDB’s own forms', () => {
    expect(grammarFaults('SELECT x::INTEGER FROM t')).not.toEqual([]);
    expect(grammarFaults('SELECT x FROM t')).toEqual([]);
  });
});
