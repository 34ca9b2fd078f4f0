import { always } from '../claim.ts';
import { commentsOf } from './commentary.ts';
import { section } from '../section.ts';

/** What the team said it would do, in its own words, signed. Left out when there is nothing. */
export const actions = section({
  id: 'actions',
  title: (words) => always(words.lead_quarterly.actions),
  blocks: (view) => {
    const items = commentsOf(view, 'action');
    const { slice } = view.facts;
    return [
      ...(items.length === 0 ? [] : [{ kind: 'list' as const, ordered: false, items }]),
      ...(slice?.url == null ? [] : [{ kind: 'button' as const, text: view.words.people.open_board, href: slice.url }]),
    ];
  },
});
