import { computed } from '../definition.ts';
import { membersBy, rowsOfDays, said } from '../measures/points.ts';
import { lastDayOf } from '../measures/weights.ts';
import { known } from '../outcome.ts';

export const innovationCount = computed({
  id: 'innovation_count',
  title: 'Innovation results',
  question: 'How many innovation results were accepted?',
  group: 'Technique: innovation',
  formula: 'count of accepted results',
  unit: 'count',
  direction: 'up',
  audience: ['executive'],
  cadence: ['quarterly'],
  inputs: ['contributions.kind', 'contributions.accepted_day'],
  population: 'contributions with kind in (patent, book, article, award, project), accepted_day in the period',
  axis: 'period',
  dimensions: ['kind', 'team', 'product'],
  requires: ['contributions'],
  pitfalls:
    'Lags the work by months: dated by acceptance. Proof (evidence_url) required. Small numbers: print the list, not a trend.',
  basis: 'stated',
  source: ['3W support-metrics article'],

  evaluate: async (queries, ask) => {
    const rows = await rowsOfDays(
      queries,
      ask,
      'contributions',
      'item_id, kind, honour, team, product, accepted_day, evidence_url',
      'accepted_day',
      lastDayOf(queries, ask.period.end_day),
      `kind IN ('patent', 'book', 'article', 'award', 'project')`,
    );
    const segmentOf = (row: (typeof rows)[number]) => ({
      kind: said(row, 'kind'),
      team: said(row, 'team'),
      product: said(row, 'product'),
    });
    return (await membersBy(ask, rows, segmentOf)).map(({ segment, rows }) => ({
      segment,
      value: known(rows.length, rows.length),
      extras: { without_evidence: rows.filter((row) => row.evidence_url === null).length },
    }));
  },
});
