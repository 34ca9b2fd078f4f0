import type { List } from '../section.ts';

/** What the newest rows of accounts call their customers, where they do. */
export const accountNames: List = {
  id: 'account_names',
  sql: (_context, { present }) =>
    present.has('accounts')
      ? `SELECT a.account_id, min(a.name) AS name FROM accounts AS a
JOIN (SELECT account_id, max(from_day) AS from_day FROM accounts WHERE name IS NOT NULL GROUP BY account_id) AS l
  ON l.account_id = a.account_id AND l.from_day = a.from_day WHERE a.name IS NOT NULL GROUP BY a.account_id ORDER BY a.account_id`
      : null,
};
