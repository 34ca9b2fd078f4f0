import type { Context } from 'aws-lambda';
import { MaintainEnv, readEnv } from '../../shared/env.ts';
import { MaintainRequest, maintainTurn } from '../../shared/operate/maintain.ts';
import { answerCall } from '../../shared/run/task-call.ts';
import { late, warehouseAt } from '../aws.ts';

const env = readEnv(MaintainEnv);

export const handler = (event: unknown, context: Context) =>
  answerCall(event, {
    maintain: (input) =>
      maintainTurn(MaintainRequest.parse(input), { warehouse: warehouseAt(env, context), isLate: late(context) }),
  });
