import { describe, expect, it } from 'vitest';
import { Mappings, mapping, tierOf } from '../../shared/connectors/mappings.ts';

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

describe('a word that Casebook does not have', () => {
  it('is refused with the list, and the word that was probably meant', () => {
    const fault = (mappings: object) => Mappings.safeParse(mappings).error?.issues[0];
    expect(fault({ status: { Done: 'resolved' } })).toMatchObject({
      path: ['status', 'Done'],
      message: expect.stringMatching(/^one of new, open, .*, other \(did you mean solved\?\)$/) as string,
    });
    expect(fault({ channel: { Mail: 'mail' } })?.message).toContain('(did you mean email?)');
    expect(fault({ tier: { First: 1 } })?.message).toBe('one of l1, l2, l3');
  });
});
