import type { Context } from 'aws-lambda';
import { LoadEnv, readEnv } from '../../shared/env.ts';
import { allTables } from '../../shared/lake/tables.ts';
import { connectors } from '../../shared/connectors/registry.ts';
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
      return loadTurn(SourceRequest.parse(input), home);
    },
  });
