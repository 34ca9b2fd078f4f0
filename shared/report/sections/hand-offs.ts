import { always } from '../claim.ts';
import {
  escalationRate,
  handoffCoefficient,
  handoffRate,
  independentClosureNarrow,
} from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import { readingsTable } from '../readings-table.ts';
import { section } from '../section.ts';

export const handOffMetrics = [handoffRate, handoffCoefficient, escalationRate, independentClosureNarrow];

/** How often cases change hands, and how many the team closes by itself. */
export const handOffs = section({
  id: 'hand_offs',
  title: (words) => always(words.lead_quarterly.hand_offs),
  asks: (context) => handOffMetrics.flatMap((metric) => historyOf(metric, context)),
  blocks: (view) => readingsTable(handOffMetrics, view),
});
