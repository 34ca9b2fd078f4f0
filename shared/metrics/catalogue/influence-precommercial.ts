import { computed } from '../definition.ts';
import { membersBy, rowsOfDays, said } from '../measures/points.ts';
import { lastDayOf } from '../measures/weights.ts';
import { known } from '../outcome.ts';

export const influencePrecommercial = computed({
  id: 'influence_precommercial',
  title: 'Unpaid expert services and thanks',
  question: 'How many customers got expert services unpaid, and how many wrote to thank?',
  group: 'Technique: impact',
  kind: 'by_part',
  formula: 'two counts by part: deliveries (customers given such a service) and letters (letters of thanks)',
  unit: 'count',
  direction: 'up',
  audience: ['executive'],
  cadence: ['quarterly'],
  inputs: ['contributions.kind', 'contributions.accepted_day', 'contributions.account_id'],
  population:
    'contributions with kind service_delivery or thank_you_letter in the period; deliveries counts distinct accounts',
  axis: 'period',
  dimensions: ['part', 'team', 'product'],
  requires: ['contributions'],
  pitfalls: 'The parts are never added. Stops being shown for a product once influence_revenue has a value for it.',
  basis: 'stated',
  source: ['3W support-metrics article'],
  parts: ['deliveries', 'letters'],

  evaluate: async (queries, ask) => {
    const rows = await rowsOfDays(
      queries,
      ask,
      'contributions',
      'item_id, kind, team, product, account_id, accepted_day',
      'accepted_day',
      lastDayOf(queries, ask.period.end_day),
      `kind IN ('service_delivery', 'thank_you_letter')`,
    );
    const segmentOf = (row: (typeof rows)[number]) => ({ team: said(row, 'team'), product: said(row, 'product') });
    return (await membersBy(ask, rows, segmentOf)).flatMap(({ segment, rows }) => {
      const services = rows.filter((row) => row.kind === 'service_delivery');
      const deliveries = new Set(services.map((row) => row.account_id ?? `item ${said(row, 'item_id')}`)).size;
      const letters = rows.length - services.length;
      return [
        { segment: { ...segment, part: 'deliveries' }, value: known(deliveries, services.length) },
        { segment: { ...segment, part: 'letters' }, value: known(letters, letters) },
      ];
    });
  },
});
