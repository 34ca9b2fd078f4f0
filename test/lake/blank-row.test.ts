import { describe, expect, it } from 'vitest';
import { blankRows } from '../../shared/lake/blank-row.ts';

describe('a blank row', () => {
  it('has every column, null, in its order, and is nobody else’s', () => {
    const names = ['ticket_id', 'a "quoted" name', 'at_s', ...Array.from({ length: 60 }, (_, i) => `column_${i}`)];
    const blank = blankRows(names);
    const [first, second] = [blank(), blank()];
    expect(Object.entries(first)).toStrictEqual(names.map((name) => [name, null]));
    first['at_s'] = 1;
    expect(second['at_s']).toBeNull();
  });
});
