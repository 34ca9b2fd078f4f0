import { UsageError } from '../../../shared/errors.ts';
import type { State } from '../../../shared/ports.ts';
import { reportIdsOf } from '../../../shared/run/jobs.ts';
import { suppress, suppressions, unsuppress, type Suppression } from '../../../shared/run/suppression.ts';
import type { Command } from '../command.ts';
import { configurationAt, withHome } from '../home.ts';
import { print, say } from '../terminal.ts';
import { placesOf } from '../workspace.ts';

export const unsubscribe: Command = {
  takes: 'ADDRESS',
  options: {
    report: { takes: 'ID', help: 'only this report (default: all)' },
    undo: { help: 'takes it back: mail goes to the address again' },
    'dry-run': { help: 'says what stands for the address, and changes nothing' },
    aws: { help: 'in the deployed stack instead, with the credentials of this shell' },
  },
  examples: [
    ['casebook unsubscribe lead@example.com --report lead-weekly', 'records an answer that asks to stop'],
    ['casebook unsubscribe lead@example.com --undo', 'everything the address is listed for, again'],
  ],
  run: async (given) => {
    const [address, ...rest] = given.positionals;
    if (address === undefined || rest.length > 0 || !/^[^@\s]+@[^@\s]+$/.test(address))
      throw new UsageError('casebook unsubscribe: expected one mail address.');
    const report = given.one('report') ?? null;
    const configuration = await configurationAt(placesOf(given).config);
    const known = reportIdsOf(configuration);
    if (report !== null && !known.includes(report))
      throw new UsageError(`--report: found "${report}", expected one of ${known.join(', ')}.`);
    const change = async (state: State, at_s: number): Promise<number> => {
      if (!given.flag('dry-run')) {
        if (given.flag('undo')) {
          const undone = await unsuppress(state, address, report);
          if (undone.length === 0) print(`Nothing kept mail from ${address}.`);
        } else await suppress(state, address, { reason: 'unsubscribed', report, at_s });
      }
      print(standing(address, await suppressions(state, address)));
      const listed = configuration.reports.flatMap(({ recipients }) => Object.values(recipients).flat());
      if (!listed.some((one) => one.toLowerCase() === address.toLowerCase()))
        say(`Note: no report of casebook.yaml lists ${address}. Is the address written as it is there?`);
      return 0;
    };
    if (given.flag('aws')) {
      const { stateInDeployment } = await import('../../aws.ts');
      const { state, now_s } = await stateInDeployment(configuration);
      return change(state, now_s);
    }
    return withHome(given, given.flag('dry-run') ? 'read' : 'write', ({ ports: { state, clock } }) =>
      change(state, clock.now_s()),
    );
  },
};

const reasons = { unsubscribed: 'unsubscribed', bounce: 'its mail bounced', complaint: 'it complained' } as const;

function standing(address: string, kept: readonly Suppression[]): string {
  if (kept.length === 0) return `${address} gets every report that it is listed for.`;
  return [withheld(address, kept), '--undo takes it back.'].join('\n');
}

/** What keeps mail from an address, a line each. */
export const withheld = (address: string, kept: readonly Suppression[]): string =>
  [
    `${address} does not get:`,
    ...kept.map(({ reason, report, at_s }) => {
      const day = new Date(at_s * 1000).toISOString().slice(0, 10);
      return `  ${report ?? 'any report'}: ${reasons[reason]}, ${day}`;
    }),
  ].join('\n');
