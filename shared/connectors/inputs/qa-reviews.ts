import { name, oneOf, thousandths, time, whole, yesNo } from '../input-files/cells.ts';
import { eachRow } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { qaReviews } from '../../lake/tables.ts';

export const qaReviewsInput = inputTable({
  table: qaReviews,
  about: 'Quality checks of cases.',
  replaces: { by: 'key' },
  columns: {
    review_id: required(name, 'the review', 'q-310'),
    ticket_id: required(name, 'ticket', '4711'),
    ticket_source: optional(name, 'source of that ticket; empty = the only helpdesk', 'helpdesk'),
    person_id: optional(name, 'person reviewed', 'p-017'),
    reviewer_id: required(name, 'reviewer', 'p-001'),
    reviewed_at: required(time, 'when', '2026-09-25T15:00', { into: 'reviewed_s' }),
    passed: required(yesNo, 'passed', 'yes'),
    errors: optional(whole(0), 'wrong answers; empty = 0', '0', { otherwise: 0 }),
    sampled: optional(oneOf('random', 'picked'), 'how it was chosen; empty = random', 'random', {
      otherwise: 'random',
    }),
    reviewer_kind: optional(oneOf('person', 'model'), 'who checked; empty = person', 'person', { otherwise: 'person' }),
    points: optional(thousandths('points such as 17.5', 0), 'points given over all categories', '17.5', {
      into: 'points_milli',
    }),
    possible: optional(thousandths('points such as 20', 0), 'points that could be given', '20', {
      into: 'possible_milli',
    }),
  },
  checks: [
    eachRow('points', ({ points_milli, possible_milli }) =>
      (points_milli === null) === (possible_milli === null) ? undefined : 'points together with possible, or neither',
    ),
    eachRow('possible', ({ possible_milli }) => (possible_milli === 0 ? 'above 0' : undefined)),
    eachRow('points', ({ points_milli, possible_milli }) =>
      points_milli !== null && possible_milli !== null && Number(points_milli) > Number(possible_milli)
        ? `at most the ${Number(possible_milli) / 1000} that are possible`
        : undefined,
    ),
  ],
});
