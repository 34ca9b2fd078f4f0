import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seenBefore } from '../../../shared/connectors/event-log/seen.ts';

const idOf = (n: number): string => hash('sha256', String(n), 'hex').slice(0, 40);

describe('ids that came before', () => {
  it('are those of a Set, however many there are', () => {
    const seen = seenBefore();
    const oracle = new Set<string>();
    for (let i = 0; i < 30_000; i++) {
      const id = idOf((i * 7919) % 20_011);
      expect(seen(id)).toBe(oracle.has(id));
      oracle.add(id);
    }
  });

  it('are forgotten only after as many others as it may hold', () => {
    const seen = seenBefore(100);
    expect(Array.from({ length: 199 }, (_, i) => seen(idOf(i)))).not.toContain(true);
    expect(seen(idOf(0))).toBe(true);
    for (let i = 199; i < 320; i++) seen(idOf(i));
    expect(seen(idOf(0))).toBe(false);
  });
});
