/** A piece of a line: plain text, or text that is strong or a link. Never markup: `mjml.ts` escapes (STYLE 5.4). */
export interface Piece {
  readonly text: string;
  readonly strong?: boolean;
  readonly href?: string;
}
export type Line = string | readonly (string | Piece)[];
