import { FeedbackEnv, readEnv } from '../../shared/env.ts';
import { mailEvent, MailEvent } from '../../shared/run/feedback.ts';
import { portsOf, stateAt } from '../aws.ts';

const ports = portsOf({ state: stateAt(readEnv(FeedbackEnv)) });

export const handler = (event: unknown) => mailEvent(MailEvent.parse(event), ports);
