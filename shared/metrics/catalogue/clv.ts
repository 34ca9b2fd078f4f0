import { numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { accountsOf, leftIn, segmentOfAccount, versionOf, wasThere } from '../measures/accounts.ts';
import { convertLines, exchangeOf, sumOfLines } from '../measures/money.ts';
import { knownEndOf } from '../measures/weights.ts';
import { noData, quotient } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';

const least_n = 30;

/** Margin over churn, the simplest closed form; the gross margin is the mean of the plan lines of the period. */
export const clv = computed({
  id: 'clv',
  title: 'Customer lifetime value',
  question: 'What is a customer worth over time?',
  group: 'Company context',
  formula: 'mean recurring revenue of an account and quarter * gross margin / churn_rate of the quarter',
  unit: 'currency',
  direction: 'up',
  audience: ['finance'],
  cadence: ['quarterly'],
  inputs: ['accounts.recurring_minor', 'accounts.started_day', 'accounts.ended_day', 'plan.value_milli'],
  population: 'accounts active at the start',
  axis: 'period',
  dimensions: ['account_band', 'region'],
  requires: ['accounts', 'plan'],
  no_data: ['zero_denominator', 'below_minimum_n'],
  pitfalls: 'The model is named in the mail (simple margin over churn); no_data when churn_rate is 0 or n < 30.',
  basis: 'named',
  source: ['support KPI article'],
  decision:
    'the article names no model: the simplest closed form is used and printed; gross margin from plan (line gross_margin), else no_data',

  evaluate: async (queries, ask) => {
    const { start_day, end_day } = ask.period;
    const [accounts, exchange, plans] = await Promise.all([
      accountsOf(queries),
      exchangeOf(queries),
      queries.rows(
        'gross margin',
        `SELECT value_milli, period_start_day AS from_day, period_end_day AS to_day FROM plan
WHERE line = 'gross_margin' AND value_milli IS NOT NULL AND team IS NULL AND period_start_day < ${end_day} AND period_end_day > ${start_day} ORDER BY period_start_day, line_id`,
      ),
    ]);
    const margins = plans.map((row) => numberOf(row.value_milli) ?? 0);
    const margin = margins.reduce((sum, one) => sum + one, 0) / margins.length / 1000;
    const there = [...accounts.values()].filter((account) => wasThere(account, start_day));
    const cut = (account: (typeof there)[number]) => segmentOfAccount(account, start_day);
    return bySegment(
      ask,
      there.filter((account) => isIn(ask.where, cut(account))),
      cut,
    ).map(({ segment, rows }) => {
      const lost = rows.filter((account) => leftIn(account, start_day, knownEndOf(queries, end_day))).length;
      const recurring = rows.map((account) => ({ ...versionOf(account, start_day), at_day: start_day }));
      const { lines, missing } = convertLines(recurring, exchange, 'at_day', 'recurring_minor');
      const extras = { accounts: rows.length, lost, gross_margin: margins.length === 0 ? null : margin };
      const reason =
        margins.length === 0
          ? 'no_input:plan'
          : lost === 0
            ? 'zero_denominator'
            : missing.length > 0
              ? 'missing_rate'
              : rows.length < least_n
                ? 'below_minimum_n'
                : null;
      if (reason !== null) return { segment, value: noData(reason), extras };
      const mean = quotient(sumOfLines(lines), BigInt(rows.length));
      const churn = lost / rows.length;
      return {
        segment,
        value: {
          status: 'known' as const,
          value: (mean * margin) / churn,
          n: rows.length,
          numerator: mean * margin,
          denominator: churn,
          interval: null,
        },
        extras,
      };
    });
  },
});
