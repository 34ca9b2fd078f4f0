import type { Secrets } from '../../ports.ts';
import { secretForms, without } from '../../secret-forms.ts';

const reference = /^\$\{(?:env|secret):[A-Za-z0-9_/-]+\}$/;

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
    for (const form of secretForms(text)) hidden.add(form);
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
    redact: (text) => without(hidden, text, '[secret]'),
  };
}
