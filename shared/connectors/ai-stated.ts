import type { AiOutcome } from '../events/words.ts';
import type { TableRow } from './staged-row.ts';

type Columns = 'ai_stated_participated' | 'ai_stated_outcome' | 'ai_stated_resolved';

/** What each outcome says of the resolution. Contained: nobody asked for more, and nobody said that it was solved. */
const resolves: Readonly<Record<AiOutcome, boolean | null>> = {
  resolved_confirmed: true,
  resolved_assumed: true,
  contained: null,
  handed_over: false,
  negative_feedback: false,
  unassisted: false,
  other: null,
};

/** What a vendor states about its own AI agent; null where it does not say. An outcome says that it took part. */
export const aiStated = (
  participated: boolean | null,
  outcome: AiOutcome | null,
): Required<Pick<TableRow<'ticket_attributes'>['row'], Columns>> => ({
  ai_stated_participated: outcome === null ? participated : true,
  ai_stated_outcome: outcome,
  ai_stated_resolved: outcome === null ? null : resolves[outcome],
});
