/** What V8 writes with --cpu-prof (Chrome DevTools protocol, Profiler.Profile). */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** A function as it was called from one place, with those it called. */
export interface Frame {
  /** Name and place: "read shared/files/csv.ts:45". */
  readonly at: string;
  self_ms: number;
  total_ms: number;
  readonly callees: Map<string, Frame>;
}

const frame = (at: string): Frame => ({ at, self_ms: 0, total_ms: 0, callees: new Map() });

/** The calls of a profile as a tree; waiting is left out. `folder`: what places are told from. */
export function readProfile({ nodes, samples, timeDeltas }: CpuProfile, folder: string): Frame {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const place = url.replace(/^file:\/\//, '').replace(folder, '');
      return [id, `${functionName || '(anonymous)'}${place === '' ? '' : ` ${place}:${lineNumber + 1}`}`] as const;
    }),
  );
  const root = frame('all');
  for (const [i, sample] of samples.entries()) {
    if (names.get(sample) === '(idle)') continue;
    const ms = (timeDeltas[i] ?? 0) / 1000;
    const calls: string[] = [];
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) calls.push(names.get(id) ?? '');
    let here = root;
    root.total_ms += ms;
    // the last one is the profiler's own root
    for (const at of calls.reverse().slice(1)) {
      const next = here.callees.get(at) ?? frame(at);
      here.callees.set(at, next);
      next.total_ms += ms;
      here = next;
    }
    here.self_ms += ms;
  }
  return root;
}

export interface Dear {
  readonly at: string;
  readonly self_ms: number;
  readonly share: number;
}

/** The functions that took most time themselves, wherever they were called from. */
export function dearest(root: Frame, n: number): readonly Dear[] {
  const selves = new Map<string, number>();
  const walk = ({ at, self_ms, callees }: Frame): void => {
    selves.set(at, (selves.get(at) ?? 0) + self_ms);
    for (const callee of callees.values()) walk(callee);
  };
  walk(root);
  return [...selves]
    .map(([at, self_ms]) => ({ at, self_ms, share: self_ms / root.total_ms }))
    .sort((a, b) => b.self_ms - a.self_ms || (a.at < b.at ? -1 : 1))
    .slice(0, n);
}

const width = 1600;
const row = 17;

/** A flame graph as SVG: a function above its caller's line, as wide as the time it took with all that it called. */
export function flameGraph(root: Frame, title: string): string {
  const boxes: string[] = [];
  let deepest = 0;
  const draw = ({ at, total_ms, callees }: Frame, x: number, depth: number): void => {
    const wide = (total_ms / root.total_ms) * width;
    if (wide < 1) return;
    deepest = Math.max(deepest, depth);
    const label = wide > 40 ? escaped(at.slice(0, Math.floor(wide / 6.5))) : '';
    const share = `${total_ms.toFixed(0)} ms, ${((total_ms / root.total_ms) * 100).toFixed(1)} %`;
    boxes.push(
      `<g><title>${escaped(at)}: ${share}</title><rect x="${x.toFixed(1)}" y="${depth * row + 30}" width="${wide.toFixed(1)}" height="${row - 1}" fill="hsl(${20 + (at.length % 30)} 80% 70%)"/><text x="${(x + 2).toFixed(1)}" y="${depth * row + 42}">${label}</text></g>`,
    );
    let from = x;
    for (const callee of [...callees.values()].sort((a, b) => b.total_ms - a.total_ms)) {
      draw(callee, from, depth + 1);
      from += (callee.total_ms / root.total_ms) * width;
    }
  };
  draw(root, 0, 0);
  const height = (deepest + 1) * row + 40;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="monospace" font-size="11"><text x="2" y="18" font-size="14">${escaped(title)}</text>${boxes.join('')}</svg>\n`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
