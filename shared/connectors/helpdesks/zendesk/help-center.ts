import { z } from 'zod';
import type { Page, Step, Stream } from '../../connector.ts';
import { withQuery } from '../../engine/paging.ts';
import { versionOf } from '../../engine/version.ts';
import { stateNumber } from '../../progress.ts';
import { flagOrNull, id, idOrNull, numberOrNull, record, recordsIn, textOrNull, time } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';

const day_s = 86_400;
const path = '/api/v2/help_center/articles';

/**
 * Articles of the help centre and the votes on them, once a day: there are few, and a vote does not count as a change of its article.
 * What was read and searched for is told by no interface of Zendesk: files of knowledge_events tell.
 */
export const helpCenter = (paged: (page: Page) => Step): readonly Stream[] => [
  {
    name: 'articles',
    optional: true,
    first: (state, { now_s }) => {
      const read_s = stateNumber(state, 'read_at_s');
      return read_s !== null && now_s - read_s < day_s - 3600
        ? null
        : { url: withQuery(`${path}.json`, { 'page[size]': 100 }) };
    },
    items: (body) => recordsIn(body, 'articles'),
    next: (page) => {
      const step = paged(page);
      return step.request === null ? { request: null, state: { read_at_s: page.at.now_s } } : step;
    },
    children: (item) => {
      const { id: own, vote_count } = record.parse(item);
      const article = idOrNull.parse(own);
      if (article === null || (numberOrNull.parse(vote_count) ?? 0) === 0) return [];
      const url = withQuery(`${path}/${article}/votes.json`, { 'page[size]': 100 });
      return [{ stream: 'votes', requests: [{ url, of: article }] }];
    },
    rows: articleRows,
  },
  { name: 'votes', optional: true, items: (body) => recordsIn(body, 'votes'), next: paged, rows: voteRows },
];

const Article = z.object({
  id,
  author_id: idOrNull,
  locale: textOrNull,
  draft: flagOrNull,
  outdated: flagOrNull,
  created_at: time,
  updated_at: time,
});

/** Of an article that is no draft any more, nobody tells when it was first published: it was there when it was made, at the earliest. */
const articleRows: Stream['rows'] = (item, { received_s }): readonly StagedRow[] => {
  const article = Article.parse(item);
  return [
    {
      table: 'knowledge_articles',
      version: versionOf(article.updated_at ?? 0, received_s),
      row: {
        article_id: article.id,
        state: article.draft === true ? 'draft' : 'published',
        language: article.locale,
        author_id: article.author_id,
        created_s: article.created_at,
        published_s: article.draft === true ? null : article.created_at,
      },
    },
  ];
};

const Vote = z.object({ id, user_id: idOrNull, value: numberOrNull, created_at: time, updated_at: time });

/** A vote of a reader: 1 helpful, -1 not. Who takes a vote back leaves none. */
const voteRows: Stream['rows'] = (item, { of, received_s }): readonly StagedRow[] => {
  const vote = Vote.parse(item);
  const at_s = vote.updated_at ?? vote.created_at;
  if (of === null || vote.value === null || at_s === null) return [];
  return [
    {
      table: 'knowledge_events',
      version: versionOf(at_s, received_s),
      row: {
        event_id: `vote.${vote.id}`,
        article_id: of,
        at_s,
        kind: 'feedback',
        contact_id: vote.user_id,
        helpful: vote.value > 0,
        surface: 'help_center',
        is_bot: false,
      },
    },
  ];
};
