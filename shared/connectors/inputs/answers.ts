import { day, name, words } from '../input-files/cells.ts';
import { eachRow } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { answers } from '../../lake/tables.ts';

export const answersInput = inputTable({
  table: answers,
  about: 'Why a number moved or missed its goal, by who answers for it. “Not known yet” is an answer with a day.',
  replaces: { by: 'key' },
  columns: {
    metric: required(name, 'metric id', 'fcr'),
    period: required(name, 'id of the period that the number is about', '2026-W39'),
    dimension: optional(name, 'dimension; empty = the whole', 'team'),
    value: optional(name, 'value of the dimension', 'emea'),
    owner: required(name, 'who answers', 'Ada Example'),
    text: optional(words, 'the answer, plain text without markup; empty = not known yet', 'Release 8.2 broke billing.'),
    by_day: optional(day, 'by when it is mended, or the answer known', '2026-10-16'),
  },
  checks: [
    eachRow('value', ({ dimension, value }) =>
      (dimension === null) === (value === null) ? undefined : 'a dimension with its value, or neither',
    ),
    eachRow('by_day', ({ text, by_day }) =>
      text === null && by_day === null
        ? 'the day by which the answer is known, because there is no text yet'
        : undefined,
    ),
  ],
});
