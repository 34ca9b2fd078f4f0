import { agentsFor } from '../../stats/erlang-c.ts';
import { secondOfDay } from '../../time/zone.ts';
import { numberOf } from '../answers.ts';
import { isTold } from '../knowledge.ts';
import { isToldSince } from '../measures/full-weeks.ts';
import { computed } from '../definition.ts';
import { countOf, sumOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { known, leavingOut, meanNumber, noData } from '../outcome.ts';
import { arrivals } from '../relations/by-slot.ts';
import { t as ticket, tickets } from '../relations/tickets.ts';
import { ticketsTimed } from '../relations/tickets-timed.ts';
import { sql } from '../sql.ts';
import { dayOf, zonedDayStart_s } from '../../time/zone.ts';
import { weekdayOf } from '../../time/day.ts';

const interval_s = 1800;
const weeks = 8;

export const staffRequired = computed({
  id: 'staff_required',
  title: 'People needed at the busiest half-hour',
  question: 'How many people does a channel that queues need at its busiest half-hour?',
  group: 'Ahead',
  kind: 'by_dimension',
  formula:
    'Erlang C: fewest people of whom the service level is kept and who are busy for at most the occupancy cap, / (1 - shrinkage)',
  unit: 'count',
  direction: 'neutral',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.channel', 'tickets.touch_s', 'time_log.worked_s', 'time_log.ticket_id'],
  population:
    'counted tickets of policies.staffing.channels created in the eight weeks before the end of the period; the half-hour of the week with the most arrivals, as a mean over the weeks',
  axis: 'created',
  dimensions: ['channel'],
  requires: ['tickets'],
  no_data: ['below_minimum_n', 'empty_population', 'not_told:time_of_day', 'not_told:time_worked'],
  pitfalls:
    'Only for channels in which somebody waits on the line. Supposes that nobody hangs up and that arrivals are independent: an outage is neither. Handling time is the mean logged time of the same weeks. Without eight weeks of every source there is none.',
  basis: 'stated',
  source: ['Erlang 1917', 'CRAN ErlangC: 100 calls in 30 minutes of 180 s, 80/20, 85 % give 14'],

  evaluate: async (queries, ask) => {
    const { as_of_s, organisation, policies } = queries.context;
    const { channels, service_level, answer_within: answer_s, shrinkage, occupancy } = policies.staffing;
    const zone = organisation.time_zone;
    // a day that runs has not had all its half-hours
    const end_day = Math.min(ask.period.end_day, dayOf(as_of_s + 1, zone));
    const start_day = end_day - 7 * weeks;
    if (!(await isToldSince(start_day, queries, ask))) return [{ segment: {}, value: noData('below_minimum_n') }];
    const period = {
      ...ask.period,
      kind: 'range' as const,
      start_day,
      end_day,
      start_s: zonedDayStart_s(start_day, zone),
      end_s: zonedDayStart_s(end_day, zone),
    };
    const cut = { ...ask, period, by: ['channel' as const] };
    // a day without its hours says nothing of a half-hour
    const isDated = sql`${isTold('creation')} AND ${isTold('time_of_day')}`;
    const queued = sql`${counted} AND ${isDated} AND ${arrivals.t.channel} IN (${channels})`;
    const [rows, worked] = await Promise.all([
      queries.tally(cut, { relation: arrivals, at: 'created_s', span: 'period', where: queued, columns: ['slot_s'] }),
      queries.measure(cut, {
        undated: countOf(tickets('nobody'), 'created_s', sql`${counted} AND NOT (${isDated})`),
        time: queries.present.has('time_log')
          ? sumOf(
              ticketsTimed,
              'created_s',
              ticketsTimed.t.logged_s,
              sql`${counted} AND ${ticketsTimed.t.logged_s} > 0`,
            )
          : sumOf(tickets('nobody'), 'created_s', ticket.touch_s, sql`${counted} AND ${ticket.touch_s} > 0`),
      }),
    ]);
    return [...Map.groupBy(rows, ({ segment }) => segment.channel ?? 'unknown')].map(([channel, own]) => {
      const byHalfHour = new Map<number, number>();
      for (const { n, row } of own) {
        const at_s = numberOf(row.slot_s) ?? 0;
        const half = weekdayOf(dayOf(at_s, zone)) * 48 + Math.floor(secondOfDay(at_s, zone) / interval_s);
        byHalfHour.set(half, (byHalfHour.get(half) ?? 0) + n);
      }
      const [half, most] = [...byHalfHour].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a));
      const { time, undated } = worked.find(({ segment }) => segment.channel === channel)?.measured ?? {};
      const handle_s = time === undefined ? null : meanNumber(time);
      const segment = { channel };
      const all = own.reduce((sum, { n }) => sum + n, 0);
      const lost = Math.max(0, all - (time?.n ?? 0));
      const dated = leavingOut(known(0, 0), { told: all, lost: undated?.n ?? 0, kind: 'time_of_day' }, policies);
      if (dated.value.status === 'no_data') return { segment, ...dated };
      if (handle_s === null) return { segment, value: noData('not_told:time_worked'), not_told: lost };
      const desks = agentsFor({ arrivals: most / weeks, interval_s, handle_s, service_level, answer_s, occupancy });
      return {
        segment,
        ...leavingOut(
          known(Math.ceil(desks / (1 - shrinkage) - 1e-9), most),
          { told: all - lost, lost, kind: 'time_worked' },
          policies,
        ),
        extras: {
          at_desks: desks,
          arrivals_a_half_hour: most / weeks,
          handle_s,
          weekday: Math.floor(half / 48),
          second_of_day: (half % 48) * interval_s,
        },
      };
    });
  },
});
