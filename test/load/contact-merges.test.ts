import { describe, expect, it } from 'vitest';
import { settledOf } from '../../shared/load/contact-merges.ts';

const provenance = { source: 'desk', version_key: '1', ingested_s: 0, raw_key: 'raw/a' };
type Told = readonly [contact: string, into: string, at_s: number];
const told = (merges: readonly Told[]) =>
  merges.map(([contact_id, into_id, at_s]) => ({ contact_id, into_id, at_s, is_settled: false, ...provenance }));
const settled = (...merges: readonly Told[]) =>
  settledOf(told(merges))
    .map(({ contact_id, into_id, at_s }) => [contact_id, into_id, at_s])
    .toSorted((a, b) => (String(a) < String(b) ? -1 : 1));

describe('who stands for whom', () => {
  it('is who they were merged into, from then on', () => {
    expect(settled(['a', 'b', 10])).toEqual([['a', 'b', 10]]);
  });
  it('is whoever that one was merged into, from then on', () => {
    expect(settled(['a', 'b', 10], ['b', 'c', 20])).toEqual([
      ['a', 'b', 10],
      ['a', 'c', 20],
      ['b', 'c', 20],
    ]);
  });
  it('is the last of the chain at once, when that one was merged on before', () => {
    expect(settled(['a', 'b', 30], ['b', 'c', 20])).toEqual([
      ['a', 'c', 30],
      ['b', 'c', 20],
    ]);
  });
  it('takes the longer way, where whoever stayed names all who ever came', () => {
    expect(settled(['a', 'b', 10], ['a', 'c', 10], ['b', 'c', 20])).toEqual([
      ['a', 'b', 10],
      ['a', 'c', 20],
      ['b', 'c', 20],
    ]);
  });
  it('knows no merge with oneself, nor one that leads back', () => {
    expect(settled(['b', 'a', 20], ['a', 'b', 10], ['c', 'c', 5])).toEqual([['a', 'b', 10]]);
  });
  it('does not depend on the order in which merges are told', () => {
    const all = [
      ['a', 'b', 10],
      ['b', 'c', 20],
      ['d', 'c', 15],
      ['c', 'e', 30],
    ] as const;
    expect(settled(...all.toReversed())).toEqual(settled(...all));
  });
});
