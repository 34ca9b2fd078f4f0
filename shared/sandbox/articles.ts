import { day_s } from './civil.ts';
import type { Article } from './model.ts';
import { products } from './names.ts';
import { randomOf } from './random.ts';

/** The knowledge base: 120 articles from before the start, and about two new ones a week. */
export function articlesOf(seed: number, start_day: number, end_day: number): readonly Article[] {
  const random = randomOf(seed, 'articles');
  return Array.from({ length: 250 }, (_, i) => {
    const isOld = i < 120;
    const created_s =
      (isOld ? start_day - 30 - random.below(700) : start_day + random.below(end_day - start_day)) * day_s + 9 * 3600;
    const published_s = created_s + (1 + random.below(6)) * day_s;
    return {
      id: `KB${String(i + 1).padStart(4, '0')}`,
      kind: random.weighted([
        ['faq', 30],
        ['how_to', 28],
        ['case', 22],
        ['sop', 12],
        ['best_practice', 8],
      ] as const),
      grade: random.weighted([
        ['s', 5],
        ['a', 20],
        ['b', 45],
        ['c', 30],
      ] as const),
      product: random.pick(products),
      author: `p${1 + random.below(20)}`,
      created_s,
      published_s,
      retired_s:
        isOld && random.chance(0.12) ? (start_day + 60 + random.below(end_day - start_day - 60)) * day_s : null,
    };
  });
}
