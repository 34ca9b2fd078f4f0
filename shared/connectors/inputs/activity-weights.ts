import { activities } from '../input-files/activities.ts';
import { day, oneOf, share, yesNo } from '../input-files/cells.ts';
import { noOverlap, startsBeforeEnds } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { activityWeights } from '../../lake/tables.ts';

export const activityWeightsInput = inputTable({
  table: activityWeights,
  about: 'How much of the time of an activity is effective, and whether it counts as support.',
  replaces: { by: 'file' },
  columns: {
    activity: required(oneOf(...activities), 'activity of time_log', 'service_review'),
    validity: required(share, 'share of the time that is effective', '0.5', { into: 'validity_milli' }),
    counts_as_support: required(yesNo, 'support work', 'yes'),
    from_day: required(day, 'in force since', '2026-01-01'),
    to_day: optional(day, 'in force until, exclusive; empty = until further notice'),
  },
  checks: [startsBeforeEnds('from_day', 'to_day'), noOverlap(['activity'], 'from_day', 'to_day')],
});
