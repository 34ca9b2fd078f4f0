import type { ratings } from '../relations/surveys.ts';
import { sql } from '../sql.ts';

type Answers = (typeof ratings)['t'];

export const answered = (t: Answers) => sql`(${t.score} IS NOT NULL OR ${t.label} IS NOT NULL)`;
/** A score of a scale on which high is good. */
export const mirrored = (t: Answers) =>
  sql`CASE WHEN ${t.scale_reversed} THEN ${t.scale_min} + ${t.scale_max} - ${t.score} ELSE ${t.score} END`;
/** (score - min)/(max - min) >= 3/4 without a division; without a score the label decides. */
export const isTop = (t: Answers) =>
  sql`CASE WHEN ${t.score} IS NULL OR ${t.scale_min} IS NULL OR ${t.scale_max} IS NULL THEN ${t.label} = 'good'
  ELSE 4 * (${mirrored(t)} - ${t.scale_min}) >= 3 * (${t.scale_max} - ${t.scale_min}) END`;
