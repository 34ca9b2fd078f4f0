/** The name nearest to a wrong one, for "did you mean"; case and punctuation do not count. undefined: none is near. */
export function nearest(wrong: string, names: readonly string[]): string | undefined {
  const distance = (a: string, b: string): number => {
    let before: readonly number[] = [];
    let row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
          // Two letters swapped are one slip.
          a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        );
      }
      before = row;
      row = next;
    }
    return row[b.length] ?? 0;
  };
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const ranked = names.map((name) => ({ name, d: distance(plain(wrong), plain(name)) })).sort((a, b) => a.d - b.d);
  const best = ranked[0];
  return best && best.d <= Math.max(2, Math.floor(wrong.length / 2)) ? best.name : undefined;
}
