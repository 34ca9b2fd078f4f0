import { numberOf } from '../answers.ts';
import { computed } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { noData, ratioOf } from '../outcome.ts';
import { efforts } from '../relations/surveys.ts';
import { bySegment } from '../segments.ts';
import { sql } from '../sql.ts';

const { t } = efforts;
export const ces = computed({
  id: 'ces',
  title: 'Customer effort',
  question: 'How much effort does it cost customers to get help?',
  group: 'Satisfaction',
  formula: 'mean effort score, 7 = most effort after mirroring reversed scales',
  unit: 'score',
  direction: 'down',
  audience: ['lead'],
  cadence: ['quarterly'],
  inputs: [
    'surveys.kind',
    'surveys.score',
    'surveys.scale_min',
    'surveys.scale_max',
    'surveys.scale_reversed',
    'surveys.answered_s',
  ],
  needs: ['creation'],
  population: 'ces answers in the period, latest per ticket',
  axis: 'answered',
  credit: 'rated person',
  dimensions: ticketAndPerson,
  requires: ['surveys'],
  no_data: ['empty_population'],
  pitfalls:
    'Lower is better; some scales are reversed: the scale is stored and mirrored (min + max - score). Scales other than 1-7 are mapped linearly to 1-7 and said.',
  basis: 'described',
  source: ['support KPI article'],

  evaluate: async (queries, ask) => {
    const rows = await queries.tally(ask, {
      relation: efforts,
      at: 'answered_s',
      span: 'period',
      where: sql`${t.score} IS NOT NULL AND ${t.scale_min} < ${t.scale_max}`,
      columns: ['scale_min', 'scale_max', 'scale_reversed'],
      sums: { score: t.score },
    });
    return bySegment(ask, rows, ({ segment }) => segment).map(({ segment, rows }) => {
      const n = rows.reduce((sum, row) => sum + row.n, 0);
      const effort = rows.reduce((sum, { n, row }) => {
        const [low, high, score] = [row.scale_min, row.scale_max, row.score].map((one) => numberOf(one) ?? 0) as [
          number,
          number,
          number,
        ];
        const mirrored = row.scale_reversed === true ? n * (low + high) - score : score;
        return sum + n + (6 * (mirrored - n * low)) / (high - low);
      }, 0);
      const mapped = rows.filter(({ row }) => row.scale_min !== 1 || row.scale_max !== 7);
      return {
        segment,
        value: n === 0 ? noData('empty_population') : ratioOf(effort, n),
        extras: { answers_mapped_to_1_to_7: mapped.reduce((sum, row) => sum + row.n, 0) },
      };
    });
  },
});
