import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { ratingRow } from '../../rows.ts';
import { id, idOrNull, list, numberOrNull, record, textOrNull, time } from '../../shapes.ts';
import type { ZendeskConfiguration } from './configuration.ts';
import type { StagedRow } from '../../staged-row.ts';

const Response = z.looseObject({
  id,
  responder_id: idOrNull,
  answers: list,
  subjects: list,
  updated_at: time,
  created_at: time,
});

/** The newer surveys: a rating of 1 to 5, beside open questions that stay in raw/. Only answers are listed, never offers. */
export function surveyResponseRows(c: ZendeskConfiguration): Stream['rows'] {
  return (item, context): readonly StagedRow[] => {
    const response = Response.parse(item);
    const answers = response.answers.map((answer) => record.parse(answer));
    const scale = answers.find((answer) => numberOrNull.parse(answer.rating) !== null);
    const score = scale === undefined ? null : numberOrNull.parse(scale.rating);
    const category = textOrNull.parse(scale?.rating_category);
    const about = response.subjects.map((subject) => record.parse(subject)).find(({ zrn, id: own }) => zrn ?? own);
    const ticket_id = idOrNull.parse(about?.id) ?? /(\d+)$/.exec(textOrNull.parse(about?.zrn) ?? '')?.[1] ?? null;
    const answered_s = response.updated_at ?? response.created_at;
    return [
      ratingRow(
        [1, 5],
        {
          survey_id: response.id,
          ticket_id,
          respondent_id: response.responder_id,
          score,
          label: labelOf(score, category),
          cause: context.map('survey_cause', reasonOf(answers), {
            values: c.mappings.survey_cause,
            otherwise: null,
          }),
          answered_s: score === null ? null : answered_s,
          updated_s: answered_s,
        },
        versionOf(answered_s ?? 0, context.received_s),
        context,
      ),
    ];
  };
}

const labelOf = (score: number | null, category: string | null): string | null =>
  category === 'good' || category === 'bad' || category === 'neutral'
    ? category
    : score === null
      ? null
      : score >= 4
        ? 'good'
        : score === 3
          ? 'neutral'
          : 'bad';

const reasonOf = (answers: readonly Readonly<Record<string, unknown>>[]): string | null =>
  answers
    .map((answer) => textOrNull.parse(record.parse(list.parse(answer.choices)[0]).value))
    .find((value) => value !== null) ?? null;
