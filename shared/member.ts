/** A member of an object by a word from outside; undefined for what every object has, such as "constructor". */
export const memberAt = <V>(members: Readonly<Record<string, V>>, word: string): V | undefined =>
  Object.hasOwn(members, word) ? members[word] : undefined;
