import { withDurableExecution } from '@aws/durable-execution-sdk-js';
import { jsonLog } from '../../shared/adapters/aws/json-log.ts';
import { readEnv, RunEnv } from '../../shared/env.ts';
import { maintainTables } from '../../shared/operate/maintain.ts';
import { logEvents } from '../../shared/run/log-events.ts';
import type { RunRecord } from '../../shared/run/record.ts';
import { run } from '../../shared/run/run.ts';
import { summaryOf } from '../../shared/run/run-summary.ts';
import { MaintainEvent, requestOf, RunEvent } from '../../shared/run/schedule-event.ts';
import { planOf } from '../../shared/run/scheduled-plan.ts';
import { recordRun } from '../../shared/run/tasks.ts';
import { configuration, portsOf, stateAt } from '../aws.ts';
import { durableSteps } from './durable-steps.ts';

const env = readEnv(RunEnv);
const ports = portsOf({ state: stateAt(env) });
const elsewhere = {
  pull: env.PULL_FUNCTION,
  load: env.LOAD_FUNCTION,
  measure: env.MEASURE_FUNCTION,
  deliver: env.DELIVER_FUNCTION,
  notify: env.DELIVER_FUNCTION,
  retry: env.DELIVER_FUNCTION,
  maintain: env.MAINTAIN_FUNCTION,
};

export const handler = withDurableExecution(async (event: unknown, context): Promise<RunRecord | null> => {
  if (MaintainEvent.safeParse(event).success) {
    const steps = durableSteps(context, { own: {}, elsewhere });
    const failed = await maintainTables(steps);
    const tables = failed.map(({ table, message }) => `${table}: ${message}`).join('; ');
    const told = { tables_failed: failed.length, tables };
    await steps.step('tell', () => Promise.resolve(jsonLog.info(logEvents.maintenance_finished, told)));
    return null;
  }
  const start = requestOf(RunEvent.parse(event), configuration());
  if (start === undefined) return null;
  const own = {
    plan: () => planOf(start, configuration(), ports),
    record: (input: unknown) => recordRun(input as RunRecord, ports),
  };
  const steps = durableSteps(context, { own, elsewhere });
  const record = await run(start.request, steps);
  await steps.step('tell', () => Promise.resolve(jsonLog.info(logEvents.run_finished, summaryOf(record))));
  return record;
});
