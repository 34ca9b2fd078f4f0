import * as exports from './exports/all.ts';
import type { TicketExport } from './export.ts';
import { plainText } from './header-words.ts';

export const ticketExports: readonly TicketExport[] = Object.values(exports);

/** The product whose export has these columns: the one with the longest list of signs that are all there. */
export function recognise(header: readonly string[]): TicketExport | undefined {
  const names = new Set(header.map(plainText));
  return ticketExports
    .flatMap((each) => each.signs.map((signs) => ({ each, signs })))
    .filter(({ signs }) => signs.every((sign) => names.has(plainText(sign))))
    .sort((a, b) => b.signs.length - a.signs.length)[0]?.each;
}
