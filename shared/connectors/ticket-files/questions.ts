import { counted } from '../../counted.ts';
import type { Answers, Question } from './answers.ts';
import type { DateColumn } from './dates.ts';
import type { TicketExport } from './export.ts';
import type { Proposal } from './proposal.ts';

/** What the data leave open and nobody has answered. */
export function questionsOf(
  { source, order, statuses, trial }: Pick<Proposal, 'source' | 'order' | 'statuses' | 'trial'>,
  used: readonly DateColumn[],
  answers: Answers,
  product: TicketExport | undefined,
): readonly Question[] {
  const questions: Question[] = [];
  if (order.by === 'open')
    questions.push({
      about: 'day_order',
      text: `Which comes first in its dates, the day or the month? ${capital(order.because)}.`,
    });
  const hasWallTimes = used.some(({ column }) =>
    [...column.values.keys()].slice(0, 50).some((value) => !/(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$|^\d{9,13}$/i.test(value)),
  );
  if (answers.time_zone === undefined && product?.zone === undefined && hasWallTimes)
    questions.push({
      about: 'time_zone',
      text: `In which time zone are its times? They do not say; ${source.time_zone} is taken.`,
    });
  for (const { raw, rows, by } of statuses?.meanings ?? [])
    if (by === 'unknown')
      questions.push({
        about: 'status',
        raw,
        rows,
        text: `What does the status "${raw}" mean (${rows} of ${counted(trial.rows, 'row')})?`,
      });
  return questions;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
