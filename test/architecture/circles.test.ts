import { expect, it } from 'vitest';
import { importsOf, sourceFiles } from './imports.ts';

/** Files that import each other, in whatever many steps, each group sorted: Tarjan's strongly connected components. */
function circlesOf(files: readonly string[]): readonly (readonly string[])[] {
  const next = new Map(files.map((file) => [file, importsOf(file).flatMap(({ ours, to }) => (ours ? [to] : []))]));
  const number = new Map<string, number>();
  const [open, found]: [string[], string[][]] = [[], []];
  const visit = (file: string): number => {
    let lowest = number.size;
    number.set(file, lowest);
    open.push(file);
    for (const to of next.get(file) ?? []) {
      if (!next.has(to)) continue;
      const reached = number.has(to) ? (open.includes(to) ? (number.get(to) ?? lowest) : lowest) : visit(to);
      lowest = Math.min(lowest, reached);
    }
    if (lowest === number.get(file)) found.push(open.splice(open.indexOf(file)).sort());
    return lowest;
  };
  for (const file of files) if (!number.has(file)) visit(file);
  return found.filter((circle) => circle.length > 1);
}

it('shared/ has no circle of imports, of types neither', () => {
  expect(circlesOf(sourceFiles(['shared']))).toEqual([]);
});
