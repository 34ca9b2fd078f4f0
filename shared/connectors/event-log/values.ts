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

export const flagIn: Parse = (text) => (yes.test(text) ? true : no.test(text) ? false : undefined);
const yes = /^(true|t|yes|y|1|x|ja|oui|s[ií]|sim|tak|да|是|はい)$/i;
const no = /^(false|f|no|n|0|nein|non|n[aã]o|nee|nie|нет|否|いいえ)$/i;

/** How often; where only whether is told, yes is once. */
export const countOrFlagIn: Parse = (text) => {
  const flag = flagIn(text);
  return flag === undefined || /^\d/.test(text) ? countIn(text) : Number(flag);
};

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
