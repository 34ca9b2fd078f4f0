import { UsageError } from '../../../shared/errors.ts';
import { monthlyCost, totalOf, workloadOf } from '../../../shared/operate/cost.ts';
import { prices } from '../../../shared/operate/prices.ts';
import { secretNames } from '../../../shared/config/references.ts';
import type { Arguments, Command } from '../command.ts';
import { configurationAt } from '../home.ts';
import { placesOf } from '../workspace.ts';
import { print, table } from '../terminal.ts';

const scales = [10_000, 1_000_000, 100_000_000, 1_000_000_000] as const;
const usd = (amount: number): string => (amount < 0.01 ? '<0.01' : amount.toFixed(2));

const positive = (given: Arguments, name: string): number | undefined => {
  const text = given.one(name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0)
    throw new UsageError(`--${name}: found "${text}", expected a number above 0.`);
  return number;
};

export const cost: Command = {
  takes: '',
  options: {
    tickets: { takes: 'N', help: 'tickets stored (default: a table from 10 thousand to a billion)' },
    years: { takes: 'N', help: 'years they are spread over (default: 3)' },
  },
  examples: [
    ['casebook cost', 'a table from 10 thousand tickets to a billion'],
    ['casebook cost --tickets 250000 --years 2', 'what each part of one month costs'],
  ],
  run: async (given) => {
    const configuration = await configurationAt(placesOf(given).config);
    const years = positive(given, 'years') ?? 3;
    const tickets = positive(given, 'tickets');
    const secrets = secretNames(configuration).length;
    const linesOf = (n: number) => monthlyCost(workloadOf(configuration, n, years, secrets));
    if (tickets === undefined) {
      const columns = scales.map(linesOf);
      print(
        table(
          ['USD a month', ...scales.map((n) => `${n.toLocaleString('en')} tickets`)],
          [
            ...(columns[0] ?? []).map(({ what }, i) => [what, ...columns.map((lines) => usd(lines[i]?.usd ?? 0))]),
            ['all', ...columns.map((lines) => usd(totalOf(lines)))],
          ],
        ),
      );
    } else {
      const lines = linesOf(tickets);
      print(
        table(
          ['item', 'USD a month', 'how'],
          [...lines.map(({ what, usd: amount, how }) => [what, usd(amount), how]), ['all', usd(totalOf(lines)), '']],
        ),
      );
    }
    print(
      `\nAn estimate: list prices as of ${prices.as_of}, no free tier, no support plan, ${years} years of tickets. No AWS bill was compared with it.`,
    );
    return 0;
  },
};
