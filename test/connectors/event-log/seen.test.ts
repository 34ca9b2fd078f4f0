import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seenBefore } from '../../../shared/connectors/event-log/seen.ts';

const idOf = (n: number): string => hash('sha256', String(n), 'hex').slice(0, 40);

describe('ids that came before', () => {
  it('are those of a Set, however many there are', () => {
    const seen = seenBefore();
    const oracle = new Set<string>();
    const wrong: number[] = [];
    for (let i = 0; i < 30_000; i++) {
      const id = idOf((i * 7919) % 20_011);
      if (seen(id) !== oracle.has(id)) wrong.push(i);
      oracle.add(id);
    }
    expect(wrong).toEqual([]);
    expect(oracle.size).toBe(20_011);
  });

  it('are forgotten only after as many others as it may hold', () => {
    const seen = seenBefore(100);
    expect(Array.from({ length: 199 }, (_, i) => seen(idOf(i)))).not.toContain(true);
    expect(seen(idOf(0))).toBe(true);
    for (let i = 199; i < 320; i++) seen(idOf(i));
    expect(seen(idOf(0))).toBe(false);
  });
});
