import type { Answer } from './facts.ts';
import { ownGoal } from './scorecard.ts';
import type { Reading, View } from './section.ts';

const isMoved = ({ news }: Reading): boolean => news === 'better' || news === 'worse' || news === 'moved';
const isMissed = (reading: Reading, view: View): boolean =>
  reading.verdict === 'off_target' && ownGoal(reading, view) !== null;

/** Numbers that somebody answers for: those that moved beyond chance, and those that miss a goal of this report. */
export const owed = (readings: readonly Reading[], view: View): readonly Reading[] =>
  readings.filter((reading) => isMoved(reading) || isMissed(reading, view));

/** Numbers that went wrong: worse beyond chance, or past their goal. */
export const redOnes = (readings: readonly Reading[], view: View): readonly Reading[] =>
  readings.filter((reading) => reading.news === 'worse' || isMissed(reading, view));

/** The answer to a number of the whole report; a part of it (such as a channel) has none of its own. */
export const answerTo = ({ metric, period, segment }: Reading, { facts }: View): Answer | undefined =>
  Object.keys(segment).length > 0
    ? undefined
    : facts.answers?.find((answer) => answer.metric === metric.id && answer.period === period.id);

/** Who should answer where nobody did: the owner of the goal, else of the slice; null where nobody is named. */
export const ownerOf = ({ goal }: Reading, { facts }: View): string | null => goal?.owner ?? facts.slice?.owner ?? null;
