import type { Context } from 'aws-lambda';
import { PullEnv, readEnv } from '../../shared/env.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { pullTask, SourceRequest } from '../../shared/run/source-tasks.ts';
import { answerCall } from '../../shared/run/task-call.ts';
import { configuration, deadline, filesAt, lakeAt, portsOf, secretsAt, stateAt } from '../aws.ts';

const env = readEnv(PullEnv);
const ports = portsOf({ lake: lakeAt(env), state: stateAt(env), files: filesAt(env), secrets: secretsAt(env) });

export const handler = (event: unknown, context: Context) =>
  answerCall(event, {
    pull: (input) =>
      pullTask(SourceRequest.parse(input), {
        ports,
        configuration: configuration(),
        connectors,
        deadline_s: deadline(context),
      }),
  });
