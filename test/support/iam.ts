import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf, type Resource } from './template.ts';

/** Account and region of the evaluated template. */
export const account = '111122223333';

type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  readonly conditions: Conditions;
}
/** A call as IAM sees it; `context`: the condition keys that it carries, each with one value. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * Whether statements allow a call, by the rules of the IAM user guide ("Policy evaluation logic", "IAM JSON policy elements"): a
 * Deny wins, then an Allow is needed; actions without regard to case; `*` and `?` in actions, resources and the operators that end
 * in Like; a condition key that the call lacks matches only an operator that ends in IfExists. test/machine/moto.test.ts asks
 * another program the same.
 */
export function isAllowed(statements: readonly Statement[], call: Call): boolean {
  const hits = statements.filter(
    ({ actions, resources, conditions }) =>
      actions.some((action) => glob(action.toLowerCase()).test(call.action.toLowerCase())) &&
      resources.some((resource) => glob(resource).test(call.resource)) &&
      Object.entries(conditions).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) => holds(operator, values, call.context?.[key])),
      ),
  );
  return hits.length > 0 && hits.every(({ effect }) => effect === 'Allow');
}

function holds(operator: string, wanted: readonly string[], found: string | undefined): boolean {
  const plain = operator.replace(/IfExists$/, '');
  if (found === undefined) return plain !== operator;
  if (plain === 'StringEquals' || plain === 'Bool') return wanted.includes(found);
  if (['StringLike', 'ArnLike', 'ArnEquals'].includes(plain)) return wanted.some((each) => glob(each).test(found));
  throw new Error(`A condition that the evaluator does not know: ${operator}`);
}

const glob = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );

export const handlerNames = [
  'run',
  'pull',
  'load',
  'measure',
  'deliver',
  'feedback',
  'unsubscribe',
  'maintain',
] as const;
export type HandlerName = (typeof handlerNames)[number];

/** What the template says, with names and ARNs as they would be in AWS. */
export interface Evaluated {
  /** Statements of the role of each function. */
  readonly functions: Readonly<Record<HandlerName, readonly Statement[]>>;
  /** Statements of every policy on a resource (buckets, queue, topic, key), and who may assume each role, by logical id. */
  readonly others: Readonly<Record<string, readonly Statement[]>>;
  /** The ARN or the name of a resource, by the beginning of its logical id. */
  readonly arnOf: (id: string) => string;
}

export function evaluated(template: Template, region = 'eu-central-1', partition = 'aws'): Evaluated {
  const all = template.toJSON().Resources as Record<string, Resource>;
  const arn = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const resolve = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return String(value);
    if ('Ref' in value) return pseudo[String(value.Ref)] ?? named(String(value.Ref));
    if ('Fn::GetAtt' in value) {
      const [id, attribute] = value['Fn::GetAtt'] as [string, string];
      if (attribute !== 'Arn') return `<${id}.${attribute}>`;
      return arns(id);
    }
    if ('Fn::Join' in value) {
      const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
      return parts.map(resolve).join(separator);
    }
    throw new Error(`An intrinsic that the evaluator does not know: ${JSON.stringify(value)}`);
  };
  const pseudo: Record<string, string> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': partition,
  };
  function named(id: string): string {
    const { Type, Properties } = all[id]!;
    if (Type === 'AWS::S3::Bucket') return resolve((Properties as Record<string, unknown>).BucketName);
    // Ref answers the ARN for these.
    if (Type === 'AWS::SecretsManager::Secret')
      return arn('secretsmanager', `secret:${resolve((Properties as Record<string, unknown>).Name)}-AbCdEf`);
    if (Type === 'AWS::SNS::Topic') return arn('sns', id);
    if (Type === 'AWS::Lambda::Version') return `${resolve((Properties as Record<string, unknown>).FunctionName)}:1`;
    if (Type === 'AWS::Lambda::Alias') return `${resolve((Properties as Record<string, unknown>).FunctionName)}:live`;
    return id;
  }
  function arns(id: string): string {
    const of: Record<string, () => string> = {
      'AWS::S3::Bucket': () => `arn:${partition}:s3:::${named(id)}`,
      'AWS::KMS::Key': () => arn('kms', `key/${id}`),
      'AWS::SQS::Queue': () => arn('sqs', id),
      'AWS::Lambda::Function': () => arn('lambda', `function:${id}`),
      'AWS::Logs::LogGroup': () => arn('logs', `log-group:${id}:*`),
      'AWS::Events::Rule': () => arn('events', `rule/${id}`),
      'AWS::Scheduler::ScheduleGroup': () => arn('scheduler', `schedule-group/${id}`),
      'AWS::IAM::Role': () => `arn:${partition}:iam::${account}:role/${id}`,
    };
    return of[all[id]!.Type]?.() ?? `<${id}>`;
  }
  const list = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(resolve));
  const statements = (document: unknown): Statement[] =>
    (document as { Statement: Record<string, never>[] }).Statement.map((one) => ({
      effect: one.Effect as unknown as 'Allow',
      actions: list(one.Action),
      resources: one.Resource === undefined ? ['*'] : list(one.Resource),
      principals: Object.values((one.Principal as object | undefined) ?? {}).flatMap(list),
      conditions: Object.fromEntries(
        Object.entries((one.Condition as unknown as Record<string, Record<string, unknown>> | undefined) ?? {}).map(
          ([operator, keys]) => [
            operator,
            Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, list(value)])),
          ],
        ),
      ),
    }));

  const functions = Object.fromEntries(
    handlerNames.map((name) => {
      const prefix = { run: 'WorkflowRun', feedback: 'FeedbackTask', unsubscribe: 'FeedbackUnsubscribe' }[
        name as 'run'
      ];
      const role = new RegExp(`^${prefix ?? `Steps${name[0]!.toUpperCase()}${name.slice(1)}`}Role`);
      const policies = Object.values(resourcesOf(template, 'AWS::IAM::Policy')).filter(({ Properties }) =>
        list(Properties.Roles).some((each) => role.test(each)),
      );
      return [name, policies.flatMap(({ Properties }) => statements(Properties.PolicyDocument))];
    }),
  ) as Record<HandlerName, Statement[]>;
  const others = Object.fromEntries(
    Object.entries(all).flatMap(([id, { Properties }]) => {
      const found = Properties as Record<string, unknown> | undefined;
      const isRole = all[id]!.Type === 'AWS::IAM::Policy';
      const document =
        found?.KeyPolicy ?? found?.AssumeRolePolicyDocument ?? (isRole ? undefined : found?.PolicyDocument);
      return document === undefined ? [] : [[id, statements(document)] as const];
    }),
  );
  return {
    functions,
    others,
    arnOf(prefix) {
      const id = Object.keys(all).find((each) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(each));
      if (id === undefined) throw new Error(`There is no resource ${prefix} in the template.`);
      const own = arns(id);
      return own.startsWith('<') ? named(id) : own;
    },
  };
}
