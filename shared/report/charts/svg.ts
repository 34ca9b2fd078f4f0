/** Mid tones that read on white and on the dark page alike (REPORTS section 3); pictures are transparent. */
export const ink = { line: '#3b76d9', axis: '#6b7688', good: '#2b8a5b', bad: '#c8473c', bar: '#6b7688' } as const;

/** Attributes whose text is not ours never enter an SVG unescaped. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Two decimals at most, so that the text of a drawing does not depend on the last bits of a sum. */
export const at = (value: number): string => String(Math.round(value * 100) / 100);

export const drawing = (width: number, height: number, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;

export interface TextStyle {
  readonly size: number;
  readonly fill: string;
  readonly strong?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
}
export const label = (x: number, y: number, text: string, style: TextStyle): string =>
  `<text x="${at(x)}" y="${at(y)}" font-family="Inter" font-size="${style.size}" font-weight="${style.strong ? 600 : 400}" fill="${style.fill}" text-anchor="${style.anchor ?? 'start'}">${escaped(text)}</text>`;

/** Maps [low, high] onto [from, to]; a flat series lies in the middle. */
export function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  if (high === low) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** A path through the points that exist: a gap in the data is a gap in the line. */
export function pathOf(
  values: readonly (number | null)[],
  x: (i: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let isOpen = false;
  values.forEach((value, i) => {
    if (value === null) {
      isOpen = false;
      return;
    }
    path += `${isOpen ? 'L' : 'M'}${at(x(i))} ${at(y(value))}`;
    isOpen = true;
  });
  return path;
}

/** Points with no neighbour on either side, which a path would not show. */
export const lonely = (values: readonly (number | null)[]): readonly number[] =>
  values.flatMap((value, i) =>
    value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null ? [i] : [],
  );

export const known = (values: readonly (number | null)[]): readonly number[] =>
  values.filter((value) => value !== null);
