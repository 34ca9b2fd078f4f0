import { name, oneOf, time, whole, yesNo } from '../input-files/cells.ts';
import { countWithout, eachRow, groupsOf, text } from '../input-files/checks.ts';
import { type Fault, type Findings, inputTable, type LineRow, optional, required } from '../input-files/input-table.ts';
import type { AnyRow } from '../../lake/table.ts';
import { surveys } from '../../lake/tables.ts';

export const surveysInput = inputTable({
  table: surveys,
  about: 'Surveys offered and answered (CSAT, NPS, CES), and scores that a model gave (cx_model).',
  replaces: { by: 'key' },
  repeats: 'latest',
  columns: {
    survey_id: required(name, 'the survey', 's-5512'),
    kind: required(oneOf('csat', 'nps', 'ces', 'cx_model'), 'kind', 'csat'),
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
    eachRow(
      'offered_at',
      ({ offered_s, answered_s }) =>
        offered_s !== null && answered_s !== null && Number(answered_s) < Number(offered_s)
          ? `not later than answered_at, which is ${new Date(Number(answered_s) * 1000).toISOString()}`
          : undefined,
      ({ offered_s }) => new Date(Number(offered_s) * 1000).toISOString(),
    ),
    eachRow('label', contradiction),
    countWithout(
      'score',
      'answer_without_score_or_label',
      ({ answered_s, label }) => answered_s !== null && label === null,
    ),
    (rows) => oneDirection(rows, []),
  ],
  stored: { columns: ['survey_id', 'kind', 'scale_min', 'scale_max', 'scale_reversed'], check: oneDirection },
});

/** A good answer (csat: from three quarters of the scale) that is called bad, or one in the worst quarter that is called good. */
function contradiction({ score, label, scale_min, scale_max, scale_reversed }: AnyRow): string | undefined {
  if (score === null || label === null) return undefined;
  const share = (Number(score) - Number(scale_min)) / (Number(scale_max) - Number(scale_min));
  const goodness = scale_reversed === true ? 1 - share : share;
  const isContrary = (label === 'bad' && goodness >= 0.75) || (label === 'good' && goodness <= 0.25);
  if (!isContrary) return undefined;
  const direction = scale_reversed === true ? ', where low is good' : '';
  return `a label that agrees with the score, which is ${text(score)} from ${text(scale_min)} to ${text(scale_max)}${direction}`;
}

/** A kind of survey on one scale has one direction, over all files: two mean that a score was read upside down somewhere. */
function oneDirection(rows: readonly LineRow[], stored: readonly AnyRow[]): Findings {
  const faults = [...groupsOf(rows, scale).values()].flatMap((group): readonly Fault[] => {
    const [first] = group;
    if (!first) return [];
    const scaleName = `${text(first.row['kind'])} from ${text(first.row['scale_min'])} to ${text(first.row['scale_max'])}`;
    const fault = ({ line, row }: LineRow, expected: string): readonly Fault[] => [
      { line, column: 'scale_reversed', found: said(row), expected },
    ];
    const other = group.find(({ row }) => row['scale_reversed'] !== first.row['scale_reversed']);
    if (other) return fault(other, `${said(first.row)}, as on line ${first.line}: ${scaleName} has one direction`);
    const before = stored.filter((row) => scale.every((column) => row[column] === first.row[column]));
    const contrary = before.find((row) => row['scale_reversed'] !== first.row['scale_reversed']);
    if (!contrary) return [];
    const id = text(contrary['survey_id']);
    return fault(
      first,
      `${said(contrary)}, as in ${before.length} stored surveys such as ${id}: ${scaleName} has one direction; where the stored ones are wrong, deliver them again in this file`,
    );
  });
  return { faults };
}

const scale = ['kind', 'scale_min', 'scale_max'];
const said = (row: AnyRow): string => (row['scale_reversed'] === true ? 'yes' : 'no');
