import { DeliverEnv, readEnv } from '../../shared/env.ts';
import { resend, ResendRequest } from '../../shared/operate/mails.ts';
import { deliver, DeliverRequest } from '../../shared/run/deliver.ts';
import { retry, RetryRequest } from '../../shared/run/retry.ts';
import { notify, NotifyRequest } from '../../shared/run/notify.ts';
import { answerCall } from '../../shared/run/task-call.ts';
import { configuration, lakeAt, mailerAt, portsOf, secretsAt, stateAt } from '../aws.ts';

const env = readEnv(DeliverEnv);
const ports = portsOf({ lake: lakeAt(env), state: stateAt(env), secrets: secretsAt(env), mailer: mailerAt(env) });
const { delivery, ...rest } = configuration();
/** Waiting costs a durable run nothing. */
const patience_s = 6 * 3600;
const settings = { ...rest, delivery: { unsubscribe_url: env.UNSUBSCRIBE_URL, ...delivery } };

export const handler = (event: unknown) =>
  answerCall(event, {
    deliver: (input) => deliver(DeliverRequest.parse(input), ports, settings),
    retry: (input) =>
      retry(RetryRequest.parse(input), ports, settings, {
        isAlone: false,
        patience_s: delivery.patience ?? patience_s,
      }),
    resend: (input) => resend(ResendRequest.parse(input), ports, settings),
    notify: (input) => notify(NotifyRequest.parse(input), ports, settings),
  });
