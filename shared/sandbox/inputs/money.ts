import type { Row } from '../../lake/table.ts';
import type { costs, fxRates, plan, revenue } from '../../lake/tables.ts';
import { localDayOf, monthOf, monthsBetween, nextMonth } from '../civil.ts';
import type { Level, Organisation, TeamId } from '../model.ts';
import { products } from '../names.ts';
import { teams } from '../people.ts';
import { randomOf } from '../random.ts';
import { billedIn } from './ai.ts';

type Cost = Partial<Row<typeof costs>>;
type Plan = Partial<Row<typeof plan>>;

const currencyOf: Readonly<Record<TeamId, string>> = { emea: 'EUR', americas: 'USD', apac: 'SGD' };
/** A full post's cost a month, minor units of the team's currency. */
const salary: Readonly<Record<Level, number>> = { P2: 480_000, P3: 610_000, P4: 760_000 };
const local: Readonly<Record<TeamId, number>> = { emea: 1, americas: 1.22, apac: 1.35 };

const monthsOf = (org: Organisation): readonly number[] =>
  monthsBetween(localDayOf(org.zone, org.start_s), localDayOf(org.zone, org.end_s));

/** Days of a month on which a post was held, as a share of its days. */
const held = (from: number, to: number | null, month: number): number => {
  const end = nextMonth(month);
  return Math.max(0, Math.min(end, to ?? end) - Math.max(month, from)) / (end - month);
};

const centreOf = (team: (typeof teams)[number]): string => `41${teams.indexOf(team)}0`;
/** Cost centres of the ledger: company, marketing, sales, then one a team; what support shares is booked on the first team's. */
export const costCentres: readonly string[] = ['1000', '2000', '3000', ...teams.map(centreOf)];

/** The ledger: what support, the company, marketing and sales cost, month by month; the running month as accruals. */
export function costRows(org: Organisation): readonly Cost[] {
  const random = randomOf(org.seed, 'costs');
  const rows: Cost[] = [];
  monthsOf(org).forEach((month, i) => {
    const id = monthOf(month);
    const isAccrual = nextMonth(month) > localDayOf(org.zone, org.end_s);
    const line = (name: string, amount: number, rest: Cost): void => {
      rows.push({
        line_id: `${isAccrual ? 'ACC' : 'GL'}-${id}-${name}`,
        scope: 'support',
        period_start_day: month,
        period_end_day: nextMonth(month),
        cost_centre: '4100',
        amount_minor: BigInt(Math.round(amount)),
        currency: 'EUR',
        allocation: 'time',
        ...rest,
      });
    };
    for (const team of teams) {
      const pay = org.people.reduce(
        (sum, { posts }) =>
          sum +
          posts
            .filter((post) => post.team === team.id && post.role !== 'engineering')
            .reduce(
              (part, post) =>
                part + salary[post.level] * local[team.id] * (post.fte_milli / 1000) * held(post.from, post.to, month),
              0,
            ),
        0,
      );
      line(`salary-${team.id}`, pay, {
        ledger_account: '6000',
        cost_centre: centreOf(team),
        team: team.id,
        kind: 'salary',
        currency: currencyOf[team.id],
        allocation: 'direct',
      });
    }
    line('contractor', 640_000 + random.below(220_000), {
      ledger_account: '6100',
      team: 'americas',
      kind: 'contractor',
      currency: 'USD',
      allocation: 'direct',
    });
    line('tools', 1_180_000 + 12_000 * i + random.below(9_999), { ledger_account: '6200', kind: 'tools' });
    // what its vendor bills by resolution is part of what the assistant costs
    const resolutions = billedIn(org, month);
    line('assistant', (i < 5 ? 420_000 : 185_000) - resolutions, {
      ledger_account: '6210',
      kind: 'tools',
      initiative: 'answer-assistant',
    });
    line('ai-resolutions', resolutions, {
      ledger_account: '6220',
      kind: 'ai',
      initiative: 'answer-assistant',
    });
    line('telephony', 310_000 + random.below(60_001), {
      ledger_account: '6300',
      channel: 'phone',
      kind: 'telephony',
      allocation: 'direct',
    });
    line('training', 95_000 + random.below(140_003), {
      ledger_account: '6400',
      kind: 'training',
      allocation: 'headcount',
    });
    line('facilities', 540_000, { ledger_account: '6500', kind: 'facilities', allocation: 'headcount' });
    line('overhead', 731_417, { ledger_account: '6900', kind: 'overhead', allocation: 'none' });
    const company = 118_000_000 + 900_000 * i + random.below(3_000_000);
    line('company', company, {
      scope: 'company',
      ledger_account: '7000',
      cost_centre: '1000',
      kind: 'overhead',
      allocation: 'none',
    });
    line('marketing', 9_800_000 + random.below(1_500_000), {
      scope: 'marketing',
      ledger_account: '7100',
      cost_centre: '2000',
      kind: 'overhead',
      allocation: 'none',
    });
    line('sales', 15_200_000 + random.below(2_000_000), {
      scope: 'sales',
      ledger_account: '7200',
      cost_centre: '3000',
      kind: 'salary',
      allocation: 'none',
    });
  });
  return rows;
}

/** Currencies of which the made-up finance states the total of its ledger; the books of the third are kept elsewhere. */
const statedCurrencies = ['EUR', 'USD'];

/** The totals that finance states of the closed months, a currency each, as booked. */
const statedTotals = (org: Organisation): readonly Plan[] =>
  [...Map.groupBy(costRows(org), ({ period_start_day }) => Number(period_start_day))].flatMap(([month, lines]) =>
    nextMonth(month) > localDayOf(org.zone, org.end_s)
      ? []
      : statedCurrencies.map((currency) => ({
          line_id: `LEDGER-${monthOf(month)}-${currency}`,
          line: 'ledger_booked',
          team: null,
          period_start_day: month,
          period_end_day: nextMonth(month),
          amount_minor: lines
            .filter((line) => line.scope === 'support' && line.currency === currency)
            .reduce((sum, { amount_minor }) => sum + BigInt(amount_minor ?? 0), 0n),
          value_milli: null,
          currency,
        })),
  );

/** What was planned: money by kind of cost, cases, and the gross margin; and what finance states of the ledger. */
export function planRows(org: Organisation): readonly Plan[] {
  const planned = monthsOf(org).flatMap((month, i): readonly Plan[] => {
    const line = (name: string, rest: Plan): Plan => ({
      line_id: `PLAN-${monthOf(month)}-${name}`,
      line: name,
      team: null,
      period_start_day: month,
      period_end_day: nextMonth(month),
      amount_minor: null,
      value_milli: null,
      currency: null,
      ...rest,
    });
    const money = (name: string, amount: number): Plan => line(name, { amount_minor: BigInt(amount), currency: 'EUR' });
    const kinds = [
      ['salary', 12_900_000 + 60_000 * i],
      ['contractor', 620_000],
      ['tools', 1_560_000],
      ['telephony', 345_000],
      ['training', 160_000],
      ['facilities', 540_000],
      ['overhead', 731_417],
    ] as const;
    return [
      money(
        'cost_of_support',
        kinds.reduce((sum, [, amount]) => sum + amount, 0),
      ),
      ...kinds.map(([kind, amount]) => money(kind, amount)),
      line('cases', { value_milli: (470 + 7 * i) * 1000 }),
      line('gross_margin', { value_milli: 720 }),
    ];
  });
  return [...planned, ...statedTotals(org)];
}

const supportKinds = [
  ['support_contract', 15_400_000],
  ['paid_case', 610_000],
  ['onsite', 480_000],
  ['diagnosis', 260_000],
  ['tuning', 350_000],
  ['consulting', 720_000],
] as const;

/** Recognised revenue a month: support by region and kind, the company's own and its bookings, and what marketing brought. */
export function revenueRows(org: Organisation): readonly Partial<Row<typeof revenue>>[] {
  const random = randomOf(org.seed, 'revenue');
  return monthsOf(org)
    .filter((month) => nextMonth(month) <= localDayOf(org.zone, org.end_s) + 1)
    .flatMap((month, i) => {
      const recognised_day = nextMonth(month) - 1;
      const line = (
        name: string,
        amount: number,
        rest: Partial<Row<typeof revenue>>,
      ): Partial<Row<typeof revenue>> => ({
        line_id: `REV-${monthOf(month)}-${name}`,
        scope: 'support',
        recognised_day,
        amount_minor: BigInt(Math.round(amount)),
        currency: 'EUR',
        ...rest,
      });
      return [
        ...teams.flatMap((team, t) =>
          supportKinds.map(([kind, amount], k) =>
            line(
              `${kind}-${team.id}`,
              amount * ([0.45, 0.36, 0.19][t] ?? 0) * (1 + 0.011 * i) * random.around(1, k === 0 ? 0.02 : 0.2),
              {
                kind,
                region: team.region,
                product: products[(i + k + t) % products.length] ?? 'Flow',
                currency: currencyOf[team.id],
              },
            ),
          ),
        ),
        line('assistant', i < 3 ? 0 : 260_000 + 24_000 * i, {
          kind: 'support_contract',
          initiative: 'answer-assistant',
          region: 'EMEA',
          product: 'Flow',
        }),
        line('company', 164_000_000 * (1 + 0.009 * i) * random.around(1, 0.015), { scope: 'company', kind: 'company' }),
        line('sales', 42_000_000 * (1 + 0.012 * i) * random.around(1, 0.06), { scope: 'company', kind: 'sales' }),
        line('marketing', 17_500_000 * random.around(1, 0.08), { scope: 'marketing', kind: 'marketing_attributed' }),
      ];
    });
}

/** One rate a month to the euro. */
export function fxRows(org: Organisation): readonly Partial<Row<typeof fxRates>>[] {
  const random = randomOf(org.seed, 'fx');
  const now = { USD: 0.921, SGD: 0.684 };
  return monthsOf(org).flatMap((month) =>
    (['USD', 'SGD'] as const).map((currency) => {
      now[currency] *= random.around(1, 0.008);
      return {
        currency,
        base: 'EUR',
        from_day: month,
        to_day: nextMonth(month),
        rate_e8: BigInt(Math.round(now[currency] * 10_000)) * 10_000n,
      };
    }),
  );
}
