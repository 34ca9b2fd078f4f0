import { z95, type Interval } from './z95.ts';

/**
 * The 95 % interval of a net promoter score, in points, cut to [-100, 100]. The variance of one answer, which is worth +1, 0 or
 * -1, is (P + D)/n - ((P - D)/n)^2. null without answers.
 */
export function npsInterval(promoters: number, detractors: number, answers: number): Interval | null {
  if (answers <= 0) return null;
  const score = (promoters - detractors) / answers;
  const variance = Math.max(0, (promoters + detractors) / answers - score * score);
  const half = 100 * z95 * Math.sqrt(variance / answers);
  return [Math.max(-100, 100 * score - half), Math.min(100, 100 * score + half)];
}
