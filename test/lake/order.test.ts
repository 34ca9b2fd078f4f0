import { describe, expect, it } from 'vitest';
import { byColumns, compareText } from '../../shared/lake/order.ts';

describe('the order of text', () => {
  it('is that of its UTF-8 bytes, as in both engines', () => {
    const texts = ['', 'A', 'a', 'ab', 'z', '~', 'é', 'ÿ', '\uE000', '\uFFFD', '\u{10000}', '\u{1F3AB}', '\u{1F3AB}a'];
    const bytes = texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(texts.toReversed().toSorted(compareText)).toEqual(bytes);
  });
});

describe('the order of rows', () => {
  it('goes by each column in turn, with null at the end and numbers of every size', () => {
    const rows = [
      { id: 'a', n: 2n ** 60n },
      { id: 'a', n: null },
      { id: null, n: 0 },
      { id: 'a', n: -1 },
      { id: 'B', n: 9 },
    ];
    expect(rows.toSorted(byColumns(['id', 'n'])).map(({ id, n }) => [id, n])).toEqual([
      ['B', 9],
      ['a', -1],
      ['a', 2n ** 60n],
      ['a', null],
      [null, 0],
    ]);
  });
});
