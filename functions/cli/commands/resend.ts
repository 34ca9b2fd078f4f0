import { UsageError } from '../../../shared/errors.ts';
import { resend as sendAgain, ResendRequest, type Resent } from '../../../shared/operate/mails.ts';
import type { Arguments, Command } from '../command.ts';
import { noteMails } from '../attention.ts';
import { configurationAt, withHome } from '../home.ts';
import { placesOf } from '../workspace.ts';
import { newRun } from '../run-id.ts';
import { print, progress, say } from '../terminal.ts';

export const resend: Command = {
  takes: '[RUN]',
  options: {
    to: { takes: 'ADDRESS', help: 'only mails to this recipient' },
    'dry-run': { help: 'lists what would be sent' },
    aws: { help: 'in the deployed stack instead, with the credentials of this shell' },
  },
  examples: [
    ['casebook resend --dry-run', 'what has not arrived and would be sent'],
    ['casebook resend', 'sends all of it'],
    ['casebook resend --to lead@example.com', 'what one recipient lacks'],
  ],
  run: async (given) => {
    if (given.flag('aws')) {
      const configuration = await configurationAt(placesOf(given).config);
      // The SDK is only needed, and only loaded, here.
      const { resendInDeployment } = await import('../../aws.ts');
      return tell(await resendInDeployment(asked(given, Math.floor(Date.now() / 1000)), configuration), given);
    }
    return withHome(given, given.flag('dry-run') ? 'read' : 'write', async (home) => {
      const { ports, configuration } = home;
      const done = await sendAgain(asked(given, ports.clock.now_s()), ports, configuration);
      if (!given.flag('dry-run')) await noteMails(home);
      return tell(done, given);
    });
  },
};

function asked(given: Arguments, now_s: number): ResendRequest {
  const [run, ...rest] = given.positionals;
  if (rest.length > 0) throw new UsageError('casebook resend: expected at most one run.');
  return ResendRequest.parse({
    id: newRun(now_s),
    run: run ?? null,
    to: given.one('to') ?? null,
    is_dry: given.flag('dry-run'),
  });
}

function tell({ mails, unknown, would }: Resent, given: Arguments): number {
  for (const line of would) print(`would send  ${line}`);
  for (const { report, period, recipient, status, message } of mails)
    print(`${status.padEnd(7)} ${report} ${period} to ${recipient}${message === null ? '' : `: ${message}`}`);
  for (const line of unknown) say(`left        ${line}`);
  if (unknown.length > 0)
    say(
      'What is unknown may have arrived: casebook settle --not-arrived says that it did not, and the next resend sends it.',
    );
  if (mails.length + unknown.length + would.length === 0) print('Nothing is owed to anybody.');
  else if (!given.flag('dry-run')) progress(`${mails.filter(({ status }) => status === 'sent').length} sent`, true);
  // Whoever asked for a mail to be sent and did not get it learns so from the status as well.
  if (unknown.length > 0 && !given.flag('dry-run')) return 1;
  return mails.every(({ status }) => ['sent', 'already_sent', 'suppressed'].includes(status)) ? 0 : 1;
}
