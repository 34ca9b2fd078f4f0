/** Bytes of a text in an encoding that Node only decodes: every character is looked up among all one- and two-byte sequences. */
export function encode(text: string, encoding: string): Uint8Array {
  if (encoding.startsWith('utf-16')) {
    const bytes = Buffer.from(text, 'utf16le');
    return encoding === 'utf-16be' ? bytes.swap16() : bytes;
  }
  const known = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(encoding);
  const learn = (...bytes: readonly number[]): void => {
    const letter = decoder.decode(Uint8Array.from(bytes));
    if (letter.length === 1 && letter !== '\uFFFD' && !known.has(letter)) known.set(letter, bytes);
  };
  for (let first = 0; first < 256; first++) learn(first);
  if (!encoding.startsWith('windows'))
    for (let first = 0x81; first < 0xff; first++) for (let second = 0x40; second < 0xff; second++) learn(first, second);
  return Uint8Array.from(
    Array.from(text).flatMap((letter) => {
      const bytes = known.get(letter);
      if (bytes === undefined) throw new Error(`${letter} is not in ${encoding}`);
      return bytes;
    }),
  );
}
