import { always } from '../claim.ts';
import { commentsOf } from './commentary.ts';
import { section } from '../section.ts';

const shown = 3;

/** What the reader is asked to decide, in the words of the people who ask, signed. Left out when there is nothing to decide. */
export const decisions = section({
  id: 'decisions',
  title: (words) => always(words.decisions.title),
  blocks: (view) => {
    const asked = commentsOf(view, 'decision').slice(0, shown);
    const { url } = view.facts.configuration;
    if (asked.length === 0) return [];
    return [
      { kind: 'list', ordered: true, items: asked },
      ...(url === undefined ? [] : [{ kind: 'button' as const, text: view.words.decisions.open, href: url }]),
    ];
  },
});
