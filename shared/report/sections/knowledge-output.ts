import { always } from '../claim.ts';
import { fundamentalsCount, fundamentalsScore } from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import { readingsTable } from '../readings-table.ts';
import { section } from '../section.ts';

export const knowledgeMetrics = [fundamentalsCount, fundamentalsScore];

/** What the team wrote down for others, counted and weighted by grade. */
export const knowledgeOutput = section({
  id: 'knowledge_output',
  title: (words) => always(words.lead_quarterly.knowledge),
  asks: (context) => knowledgeMetrics.flatMap((metric) => historyOf(metric, context)),
  blocks: (view) => readingsTable(knowledgeMetrics, view),
});
