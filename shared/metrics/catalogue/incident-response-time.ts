import { percentileInterval } from '../../stats/percentile-interval.ts';
import { rankNeighbours } from '../../stats/rank-neighbours.ts';
import { numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { countOf, ranksOf, type Ranked } from '../measure.ts';
import { boundedUnlessHistory } from '../measures/durations.ts';
import { said } from '../measures/points.ts';
import { leavingOut, percentileExtras, percentileOf } from '../outcome.ts';
import { incidentTickets } from '../relations/knowledge.ts';
import { bySegment, isIn } from '../segments.ts';
import { sql } from '../sql.ts';

const { t } = incidentTickets;
export const incidentResponseTime = computed({
  id: 'incident_response_time',
  title: 'Incident response time',
  question: 'How fast do we take up an incident?',
  group: 'Application',
  formula: 'acknowledged_s - raised_s, p50 (p80 beside it)',
  unit: 'seconds',
  direction: 'down',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['incidents.raised_s', 'incidents.acknowledged_s', 'tickets.type', 'tickets.first_assigned_s'],
  optional_inputs: ['incidents'],
  population:
    'incidents acknowledged in the period; without that input counted tickets of type incident, acknowledged = first assignment to a person or first reply, whichever is earlier',
  axis: 'answered',
  dimensions: ['product', 'priority', 'team'],
  percentile: 0.5,
  requires: ['tickets'],
  no_data: ['empty_population'],
  pitfalls: 'The input used is printed. Not acknowledged yet: counted apart.',
  basis: 'named',
  source: ['support KPI article'],
  decision: 'the JSON value is p50',

  evaluate: async (queries, ask) => {
    const scope = queries.scope(ask);
    const { start_s, end_s } = scope;
    if (!queries.present.has('incidents')) {
      const found = await queries.measure(ask, {
        ranks: boundedUnlessHistory(ranksOf(incidentTickets, 'acknowledged_s', t.response_s, shown, told), scope),
        waiting: countOf(
          incidentTickets,
          'created_s',
          sql`(${t.acknowledged_s} IS NULL OR ${t.acknowledged_s} >= ${end_s}) AND ${told}`,
        ),
        untold: countOf(incidentTickets, 'created_s', sql`NOT (${told})`),
      });
      return found.map(({ segment, measured: { ranks, waiting, untold } }) => ({
        segment,
        ...leavingOut(percentileOf(ranks, 0.5), { told: ranks.n, lost: untold.n, kind: 'first_reply' }, scope.policies),
        extras: { input: 'tickets', ...percentileExtras(ranks, [0.8]), not_acknowledged: waiting.n },
      }));
    }
    const rows = await queries.rows(
      'incidents',
      `SELECT incident_id, product, priority, raised_s, acknowledged_s FROM incidents WHERE raised_s < ${end_s} ORDER BY incident_id`,
    );
    const cut = (row: (typeof rows)[number]) => ({
      product: said(row, 'product'),
      priority: said(row, 'priority'),
      team: 'unknown',
    });
    const at = (row: (typeof rows)[number]): number => numberOf(row.acknowledged_s) ?? Infinity;
    const open = (row: (typeof rows)[number]): boolean => at(row) >= end_s && (numberOf(row.raised_s) ?? 0) >= start_s;
    const inside = rows.filter(
      (row) => isIn(ask.where, cut(row)) && ((at(row) >= start_s && at(row) < end_s) || open(row)),
    );
    return bySegment(ask, inside, cut).map(({ segment, rows }) => {
      const times = rows
        .filter((row) => !open(row))
        .map((row) => at(row) - (numberOf(row.raised_s) ?? 0))
        .sort((a, b) => a - b);
      const ranks = rankedOf(times);
      return {
        segment,
        value: percentileOf(ranks, 0.5),
        extras: {
          input: 'incidents',
          ...percentileExtras(ranks, [0.8]),
          not_acknowledged: rows.length - times.length,
        },
      };
    });
  },
});

const shown = [0.5, 0.8];
/** Whichever of both came first is known only where both are told. */
const told = sql`coalesce(${t.tells_first_reply}, TRUE) AND coalesce(${t.tells_assignments}, TRUE)`;

/** What a ranks measure would have fetched of these sorted values. */
function rankedOf(sorted: readonly number[]): Ranked {
  const valueAt = (rank: number): number => sorted[rank] ?? 0;
  const n = sorted.length;
  return {
    n,
    neighbours: Object.fromEntries(
      shown.map((p) => {
        const pair = rankNeighbours(n, p);
        return [p, pair === null ? [0, 0] : [valueAt(pair.lower), valueAt(pair.upper)]];
      }),
    ),
    intervals: Object.fromEntries(shown.map((p) => [p, percentileInterval(n, p, valueAt)])),
  };
}
