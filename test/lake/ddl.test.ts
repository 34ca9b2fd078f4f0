import { describe, expect, it } from 'vitest';
import { athenaDdl, duckdbDdl, missingColumns } from '../../shared/lake/ddl.ts';
import { mergeStatement } from '../../shared/lake/merge.ts';
import { allTables } from '../../shared/lake/tables.ts';
import { count, epochS, flag, minor, table, text } from '../../shared/lake/table.ts';
import { expectPortable, expectTrinoGrammar } from '../support/sql.ts';

const cases = table({
  name: 'cases',
  grain: 'one row per case',
  key: ['case_id'],
  partition: 'created_month',
  columns: {
    case_id: text("the customer’s id; that's all"),
    created_month: text('partition'),
    created_s: epochS('when'),
    replies: count('replies'),
    is_open: flag('open'),
    cost_minor: minor('cost'),
  },
});

describe('DDL', () => {
  it('of DuckDB follows from the table', () => {
    expect(duckdbDdl.create(cases)).toBe(
      [
        'CREATE TABLE IF NOT EXISTS "cases" (',
        '  "case_id" VARCHAR,',
        '  "created_month" VARCHAR,',
        '  "created_s" BIGINT,',
        '  "replies" INTEGER,',
        '  "is_open" BOOLEAN,',
        '  "cost_minor" BIGINT,',
        '  "source" VARCHAR,',
        '  "version_key" VARCHAR,',
        '  "ingested_s" BIGINT,',
        '  "raw_key" VARCHAR',
        ')',
      ].join('\n'),
    );
  });
  it('of Athena makes a partitioned Iceberg table whose comments cannot break out', () => {
    const sql = athenaDdl('casebook', 's3://bucket/tables').create(cases);
    expect(sql).toContain('CREATE TABLE IF NOT EXISTS `casebook`.`cases` (');
    expect(sql).toContain("  `case_id` string COMMENT 'the customer s id  that s all',");
    expect(sql).toContain('  `replies` int COMMENT');
    expect(sql).toContain('  `cost_minor` bigint COMMENT');
    expect(sql).toContain("PARTITIONED BY (`created_month`)\nLOCATION 's3://bucket/tables/cases/'");
    expect(sql).toContain("'table_type'='ICEBERG'");
  });
  it('adds only the columns that an older table lacks', () => {
    const missing = missingColumns(
      cases,
      new Set([
        'case_id',
        'created_month',
        'created_s',
        'replies',
        'source',
        'version_key',
        'ingested_s',
        'raw_key',
        'gone',
      ]),
    );
    expect(missing).toEqual(['is_open', 'cost_minor']);
    expect(athenaDdl('db', 's3://b').add(cases, missing)).toEqual([
      'ALTER TABLE `db`.`cases` ADD COLUMNS (`is_open` boolean, `cost_minor` bigint)',
    ]);
    expect(athenaDdl('db', 's3://b').add(cases, [])).toEqual([]);
    expect(duckdbDdl.add(cases, missing)).toHaveLength(2);
  });
});

describe('MERGE', () => {
  it('is the statement of ARCHITECTURE.md D4, with the months of the batch as literals', () => {
    expect(mergeStatement(cases, '"staged_cases"', ['2026-09', "2026-'08"])).toBe(
      [
        'MERGE INTO "cases" AS t',
        'USING "staged_cases" AS s',
        `ON t."created_month" IN ('2026-''08', '2026-09') AND t."source" = s."source" AND t."case_id" = s."case_id"`,
        'WHEN MATCHED AND s."version_key" >= t."version_key" THEN UPDATE SET "created_s" = s."created_s", "replies" = s."replies", "is_open" = s."is_open", "cost_minor" = s."cost_minor", "version_key" = s."version_key", "ingested_s" = s."ingested_s", "raw_key" = s."raw_key"',
        'WHEN NOT MATCHED THEN INSERT ("case_id", "created_month", "created_s", "replies", "is_open", "cost_minor", "source", "version_key", "ingested_s", "raw_key") VALUES (s."case_id", s."created_month", s."created_s", s."replies", s."is_open", s."cost_minor", s."source", s."version_key", s."ingested_s", s."raw_key")',
      ].join('\n'),
    );
  });
  it('spares rows that are equal in everything where a row costs a file', () => {
    expect(mergeStatement(cases, 'x', [], { sparesEqual: true })).toContain(
      'WHEN MATCHED AND s."version_key" >= t."version_key" AND (s."created_s" IS DISTINCT FROM t."created_s" OR s."replies" IS DISTINCT FROM t."replies" OR s."is_open" IS DISTINCT FROM t."is_open" OR s."cost_minor" IS DISTINCT FROM t."cost_minor" OR s."version_key" IS DISTINCT FROM t."version_key" OR s."ingested_s" IS DISTINCT FROM t."ingested_s" OR s."raw_key" IS DISTINCT FROM t."raw_key") THEN UPDATE',
    );
  });
  it.each([false, true])(
    'passes Trino’s grammar and the allow-list, every table (sparing equal rows: %s)',
    (sparesEqual) => {
      for (const each of allTables) {
        const sql = mergeStatement(each, `staged_${each.name}`, each.partition === null ? [] : ['2026-09'], {
          sparesEqual,
        });
        expectTrinoGrammar(sql, each.name);
        expectPortable(sql, each.name);
      }
    },
  );
});
