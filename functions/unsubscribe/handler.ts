import { readEnv, UnsubscribeEnv } from '../../shared/env.ts';
import { unsubscribeRequest, UnsubscribeRequest } from '../../shared/run/feedback.ts';
import { portsOf, secretsAt, stateAt } from '../aws.ts';

const env = readEnv(UnsubscribeEnv);
const ports = portsOf({ state: stateAt(env), secrets: secretsAt(env) });

export const handler = (event: unknown) => unsubscribeRequest(UnsubscribeRequest.parse(event), ports);
