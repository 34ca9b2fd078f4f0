import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import type { RunRecord } from '../../../shared/run/record.ts';
import { call, type Account } from './account.ts';
import type { Need } from './athena-needs.ts';

/** One thing a function asked of AWS: the action, and the resource as an ARN would end. */
export interface Used {
  readonly action: string;
  readonly resource: string;
}
export type FunctionName = 'run' | 'pull' | 'load' | 'measure' | 'deliver' | 'feedback' | 'unsubscribe';

/** Runs the workflow on the deployed handlers, as the scheduler would, and notes what each function asked of the account. */
export async function scheduledRun(
  aws: Account,
  event: object,
  /** What the role of a function allows Athena to do for it; without it, everything. */
  allows: (name: string) => (need: Need) => boolean = () => () => true,
): Promise<{ readonly record: RunRecord; readonly used: Readonly<Record<string, readonly Used[]>> }> {
  const used: Record<string, Used[]> = {};
  const everything = (): Used[] => [
    ...aws.s3.calls.map(({ action, bucket, key }) => ({
      action,
      resource: `${bucket}/${key}`,
    })),
    ...aws.athena.calls.map((action) => ({ action, resource: 'casebook' })),
    ...aws.ses.calls.map((action) => ({ action, resource: '' })),
    ...aws.secrets.calls.map((name) => ({ action: 'secretsmanager:GetSecretValue', resource: name })),
  ];
  const forget = (): void => {
    for (const calls of [aws.s3.calls, aws.athena.calls, aws.ses.calls, aws.secrets.calls]) calls.length = 0;
  };
  const account = (name: string): void => {
    used[name] = [...(used[name] ?? []), ...everything()];
    forget();
  };
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: false });
  try {
    const { handler } = await import('../../../functions/run/handler.ts');
    const runner = new LocalDurableTestRunner<RunRecord | null>({ handlerFunction: handler });
    const tasks: Record<string, (input: unknown, context: never) => Promise<unknown>> = {
      pull: (await import('../../../functions/pull/handler.ts')).handler,
      load: (await import('../../../functions/load/handler.ts')).handler,
      measure: (await import('../../../functions/measure/handler.ts')).handler,
      deliver: (await import('../../../functions/deliver/handler.ts')).handler,
      maintain: (await import('../../../functions/maintain/handler.ts')).handler,
    };
    for (const [name, task] of Object.entries(tasks))
      runner.registerFunction(name, async (input: unknown) => {
        account('run');
        aws.athena.as(allows(name));
        try {
          return await task(input, call());
        } finally {
          account(name);
          aws.athena.as(() => true);
        }
      });
    const record = (await runner.run({ payload: event })).getResult();
    account('run');
    return { record: record as RunRecord, used };
  } finally {
    await LocalDurableTestRunner.teardownTestEnvironment();
  }
}
