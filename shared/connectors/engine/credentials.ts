import type { Secrets } from '../../ports.ts';

const reference = /^\$\{(?:env|secret):[A-Za-z0-9_/-]+\}$/;

/** How a text looks where it was sent or is repeated: in a header, an address, a form, JSON, HTML. */
const formsOf = (text: string): readonly string[] => [
  text,
  encodeURIComponent(text),
  new URLSearchParams([['', text]]).toString().slice(1),
  JSON.stringify(text).slice(1, -1),
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  // without their padding, so that the longer one is met as well
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
  Buffer.from(text).toString('base64url'),
];

/** Resolves references to secrets, and redacts what it resolved in every text that leaves the engine. */
export interface Credentials {
  /** The secret of a reference; any other text as it is. */
  resolve(text: string): Promise<string>;
  /** Forgets what was read, so that a rotated secret is seen. */
  forget(): void;
  /** Remembers a text that must never be shown, such as an access token. */
  hide(text: string): void;
  redact(text: string): string;
}

export function credentialsOf(secrets: Secrets): Credentials {
  const known = new Map<string, string>();
  const hidden = new Set<string>();
  const hide = (text: string): void => {
    if (text.length < 4) return;
    for (const form of formsOf(text)) hidden.add(form);
  };
  return {
    async resolve(text) {
      if (!reference.test(text)) return text;
      const before = known.get(text);
      if (before !== undefined) return before;
      const value = await secrets.get(text.slice(text.indexOf(':') + 1, -1));
      known.set(text, value);
      hide(value);
      return value;
    },
    forget: () => known.clear(),
    hide,
    // longest first: a short secret inside a longer one must not leave the rest standing
    redact: (text) =>
      [...hidden].sort((a, b) => b.length - a.length).reduce((left, part) => left.replaceAll(part, '[secret]'), text),
  };
}
