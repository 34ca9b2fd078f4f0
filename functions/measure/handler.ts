import type { Context } from 'aws-lambda';
import { MeasureEnv, readEnv } from '../../shared/env.ts';
import { measure, MeasureRequest } from '../../shared/run/measure.ts';
import { answerCall } from '../../shared/run/task-call.ts';
import { configuration, connectorTitles, lakeAt, portsOf, stateAt, warehouseAt } from '../aws.ts';

const env = readEnv(MeasureEnv);
const parts = { lake: lakeAt(env), state: stateAt(env) };

export const handler = (event: unknown, context: Context) =>
  answerCall(event, {
    measure: (input) =>
      measure(
        MeasureRequest.parse(input),
        portsOf({ ...parts, warehouse: warehouseAt(env, context) }),
        configuration(),
        connectorTitles(),
      ),
  });
