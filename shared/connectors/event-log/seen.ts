/** Tells whether an id came before. Remembers the last one to two million, 52 bits of each: enough to find what was pasted twice. */
export function seenBefore(capacity = 1_000_000): (id: string) => boolean {
  let recent = keyTable();
  let older = keyTable();
  return (id) => {
    const key = keyOf(id);
    if (older.has(key) || !recent.add(key)) return true;
    if (recent.size() >= capacity) {
      older = recent;
      recent = keyTable();
    }
    return false;
  };
}

/** 52 bits of a hash as a number that is not 0. */
function keyOf(id: string): number {
  let [high, low] = [0, 0];
  for (let i = 0; i < 6; i++) high = high * 16 + digitAt(id, i);
  for (let i = 6; i < 13; i++) low = low * 16 + digitAt(id, i);
  return high * 2 ** 28 + low + 1;
}

/** 0-9 and a-f of a hexadecimal text. */
function digitAt(id: string, i: number): number {
  const code = id.charCodeAt(i);
  return code < 58 ? code - 48 : code - 87;
}

/** Numbers in one piece of memory: a Set would keep an object for each, which every collection of garbage looks at. */
function keyTable() {
  let slots = new Float64Array(1 << 12);
  let size = 0;
  /** The place of a key, or the empty one where it belongs. Hashes are spread as they are. */
  const placeOf = (key: number): number => {
    let place = key & (slots.length - 1);
    while (slots[place] !== 0 && slots[place] !== key) place = (place + 1) & (slots.length - 1);
    return place;
  };
  return {
    size: () => size,
    has: (key: number): boolean => size > 0 && slots[placeOf(key)] === key,
    /** false: it was there. */
    add(key: number): boolean {
      const place = placeOf(key);
      if (slots[place] === key) return false;
      slots[place] = key;
      size += 1;
      if (size * 2 > slots.length) {
        const before = slots;
        slots = new Float64Array(before.length * 2);
        for (const each of before) if (each !== 0) slots[placeOf(each)] = each;
      }
      return true;
    },
  };
}
