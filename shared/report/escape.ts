/** Characters that steer a terminal or the direction of text: a name must change nothing but itself. */
// eslint-disable-next-line no-misleading-character-class
const steering =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
/** No script stacks more marks on a letter; a hundred accents climb over the lines above. */
const stackedMarks = /(\p{M}{6})\p{M}+/gu;

/** Text of data on one line, at most `most` characters as people count them, cut with an ellipsis. */
export function said(text: string, most = 60): string {
  const plain = text
    .slice(0, most * 100)
    .replaceAll(steering, '')
    .replaceAll(stackedMarks, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (plain.length <= most) return plain;
  const characters = [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(plain.slice(0, most * 8))];
  if (characters.length <= most && plain.length <= most * 8) return plain;
  return `${characters
    .slice(0, most - 1)
    .map(({ segment }) => segment)
    .join('')
    .trimEnd()}…`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The one place where text becomes markup: every datum of a mail passes here. */
export const html = (text: string): string =>
  text.replaceAll(steering, '').replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

/** A link that may stand in a mail: http, https or mailto; anything else is no link. */
export function link(href: string | null | undefined): string | null {
  if (!href || !URL.canParse(href)) return null;
  const url = new URL(href);
  return ['https:', 'http:', 'mailto:'].includes(url.protocol) ? url.href : null;
}
