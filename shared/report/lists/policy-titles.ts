import type { List } from '../section.ts';

/** What the helpdesks call their policies. Two sources may give one id to different policies: then `title` and `other` differ. */
export const policyTitles: List = {
  id: 'policy_titles',
  sql: (_context, { present }) =>
    present.has('sla_policies')
      ? 'SELECT policy_id, min(title) AS title, max(title) AS other FROM sla_policies WHERE title IS NOT NULL GROUP BY policy_id ORDER BY policy_id'
      : null,
};
