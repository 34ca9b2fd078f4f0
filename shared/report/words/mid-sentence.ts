/** A name inside a sentence: "Open cases" as "open cases", "NPS" and "AI that lasted" as they are. */
export const midSentence = (name: string): string =>
  /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;

export const midSentences = (names: readonly string[]): readonly string[] => names.map(midSentence);
