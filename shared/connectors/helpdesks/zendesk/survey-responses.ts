import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { isOneOf, surveyLabels } from '../../../events/words.ts';
import { labelOf, ratingRow } from '../../rows.ts';
import { id, idOrNull, list, numberOrNull, record, textOrNull, time } from '../../shapes.ts';
import type { ZendeskConfiguration } from './configuration.ts';
import type { StagedRow } from '../../staged-row.ts';

const Response = z.looseObject({
  id,
  responder_id: idOrNull,
  answers: list,
  subjects: list,
  subject_zrns: list,
  updated_at: time,
  created_at: time,
});

/** The newer surveys: a rating on the scale of its question, beside open questions that stay in raw/. Only answers are listed, never offers. */
export function surveyResponseRows(c: ZendeskConfiguration): Stream['rows'] {
  return (item, context): readonly StagedRow[] => {
    const response = Response.parse(item);
    const answers = response.answers.map((answer) => record.parse(answer));
    const scale = answers.find((answer) => numberOrNull.parse(answer.rating) !== null);
    const score = scale === undefined ? null : numberOrNull.parse(scale.rating);
    const category = textOrNull.parse(scale?.rating_category);
    const question = record.parse(scale?.question);
    const points = scaleOf(list.parse(question.options));
    const ticket_id = ticketOf(response);
    const answered_s = response.updated_at ?? response.created_at;
    return [
      ratingRow(
        // the answer names no scale but in its question; without it the category alone tells
        points,
        {
          survey_id: response.id,
          ticket_id,
          respondent_id: response.responder_id,
          score,
          label: isOneOf(surveyLabels, category) ? category : points === null ? null : labelOf(score, points),
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

/** From the least rating that a question offers to the greatest; options that tell none are counted from 1. */
function scaleOf(options: readonly unknown[]): readonly [min: number, max: number] | null {
  const told = options.flatMap((option) => numberOrNull.parse(record.parse(option).rating) ?? []);
  const [min, max] = told.length === options.length ? [Math.min(...told), Math.max(...told)] : [1, options.length];
  return options.length > 0 && min < max ? [min, max] : null;
}

/** A survey is about a ticket, and about the conversation that it was offered in: the ticket’s name is the one that says so. */
function ticketOf({ subjects, subject_zrns }: z.output<typeof Response>): string | null {
  const named = subjects.map((subject) => record.parse(subject));
  const own = named.find(({ type }) => type === 'ticket') ?? named.find(({ type }) => type === undefined);
  const zrns = [own?.zrn, ...subject_zrns].flatMap(
    (zrn) => /:ticket:(\d+)$/.exec(textOrNull.parse(zrn) ?? '')?.[1] ?? [],
  );
  return idOrNull.parse(own?.id) ?? zrns[0] ?? null;
}

const reasonOf = (answers: readonly Readonly<Record<string, unknown>>[]): string | null =>
  answers
    .map((answer) => textOrNull.parse(record.parse(list.parse(answer.choices)[0]).value))
    .find((value) => value !== null) ?? null;
