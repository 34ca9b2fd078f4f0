import process from 'node:process';

/** What takes part in a comparison; `run` answers a checksum of its result, null when it has none to compare. */
export interface Contender {
  readonly name: string;
  readonly run: () => Promise<string | null> | string | null;
}
export interface Timed {
  readonly name: string;
  readonly median_ms: number;
  readonly min_ms: number;
  readonly max_ms: number;
  /** To the first contender: its median is 1. */
  readonly ratio: number;
  /** Median and ratio of processor time, all threads: comparable even on a machine that is busy with something else. */
  readonly cpu_ms?: number;
  readonly cpu_ratio?: number;
}

/**
 * Each contender once to warm, then interleaved rounds A, B, C, A, B, C; medians and ratios to the first.
 * Throws when two of them answer different checksums: a fast wrong answer is no contender.
 */
export async function compare(contenders: readonly Contender[], rounds: number): Promise<readonly Timed[]> {
  const sums = new Map<string, string | null>();
  for (const { name, run } of contenders) sums.set(name, await run());
  const distinct = new Set([...sums.values()].filter((sum) => sum !== null));
  if (distinct.size > 1) throw new Error(`The results differ: ${JSON.stringify(Object.fromEntries(sums))}`);
  const times = contenders.map((): number[] => []);
  const processor = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { run }] of contenders.entries()) {
      const start = performance.now();
      const used = process.cpuUsage();
      await run();
      times[i]?.push(performance.now() - start);
      const { user, system } = process.cpuUsage(used);
      processor[i]?.push((user + system) / 1000);
    }
  }
  const medians = times.map(medianOf);
  const cpu = processor.map(medianOf);
  return contenders.map(({ name }, i) => ({
    name,
    median_ms: medians[i] ?? 0,
    min_ms: Math.min(...(times[i] ?? [])),
    max_ms: Math.max(...(times[i] ?? [])),
    ratio: (medians[i] ?? 0) / (medians[0] ?? 1),
    cpu_ms: cpu[i] ?? 0,
    cpu_ratio: (cpu[i] ?? 0) / (cpu[0] ?? 1),
  }));
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export interface BenchOptions {
  readonly tickets: number;
  readonly rounds: number;
}
/** What a suite found: tables of timings, and named figures that goals are held against. */
export interface SuiteResult {
  readonly timings: Readonly<Record<string, readonly Timed[]>>;
  readonly figures: Readonly<Record<string, number | string>>;
}
export type Suite = (options: BenchOptions) => Promise<SuiteResult>;
