import { expect, it } from 'vitest';
import { importsOf, sourceFiles } from './imports.ts';

/** Files that import each other, in whatever many steps, each group sorted: Tarjan's strongly connected components. */
function circlesOf(files: readonly string[], typesToo: boolean): readonly (readonly string[])[] {
  const next = new Map(
    files.map((file) => [
      file,
      importsOf(file).flatMap(({ ours, typeOnly, to }) => (ours && (typesToo || !typeOnly) ? [to] : [])),
    ]),
  );
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

it('shared/ has no circle of imports that run', () => {
  expect(circlesOf(sourceFiles(['shared']), false)).toEqual([]);
});

// Types may still point back in these rooms; no other circle, and none of these may grow a file.
it('types point back only within metrics, connectors, the HTTP engine, words, claims, composing and delivery', () => {
  const rooms = circlesOf(sourceFiles(['shared']), true).map(([first = '', ...rest]) => [first, rest.length + 1]);
  expect(Object.fromEntries(rooms)).toEqual({
    'shared/connectors/connector.ts': 2,
    'shared/connectors/engine/checkpoint.ts': 3,
    'shared/metrics/above.ts': 8,
    'shared/metrics/measure.ts': 3,
    'shared/report/claim.ts': 2,
    'shared/report/compose.ts': 3,
    'shared/report/words/ru.ts': 3,
    'shared/run/deliver.ts': 4,
  });
});
