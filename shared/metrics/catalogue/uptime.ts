import { numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { said } from '../measures/points.ts';
import { noData, ratioOf } from '../outcome.ts';
import { bySegment, isIn } from '../segments.ts';

type Span = readonly [from_s: number, to_s: number];
/** Seconds covered by at least one of the spans. */
function covered(spans: readonly Span[]): number {
  let [sum, until] = [0, -Infinity];
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    if (to <= until) continue;
    sum += to - Math.max(from, until);
    until = to;
  }
  return sum;
}

export const uptime = computed({
  id: 'uptime',
  title: 'Availability of the application',
  question: 'How much of the time was the application available?',
  group: 'Application',
  formula: '1 - seconds down / seconds of the period',
  unit: 'rate',
  direction: 'up',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: ['incidents.started_s', 'incidents.ended_s', 'incidents.is_down'],
  population: 'incidents with is_down, overlapping the period, overlaps merged, cut to the period',
  axis: 'period',
  dimensions: ['product', 'region'],
  requires: ['incidents'],
  no_data: ['zero_denominator'],
  pitfalls: 'Optional input. Overlapping outages count once. An outage still running counts to as_of.',
  basis: 'named',
  source: ['support KPI article'],

  evaluate: async (queries, ask) => {
    const { start_s } = ask.period; // of "all" that is 1970: a share needs a length
    const end_s = Math.min(ask.period.end_s, queries.context.as_of_s);
    const rows = await queries.rows(
      'outages',
      `SELECT incident_id, product, region, started_s, ended_s FROM incidents
WHERE is_down AND started_s < ${end_s} AND (ended_s IS NULL OR ended_s > ${start_s}) ORDER BY started_s, incident_id`,
    );
    const cut = (row: (typeof rows)[number]) => ({ product: said(row, 'product'), region: said(row, 'region') });
    const all = end_s - start_s;
    const inside = rows.filter((row) => isIn(ask.where, cut(row)));
    return bySegment(ask, inside, cut).map(({ segment, rows }) => {
      const down = covered(
        rows.map((row) => [
          Math.max(start_s, numberOf(row.started_s) ?? start_s),
          Math.min(end_s, numberOf(row.ended_s) ?? end_s),
        ]),
      );
      return {
        segment,
        value: all <= 0 ? noData('zero_denominator') : ratioOf(all - down, all, rows.length),
        extras: { down_s: down, outages: rows.length },
      };
    });
  },
});
