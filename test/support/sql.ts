import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { expect } from 'vitest';
import { portableFunctions } from '../../shared/lake/prelude.ts';

const trino = new TrinoSQL();

/** What Trino's grammar says against a text, one line a fault; empty when it accepts it. */
export function grammarFaults(sql: string): readonly string[] {
  return trino
    .validate(sql)
    .map(({ startLine, startColumn, message }) => `line ${startLine}, column ${startColumn}: ${message}`);
}

/** Fails, with the text, when Trino's grammar refuses it. */
export function expectTrinoGrammar(sql: string, where: string): void {
  expect(grammarFaults(sql), `${where}:\n${sql}`).toEqual([]);
}

/** Words before a parenthesis that are no functions. */
const keywords = new Set(
  `and or not in on as over filter values exists from join where when then else case end by partition sets rollup cube using with
   select union all except intersect within group key order insert update into table unnest recursive is between like any some
   having distinct lateral limit offset set interval row array varchar decimal char properties columns partitioned`.split(
    /\s+/,
  ),
);

/** Every function that a statement calls, lower case, each once, in order; comments, texts and quoted names are skipped. */
export function functionCalls(sql: string): readonly string[] {
  const bare = sql
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/"(?:[^"]|"")*"/g, ' "" ');
  const tables = new Set([
    // the column lists of `WITH t (a, b) AS`, `AS t (a, b)` and `INSERT INTO t (a, b)`
    ...[...bare.matchAll(/\b([a-z_]\w*)\s*\([^()]*\)\s+as\s*\(/gi)].map(([, name = '']) => name.toLowerCase()),
    ...[...bare.matchAll(/\b(?:as|into)\s+([a-z_]\w*)\s*\(/gi)].map(([, name = '']) => name.toLowerCase()),
  ]);
  const names = [...bare.matchAll(/\b([a-z_]\w*)\s*\(/gi)].map(([, name = '']) => name.toLowerCase());
  return [...new Set(names.filter((name) => !keywords.has(name) && !tables.has(name)))];
}

/** Fails with the name of a function that does not mean the same on both engines. `where`: who wrote the statement. */
export function expectPortable(sql: string, where: string): void {
  const foreign = functionCalls(sql).filter((name) => !portableFunctions.has(name));
  expect(foreign, `${where} calls functions outside the allow-list of shared/lake/prelude.ts:\n${sql}`).toEqual([]);
}
