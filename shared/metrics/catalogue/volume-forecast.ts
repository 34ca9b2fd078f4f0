import { errorsOf, lastForecasts, nextWeek, weeksNeeded } from '../../stats/week-forecast.ts';
import { numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { ticketDimensions } from '../dimensions.ts';
import { isTold } from '../knowledge.ts';
import { fullWeeks } from '../measures/full-weeks.ts';
import { counted } from '../measures/tickets.ts';
import { known, noData } from '../outcome.ts';
import { arrivals } from '../relations/by-slot.ts';
import { bySegment } from '../segments.ts';
import { sql } from '../sql.ts';

export const volumeForecast = computed({
  id: 'volume_forecast',
  title: 'Cases expected in the next seven days',
  question: 'How many cases will come in the seven days after the period?',
  group: 'Ahead',
  formula:
    'mean of the eight weeks before x (last four of them / four before, between 0.5 and 2); range: smallest and largest error of the last 13 such forecasts',
  unit: 'count',
  direction: 'neutral',
  audience: ['executive', 'lead'],
  cadence: ['weekly'],
  inputs: ['tickets.created_s', 'tickets.is_counted'],
  population: 'counted tickets created in the 21 stretches of seven days before the end of the period',
  axis: 'created',
  dimensions: ticketDimensions,
  needs: ['creation'],
  requires: ['tickets'],
  no_data: ['below_minimum_n'],
  pitfalls:
    'Knows no holiday and no launch. Its own errors are printed: low and high hold 12 of 14 weeks when weeks are alike, wape is the mean error as a share. Without 21 weeks of every source there is no error, and without an error no forecast.',
  basis: 'stated',
  source: ['Zendesk 6443365725210: eight-weeks average with momentum'],

  evaluate: async (queries, ask) => {
    const weeks = await fullWeeks(queries, ask);
    if (weeks === null) return [{ segment: {}, value: noData('below_minimum_n') }];
    const rows = await queries.tally(weeks.ask, {
      relation: arrivals,
      at: 'created_s',
      span: 'period',
      where: sql`${counted} AND ${isTold('creation')}`,
      columns: ['slot_s'],
    });
    return bySegment(ask, rows, ({ segment }) => segment).map(({ segment, rows: own }) => {
      const came = Array.from({ length: weeksNeeded }, () => 0);
      for (const { n, row } of own) {
        const week = weeks.at(numberOf(row.slot_s) ?? 0);
        came[week] = (came[week] ?? 0) + n;
      }
      const { value, momentum } = nextWeek(came);
      const { low, high, wape } = errorsOf(
        lastForecasts(came).map(([at, before]) => [came[at] ?? 0, nextWeek(before).value] as const),
      );
      const n = came.slice(-8).reduce((sum, week) => sum + week, 0);
      return {
        segment,
        value: known(value, n),
        extras: { low: Math.max(0, value + low), high: value + high, wape, momentum, from_day: weeks.end_day },
      };
    });
  },
});
