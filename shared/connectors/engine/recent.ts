/** What was seen lately: enough to count duplicates and to find a walk that goes in circles, in bounded memory. */
export interface Recent {
  /** False when the text was added before, as far as memory reaches. */
  add(text: string): boolean;
}

/** A set that forgets: at least the last `size` texts are remembered, in two generations. */
export function recent(size: number): Recent {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    add(text) {
      if (young.has(text) || old.has(text)) return false;
      if (young.size >= size) {
        old = young;
        young = new Set();
      }
      young.add(text);
      return true;
    },
  };
}
