import { always } from '../claim.ts';
import {
  businessInvolvement,
  businessInvolvementNormalised,
  serviceEfficiency,
  workAbility,
  workCapacityStdDays,
  workEfficiency,
} from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import { readingsTable } from '../readings-table.ts';
import { section } from '../section.ts';

export const capacityMetrics = [
  workCapacityStdDays,
  workAbility,
  businessInvolvement,
  businessInvolvementNormalised,
  workEfficiency,
  serviceEfficiency,
];

/** Standard person-days, ability, involvement and efficiency; both readings of involvement side by side, never mixed. */
export const capacity = section({
  id: 'capacity',
  title: (words) => always(words.lead_quarterly.capacity),
  lead: (words) => always(words.lead_quarterly.capacity_lead),
  asks: (context) => capacityMetrics.flatMap((metric) => historyOf(metric, context)),
  blocks: (view) => readingsTable(capacityMetrics, view),
});
