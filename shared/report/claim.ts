import { InternalError } from '../errors.ts';
import type { Line } from './line.ts';

/** What a sentence was held against: names and values of the facts that decide it. */
export type Evidence = Readonly<Record<string, string | number | boolean | null>>;

declare const byClaim: unique symbol;
/** What proves a text of a mail. Only the functions of this file make one, so that no mail prints a claim nobody checked. */
export interface Proof {
  /** Id of the predicate that holds, such as `nothing_unusual`; `always` is what is true of every report. */
  readonly claim: string;
  readonly evidence: Evidence;
  readonly [byClaim]: true;
}

/** A sentence about the data with its proof. */
export interface Sentence<L extends Line = Line> extends Proof {
  readonly line: L;
}

/** Words that are more than a line, such as an arrow with its size, and what they follow from. */
export const proved = <T extends object>(claim: string, evidence: Evidence, words: T): T & Proof =>
  ({ ...words, claim, evidence }) as T & Proof;

const sentence = <L extends Line>(claim: string, evidence: Evidence, line: L): Sentence<L> =>
  proved(claim, evidence, { line: withOneStop(line) });

/** A Russian unit ends with a stop of its own (“17 дн.”), and at the end of a sentence one stop is for both. */
function withOneStop<L extends Line>(line: L): L {
  const once = (text: string): string => text.replaceAll(/(?<=\p{Script=Cyrillic})\.\.(?!\.)/gu, '.');
  const kept =
    typeof line === 'string'
      ? once(line)
      : line.map((piece) => (typeof piece === 'string' ? once(piece) : { ...piece, text: once(piece.text) }));
  return kept as L;
}

/** A claim, what must be true for it, and how it is said. */
export interface Claim<L extends Line = Line> {
  readonly claim: string;
  readonly when: boolean;
  readonly says: () => L;
}

/**
 * The first claim that holds: a sentence and what it says otherwise. The last must always hold.
 * @throws InternalError when none holds: then the facts are in a state that nobody thought of
 */
export function firstTrue<L extends Line>(evidence: Evidence, claims: readonly Claim<L>[]): Sentence<L> {
  const found = claims.find(({ when }) => when);
  if (found === undefined) throw new InternalError(`No claim holds of ${claims.map(({ claim }) => claim).join(', ')}.`);
  return sentence(found.claim, evidence, found.says());
}

/** A sentence where it is true, nothing where it is not. */
export const whenTrue = <L extends Line>(
  claim: string,
  when: boolean,
  evidence: Evidence,
  says: () => L,
): readonly Sentence<L>[] => (when ? [sentence(claim, evidence, says())] : []);

/** What is true of every possible report: what a column holds, how a number is made. */
export const always = <L extends Line>(line: L): Sentence<L> => sentence('always', {}, line);

/** Words of a person, signed: true is that they were written. */
export const quoted = <L extends Line>(author: string, line: L): Sentence<L> => proved('quoted', { author }, { line });

/** A value of the data in words; the words follow the value, so that the value is the proof. */
export const stated = <L extends Line>(claim: string, evidence: Evidence, line: L): Sentence<L> =>
  sentence(claim, evidence, line);
