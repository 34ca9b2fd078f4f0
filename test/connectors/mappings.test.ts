import { describe, expect, it } from 'vitest';
import { mapping, tierOf } from '../../shared/connectors/mappings.ts';

describe('the tier of a group', () => {
  const tier = mapping({}, { 'Second Line': 'l2', a1B2: 'l3' }, null);

  it('is what its id or its name is mapped to, whatever their case', () => {
    expect(tierOf(tier, 'A1b2', 'Anything')).toBe('l3');
    expect(tierOf(tier, '7', 'second line')).toBe('l2');
    expect(tierOf(tier, '7', 'SECOND LINE')).toBe('l2');
  });
  it('is the id’s before the name’s, and none where neither is mapped', () => {
    expect(tierOf(tier, 'a1b2', 'Second Line')).toBe('l3');
    expect(tierOf(tier, '7', 'First line')).toBeNull();
    expect(tierOf(tier, '7', null)).toBeNull();
  });
});
