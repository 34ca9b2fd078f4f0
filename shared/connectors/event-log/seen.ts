/** Tells whether an id came before. Remembers the last one to two million, 52 bits of each: enough to find what was pasted twice. */
export function seenBefore(capacity = 1_000_000): (id: string) => boolean {
  let recent = new Set<number>();
  let older = new Set<number>();
  return (id) => {
    const key = Number.parseInt(id.slice(0, 13), 16);
    if (recent.has(key) || older.has(key)) return true;
    recent.add(key);
    if (recent.size >= capacity) {
      older = recent;
      recent = new Set();
    }
    return false;
  };
}
