import { describe, expect, it } from 'vitest';
import { intercom } from '../../../shared/connectors/helpdesks/intercom.ts';
import { untoldOfTicket } from '../../../shared/knowledge/telling.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp } from '../../support/scripted-http.ts';

const now_s = 1_791_172_800;
const day_s = 86_400;
const source = { id: 'chat', connector: 'intercom', token: '${env:TOKEN}', contacts: false, start: '2026-01-01' };

interface Made {
  id: string;
  updated_at: number;
  open?: boolean;
  [more: string]: unknown;
}
/** The search with its manners: strict bounds in whole seconds, ascending, a cursor while there is more. */
function desk(all: Made[], parts: Readonly<Record<string, readonly object[]>> = {}) {
  return scriptedHttp(({ url, body }) => {
    const { pathname } = new URL(url);
    const headers = { date: new Date(now_s * 1000).toUTCString() };
    if (pathname === '/teams') return { body: { teams: [{ id: '9', name: 'Support' }] }, headers };
    if (pathname === '/admins')
      return { body: { admins: [{ id: '7', email: 'Ann@Example.com', team_ids: [9] }] }, headers };
    const [, kind = '', id] = /(conversation|ticket)s\/(\d+|search)/.exec(pathname) ?? [];
    if (id !== 'search') {
      const found = all.find((each) => each.id === id);
      if (!found) return { status: 404, body: '<html>', headers };
      if (kind === 'ticket') return { body: { type: 'ticket', created_at: 1_791_000_000, ...found }, headers };
      const own = parts[found.id] ?? [];
      return {
        body: {
          created_at: 1_791_000_000,
          ...found,
          conversation_parts: { conversation_parts: own.slice(-500), total_count: own.length },
        },
        headers,
      };
    }
    const { query, pagination } = JSON.parse(body!) as {
      query: { operator: 'AND' | 'OR'; value: { field: string; operator: string; value: number | boolean | string }[] };
      pagination: { per_page: number; starting_after?: string };
    };
    const rows = all
      .filter((each) =>
        query.value[query.operator === 'OR' ? 'some' : 'every'](({ field, operator, value }) => {
          const own = (each as Record<string, unknown>)[field] as number;
          return operator === '>' ? own > Number(value) : operator === '<=' ? own <= Number(value) : own === value;
        }),
      )
      .toSorted((a, b) => a.updated_at - b.updated_at);
    const from = Number(pagination.starting_after ?? 0);
    const to = from + pagination.per_page;
    return {
      body: {
        [`${kind}s`]: rows.slice(from, to),
        pages: to < rows.length ? { next: { starting_after: String(to) } } : {},
      },
      headers,
    };
  });
}
const pulled = (all: Made[], parts?: Readonly<Record<string, readonly object[]>>, more: object = {}) => {
  const http = desk(all, parts);
  return { http, ...pulledSource(intercom, { ...source, ...more }, http, { now_s, secrets: { TOKEN: 'tok-123456' } }) };
};
const person = { type: 'user', id: 'u1' };
const admin = { type: 'admin', id: 7 };

describe('intercom', () => {
  it('reads every conversation of one second over pages, each whole', async () => {
    const { pull, loaded } = pulled(
      Array.from({ length: 400 }, (_, i) => ({ id: String(215_470_000_000_001 + i), updated_at: 1_791_100_000 })),
    );
    expect(failures(await pull())).toEqual([]);
    expect((await loaded()).tables.ticket_attributes).toHaveLength(400);
  });

  it('R1, R5: asks again from an hour before the last one seen, with a fixed end', async () => {
    const { pull, http } = pulled([{ id: '1', updated_at: 1_791_100_000 }]);
    await pull('r1');
    const before = http.requests.length;
    await pull('r2');
    const again = http.requests.slice(before).find(({ url }) => url.endsWith('/conversations/search'));
    expect(JSON.parse(again!.body!)).toMatchObject({
      query: {
        value: [
          { field: 'updated_at', operator: '>', value: 1_791_100_000 - 3600 - 1 },
          { field: 'updated_at', operator: '<=', value: now_s },
        ],
      },
      sort: { field: 'updated_at', order: 'ascending' },
    });
    expect(again!.headers['intercom-version']).toBe('2.11');
  });

  it('tells parts as events: a person replies, a robot does not, closing speaks', async () => {
    const { pull, loaded } = pulled(
      [
        {
          id: '1',
          updated_at: 1_791_000_900,
          state: 'closed',
          source: { type: 'email', delivered_as: 'customer_initiated', author: person },
          contacts: { contacts: [{ id: 'u1' }] },
          admin_assignee_id: 7,
        },
      ],
      {
        '1': [
          {
            id: 'a',
            part_type: 'comment',
            body: 'I am a robot',
            author: { type: 'bot', id: 1 },
            created_at: 1_791_000_100,
          },
          {
            id: 'b',
            part_type: 'assignment',
            body: null,
            author: admin,
            assigned_to: { type: 'admin', id: 7 },
            created_at: 1_791_000_200,
          },
          { id: 'c', part_type: 'note', body: 'psst', author: admin, created_at: 1_791_000_200 },
          { id: 'd', part_type: 'close', body: 'Done', author: admin, created_at: 1_791_000_300 },
          { id: 'e', part_type: 'open', body: 'Not so', author: person, created_at: 1_791_000_400_000 },
          {
            id: 'f',
            part_type: 'assignment',
            body: null,
            author: admin,
            assigned_to: { type: 'team', id: 9 },
            created_at: 1_791_000_500,
          },
          { id: 'g', part_type: 'close', body: null, author: admin, created_at: 1_791_000_600 },
          { id: 'h', part_type: 'brand_new_kind', body: null, author: null, created_at: 1_791_000_700 },
        ],
      },
    );
    await pull();
    const { events, tables } = await loaded();
    expect(events.map(({ kind, at_s, actor, data }) => [at_s - 1_791_000_000, kind, actor, data.to ?? null])).toEqual([
      [0, 'created', 'customer', null],
      [100, 'replied', 'automation', null],
      [200, 'assigned', 'agent', '7'],
      [200, 'noted', 'agent', null],
      [300, 'replied', 'agent', null],
      [300, 'status', 'agent', 'closed'],
      [400, 'replied', 'customer', null],
      [400, 'status', 'customer', 'open'],
      [500, 'grouped', 'agent', '9'],
      [600, 'status', 'agent', 'closed'],
    ]);
    expect(tables.field_mappings).toContainEqual(
      expect.objectContaining({ field: 'part_type', raw_value: 'brand_new_kind', is_mapped: false, seen: 1 }),
    );
  });

  it('tells who wrote it, and what was a message, by the marks of Intercom', async () => {
    const part = (id: string, part_type: string, at: number, author: object, more: object = {}) => ({
      id,
      part_type,
      body: null,
      author,
      created_at: 1_791_000_000 + at,
      ...more,
    });
    const { pull, loaded } = pulled(
      [{ id: '1', updated_at: 1_791_000_900, state: 'closed', source: { type: 'slack', author: person } }],
      {
        '1': [
          part('a', 'comment', 1, { ...admin, from_ai_agent: true }, { body: 'an answer of the AI agent' }),
          part('b', 'comment', 2, admin, { body: 'we got your message', from_workflow: true }),
          part('c', 'comment', 3, admin, { attachments: [{ type: 'upload', name: 'guide.pdf' }] }),
          part('d', 'comment', 4, admin, { redacted: true }),
          part('e', 'comment', 5, admin),
          part('f', 'merged_primary_conversation', 6, admin),
          part('g', 'merged_secondary_conversation', 7, admin),
        ],
      },
    );
    await pull();
    const { events, tables } = await loaded();
    expect(events.map(({ at_s, kind, actor }) => [at_s - 1_791_000_000, kind, actor])).toEqual([
      [0, 'created', 'customer'],
      [1, 'replied', 'automation'],
      [2, 'replied', 'automation'],
      [3, 'replied', 'agent'],
      [4, 'replied', 'agent'],
      [7, 'merged', 'agent'],
    ]);
    expect(tables.field_mappings?.filter(({ is_mapped }) => is_mapped === false)).toEqual([]);
    expect(tables.ticket_attributes?.[0]).toMatchObject({ channel: 'im' });
  });

  it('keeps what Intercom states about its AI agent, in the words of versions 2.11 to 2.16', async () => {
    const asked = ['assumed_resolution', 'confirmed_resolution', 'escalated', 'negative_feedback', 'procedure_handoff'];
    const older = ['routed_to_team', 'abandoned'];
    const of = (id: string, more: object): Made => ({ id, updated_at: 1_791_000_900, state: 'closed', ...more });
    const stating = [...asked, ...older, 'a_state_of_next_year'].map((resolution_state, i) =>
      of(String(i + 1), { ai_agent_participated: true, ai_agent: { resolution_state } }),
    );
    const { pull, loaded } = pulled([
      ...stating,
      of('20', { ai_agent_participated: false, ai_agent: null }),
      of('21', { ai_agent_participated: true, ai_agent: { resolution_state: null } }),
      of('22', {}),
    ]);
    await pull();
    const { tables } = await loaded();
    const stated = tables.ticket_attributes
      ?.toSorted((a, b) => Number(a.ticket_id) - Number(b.ticket_id))
      .map((row) => [row.ai_stated_participated, row.ai_stated_outcome, row.ai_stated_resolved]);
    expect(stated).toEqual([
      [true, 'resolved_assumed', true],
      [true, 'resolved_confirmed', true],
      [true, 'handed_over', false],
      [true, 'negative_feedback', false],
      [true, 'handed_over', false],
      [true, 'handed_over', false],
      [true, 'other', null],
      [true, 'other', null],
      [false, null, null],
      [true, null, null],
      [null, null, null],
    ]);
  });

  it('does not tell the replies of a call', () => {
    const { telling } = intercom.bind(source);
    const ofChannel = (channel_raw: string) => Object.keys(untoldOfTicket(telling, { channel_raw, created_s: null }));
    // what is an escalation was not configured
    expect(ofChannel('phone_call')).toEqual([
      'first_reply',
      'person_replies',
      'customer_replies',
      'escalation',
      'time_worked',
    ]);
    expect(ofChannel('conversation')).toEqual(['escalation', 'time_worked']);
  });

  it('keeps the parts it has seen when the helpdesk shows the last 500 only, and says so', async () => {
    const all: Made[] = [{ id: '1', updated_at: 1_791_100_000, state: 'open' }];
    const parts = { '1': [] as object[] };
    const { pull, loaded } = pulled(all, parts);
    const comment = (i: number) => ({
      id: `p${i}`,
      part_type: 'comment',
      body: 'x',
      author: admin,
      created_at: 1_791_000_000 + i,
    });
    for (let i = 0; i < 500; i++) parts['1'].push(comment(i));
    await pull('r1');
    for (let i = 500; i < 700; i++) parts['1'].push(comment(i));
    all[0] = { ...all[0]!, updated_at: 1_791_110_000 };
    await pull('r2');
    const { events, tables } = await loaded();
    expect(events.filter(({ kind }) => kind === 'replied')).toHaveLength(700);
    expect(tables.ticket_attributes?.[0]?.given_quality).toBe('["truncated_parts"]');
  });

  it('R14: reads again what was open and is not any more; what is gone is deleted', async () => {
    const all: Made[] = [
      { id: '1', updated_at: 1_791_000_000, open: true, state: 'open' },
      { id: '2', updated_at: 1_791_000_000, open: true, state: 'open' },
    ];
    const { pull, home, loaded } = pulled(all);
    await pull('r1');
    // closed without a new update time, as was seen; the other one deleted
    all.splice(0, 2, { id: '1', updated_at: 1_791_000_000, open: false, state: 'closed' });
    home.advance(2 * 86_400);
    const second = await pull('r2');
    expect(failures(second)).toEqual([]);
    expect(second.streams.find(({ name }) => name === 'open_conversations')?.rejects).toMatchObject([
      { item_id: '2', reason: 'conversation: 404' },
    ]);
    const { tables, events } = await loaded();
    expect(tables.ticket_attributes?.map(({ ticket_id, status }) => [ticket_id, status])).toEqual([
      ['1', 'closed'],
      ['2', 'open'],
    ]);
    expect(events.filter(({ kind }) => kind === 'deleted').map(({ ticket_id }) => ticket_id)).toEqual(['2']);
  });

  it('R14: reads whole again what changed, or is open again, without a new update time, once a day and nothing else', async () => {
    const made = (id: string, more: object = {}): Made => ({
      id,
      updated_at: 1_791_000_000,
      open: true,
      state: 'open',
      statistics: { count_conversation_parts: 0 },
      ...more,
    });
    // the last one is so much later that the search by update time begins after the others
    const ended = { open: false, state: 'closed' };
    const all = [made('1'), made('2'), made('3', ended), made('4', { ...ended, updated_at: 1_791_100_000 })];
    const parts = { '2': [] as object[] };
    const { pull, home, http, loaded } = pulled(all, parts);
    const read = async (run: string): Promise<readonly string[]> => {
      const before = http.requests.length;
      expect(failures(await pull(run))).toEqual([]);
      return http.requests.slice(before).flatMap(({ url }) => /conversations\/(\d+)/.exec(url)?.[1] ?? []);
    };
    expect(await read('r1')).toEqual(['1', '2', '3', '4']);
    parts['2'].push({ id: 'p', part_type: 'comment', body: 'x', author: admin, created_at: 1_791_000_500 });
    all[1] = made('2', { statistics: { count_conversation_parts: 1 } });
    all[2] = made('3');
    expect(await read('r2')).toEqual(['4']);
    home.advance(day_s);
    expect(await read('r3')).toEqual(['4', '2', '3']);
    home.advance(day_s);
    expect(await read('r4')).toEqual(['4']);
    const { events, tables } = await loaded();
    expect(events.filter(({ kind }) => kind === 'replied')).toMatchObject([{ ticket_id: '2', actor: 'agent' }]);
    expect(tables.ticket_attributes?.map(({ ticket_id, status }) => [ticket_id, status])).toContainEqual(['3', 'open']);
  });

  it('R14: reads again what was snoozed, which need not say that it is open', async () => {
    const all: Made[] = [{ id: '1', updated_at: 1_791_000_000, open: false, state: 'snoozed' }];
    const { pull, home, loaded } = pulled(all);
    await pull('r1');
    all[0] = { id: '1', updated_at: 1_791_000_000, open: false, state: 'closed' };
    home.advance(2 * 86_400);
    expect(failures(await pull('r2'))).toEqual([]);
    expect((await loaded()).tables.ticket_attributes).toMatchObject([{ ticket_id: '1', status: 'closed' }]);
  });

  it.each(['submitted', 'in_progress', 'waiting_on_customer'])(
    'R14: reads again a ticket that was %s, which need not be open, and was resolved without a new update time',
    async (state) => {
      const ticket = (ticket_state: string): Made => ({
        id: '5',
        updated_at: 1_791_000_000,
        open: false,
        state: ticket_state,
        ticket_state,
      });
      const all = [ticket(state)];
      const { pull, home, loaded } = pulled(all, {}, { objects: 'tickets' });
      await pull('r1');
      all[0] = ticket('resolved');
      home.advance(2 * 86_400);
      expect(failures(await pull('r2'))).toEqual([]);
      expect((await loaded()).tables.ticket_attributes).toMatchObject([{ ticket_id: '5', status: 'solved' }]);
    },
  );

  it('takes the answer of a rating from updated_at: created_at is when it was asked for', async () => {
    const { pull, loaded } = pulled([
      {
        id: '1',
        updated_at: 1_791_100_000,
        conversation_rating: {
          rating: 2,
          remark: 'Rude words',
          created_at: 1_791_000_100,
          updated_at: 1_791_000_900,
          teammate: { id: 7 },
        },
      },
    ]);
    await pull();
    expect((await loaded()).tables.surveys).toMatchObject([
      {
        score: 2,
        label: 'bad',
        offered_s: 1_791_000_100,
        answered_s: 1_791_000_900,
        person_id: '7',
        scale_min: 1,
        scale_max: 5,
      },
    ]);
  });

  describe('promises', () => {
    const promises = async (sla_applied: object | null, parts: readonly object[] = [], version = '2.11') => {
      const all = [{ id: '1', updated_at: 1_791_100_000, sla_applied }];
      const { pull, loaded } = pulled(all, { '1': parts }, { version });
      expect(failures(await pull())).toEqual([]);
      const { tables } = await loaded();
      return {
        rows: (tables.sla_results ?? []).map(({ metric, policy_id, applied_s, is_breached, ...more }) => {
          // nothing is said of office hours, so that no time can be made of a target
          expect([more.due_s, more.fulfilled_s, more.elapsed_s]).toEqual([null, null, null]);
          return [metric, policy_id, Number(applied_s) - 1_791_000_000, is_breached];
        }),
        unmapped: tables.field_mappings?.filter(({ is_mapped }) => is_mapped === false) ?? [],
      };
    };
    const summary = (sla_status: string | null) => ({ type: 'conversation_sla_summary', sla_name: 'Gold', sla_status });

    it.each([
      ['hit', false],
      ['active', false],
      ['missed', true],
      ['cancelled', null],
      [null, null],
    ])('are one of the service level as a whole where no more is told: %s', async (status, is_breached) => {
      expect(await promises(summary(status))).toEqual({ rows: [[null, 'Gold', 0, is_breached]], unmapped: [] });
    });

    it('are none without a service level, and of an unknown state neither kept nor missed, which is listed', async () => {
      expect((await promises(null)).rows).toEqual([]);
      const { rows, unmapped } = await promises(summary('expired'));
      expect(rows).toEqual([[null, 'Gold', 0, null]]);
      expect(unmapped).toMatchObject([{ field: 'sla_status', raw_value: 'expired', value: null, seen: 1 }]);
    });

    it('are each target of each application where the parts tell them, with what was missed and taken back', async () => {
      const part = (at: number, part_type: string, event_details: object) => ({
        id: `s${at}`,
        part_type,
        body: null,
        author: { type: 'bot', id: '278' },
        created_at: 1_791_000_000 + at,
        event_details,
      });
      const parts = [
        part(10, 'conversation_sla_applied_by_rule', {
          sla_name: 'Gold',
          sla_definition: { first_reply_time: 300, next_reply_time: 600, resolution_time: null, time_to_close: 7200 },
        }),
        part(400, 'conversation_sla_target_missed', {
          sla_name: 'Gold',
          sla_target_type: 'first_reply_time',
          current_sla_status: 'missed',
          sla_states: {
            first_reply_time: { status: 'missed', seconds_remaining: null },
            time_to_close: { status: 'active', seconds_remaining: 6810 },
          },
        }),
        part(500, 'conversation_sla_paused', {
          sla_name: 'Gold',
          current_sla_status: 'active',
          sla_states: { time_to_close: { status: 'paused', seconds_remaining: 6710 } },
        }),
        part(600, 'conversation_sla_unpaused', { sla_name: 'Gold' }),
        part(700, 'conversation_sla_removed', { sla_name: 'Gold' }),
        part(800, 'conversation_sla_applied_by_workflow', {
          sla_name: 'Silver',
          sla_definition: { first_reply_time: null, next_reply_time: null, resolution_time: 3600, time_to_close: null },
        }),
      ];
      const { rows, unmapped } = await promises({ ...summary('active'), sla_name: 'Silver' }, parts, '2.15');
      expect(rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual([
        ['first_reply', 'Gold', 10, true],
        ['next_reply', 'Gold', 10, null],
        ['resolution', 'Silver', 800, false],
        ['time_to_close', 'Gold', 10, null],
      ]);
      expect(unmapped).toEqual([]);
    });
  });
});
