import { describe, expect, it } from 'vitest';
import { intercom } from '../../shared/connectors/helpdesks/intercom.ts';
import { requestTracker } from '../../shared/connectors/helpdesks/request-tracker.ts';
import { logTelling } from '../../shared/connectors/event-log/telling.ts';
import { ofHistory, tellsAll, untoldOfTicket } from '../../shared/knowledge/telling.ts';

const untold = (columns: Parameters<typeof logTelling>[0]['columns'], shape: 'events' | 'snapshots') =>
  logTelling({ columns }, shape).untold;

describe('what a file tells', () => {
  it('is what its columns are enough for, and the advice names the column that would tell more', () => {
    const log = untold({ status: 'state', reopen_count: 'reopens' }, 'events');
    expect(Object.keys(log)).not.toContain('resolution');
    expect(Object.keys(log)).not.toContain('reopenings');
    expect(log.first_reply).toBe('map a column to first_reply_at');
    expect(log.handoffs).toBe('map a column to assignee or handoff_count');
  });
  it('of a table of tickets is no history: counts and stamps in columns alone', () => {
    const table = untold({ status: 'state', created_at: 'opened', closed_at: 'closed', assignee: 'who' }, 'snapshots');
    expect(table.reopenings).toBe('give a log with a row per change (shape: events) and map status');
    expect(Object.keys(table)).toEqual(expect.arrayContaining(['status_history', 'assignments', 'handoffs']));
    expect(Object.keys(table)).not.toContain('resolution');
    expect(untold({ status: 'state' }, 'snapshots').creation).toBe('map a column to created_at');
    expect(Object.keys(untold({ handoff_count: 'n' }, 'snapshots'))).not.toContain('handoffs');
  });
});

describe('a status column', () => {
  it.each([
    ['no word of it means that', { open: 'open', done: 'closed' }, true],
    ['a word of it does', { open: 'open', trash: 'deleted' }, false],
  ] as const)('tells deletions where a word means them: %s', (_, map, isUntold) => {
    const of = Object.keys(untold({ status: { column: 'state', map } }, 'snapshots'));
    expect(of.includes('deletions')).toBe(isUntold);
    expect(of).toContain('merges');
  });
});

describe('what a helpdesk tells of escalations', () => {
  const of = (mappings: object, more: object = {}) =>
    Object.keys(
      requestTracker.bind({
        id: 'rt',
        connector: 'request-tracker',
        base_url: 'https://rt.example',
        token: '${env:KEY}',
        mappings,
        ...more,
      }).telling.untold,
    );
  it('is nothing until the account says what means "to development", or has tiers', () => {
    expect(of({})).toContain('escalation');
    expect(of({ escalation: { groups: ['Developers'] } })).not.toContain('escalation');
    expect(of({ tier: { Support: 'l1' } })).not.toContain('escalation');
    expect(of({}, { escalation_links: ['https://jira.example/'] })).not.toContain('escalation');
    const intercomSource = { id: 'i', connector: 'intercom', token: '${env:KEY}' };
    expect(intercom.bind(intercomSource).telling.untold.escalation).toMatch(/^say in mappings\.escalation/);
  });
});

describe('what is not told of a ticket', () => {
  const ticket = { channel_raw: 'Native_Messaging', created_s: 100 };
  it('depends on its channel', () => {
    const telling = { untold: {}, of_channels: { native_messaging: { person_replies: 'kept elsewhere' } } };
    expect(untoldOfTicket(telling, ticket)).toEqual({ person_replies: 'kept elsewhere' });
    expect(untoldOfTicket(telling, { ...ticket, channel_raw: 'email' })).toEqual({});
  });
  it('is all of its history when it was created before that begins', () => {
    expect(Object.keys(untoldOfTicket({ ...tellsAll, history_from_s: 101 }, ticket))).toEqual([...ofHistory]);
    expect(untoldOfTicket({ ...tellsAll, history_from_s: 100 }, ticket)).toEqual({});
  });
});
