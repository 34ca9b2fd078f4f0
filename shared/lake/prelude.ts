/**
 * What makes DuckDB read Athena's dialect: settings, and macros for the functions of the allow-list that DuckDB lacks or means
 * otherwise. Everything else of the list agrees as it is (TOOLCHAIN.md section 4). A macro over an aggregate takes no FILTER,
 * DISTINCT or ORDER BY.
 */
export const prelude: readonly string[] = [
  `SET TimeZone='UTC'`,
  `SET integer_division=true`,
  `SET default_null_order='NULLS_LAST'`,
  `SET lambda_syntax='ENABLE_SINGLE_ARROW'`,
  `CREATE OR REPLACE TEMP MACRO every(x) AS bool_and(x)`,
  `CREATE OR REPLACE TEMP MACRO max_by(x, y) AS arg_max_null(x, y)`,
  `CREATE OR REPLACE TEMP MACRO min_by(x, y) AS arg_min_null(x, y)`,
  `CREATE OR REPLACE TEMP MACRO cardinality(x) AS len(x)`,
  `CREATE OR REPLACE TEMP MACRO array_sort(a) AS list_sort(a, 'ASC', 'NULLS LAST')`,
  `CREATE OR REPLACE TEMP MACRO element_at(x, k) AS x[k]`,
  `CREATE OR REPLACE TEMP MACRO json_extract_scalar(j, p) AS
     CASE WHEN json_type(j, p) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(j, p) END`,
  `CREATE OR REPLACE TEMP MACRO greatest(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE system.main.greatest(a, b) END,
     (a, b, c) AS CASE WHEN a IS NULL OR b IS NULL OR c IS NULL THEN NULL ELSE system.main.greatest(a, b, c) END`,
  `CREATE OR REPLACE TEMP MACRO least(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE system.main.least(a, b) END,
     (a, b, c) AS CASE WHEN a IS NULL OR b IS NULL OR c IS NULL THEN NULL ELSE system.main.least(a, b, c) END`,
  `CREATE OR REPLACE TEMP MACRO concat(a, b) AS a || b, (a, b, c) AS a || b || c, (a, b, c, d) AS a || b || c || d`,
];

/** Functions that mean the same on Athena and on DuckDB with this prelude: what Casebook's SQL may call, and nothing else. */
export const portableFunctions: ReadonlySet<string> = new Set(
  `count sum min max count_if bool_and every array_agg array_sort cardinality grouping max_by min_by
   coalesce nullif if cast try_cast abs mod greatest least floor ceiling ceil sqrt
   lower upper trim substr length strpos replace concat element_at json_extract_scalar
   row_number rank dense_rank lag lead first_value last_value`.split(/\s+/),
);
