import { dayOf } from '../../time/zone.ts';
import { numberOf } from '../answers.ts';
import type { FactRow } from '../queries.ts';
import type { Ask, MetricQueries } from '../model.ts';
import type { Segment } from '../value.ts';
import { postOn, postsOf } from './posts.ts';
import { said } from './points.ts';

/** Articles first published in the known part of a period, and how each is cut; the team is the author's on that day. */
export async function publishedArticles(
  queries: MetricQueries,
  ask: Ask,
): Promise<{ rows: readonly FactRow[]; segmentOf: (row: FactRow) => Segment; dayOfRow: (row: FactRow) => number }> {
  const { start_s, end_s } = queries.scope(ask);
  const [rows, roster] = await Promise.all([
    queries.rows(
      'articles',
      `SELECT article_id, kind, grade, product, language, author_id, published_s FROM knowledge_articles
WHERE state IN ('published', 'retired') AND published_s >= ${start_s} AND published_s < ${end_s} ORDER BY article_id`,
    ),
    queries.rows(
      'roster',
      `SELECT person_id, role, team, level, skill_stack, location, calendar_id, fte_milli, start_day, end_day, end_reason FROM roster ORDER BY person_id, start_day`,
    ),
  ]);
  const posts = postsOf(roster);
  const dayOfRow = (row: FactRow): number =>
    dayOf(numberOf(row.published_s) ?? 0, queries.context.organisation.time_zone);
  return {
    rows,
    dayOfRow,
    segmentOf: (row) => ({
      kind: said(row, 'kind'),
      grade: said(row, 'grade'),
      product: said(row, 'product'),
      language: said(row, 'language'),
      author: said(row, 'author_id'),
      team: postOn(posts.get(said(row, 'author_id')) ?? [], dayOfRow(row))?.team ?? 'unknown',
    }),
  };
}
