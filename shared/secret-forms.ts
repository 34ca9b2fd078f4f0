/** How a secret looks where it was sent or is repeated: in a header, an address, a form, JSON, HTML. */
export const secretForms = (text: string): readonly string[] => [
  text,
  encodeURIComponent(text),
  new URLSearchParams([['', text]]).toString().slice(1),
  JSON.stringify(text).slice(1, -1),
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  // without their padding, so that the longer one is met as well
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
  Buffer.from(text).toString('base64url'),
];

/** A text without any of these forms; the longest go first: a short secret inside a longer one must not leave the rest standing. */
export const without = (forms: Iterable<string>, text: string, instead: string): string =>
  [...forms].sort((a, b) => b.length - a.length).reduce((left, form) => left.replaceAll(form, instead), text);
