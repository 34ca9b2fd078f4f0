import { withDurableExecution } from '@aws/durable-execution-sdk-js';
import { jsonLog } from '../../shared/adapters/aws/json-log.ts';
import { readEnv, RunEnv } from '../../shared/env.ts';
import type { RunRecord } from '../../shared/run/record.ts';
import { run } from '../../shared/run/run.ts';
import { summaryOf } from '../../shared/run/run-summary.ts';
import { requestOf, RunEvent } from '../../shared/run/schedule-event.ts';
import { planOf } from '../../shared/run/scheduled-plan.ts';
import { recordRun } from '../../shared/run/tasks.ts';
import { configuration, portsOf, stateAt } from '../aws.ts';
import { durableSteps } from './durable-steps.ts';

const env = readEnv(RunEnv);
const ports = portsOf({ state: stateAt(env) });

export const handler = withDurableExecution(async (event: unknown, context) => {
  const { request, makesReports } = requestOf(RunEvent.parse(event));
  const steps = durableSteps(context, {
    own: {
      plan: () => planOf(request, makesReports, configuration(), ports.state),
      record: (input) => recordRun(input as RunRecord, ports),
    },
    elsewhere: {
      pull: env.PULL_FUNCTION,
      load: env.LOAD_FUNCTION,
      measure: env.MEASURE_FUNCTION,
      deliver: env.DELIVER_FUNCTION,
      notify: env.DELIVER_FUNCTION,
      retry: env.DELIVER_FUNCTION,
    },
  });
  const record = await run(request, steps);
  await steps.step('tell', () => Promise.resolve(jsonLog.info('run_finished', summaryOf(record))));
  return record;
});
