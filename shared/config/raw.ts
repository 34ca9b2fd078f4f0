/** The file as written, whatever is wrong with it. */
export type Entry = Readonly<Record<string, unknown>>;

/** A value that does not fit what another part of the file, or Casebook, says. `expected` is a phrase. */
export interface ReferenceFault {
  readonly path: readonly PropertyKey[];
  readonly expected: string;
}

/** A part that is a mapping; empty when it is none. */
export const member = (root: unknown, name: string): Entry => entryOf(entryOf(root)[name]);
/** A part that is a list; what is no mapping in it counts as an empty one, so that places stay. */
export const entries = (root: unknown, name: string): readonly Entry[] => {
  const part = entryOf(root)[name];
  return Array.isArray(part) ? part.map(entryOf) : [];
};
export const entryOf = (value: unknown): Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : {};
export const idsOf = (root: unknown, name: string): readonly string[] => [
  ...new Set(entries(root, name).flatMap(({ id }) => (typeof id === 'string' ? [id] : []))),
];
