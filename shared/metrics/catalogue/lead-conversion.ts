import { zonedDayStart_s } from '../../time/zone.ts';
import { computed } from '../definition.ts';
import { accountEvents } from '../measures/account-events.ts';
import { accountsOf, segmentOfAccount } from '../measures/accounts.ts';
import { ripeShare } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';

const window_days = 90;

/** Events name no team: cut by team, every lead is unknown. */
export const leadConversion = computed({
  id: 'lead_conversion',
  title: 'Leads won (sales support)',
  question: 'What share of the leads is won?',
  group: 'Company context',
  formula: 'leads won / leads created',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['account_events.kind', 'account_events.at_day'],
  population: 'account_events lead in the period; won = lead_won by the same account less than 90 days later',
  axis: 'period',
  dimensions: ['team', 'region'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['account_events'],
  no_data: ['zero_denominator'],
  immature: 'lead younger than 90 days at as_of',
  pitfalls: 'Outside support; optional; off by default.',
  basis: 'named',
  source: ['support KPI article'],
  params: { window_days: 90 },

  evaluate: async (queries, ask) => {
    const { as_of_s, organisation } = queries.context;
    const { start_day, end_day } = ask.period;
    const [events, accounts] = await Promise.all([
      accountEvents(queries, ask, ['lead', 'lead_won'], true),
      accountsOf(queries),
    ]);
    const won = Map.groupBy(
      events.filter(({ kind }) => kind === 'lead_won'),
      ({ account }) => account,
    );
    const leads = events
      .filter(({ kind, day }) => kind === 'lead' && day >= start_day && day < end_day)
      .map(({ account, day }) => ({
        segment: { region: segmentOfAccount(accounts.get(account), day).region ?? 'unknown', team: 'unknown' },
        ripe_s: zonedDayStart_s(day + window_days, organisation.time_zone),
        isWon: (won.get(account) ?? []).some((one) => one.day >= day && one.day - day < window_days),
      }));
    const inside = leads.filter(({ segment }) => isIn(ask.where, segment));
    return bySegment(ask, inside, ({ segment }) => segment).map(({ segment, rows }) => {
      const ripe = rows.filter(({ ripe_s }) => ripe_s <= as_of_s);
      const young = rows.filter(({ ripe_s }) => ripe_s > as_of_s);
      const from_s = young.length === 0 ? null : Math.max(...young.map(({ ripe_s }) => ripe_s));
      const hits = ripe.filter(({ isWon }) => isWon).length;
      return {
        segment,
        value: ripeShare(hits, ripe.length, young.length, from_s, 'zero_denominator'),
        extras: { immature: young.length },
      };
    });
  },
});
