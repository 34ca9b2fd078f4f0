import { DeliverEnv, readEnv } from '../../shared/env.ts';
import { deliver, DeliverRequest } from '../../shared/run/deliver.ts';
import { notify, NotifyRequest } from '../../shared/run/notify.ts';
import { answerCall } from '../../shared/run/task-call.ts';
import { configuration, lakeAt, mailerAt, portsOf, secretsAt, stateAt } from '../aws.ts';

const env = readEnv(DeliverEnv);
const ports = portsOf({ lake: lakeAt(env), state: stateAt(env), secrets: secretsAt(env), mailer: mailerAt(env) });
const { delivery, ...rest } = configuration();
const settings = { ...rest, delivery: { unsubscribe_url: env.UNSUBSCRIBE_URL, ...delivery } };

export const handler = (event: unknown) =>
  answerCall(event, {
    deliver: (input) => deliver(DeliverRequest.parse(input), ports, settings),
    notify: (input) => notify(NotifyRequest.parse(input), ports, settings),
  });
