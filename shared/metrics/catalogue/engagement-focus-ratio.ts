import { computed } from '../definition.ts';
import { accountsOf, segmentOfAccount, versionOf } from '../measures/accounts.ts';
import { secondsByTicket } from '../measures/logged-by-ticket.ts';
import { convertLines, exchangeOf, sumOfLines } from '../measures/money.ts';
import { lastDayOf } from '../measures/weights.ts';
import { noData, quotient } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';

/** Only ever cut: by the customer value band unless something else is asked. */
export const engagementFocusRatio = computed({
  id: 'engagement_focus_ratio',
  title: 'Effort on valuable or endangered customers',
  question: 'Does our effort go where the revenue or the risk is?',
  group: 'Next generation',
  formula: '(share of logged seconds on the band) / (share of recurring revenue of the band)',
  unit: 'rate',
  direction: 'neutral',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: [
    'time_log.worked_s',
    'time_log.ticket_id',
    'tickets.account_id',
    'accounts.band',
    'accounts.at_risk',
    'accounts.recurring_minor',
  ],
  needs: ['creation'],
  needs_all: true,
  population: 'time_log rows with a ticket in the period; revenue at period end',
  axis: 'period',
  dimensions: ['account_band', 'at_risk'],
  requires: ['accounts', 'tickets', 'time_log'],
  no_data: ['zero_denominator'],
  pitfalls: '1 = effort in proportion to revenue. Ours; neither high nor low is good in itself.',
  basis: 'described',
  source: ['next-generation metrics article'],
  decision: 'proposed here: the article only asks that the right customer be helped at the right time',

  evaluate: async (queries, ask) => {
    const by = ask.by.length === 0 ? (['account_band'] as const) : ask.by;
    const last = lastDayOf(queries, ask.period.end_day);
    const [seconds, accounts, exchange] = await Promise.all([
      secondsByTicket(queries, { ...ask, by, where: {} }),
      accountsOf(queries),
      exchangeOf(queries),
    ]);
    const there = [...accounts.values()].filter(
      ({ started_day, ended_day }) => started_day <= last && ended_day > last,
    );
    const bands = bySegment({ by }, there, (account) => segmentOfAccount(account, last)).map(({ segment, rows }) => {
      const recurring = rows.map((account) => ({ ...versionOf(account, last), at_day: last }));
      const { lines, missing } = convertLines(recurring, exchange, 'at_day', 'recurring_minor');
      return { segment, accounts: rows.length, minor: sumOfLines(lines), missing };
    });
    const revenue = bands.reduce((sum, { minor }) => sum + minor, 0n);
    const effort = seconds.reduce((sum, { worked_s }) => sum + worked_s, 0);
    const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
    const segments = new Map([...bands, ...seconds].map(({ segment }) => [JSON.stringify(segment), segment]));
    return [...segments]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .filter(([, segment]) => isIn(ask.where, segment))
      .map(([, segment]) => {
        const own = bands.find((band) => same(band.segment, segment));
        const minor = own?.minor ?? 0n;
        const worked_s = seconds.find((one) => same(one.segment, segment))?.worked_s ?? 0;
        const missing = bands.flatMap((band) => band.missing);
        if (effort === 0 || minor === 0n) return { segment, value: noData('zero_denominator') };
        if (missing.length > 0) return { segment, value: noData('missing_rate') };
        const [ofEffort, ofRevenue] = [worked_s / effort, quotient(minor, revenue)];
        return {
          segment,
          value: {
            status: 'known' as const,
            value: ofEffort / ofRevenue,
            n: own?.accounts ?? 0,
            numerator: ofEffort,
            denominator: ofRevenue,
            interval: null,
          },
        };
      });
  },
});
