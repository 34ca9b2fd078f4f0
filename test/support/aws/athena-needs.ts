/** What Athena asks of AWS for one statement, with the role of whoever started it; `bucket` answers the ARN of a bucket. */
export interface Need {
  readonly action: string;
  readonly resource: string;
}

/**
 * The calls of Athena on behalf of a statement, as its user guide lists them ("Configure access to databases and tables in the AWS
 * Glue Data Catalog", "Control access to Amazon S3 from Athena", "Query Apache Iceberg tables").
 */
export function needsOf(
  sql: string,
  names: { readonly glue: string; readonly bucket: (zone: string) => string },
): Need[] {
  const { glue, bucket } = names;
  const kind = /^\s*\(?(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? '';
  const need = (action: string, resource: string): Need => ({ action, resource });
  const table = (name: string): string => `${glue}:table/casebook/${name}`;
  const named = (pattern: RegExp): string[] => [...sql.matchAll(pattern)].map(([, name = '']) => name);
  const read = named(/\b(?:FROM|JOIN|USING) "(\w+)"/g).filter((name) => !/^(?:extracted|columns)$/.test(name));
  const written = named(/^(?:MERGE INTO|DELETE FROM) "(\w+)"|^(?:OPTIMIZE|VACUUM) (\w+)/g).concat(
    named(/^(?:OPTIMIZE|VACUUM) (\w+)/g),
  );
  const made = named(/^(?:CREATE TABLE|CREATE EXTERNAL TABLE|ALTER TABLE)(?: IF NOT EXISTS)? `\w+`\.`(\w+)`/g);
  const data = (name: string): string =>
    name.startsWith('staged_')
      ? `${bucket('lake')}/staged/${name.slice('staged_'.length)}/b/rows.parquet`
      : `${bucket('lake')}/tables/${name}/data/rows.parquet`;
  const targets = written.filter((name) => name !== '');
  return [
    need('glue:GetDatabase', `${glue}:database/default`),
    need('glue:GetDatabase', `${glue}:database/casebook`),
    need('s3:GetBucketLocation', bucket('queries')),
    ...[...read, ...targets].flatMap((name) => [need('glue:GetTable', table(name)), need('s3:GetObject', data(name))]),
    ...targets.flatMap((name) => [need('glue:UpdateTable', table(name)), need('s3:PutObject', data(name))]),
    ...(kind === 'VACUUM' ? targets.map((name) => need('s3:DeleteObject', data(name))) : []),
    ...made.map((name) => need(kind === 'ALTER' ? 'glue:UpdateTable' : 'glue:CreateTable', table(name))),
    ...(kind === 'SELECT' || kind === 'WITH' ? [need('s3:PutObject', `${bucket('queries')}/results/1.csv`)] : []),
    ...(kind === 'UNLOAD' ? [need('s3:PutObject', `${bucket('queries')}/unload/1/1.gz`)] : []),
  ];
}
