import { name, oneOf, time } from '../input-files/cells.ts';
import { countWithout, eachRow } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { knowledgeArticles } from '../../lake/tables.ts';

export const knowledgeArticlesInput = inputTable({
  table: knowledgeArticles,
  about: 'Knowledge articles.',
  replaces: { by: 'key' },
  columns: {
    article_id: required(name, 'the article', 'kb-210'),
    kind: required(oneOf('faq', 'sop', 'case', 'best_practice', 'how_to'), 'kind', 'how_to'),
    grade: optional(oneOf('s', 'a', 'b', 'c'), 'grade; empty = not graded', 'a'),
    state: optional(oneOf('draft', 'published', 'retired'), 'state; empty = published', 'published', {
      otherwise: 'published',
    }),
    product: optional(name, 'product', 'Platform'),
    language: optional(name, 'language', 'en'),
    author_id: optional(name, 'person of the roster', 'p-017'),
    created_at: optional(time, 'made', '2026-08-30T10:00', { into: 'created_s' }),
    published_at: optional(time, 'first published', '2026-09-02T09:00', { into: 'published_s' }),
    retired_at: optional(time, 'retired', '', { into: 'retired_s' }),
  },
  checks: [
    countWithout('grade', 'article_without_grade', ({ state }) => state === 'published'),
    eachRow('published_at', ({ state, published_s }) =>
      state === 'published' && published_s === null ? 'when it was published' : undefined,
    ),
  ],
});
