import { UsageError } from '../../../shared/errors.ts';
import { MailsAsked, settle as settleMails, verdicts, type Verdict } from '../../../shared/operate/mails.ts';
import type { Command } from '../command.ts';
import { noteMails } from '../attention.ts';
import { configurationAt, withHome } from '../home.ts';
import { placesOf } from '../workspace.ts';
import { print } from '../terminal.ts';

const names = Object.keys(verdicts) as Verdict[];

export const settle: Command = {
  takes: '[KEY...]',
  options: {
    arrived: { help: 'they arrived: nothing is sent again' },
    'not-arrived': { help: 'they did not arrive: the next run sends them' },
    drop: { help: 'nobody needs them any more; owed and refused ones as well' },
    to: { takes: 'ADDRESS', help: 'only mails to this recipient' },
    'dry-run': { help: 'lists what would be settled' },
    aws: { help: 'in the deployed stack instead, with the credentials of this shell' },
  },
  examples: [
    ['casebook settle 3fa81c02 --arrived', 'the mail server’s log has its queue id'],
    ['casebook settle --to lead@example.com --not-arrived', 'the recipient has none of them'],
  ],
  run: async (given) => {
    const [verdict, ...more] = names.filter((name) => given.flag(name));
    if (verdict === undefined || more.length > 0)
      throw new UsageError(`casebook settle: expected one of ${names.map((name) => `--${name}`).join(', ')}.`);
    const asked = MailsAsked.parse({ keys: given.positionals, to: given.one('to') ?? null });
    if (asked.keys.length === 0 && asked.to === null)
      throw new UsageError(
        'casebook settle: expected the keys of mails, as casebook runs prints them, or --to ADDRESS.',
      );
    const is_dry = given.flag('dry-run');
    const tell = (lines: readonly string[]): number => {
      for (const line of lines) print(`${is_dry ? 'would settle' : 'settled'} ${verdict}  ${line}`);
      if (lines.length === 0) print('None of these is unknown. --drop gives up what is owed or refused.');
      return 0;
    };
    if (given.flag('aws')) {
      const configuration = await configurationAt(placesOf(given).config);
      const { stateInDeployment } = await import('../../aws.ts');
      const { state, now_s } = await stateInDeployment(configuration);
      return tell(await settleMails(asked, verdict, { state, now_s, is_dry }));
    }
    return withHome(given, is_dry ? 'read' : 'write', async (home) => {
      const { state, clock } = home.ports;
      const lines = await settleMails(asked, verdict, { state, now_s: clock.now_s(), is_dry });
      if (!is_dry) await noteMails(home);
      return tell(lines);
    });
  },
};
