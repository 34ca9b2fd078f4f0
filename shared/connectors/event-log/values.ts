import type { Value } from '../../lake/table.ts';

/** Reads a cell; undefined when it is none of what it should be. */
export type Parse = (text: string) => Value | undefined;

const most = 2 ** 31 - 1;

export const countIn: Parse = (text) => {
  const match = /^(\d{1,10})(?:\.0+)?$/.exec(text);
  return match !== null && Number(match[1]) <= most ? Number(match[1]) : undefined;
};

/** A duration in units of `unit_s` seconds, to the whole second. */
export const secondsIn =
  (unit_s: number): Parse =>
  (text) => {
    const seconds = /^\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * unit_s) : Infinity;
    return seconds <= most ? seconds : undefined;
  };

export const flagIn: Parse = (text) =>
  /^(true|t|yes|y|1|x)$/i.test(text) ? true : /^(false|f|no|n|0)$/i.test(text) ? false : undefined;

/** A JSON list, or texts between commas or semicolons, as a JSON array. */
export const tagsIn: Parse = (text) => {
  if (!text.startsWith('[')) return JSON.stringify(cut(text));
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? JSON.stringify(list.map(String)) : undefined;
  } catch {
    return undefined;
  }
};

const cut = (text: string): readonly string[] =>
  text
    .split(/[,;]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
