import { reviews } from '../relations/surveys.ts';
import { sql } from '../sql.ts';

const { t } = reviews;
const isRandom = sql`(${t.sampled} IS NULL OR ${t.sampled} = 'random')`;

/** Checks of cases drawn at random, by people or by a model: never both in one number. */
export const randomBy = (reviewer: 'person' | 'model') => sql`${isRandom} AND ${t.reviewer_kind} = ${reviewer}`;
/** Cases that a person picked for a check. */
export const pickedByPeople = sql`NOT ${isRandom} AND ${t.reviewer_kind} = 'person'`;
