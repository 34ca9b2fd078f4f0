import type { Context } from 'aws-lambda';
import { LoadEnv, readEnv } from '../../shared/env.ts';
import { allTables } from '../../shared/lake/tables.ts';
import { inputsSource } from '../../shared/connectors/input-files/normalise.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { logEvents } from '../../shared/run/log-events.ts';
import { loadTurn, SourceRequest } from '../../shared/run/source-tasks.ts';
import { answerCall } from '../../shared/run/task-call.ts';
import { configuration, deadline, filesAt, lakeAt, portsOf, stateAt, warehouseAt } from '../aws.ts';

const env = readEnv(LoadEnv);
const parts = { lake: lakeAt(env), state: stateAt(env), files: filesAt(env) };

export const handler = (event: unknown, context: Context) =>
  answerCall(event, {
    async load(input) {
      const ports = portsOf({ ...parts, warehouse: warehouseAt(env, context) });
      await ports.warehouse.migrate(allTables);
      const home = { ports, configuration: configuration(), connectors, deadline_s: deadline(context) };
      const request = SourceRequest.parse(input);
      const answer = await loadTurn(request, home);
      // The dropped files come last: with them, the run has loaded everything.
      if (request.source === inputsSource && answer.is_done)
        ports.log.info(logEvents.load_finished, { run: request.run });
      return answer;
    },
  });
