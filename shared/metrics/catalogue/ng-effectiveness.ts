import { dayOf } from '../../time/zone.ts';
import { numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { accountEvents } from '../measures/account-events.ts';
import { accountsOf, segmentOfAccount } from '../measures/accounts.ts';
import { ripeShare } from '../outcome.ts';
import { ticketsAsOf } from '../relations/tickets.ts';
import { bySegment, isIn } from '../segments.ts';

const window_days = 30;
const window_s = window_days * 86_400;

export const ngEffectiveness = computed({
  id: 'ng_effectiveness',
  title: 'Adoption after support',
  question: 'What share of customers succeeds after being shown how?',
  group: 'Next generation',
  formula:
    'customers with a success milestone less than D days after a resolved how-to ticket / customers with such a ticket',
  unit: 'rate',
  direction: 'up',
  audience: ['executive'],
  cadence: ['quarterly'],
  inputs: ['tickets.account_id', 'tickets.type', 'tickets.resolved_s', 'account_events.kind', 'account_events.at_day'],
  needs: ['resolution'],
  population: 'accounts with a counted ticket of type question resolved in the period; first such ticket counts',
  axis: 'resolved',
  dimensions: ['account_band', 'segment', 'region', 'product'],
  interval: 'wilson',
  change_from_n: 30,
  requires: ['account_events', 'tickets'],
  no_data: ['zero_denominator'],
  immature: 'resolved_s + D days > as_of',
  pitfalls:
    'Needs milestones from outside. Selection bias is stated. Accounts that had the milestone before are left out.',
  basis: 'described',
  source: ['next-generation metrics article'],
  params: { days: 30 },

  evaluate: async (queries, ask) => {
    const { as_of_s, organisation } = queries.context;
    const { start_s, end_s } = queries.scope(ask);
    const [rows, milestones, accounts] = await Promise.all([
      queries.rows(
        'how-to tickets',
        `SELECT t.account_id, min(t.resolved_s) AS resolved_s FROM ${ticketsAsOf(queries.frame(ask))}
WHERE t.is_counted AND t.type = 'question' AND t.account_id IS NOT NULL AND t.resolved_s >= ${start_s} AND t.resolved_s < ${end_s}
GROUP BY t.account_id ORDER BY t.account_id`,
      ),
      accountEvents(queries, ask, ['milestone'], true),
      accountsOf(queries),
    ]);
    const days = Map.groupBy(milestones, ({ account }) => account);
    const members = rows.map((row) => {
      const account = String(row.account_id);
      const resolved_s = numberOf(row.resolved_s) ?? 0;
      const resolved_day = dayOf(resolved_s, organisation.time_zone);
      const reached = (days.get(account) ?? []).map(({ day }) => day - resolved_day);
      return {
        segment: segmentOfAccount(accounts.get(account), resolved_day),
        ripe_s: resolved_s + window_s,
        hadBefore: reached.some((after) => after < 0),
        hit: reached.some((after) => after >= 0 && after < window_days),
      };
    });
    const inside = members.filter(({ segment }) => isIn(ask.where, segment));
    return bySegment(ask, inside, ({ segment }) => segment).map(({ segment, rows }) => {
      const fresh = rows.filter(({ hadBefore }) => !hadBefore);
      const ripe = fresh.filter(({ ripe_s }) => ripe_s <= as_of_s);
      const young = fresh.filter(({ ripe_s }) => ripe_s > as_of_s);
      const from_s = young.length === 0 ? null : Math.max(...young.map(({ ripe_s }) => ripe_s));
      const hits = ripe.filter(({ hit }) => hit).length;
      return {
        segment,
        value: ripeShare(hits, ripe.length, young.length, from_s, 'zero_denominator'),
        extras: { immature: young.length, left_out_had_milestone: rows.length - fresh.length },
      };
    });
  },
});
