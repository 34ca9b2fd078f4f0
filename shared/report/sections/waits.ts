import {
  customerHoldP50,
  nextReplyP50,
  repliesToResolve,
  requesterWaitP50,
  waitShare,
} from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import { always } from '../claim.ts';
import { readingsTable } from '../readings-table.ts';
import { section } from '../section.ts';

const measures = [requesterWaitP50, waitShare, customerHoldP50, nextReplyP50, repliesToResolve];

/** Who keeps whom waiting: ours, the customer's, and each further reply. */
export const waits = section({
  id: 'waits',
  title: (words) => always(words.waits.title),
  lead: (words) => always(words.waits.lead),
  asks: (context) => measures.flatMap((metric) => historyOf(metric, context)),
  blocks: (view) => readingsTable(measures, view),
});
