import type { en } from './en.ts';

/** The catalogue's shape: texts may differ, keys and arguments may not. A language that lacks one does not compile. */
export type Words = Loose<typeof en>;
type Loose<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : T extends object
      ? { readonly [K in keyof T]: Loose<T[K]> }
      : T;
