import { FeedbackEnv, readEnv } from '../../shared/env.ts';
import { feedback, FeedbackEvent } from '../../shared/run/feedback.ts';
import { portsOf, secretsAt, stateAt } from '../aws.ts';

const env = readEnv(FeedbackEnv);
const ports = portsOf({ state: stateAt(env), secrets: secretsAt(env) });

export const handler = (event: unknown) => feedback(FeedbackEvent.parse(event), ports);
