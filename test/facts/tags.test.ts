import { describe, expect, it } from 'vitest';
import type { EventData, TicketEvent } from '../../shared/events/event.ts';
import { saysTest, tagsOf } from '../../shared/facts/tags.ts';

const field = (data: Partial<EventData<'field'>>, kind: TicketEvent['kind'] = 'field'): TicketEvent =>
  ({ ticket_id: '1', at_s: 0, order: 0, kind, actor: null, data }) as TicketEvent;

describe('tags of a ticket', () => {
  it('are those that its helpdesk states, word for word, when no event speaks of tags', () => {
    expect(tagsOf(null, [])).toBeNull();
    expect(tagsOf('["b","a"]', [field({ field: 'priority', to: 'p1' })])).toBe('["b","a"]');
  });
  it('follow what was added and removed, in order', () => {
    const events = [
      field({ field: 'tag', to: 'vip' }),
      field({ field: 'tag', from: 'old', to: null }),
      field({ field: 'tag', to: 'test' }),
      field({ field: 'tag', from: 'vip', to: null }),
    ];
    expect(tagsOf('["old","kept"]', events)).toBe('["kept","test"]');
  });
  it('make a test ticket when the last word is that it is one', () => {
    const marked = field({ field: 'is_test', to: '1' });
    expect([saysTest([]), saysTest([marked]), saysTest([marked, field({ field: 'is_test', to: '0' })])]).toEqual([
      false,
      true,
      false,
    ]);
    expect(saysTest([field({ field: 'is_test', to: '1' }, 'noted')])).toBe(false);
  });
});
