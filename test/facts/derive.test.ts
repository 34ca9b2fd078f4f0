import type { FactKind } from '../../shared/knowledge/fact-kind.ts';
import { describe, expect, it } from 'vitest';
import { deriveTicket, type FactsContext, type TicketAttributes } from '../../shared/facts/derive.ts';
import type { TicketEvent, TicketStatus } from '../../shared/events/event.ts';
import { attributes, context, event, policies, status } from '../support/facts.ts';

// Oracle: hand counts of the few events written down in each test.
const derive = (
  events: readonly TicketEvent[],
  told: Partial<TicketAttributes> = {},
  rules: Partial<FactsContext> = {},
) =>
  deriveTicket(
    { attributes: attributes({ created_s: 1000, ...told }), events, first_followup_s: null },
    context(rules),
  );
const untold = (...kinds: FactKind[]): Partial<FactsContext> => ({ untold: () => new Set(kinds) });
const kinds = (flow: readonly { kind: string | null; at_s: number | null }[]) =>
  flow.map((step) => [step.kind, step.at_s]);
const agent = { actor: 'agent', actor_id: 'ann' } as const;
const customer = { actor: 'customer', actor_id: 'cus' } as const;

describe('a resolution that is stated without insisting on it', () => {
  const stated = { has_given_resolved: false, given_resolved_s: 1800, status: 'closed', updated_s: 9000 } as const;

  it('dates what no event tells, and leaves the history untold', () => {
    const { ticket } = derive([], stated);
    expect([ticket.resolved_s, ticket.resolve_s, ticket.tells_resolution]).toEqual([1800, 800, true]);
    expect([ticket.reopen_count, ticket.tells_reopenings, ticket.tells_status_history]).toEqual([null, false, false]);
  });
  it('is nothing beside events that tell an end, or a present that is open', () => {
    expect(derive([status(2000, 'solved')], stated).ticket.resolved_s).toBe(2000);
    expect(derive([], { ...stated, status: 'open' }).ticket.resolved_s).toBeNull();
    expect(derive([], { ...stated, given_resolved_s: null }).ticket.tells_resolution).toBe(false);
  });
});

describe('a status that no mapping knows', () => {
  it('is what its helpdesk says of it', () => {
    const moved = (at_s: number, raw: string) => event(at_s, 'status', { data: { to: 'other', raw } });
    const events = [status(1100, 'open'), moved(2000, 'Erledigt'), moved(3000, 'Geparkt')];
    const known = new Map<string, TicketStatus>([['Erledigt', 'solved']]);
    const { ticket } = derive(events.slice(0, 2), {}, { statusOf: (raw) => known.get(raw) });
    expect(ticket.resolved_s).toBe(2000);
    expect(derive(events, {}, { statusOf: (raw) => known.get(raw) }).ticket.first_reopened_s).toBe(3000);
    expect(derive(events.slice(0, 2)).ticket.resolved_s).toBeNull();
  });
  it('may be a finish: the resolution is not told, unless a column says that there was none', () => {
    const events = [status(1100, 'open'), status(2000, 'other')];
    const { ticket } = derive(events);
    expect([ticket.tells_resolution, ticket.data_quality]).toEqual([false, '["unclear_status"]']);
    expect(derive([...events, status(3000, 'open')]).ticket.tells_resolution).toBe(true);
    expect(derive(events, { has_given_resolved: true }).ticket.tells_resolution).toBe(true);
    const waits = { status: 'other', status_raw: 'Pending' } as const;
    expect(derive(events, waits, { statusOf: () => 'other' }).ticket.tells_resolution).toBe(true);
  });
});

describe('a resolution given as a column', () => {
  const given = { has_given_resolved: true, has_given_closed: true, given_closed_s: null } as const;

  it('replaces the instant that the events imply', () => {
    const { ticket, flow, intervals } = derive([status(1500, 'open'), status(2000, 'solved')], {
      ...given,
      given_resolved_s: 1800,
    });
    expect([ticket.resolved_s, ticket.first_resolved_s, ticket.resolve_s]).toEqual([1800, 1800, 800]);
    expect(kinds(flow)).toEqual([['created', 1000], ['resolved', 1800]]); // prettier-ignore
    expect(intervals.map(({ status, started_s }) => [status, started_s])).toEqual([['new', 1000], ['open', 1500], ['solved', 1800]]); // prettier-ignore
  });

  it('wins when it is empty: not resolved, but out of the backlog at its close', () => {
    const { ticket, flow } = derive([status(2000, 'solved')], {
      ...given,
      given_resolved_s: null,
      given_closed_s: 5000,
    });
    expect([ticket.resolved_s, ticket.resolve_s, ticket.first_resolved_s, ticket.closed_s]).toEqual([
      null,
      null,
      null,
      5000,
    ]);
    expect(kinds(flow)).toEqual([['created', 1000], ['resolved', 5000]]); // prettier-ignore
    expect(ticket.data_quality).toBe('["no_resolved_at"]');
  });

  it('leaves the end untold when it is empty in a table, which tells no history, and nothing else dates the end', () => {
    const closed = { ...given, given_resolved_s: null, status: 'closed', updated_s: 9000 } as const;
    const ofTable = (told: Partial<TicketAttributes>) =>
      derive([status(9000, 'closed')], { ...closed, ...told }, untold('status_history')).ticket.tells_resolution;
    expect([ofTable({}), ofTable({ given_closed_s: 5000 })]).toEqual([false, true]);
    expect(derive([status(9000, 'closed')], closed).ticket.tells_resolution).toBe(true);
  });
  it('leaves the reopenings of the events counted, unless a counter is given too', () => {
    const events = [status(2000, 'solved'), status(3000, 'open'), status(4000, 'solved')];
    const told = { ...given, given_resolved_s: 3900 };
    expect(derive(events, told).ticket).toMatchObject({
      reopen_count: 1,
      first_resolved_s: 2000,
      first_reopened_s: 3000,
    });
    expect(derive(events, { ...told, given_reopen_count: 0 }).ticket.reopen_count).toBe(0);
  });

  it('before the creation is not known, and flagged: it is in no part of a rate', () => {
    const { ticket, flow } = derive([], { ...given, given_resolved_s: 900 });
    expect([ticket.resolved_s, ticket.resolve_s, ticket.tells_resolution]).toEqual([null, null, false]);
    expect(ticket.data_quality).toContain('clock_order');
    expect(kinds(flow)).toEqual([['created', 1000], ['resolved', 1000]]); // prettier-ignore
  });

  it('in the instant of the creation took zero seconds', () => {
    expect(derive([], { ...given, given_resolved_s: 1000 }).ticket.resolve_s).toBe(0);
  });
});

describe('a ticket of which the helpdesk refused what was said', () => {
  const unread = (at_s: number) => event(at_s, 'unread', { data: { stream: 'conversations' } });
  const answered = [event(1500, 'replied', agent), status(2000, 'solved')];

  it('has no known replies, whatever part of them came, and says so', () => {
    const { ticket } = derive([...answered, unread(9000)], { ingested_s: 9000 });
    expect([ticket.first_reply_s, ticket.reply_count, ticket.replies_to_resolution]).toEqual([null, null, null]);
    expect(ticket.data_quality).toBe('["partly_unread"]');
    expect([ticket.resolved_s, ticket.handoff_count]).toEqual([2000, 0]);
  });
  it('has them again when the ticket itself was read again without a refusal', () => {
    const { ticket } = derive([...answered, unread(9000)], { ingested_s: 9001 });
    expect([ticket.first_reply_s, ticket.replies_to_resolution, ticket.data_quality]).toEqual([1500, 1, '[]']);
  });
});

describe('the policy resolution: first', () => {
  it('dates every resolution by the first one, also when it was undone', () => {
    const rules = { policies: { ...policies, resolution: 'first' } } as const;
    const { ticket } = derive([status(2000, 'solved'), status(3000, 'open')], {}, rules);
    expect([ticket.resolved_s, ticket.first_resolved_s]).toEqual([2000, 2000]);
  });
});

describe('a finish that only the attributes tell', () => {
  it('ends the backlog at the last change, with the resolution unknown', () => {
    const { ticket, flow } = derive([status(1500, 'open')], { status: 'solved', updated_s: 7000 });
    expect(ticket.resolved_s).toBeNull();
    expect(kinds(flow)).toEqual([['created', 1000], ['resolved', 7000]]); // prettier-ignore
    expect(JSON.parse(ticket.data_quality ?? '')).toEqual(['missing_history', 'no_resolved_at']);
  });
});

describe('the first reply', () => {
  it('is the first public message by a person', () => {
    const { ticket } = derive([
      event(1000, 'replied', customer),
      event(1010, 'replied', { ...agent, data: { is_auto: 1 } }),
      event(1020, 'replied', { actor: 'automation' }),
      event(1030, 'noted', agent),
      event(1040, 'replied', agent),
      event(1050, 'replied', customer),
      event(1060, 'replied', agent),
      status(1060, 'solved', agent),
      event(1070, 'replied', agent),
    ]);
    expect(ticket).toMatchObject({
      first_reply_s: 1040,
      first_reply_by: 'ann',
      reply_s: 40,
      reply_count: 3,
      replies_to_resolution: 2,
      customer_reply_count: 1,
      note_count: 1,
    });
  });

  it('is not the opening message of an outbound ticket', () => {
    const { ticket } = derive([event(1000, 'replied', agent), event(1100, 'replied', agent)], { is_outbound: true });
    expect([ticket.first_reply_s, ticket.reply_count, ticket.is_counted]).toEqual([1100, 1, false]);
  });

  it('is by a robot account never, whatever the vendor calls it', () => {
    const person = () => ({ role: 'staff', is_bot: true });
    expect(derive([event(1100, 'replied', agent)], {}, { person }).ticket.first_reply_s).toBeNull();
  });

  it('by somebody the vendor does not name is looked up among the people of that time', () => {
    const person: FactsContext['person'] = (_source, id, at_s) => ({
      role: id === 'ann' && at_s < 1200 ? 'staff' : 'customer',
      is_bot: false,
    });
    const anns = [event(1300, 'replied', { actor_id: 'ann' }), event(1100, 'replied', { actor_id: 'ann' })];
    expect(derive(anns, {}, { person }).ticket).toMatchObject({
      first_reply_s: 1100,
      reply_count: 1,
      customer_reply_count: 1,
    });
  });

  it('is unknown, not absent, where the source tells states only', () => {
    const { ticket } = derive(
      [event(1100, 'snapshot', { data: { status: 'solved' } })],
      {},
      untold('first_reply', 'person_replies'),
    );
    expect([ticket.reply_count, ticket.replies_to_resolution, ticket.first_reply_s]).toEqual([null, null, null]);
  });
});

describe('escalation', () => {
  it('is to development by a link to engineering, and to a higher tier by the tier of the group', () => {
    const group: FactsContext['group'] = (_source, id) => ({ name: id, tier: id });
    const { ticket } = derive(
      [
        event(1000, 'grouped', { data: { to: 'l1' } }),
        event(1100, 'grouped', { data: { to: 'l2' } }),
        event(1200, 'grouped', { data: { to: 'l1' } }),
        event(1300, 'linked', { data: { type: 'engineering', target: 'BUG-1' } }),
        event(1300, 'escalated', { data: { to: 'development' } }),
      ],
      {},
      { group },
    );
    expect(ticket).toMatchObject({
      escalated_s: 1300,
      first_tier_raise_s: 1100,
      escalation_count: 2,
      group_change_count: 2,
    });
  });

  it('is unknown, not none, where a log of states has no column for development', () => {
    const of = (...data: Readonly<Record<string, string | null>>[]) => {
      const { ticket } = derive(
        data.map((one, i) => event(1000 + i, 'snapshot', { data: one })),
        {},
        'engineering' in (data[0] ?? {}) ? {} : untold('escalation'),
      );
      return [ticket.escalation_count, ticket.escalated_s];
    };
    expect(of({ status: 'new' }, { status: 'solved' })).toEqual([null, null]);
    expect(of({ status: 'new', tier: 'l1' }, { status: 'new', tier: 'l2' })).toEqual([null, null]);
    expect(of({ status: 'new', engineering: null })).toEqual([0, null]);
    expect(of({ status: 'new', engineering: null }, { status: 'new', engineering: 'PRB1' })).toEqual([1, 1001]);
    expect(derive([status(1100, 'solved')]).ticket.escalation_count).toBe(0);
  });
});

describe('a removed ticket', () => {
  it('leaves the backlog while open, and comes back when restored', () => {
    const { ticket, flow } = derive([event(2000, 'deleted'), event(3000, 'restored'), status(4000, 'solved')]);
    expect(kinds(flow)).toEqual([['created', 1000], ['removed', 2000], ['restored', 3000], ['resolved', 4000]]); // prettier-ignore
    expect([ticket.removed_s, ticket.is_counted]).toEqual([null, true]);
  });

  it('that was solved takes no step, and is not counted', () => {
    const { ticket, flow } = derive([status(2000, 'solved'), event(3000, 'merged', { data: { into: 't2' } })]);
    expect(kinds(flow)).toEqual([['created', 1000], ['resolved', 2000]]); // prettier-ignore
    expect([ticket.removed_s, ticket.is_counted, ticket.reopen_count]).toEqual([3000, false, 0]);
  });

  it.each(['deleted', 'merged', 'spam'] as const)('of the class %s counts when the policy includes it', (kind) => {
    const events = [status(2000, kind)];
    expect(derive(events).ticket.is_counted).toBe(false);
    expect(derive(events, {}, { policies: { ...policies, [kind]: 'include' } }).ticket.is_counted).toBe(true);
  });
});

describe('a robot-only ticket', () => {
  it('was finished by robots without a person', () => {
    const robot = { actor: 'automation' } as const;
    expect(derive([event(1010, 'replied', robot), status(1020, 'solved', robot)]).ticket.is_bot_only).toBe(true);
    expect(derive([event(1010, 'noted', agent), status(1020, 'solved', robot)]).ticket.is_bot_only).toBe(false);
  });

  it('is none where the log names no owners and no actors', () => {
    expect(derive([event(1020, 'snapshot', { data: { status: 'solved' } })]).ticket.is_bot_only).toBe(false);
  });
});

describe('the work on a ticket', () => {
  it('starts when a person opens it, not when the customer writes again', () => {
    const { ticket } = derive([
      event(1100, 'assigned', { data: { to: 'ann' } }),
      status(1200, 'open', customer),
      status(1300, 'pending_customer', agent),
      status(1400, 'open', agent),
      status(1900, 'solved', agent),
    ]);
    expect(ticket).toMatchObject({ first_assigned_s: 1100, started_s: 1400, cycle_s: 500, resolved_by: 'ann' });
  });

  it('is credited to the owner at the resolution when nobody says who resolved it', () => {
    const { ticket } = derive([
      event(1100, 'assigned', { data: { to: 'ann' } }),
      status(1200, 'solved'),
      event(1300, 'assigned', { data: { to: 'bob' } }),
    ]);
    expect([ticket.resolved_by, ticket.handoff_count, ticket.owner_count]).toEqual(['ann', 1, 2]);
  });

  it('has logged time only when some was logged', () => {
    expect(derive([]).ticket.touch_s).toBeNull();
    const worked = (worked_s: number) => event(1100, 'worked', { actor: 'agent', data: { worked_s } });
    expect(derive([worked(60), worked(30)]).ticket.touch_s).toBe(90);
    expect(derive([worked(60)], { given_touch_s: 5 }).ticket.touch_s).toBe(5);
  });
});

describe('business time', () => {
  it('stands beside calendar time, by the calendar of the team; zero is a time', () => {
    const { ticket, intervals } = derive([status(1600, 'solved')], {}, {
      teamOf: () => 'emea',
      calendarOf: (team) => `${team}-hours`,
      businessSeconds: (calendar, from_s, to_s) => (calendar === 'emea-hours' && to_s > 2000 ? to_s - from_s : 0),
    }); // prettier-ignore
    expect(ticket).toMatchObject({ team: 'emea', calendar_id: 'emea-hours', resolve_s: 600, resolve_business_s: 0 });
    expect(intervals[0]).toMatchObject({ duration_s: 600, business_s: 0 });
  });
});

describe('a ticket of which nothing has happened', () => {
  it('has no creation, no flow and is not counted', () => {
    const { ticket, flow } = derive([], { created_s: null });
    expect([ticket.created_s, ticket.is_counted, ticket.data_quality, flow]).toEqual([
      null,
      false,
      '["no_creation"]',
      [],
    ]);
  });
});

describe('a reply that was made private later', () => {
  it('is a note, and the first reply is the one that stayed public', () => {
    const { ticket } = derive([
      event(1100, 'replied', { ...agent, data: { message: '7' } }),
      event(1200, 'hidden', { data: { message: '7' } }),
      event(1300, 'replied', { ...agent, data: { message: '8' } }),
    ]);
    expect([ticket.reply_s, ticket.reply_count, ticket.note_count]).toEqual([300, 1, 1]);
  });
});

describe('a ticket whose conversation is kept elsewhere', () => {
  it('has no known replies: an answered chat is no resolution without a reply', () => {
    const { ticket } = derive([event(1100, 'unheard'), status(2000, 'solved')]);
    expect([ticket.replies_to_resolution, ticket.first_reply_s]).toEqual([null, null]);
    expect([ticket.tells_person_replies, ticket.tells_first_reply, ticket.tells_resolution]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('a first reply that the source states without insisting on it', () => {
  const stated = { given_first_reply_s: 1500, has_given_first_reply: false };
  it('is the first reply where no message is known, and gives way to the messages', () => {
    const alone = derive([status(2000, 'solved')], stated).ticket;
    expect([alone.first_reply_s, alone.tells_first_reply]).toEqual([1500, true]);
    const beside = derive([event(1100, 'replied', agent), status(2000, 'solved')], stated).ticket;
    expect(beside.first_reply_s).toBe(1100);
  });
});

describe('a chat that the source does not promise to tell', () => {
  const untold = () => new Set(['first_reply', 'person_replies', 'customer_replies'] as const);
  const begun = event(1010, 'unheard', { data: { chat: 'c' } });
  it('tells its replies when it came whole, and not before', () => {
    const said = event(1100, 'replied', agent);
    const whole = event(1300, 'heard', { data: { chat: 'c' } });
    const of = (...events: Parameters<typeof derive>[0]) => {
      const { ticket } = derive(events, {}, context({ untold }));
      return [ticket.tells_first_reply, ticket.first_reply_s, ticket.reply_count];
    };
    expect(of(begun, said, whole, status(2000, 'solved'))).toEqual([true, 1100, 1]);
    expect(of(begun, status(2000, 'solved'))).toEqual([false, null, null]);
    const another = event(1400, 'unheard', { data: { chat: 'd' } });
    expect(of(begun, said, whole, another, status(2000, 'solved'))).toEqual([false, null, null]);
  });
});

describe('a message by somebody unknown', () => {
  it('leaves the replies unknown, and the first one when it came before it', () => {
    const stranger = event(1100, 'replied', { actor_id: 'gone' });
    const before = derive([stranger, event(1200, 'replied', agent), status(2000, 'solved')]).ticket;
    expect([before.first_reply_s, before.replies_to_resolution, before.tells_first_reply]).toEqual([null, null, false]);
    const after = derive([event(1050, 'replied', agent), stranger, status(2000, 'solved')]).ticket;
    expect([after.first_reply_s, after.tells_first_reply, after.tells_person_replies]).toEqual([1050, true, false]);
  });
  it('makes no robot of a ticket: it may have been a person', () => {
    const robot = { actor: 'automation' } as const;
    const { ticket } = derive([event(1050, 'replied', robot), event(1060, 'replied'), status(2000, 'solved', robot)]);
    expect([ticket.is_bot_only, ticket.is_counted]).toEqual([null, true]);
  });
});

describe('a time that cannot be', () => {
  it('is not told: a finish before the creation is out of the backlog and in no rate', () => {
    const { ticket, flow } = derive([status(500, 'closed')]);
    expect([ticket.resolved_s, ticket.resolve_s, ticket.tells_resolution]).toEqual([null, null, false]);
    expect(kinds(flow)).toEqual([['created', 1000], ['resolved', 1000]]); // prettier-ignore
    expect(JSON.parse(ticket.data_quality ?? '')).toEqual([
      'clock_order',
      'end_before_creation',
      'events_before_creation',
      'no_resolved_at',
    ]);
  });
  it('is a first reply before the creation, given or told', () => {
    const given = derive([], { has_given_first_reply: true, given_first_reply_s: 900 }).ticket;
    const told = derive([event(900, 'replied', agent), event(1100, 'replied', agent)]).ticket;
    for (const ticket of [given, told]) expect([ticket.reply_s, ticket.tells_first_reply]).toEqual([null, false]);
  });
  it('is work that began after its end', () => {
    const { ticket } = derive([status(2000, 'solved'), event(3000, 'assigned', { data: { to: 'ann' } })]);
    expect([ticket.cycle_s, ticket.tells_work_started, ticket.tells_resolution]).toEqual([null, false, true]);
  });
});

describe('an end that cannot be', () => {
  const finished = { has_given_resolved: true, status: 'solved', updated_s: 5000 } as const;
  const flags = ({ data_quality }: { data_quality: string | null }) => JSON.parse(data_quality ?? '[]') as string[];

  it.each([
    ['before the creation', { given_resolved_s: 900 }, 'end_before_creation'],
    ['at the beginning of time', { given_resolved_s: 0 }, 'end_before_creation'],
    ['after the reading of the file', { given_resolved_s: null, given_quality: '["end_in_future"]' }, 'end_in_future'],
  ])('%s is not told, and flagged', (_when, told, flag) => {
    const { ticket, flow } = derive([], { ...finished, ...told });
    expect([ticket.resolve_s, ticket.tells_resolution]).toEqual([null, false]);
    expect(flags(ticket)).toContain(flag);
    // out of the backlog all the same
    expect(kinds(flow).map(([kind]) => kind)).toContain('resolved');
  });
  it('after the close is a contradiction: it stands, and is flagged, but where the close is of an earlier life, of the same instant, or a day without its time', () => {
    const closed = {
      ...finished,
      status: 'closed',
      has_given_closed: true,
      given_closed_s: 1500,
      given_resolved_s: 1700,
    } as const;
    const of = (more: Partial<TicketAttributes>, events: readonly TicketEvent[] = []) =>
      flags(derive(events, { ...closed, ...more }).ticket);
    expect(of({})).toContain('close_before_resolution');
    expect(derive([], closed).ticket).toMatchObject({ resolved_s: 1700, tells_resolution: true });
    for (const more of [{ given_resolved_s: 1500 }, { status: 'solved' }, { given_quality: '["days_only"]' }] as const)
      expect(of(more)).not.toContain('close_before_resolution');
    expect(of({ given_quality: '["days_only"]', given_resolved_s: 87_900 })).toContain('close_before_resolution');
    const again = [status(1500, 'closed'), status(1600, 'open'), status(1700, 'closed')];
    expect(of({}, again)).not.toContain('close_before_resolution');
    expect(derive(again, closed).ticket.resolved_s).toBe(1700);
  });
  it('is none where it is at the creation, or of a ticket that is open again', () => {
    expect(derive([], { ...finished, given_resolved_s: 1000 }).ticket).toMatchObject({ resolve_s: 0, tells_resolution: true, data_quality: '[]' }); // prettier-ignore
    expect(flags(derive([], { ...finished, status: 'open', given_resolved_s: 900 }).ticket)).not.toContain('end_before_creation'); // prettier-ignore
  });
});

describe('a ticket whose times are days', () => {
  const told = { has_given_resolved: true, given_resolved_s: 88_000, status: 'solved', updated_s: 88_000 } as const;
  const calendar = { calendarOf: () => 'office', businessSeconds: () => 7 };
  const of = (given_quality: string | null) => derive([], { ...told, given_quality }, calendar).ticket;

  it('has a length in days, no business hours, and a flag', () => {
    const days = of('["days_only"]');
    expect([days.resolve_s, days.resolve_business_s, days.tells_time_of_day]).toEqual([87_000, null, false]);
    expect(days.data_quality).toBe('["days_only"]');
    expect([of(null).resolve_business_s, of(null).tells_time_of_day]).toEqual([7, true]);
  });
  it('has a length to the second where a duration told it, and no business hours', () => {
    const day = of('["day_of_creation"]');
    expect([day.resolve_s, day.resolve_business_s, day.tells_time_of_day]).toEqual([87_000, null, true]);
  });
});

describe('a ticket that is open now', () => {
  const open = { status: 'open', updated_s: 9000, has_given_resolved: true, has_given_closed: true } as const;
  it('is in the backlog, whatever end an earlier life left in a column', () => {
    const { ticket, flow } = derive([], { ...open, given_resolved_s: 2000, given_closed_s: 3000 });
    expect([ticket.resolved_s, ticket.closed_s, ticket.tells_reopenings]).toEqual([null, null, false]);
    expect(kinds(flow)).toEqual([['created', 1000]]);
    expect(ticket.data_quality).toBe('["stale_stamp"]');
  });
  it('was resolved and reopened as its events tell', () => {
    const events = [status(2000, 'solved'), status(3000, 'open')];
    const { flow } = derive(events, { ...open, given_resolved_s: 2000 });
    expect(kinds(flow)).toEqual([['created', 1000], ['resolved', 2000], ['reopened', 3000]]); // prettier-ignore
  });
});

describe('a column with the state at the end', () => {
  it('dates the finish that lasts and leaves the history before it as it was', () => {
    const events = [status(2000, 'solved'), status(3000, 'open'), status(4000, 'solved')];
    const { ticket, flow } = derive(events, { has_given_resolved: true, given_resolved_s: 3900 });
    expect(kinds(flow)).toEqual([['created', 1000], ['resolved', 2000], ['reopened', 3000], ['resolved', 3900]]); // prettier-ignore
    expect([ticket.first_resolved_s, ticket.resolved_s]).toEqual([2000, 3900]);
  });
  it('of counts tells counts, and not when it was', () => {
    const { ticket } = derive([], { given_reopen_count: 2, given_handoff_count: 1, given_reply_count: 3 }, untold('reopenings', 'handoffs', 'person_replies')); // prettier-ignore
    expect([ticket.reopen_count, ticket.handoff_count, ticket.reply_count]).toEqual([2, 1, 3]);
    expect([ticket.tells_reopenings, ticket.tells_handoffs, ticket.tells_person_replies]).toEqual([false, true, false]);
    expect(ticket.tells_reply_count).toBe(true);
  });
  it.each([
    ['none', { given_reopen_count: 0 }, true],
    [
      'one, and the end that came after',
      { given_reopen_count: 1, has_given_resolved: true, given_resolved_s: 2000 },
      true,
    ],
    ['one, of a case without an end: in which period it was is unknown', { given_reopen_count: 1 }, false],
    [
      'none, of an open case with the stamp of an end',
      { given_reopen_count: 0, status: 'open', has_given_resolved: true, given_resolved_s: 2000, updated_s: 3000 },
      false,
    ],
    ['nothing', {}, false],
  ] as const)('of reopenings tells %s', (_, told, isTold) => {
    const { ticket } = derive([], told, untold('reopenings', 'person_replies'));
    expect([ticket.tells_reopen_count, ticket.tells_reopenings, ticket.tells_reply_count]).toEqual([
      isTold,
      false,
      false,
    ]);
  });
  it('and all that is counted tells its count, too', () => {
    const { ticket } = derive([status(2000, 'solved')]);
    expect([ticket.tells_reopen_count, ticket.tells_reply_count]).toEqual([true, true]);
  });
});

describe('a case of robots alone', () => {
  const finished = [status(2000, 'solved', { actor: 'automation', actor_id: 'bot' })];
  it('is one where all that people could have done is told', () => {
    expect(derive(finished).ticket.is_bot_only).toBe(true);
    expect(derive(finished).ticket.is_counted).toBe(false);
  });
  it.each(['person_replies', 'assignments', 'authors'] as const)(
    'is unknown where %s are not told, and counts, as it does where nobody says who the robots are',
    (kind) => {
      const { ticket } = derive(finished, {}, untold(kind));
      expect([ticket.is_bot_only, ticket.is_counted]).toEqual([null, true]);
    },
  );
});

describe('the first message of a chat', () => {
  const said = (at_s: number) => event(at_s, 'replied', customer);
  const messages = (is_repeated?: 1) =>
    derive([event(1000, 'created', { ...customer, data: { is_repeated } }), said(1002), said(1030), said(1090)]).ticket
      .customer_reply_count;

  it('is the opening one told again, where the helpdesk tells it twice', () => {
    expect([messages(), messages(1)]).toEqual([3, 2]);
  });
});
