import { name, oneOf, time, whole, yesNo } from '../input-files/cells.ts';
import { eachRow, groupsOf } from '../input-files/checks.ts';
import { type Check, inputTable, optional, required } from '../input-files/input-table.ts';
import { surveys } from '../../lake/tables.ts';

export const surveysInput = inputTable({
  table: surveys,
  about: 'Surveys offered and answered (CSAT, NPS, CES).',
  replaces: { by: 'key' },
  repeats: 'latest',
  columns: {
    survey_id: required(name, 'the survey', 's-5512'),
    kind: required(oneOf('csat', 'nps', 'ces'), 'kind', 'csat'),
    ticket_id: optional(name, 'ticket asked about', '4711'),
    ticket_source: optional(name, 'source of that ticket; empty = the only helpdesk', 'helpdesk'),
    account_id: optional(name, 'customer organisation', 'a-88'),
    respondent_id: optional(name, 'who answered', 'c-3120'),
    person_id: optional(name, 'person rated', 'p-017'),
    scale_min: required(whole(-1000, 1000), 'lowest score of the scale', '1'),
    scale_max: required(whole(-1000, 1000), 'highest score of the scale', '5'),
    scale_reversed: optional(yesNo, 'a high score is bad; empty = no', 'no', { otherwise: false }),
    score: optional(whole(-1000, 1000), 'answer; empty = not answered', '5'),
    label: optional(oneOf('good', 'neutral', 'bad'), 'answer in words', 'good'),
    cause: optional(oneOf('service', 'product', 'process'), 'what a bad answer was about'),
    offered_at: optional(time, 'offered', '2026-09-21T17:00', { into: 'offered_s' }),
    answered_at: optional(time, 'answered; empty = not', '2026-09-22T08:10', { into: 'answered_s' }),
    updated_at: optional(time, 'last change; decides between repeats of one survey', '', { into: 'updated_s' }),
    channel: optional(name, 'channel of the survey', 'email'),
  },
  checks: [
    eachRow('scale_max', ({ scale_min, scale_max }) =>
      Number(scale_max) > Number(scale_min) ? undefined : `above scale_min, which is ${String(scale_min)}`,
    ),
    eachRow('score', ({ score, scale_min, scale_max }) =>
      score === null || (Number(score) >= Number(scale_min) && Number(score) <= Number(scale_max))
        ? undefined
        : `from ${String(scale_min)} to ${String(scale_max)}, the scale of the row`,
    ),
    eachRow('answered_at', ({ score, label, answered_s }) =>
      (score !== null || label !== null) && answered_s === null ? 'when the answer was given' : undefined,
    ),
    eachRow('kind', ({ kind, scale_min, scale_max }) =>
      kind === 'nps' && (scale_min !== 0 || scale_max !== 10) ? 'a scale of 0 to 10 for nps' : undefined,
    ),
    oneDirection,
  ],
});

/** A kind of survey on one scale has one direction: two mean that a score was read upside down somewhere. */
function oneDirection(rows: Parameters<Check>[0]): ReturnType<Check> {
  const faults = [...groupsOf(rows, ['kind', 'scale_min', 'scale_max']).values()].flatMap((group) => {
    const [first] = group;
    const other = group.find(({ row }) => row['scale_reversed'] !== first?.row['scale_reversed']);
    if (!first || !other) return [];
    const [said, before] = [other, first].map(({ row }) => (row['scale_reversed'] === true ? 'yes' : 'no'));
    const { kind, scale_min, scale_max } = other.row;
    const expected = `${before}, as on line ${first.line}: ${String(kind)} from ${String(scale_min)} to ${String(scale_max)} has one direction`;
    return [{ line: other.line, column: 'scale_reversed', found: said ?? '', expected }];
  });
  return { faults };
}
