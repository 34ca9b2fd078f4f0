import { always, quoted, type Sentence } from '../claim.ts';
import { data } from '../phrases.ts';
import { section, type View } from '../section.ts';

/** What people say, signed and dated; code never states a cause. */
export const commentary = section({
  id: 'commentary',
  title: (words) => always(words.commentary.title),
  blocks: (view) => {
    const lines = commentsOf(view, 'commentary');
    return lines.map((line) => ({ kind: 'paragraph', line }));
  },
});

/** The signed sentences for one section, in order of writing. */
export function commentsOf(view: View, part: string): readonly Sentence[] {
  return view.facts.commentary
    .filter((comment) => comment.section === part)
    .sort((a, b) => a.written_s - b.written_s || (a.author < b.author ? -1 : 1))
    .map(({ author, text, written_s }) =>
      quoted(author, [data(text, 600), view.words.commentary.signed(data(author, 60), view.format.day(written_s))]),
    );
}
