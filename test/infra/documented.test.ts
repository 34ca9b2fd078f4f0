import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { deployment } from '../../infra/config.ts';
import { known } from '../../shared/run/registry.ts';
import { allTables } from '../../shared/lake/tables.ts';
import { optimize, vacuum } from '../../shared/operate/maintain.ts';
import { companyYaml } from '../support/aws/company.ts';
import { plain, resourcesOf, synthesised, type Resource } from '../support/template.ts';

/**
 * What AWS documents and the stack depends on. The name of each test ends with the page; who reads one that says otherwise now
 * changes the test first.
 */
const { template } = synthesised();
const of = (type: string): readonly Resource[] => Object.values(resourcesOf(template, type));
const text = (value: unknown): string => JSON.stringify(value);
const durable = of('AWS::Lambda::Function').filter(({ Properties }) => 'DurableConfig' in Properties);
const alarm = (name: string): string =>
  text(of('AWS::CloudWatch::Alarm').find(({ Properties }) => Properties.AlarmName === `casebook-${name}`));

describe('durable functions', () => {
  it('keep the event of an execution that failed in a dead-letter queue, not in a destination (Lambda, durable-best-practices)', () => {
    expect(durable).toHaveLength(1);
    expect(durable[0]!.Properties.DeadLetterConfig).toBeDefined();
    const id = Object.keys(resourcesOf(template, 'AWS::Lambda::Function')).find((each) =>
      each.startsWith('WorkflowRun'),
    )!;
    expect(of('AWS::Lambda::EventInvokeConfig').filter(({ Properties }) => text(Properties).includes(id))).toEqual([]);
  });
  it('report their failures as DurableExecutionFailed, TimedOut and Stopped, not as Errors (Lambda, durable-monitoring)', () => {
    for (const how of ['Failed', 'TimedOut', 'Stopped']) expect(alarm('run-died')).toContain(`DurableExecution${how}`);
    expect(alarm('run-died')).not.toContain('"Errors"');
  });
  it('are started by an alias, and call tasks by version (Lambda, durable-invoking; durable-best-practices, "Function versions")', () => {
    const variables = (durable[0]!.Properties.Environment as unknown as { Variables: Record<string, unknown> })
      .Variables;
    const versions = new Set(Object.keys(resourcesOf(template, 'AWS::Lambda::Version')).map((id) => `<${id}>`));
    const tasks = Object.entries(variables).filter(([name]) => name.endsWith('_FUNCTION'));
    expect(tasks.length).toBeGreaterThan(3);
    for (const [, task] of tasks) expect(versions).toContain(plain(task));
  });
  it('keep the versions that runs wait on (CloudFormation, AWS::Lambda::Version: an update deletes the old one)', () => {
    for (const { DeletionPolicy } of of('AWS::Lambda::Version')) expect(DeletionPolicy).toBe('Retain');
  });
  it('are refused in regions that do not have them, unless somebody knows better (What’s new, 2026-04-22)', () => {
    const inRegion = (aws: string) => () => deployment(`${companyYaml}\naws: { ${aws} }`, 'casebook.yaml', known);
    expect(inRegion('region: eu-west-1')).not.toThrow();
    expect(inRegion('region: me-south-1')).toThrow(
      /aws\.region: found "me-south-1", where Lambda has no durable functions/,
    );
    expect(inRegion('region: me-south-1, allow_region: true')).not.toThrow();
  });
});

describe('regions', () => {
  it('without SES or function URLs are refused, whatever is allowed (CloudFormation, resource types by region; CDK checks it too)', () => {
    const inRegion = (region: string) => () =>
      deployment(`${companyYaml}\naws: { region: ${region}, allow_region: true }`, 'casebook.yaml', known);
    for (const region of ['cn-north-1', 'cn-northwest-1']) expect(inRegion(region)).toThrow(/AWS has no SES there/);
    for (const region of ['us-gov-east-1', 'us-gov-west-1'])
      expect(inRegion(region)).toThrow(/no Lambda function URLs there/);
  });
});

describe('Athena', () => {
  it('takes no double quotes in OPTIMIZE and VACUUM: names are bare and need none (Athena, vacuum-statement, reserved-words)', () => {
    for (const table of allTables) {
      for (const sql of [optimize(table), optimize(table, ['2026-01']), vacuum(table)]) expect(sql).not.toMatch(/["`]/);
      expect(table.name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(reserved).not.toContain(table.name.toUpperCase());
    }
  });
  it('is asked for bytes by the dimensions that it has: state, type and work group (Athena, query-metrics-viewing)', () => {
    const found = JSON.parse(alarm('scan-cost')) as {
      Properties: { Metrics: { MetricStat?: { Metric: { Dimensions: { Name: string }[] } } }[] };
    };
    const dimensions = found.Properties.Metrics.flatMap(({ MetricStat }) =>
      MetricStat === undefined ? [] : [MetricStat.Metric.Dimensions.map(({ Name }) => Name).toSorted()],
    );
    expect(dimensions).toHaveLength(9);
    for (const each of dimensions) expect(each).toEqual(['QueryState', 'QueryType', 'WorkGroup']);
  });
  it('deletes a work group with its history only when told so (Athena API, DeleteWorkGroup)', () => {
    for (const { Properties } of of('AWS::Athena::WorkGroup')) expect(Properties.RecursiveDeleteOption).toBe(true);
  });
});

describe('what outlives the stack', () => {
  const kept = ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::Glue::Database'];
  it.each(kept)(
    '%s: is kept, but not after a first deployment that failed (CloudFormation, DeletionPolicy)',
    (type) => {
      expect(of(type).length).toBeGreaterThan(0);
      for (const { DeletionPolicy } of of(type)) expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    },
  );
  it('has a fixed name, by which a later stack takes it back (CloudFormation, import-resources-automatically)', () => {
    for (const { Properties } of of('AWS::S3::Bucket'))
      expect(plain(Properties.BucketName)).toMatch(/^casebook-[a-z]+-<AWS::AccountId>-/);
    for (const { Properties } of of('AWS::SecretsManager::Secret')) expect(Properties.Name).toMatch(/^casebook\//);
  });
  it('is read with the key that it was written with, when a later stack is told it', () => {
    const arn = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-0000-0000-000000000000';
    const again = synthesised(`${companyYaml}\naws: { key_arn: "${arn}" }`).template;
    expect(Object.keys(resourcesOf(again, 'AWS::KMS::Key'))).toEqual([]);
    expect(text(resourcesOf(again, 'AWS::S3::Bucket'))).toContain(`"KMSMasterKeyID":"${arn}"`);
  });
  it('is named in DEPLOY beside what destroy removes', () => {
    const told = /## 10\. [\s\S]*?(?=\n## )/.exec(readFileSync('infra/DEPLOY.md', 'utf8'))![0];
    for (const what of ['buckets', 'key', 'secrets', 'Glue database', 'work group']) expect(told).toContain(what);
  });
});

describe('storage', () => {
  it('drops the markers of what was deleted, when nothing lies below them (S3, lifecycle-configuration-examples)', () => {
    const versioned = of('AWS::S3::Bucket').filter(({ Properties }) => 'VersioningConfiguration' in Properties);
    expect(versioned.length).toBeGreaterThan(3);
    for (const { Properties } of versioned) {
      const { Rules } = Properties.LifecycleConfiguration as unknown as { Rules: Record<string, unknown>[] };
      expect(Rules.filter((rule) => rule.ExpiredObjectDeleteMarker === true && rule.Prefix === undefined)).toHaveLength(
        1,
      );
    }
  });
});

describe('the public function', () => {
  it('has a concurrency of its own, so that a flood stops no bounce (Lambda, configuration-concurrency)', () => {
    const [url] = of('AWS::Lambda::Url');
    const all = resourcesOf(template, 'AWS::Lambda::Function');
    const id = plain(url!.Properties.TargetFunctionArn).slice(1).split('.')[0]!;
    expect(all[id]!.Properties.ReservedConcurrentExecutions).toBe(5);
    expect(text(of('AWS::Events::Rule'))).not.toContain(id);
  });
});

describe('the budget', () => {
  it('says how its tag is activated, because until then it sees no cost (Billing, activating-tags)', () => {
    const { ActivateCostTag } = template.toJSON().Outputs as Record<string, { Value: string }>;
    expect(ActivateCostTag!.Value).toContain('TagKey=casebook,Status=Active');
    expect(readFileSync('infra/DEPLOY.md', 'utf8')).toContain(ActivateCostTag!.Value);
  });
});

/** Words that Athena reserves in DDL or in SELECT (Athena, reserved-words). */
const reserved =
  `ALL ALTER AND ARRAY AS AUTHORIZATION BETWEEN BIGINT BINARY BOOLEAN BOTH BY CASE CASHE CAST CHAR COLUMN CONF
  CONSTRAINT COMMIT CREATE CROSS CUBE CURRENT CURRENT_CATALOG CURRENT_DATE CURRENT_PATH CURRENT_SCHEMA CURRENT_TIME
  CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE DATE DAYOFWEEK DEALLOCATE DECIMAL DELETE DESCRIBE DISTINCT DIV DOUBLE DROP ELSE
  END ESCAPE EXCEPT EXCHANGE EXECUTE EXISTS EXTENDED EXTERNAL EXTRACT FALSE FETCH FIRST FLOAT FLOOR FOLLOWING FOR FOREIGN FROM
  FULL FUNCTION GRANT GROUP GROUPING HAVING IF IMPORT IN INNER INSERT INT INTEGER INTERSECT INTERVAL INTO IS JOIN JSON_ARRAY
  JSON_EXISTS JSON_OBJECT JSON_QUERY JSON_TABLE JSON_VALUE LAST LATERAL LEFT LESS LIKE LISTAGG LOCAL LOCALTIME LOCALTIMESTAMP
  MACRO MAP MORE NATURAL NONE NORMALIZE NOT NULL NUMERIC OF ON ONLY OR ORDER OUT OUTER OVER PARTIALSCAN PARTITION PERCENT
  PRECEDING PRECISION PREPARE PRESERVE PRIMARY PROCEDURE RANGE READS RECURSIVE REDUCE REFERENCES REGEXP REVOKE RIGHT RLIKE
  ROLLBACK ROLLUP ROW ROWS SELECT SET SKIP SMALLINT START TABLE TABLESAMPLE THEN TIME TIMESTAMP TO TRANSFORM TRIGGER TRIM TRUE
  TRUNCATE UESCAPE UNBOUNDED UNION UNIQUEJOIN UNNEST UPDATE USER USING UTC_TIMESTAMP VALUES VARCHAR VIEWS WHEN WHERE WINDOW
  WITH`.split(/\s+/);
