/**
 * Refuses what Athena's parsers refuse, with their texts. There are three: Hive's for DDL (back ticks), Trino's for queries, MERGE,
 * DELETE and UNLOAD (double quotes), and one of its own for OPTIMIZE and VACUUM (Athena user guide, "DDL statements", "VACUUM",
 * "Reserved keywords").
 */
export function refuseOtherDialects(sql: string): void {
  const bare = sql.replaceAll(/'(?:[^']|'')*'/g, "''");
  const at = (mark: string): string => `line 1:${bare.indexOf(mark) + 1}`;
  if (/^\s*(?:CREATE|ALTER|DROP|SHOW|MSCK|DESCRIBE)\b/i.test(sql)) {
    if (bare.includes('"')) throw new Error(`FAILED: ParseException ${at('"')} cannot recognize input near '"'`);
  } else if (/^\s*(?:OPTIMIZE|VACUUM)\b/i.test(sql)) {
    if (bare.includes('"')) throw new Error(`${at('"')}: mismatched input '"'. Expecting: <identifier>`);
  } else if (bare.includes('`'))
    throw new Error(`${at('`')}: backquoted identifiers are not supported; use double quotes to quote identifiers`);
  if (bare.includes(';')) throw new Error('Only one sql statement is allowed');
}
