/** A column of a Hive column list; `type` as Athena writes it. */
export interface DdlColumn {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'int' | 'bigint';
}
/** What one of Athena's DDL or maintenance statements asks for. */
export type Ddl =
  | {
      readonly kind: 'create';
      readonly table: string;
      readonly columns: readonly DdlColumn[];
      readonly partition?: string;
    }
  | {
      readonly kind: 'external';
      readonly table: string;
      readonly columns: readonly DdlColumn[];
      readonly location: string;
    }
  | { readonly kind: 'add'; readonly table: string; readonly columns: readonly DdlColumn[] }
  | { readonly kind: 'optimize' | 'vacuum' | 'set'; readonly table: string };

/**
 * Reads the DDL that Casebook writes for Athena, with Athena's strictness: any other form is refused. undefined: the statement is
 * none of DDL or maintenance, and both Trino and DuckDB read it as it is.
 */
export function readDdl(sql: string): Ddl | undefined {
  const created =
    /^CREATE TABLE IF NOT EXISTS `\w+`\.`(\w+)` \(\n([\s\S]*?)\n\)\n(?:PARTITIONED BY \(`(\w+)`\)\n)?LOCATION 's3:\/\/[^']+\/'\nTBLPROPERTIES \('table_type'='ICEBERG'[^)]*\)$/.exec(
      sql,
    );
  if (created) {
    const [, table = '', list = '', partition] = created;
    return { kind: 'create', table, columns: columnsOf(list), ...(partition === undefined ? {} : { partition }) };
  }
  const external =
    /^CREATE EXTERNAL TABLE IF NOT EXISTS `\w+`\.`(\w+)` \(\n([\s\S]*?)\n\)\nPARTITIONED BY \(`batch` string\)\nSTORED AS PARQUET\nLOCATION '(s3:\/\/[^']+\/)'\nTBLPROPERTIES \('projection\.enabled'='true', 'projection\.batch\.type'='injected', 'storage\.location\.template'='\3\$\{batch\}\/'\)$/.exec(
      sql,
    );
  if (external) {
    const [, table = '', list = '', location = ''] = external;
    return { kind: 'external', table, columns: columnsOf(list), location };
  }
  const added = /^ALTER TABLE `\w+`\.`(\w+)` ADD COLUMNS \(([\s\S]*)\)$/.exec(sql);
  if (added) return { kind: 'add', table: added[1] ?? '', columns: columnsOf(added[2] ?? '') };
  const optimized = /^OPTIMIZE (\w+) REWRITE DATA USING BIN_PACK(?: WHERE \w+ IN \('[^'"`]+'(?:, '[^'"`]+')*\))?$/.exec(
    sql,
  );
  if (optimized) return { kind: 'optimize', table: optimized[1] ?? '' };
  const vacuumed = /^VACUUM (\w+)$/.exec(sql);
  if (vacuumed) return { kind: 'vacuum', table: vacuumed[1] ?? '' };
  const set = /^ALTER TABLE `\w+`\.`(\w+)` SET TBLPROPERTIES \('\w+'='\d+'(?:, '\w+'='\d+')*\)$/.exec(sql);
  if (set) return { kind: 'set', table: set[1] ?? '' };
  if (/^\s*(?:CREATE|ALTER|DROP|OPTIMIZE|VACUUM|MSCK|UNLOAD)\b/i.test(sql))
    throw new Error(`FAILED: ParseException, not a statement of Athena that Casebook uses: ${sql.slice(0, 200)}`);
  return undefined;
}

/** The columns of a Hive column list: `name` type [COMMENT '...']. */
function columnsOf(list: string): readonly DdlColumn[] {
  const columns = [
    ...list.matchAll(/`([a-z_0-9]+)`\s+(string|boolean|int|bigint)\b(?:\s+COMMENT\s+'[^']*')?\s*(?:,|$)/g),
  ];
  const read = columns.map(([text]) => text).join('');
  if (read.replaceAll(/\s/g, '') !== list.replaceAll(/\s/g, ''))
    throw new Error(`FAILED: ParseException in the column list: ${list}`);
  return columns.map(([, name = '', type]) => ({ name, type: type as DdlColumn['type'] }));
}
