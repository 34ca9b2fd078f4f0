import { z } from 'zod';
import type { Configuration } from '../config/configuration.ts';
import type { Ports } from '../ports.ts';
import { plainMessage } from '../report/mime.ts';
import { reportConfiguration } from './jobs.ts';
import { sendOnce } from './send-ledger.ts';

export const NotifyRequest = z.object({
  job: z.object({ report: z.string(), period: z.string(), slice: z.string() }),
  run: z.string(),
  is_dry: z.boolean(),
  reasons: z.array(z.string()),
  /** Given when a person is asked to approve. */
  token: z.string().optional(),
});
export type NotifyRequest = z.output<typeof NotifyRequest>;

/**
 * Tells the owner of a report that it was held, and why; or asks for approval. One message of each a run and report. Without an owner the
 * run record and the exit status tell it alone.
 */
export async function notify(
  request: NotifyRequest,
  ports: Pick<Ports, 'state' | 'mailer' | 'clock'>,
  configuration: Configuration,
): Promise<null> {
  const { job, reasons, token } = request;
  const { owner } = reportConfiguration(configuration, job.report);
  if (owner === undefined || request.is_dry) return null;
  const name = `${job.report} ${job.period}${job.slice === 'all' ? '' : ` ${job.slice}`}`;
  const subject = token === undefined ? `Held: ${name} was not sent` : `Approve: ${name} is ready`;
  const lines =
    token === undefined
      ? [
          `${name} was held and sent to nobody.`,
          '',
          ...reasons.map((reason) => `- ${reason}`),
          '',
          `Run ${request.run}. Correct the cause and run it again: casebook run --report ${job.report} --period ${job.period}`,
        ]
      : [`${name} waits for approval before it is sent.`, '', `Run ${request.run}, approval ${token}.`];
  const raw = await plainMessage({
    from: configuration.delivery.from,
    to: owner,
    subject,
    text: `${lines.join('\n')}\n`,
    at_s: ports.clock.now_s(),
    run: request.run,
  });
  const identity = {
    report: `${token === undefined ? 'notice' : 'approval'} ${job.report}`,
    period: job.period,
    slice: `${job.slice} ${request.run}`,
    revision: 1,
    recipient: owner,
  };
  await sendOnce(
    identity,
    { from: configuration.delivery.from, raw, tags: { report: job.report, kind: 'notice' } },
    ports,
    request.run,
  );
  return null;
}
