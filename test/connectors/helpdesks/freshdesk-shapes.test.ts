import { describe, expect, it } from 'vitest';
import { freshdesk } from '../../../shared/connectors/helpdesks/freshdesk.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

// Fields, nulls and spellings as in the vendor's published examples (developers.freshdesk.com/api); the words and numbers are our own.
const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const source = {
  id: 'desk',
  connector: 'freshdesk',
  domain: 'example',
  api_key: '${env:KEY}',
  start: '2026-01-01',
  mappings: { escalation: { tags: ['engineering'] }, fields: { product: 'cf_model' } },
};
const answers: Readonly<Record<string, unknown>> = {
  '/tickets': [
    {
      cc_emails: ['cc@example.com'],
      fwd_emails: [],
      reply_cc_emails: [],
      ticket_cc_emails: [],
      email_config_id: null,
      fr_escalated: true,
      nr_escalated: false,
      spam: false,
      priority: 4,
      requester_id: 6012691534,
      source: 1,
      status: 4,
      subject: 'Secret words',
      association_type: 4,
      associated_tickets_list: ['@long'],
      to_emails: null,
      product_id: null,
      company_id: null,
      id: '@long',
      type: 'Service Task',
      due_by: '2026-09-04T12:27:09+05:30',
      fr_due_by: '2026-09-01T12:27:09+05:30',
      nr_due_by: null,
      is_escalated: false,
      custom_fields: { cf_model: 'X-200', cf_empty: null, cf_list: ['a', 'b'], cf_number: 7 },
      created_at: '2026-09-01T12:00:09+05:30',
      updated_at: '2026-09-03T09:00:00+05:30',
      group_id: 51000,
      responder_id: 6010396333,
      tags: ['b', 'a'],
      sentiment_score: 61,
      structured_description: { type: 'doc' },
      requester: { id: 6012691534, name: 'Somebody', email: 'somebody@example.com', mobile: null, phone: null },
      stats: {
        agent_responded_at: '2026-09-01T08:00:00Z',
        requester_responded_at: null,
        first_responded_at: '2026-09-01T08:00:00Z',
        status_updated_at: '2026-09-02T08:00:00Z',
        reopened_at: null,
        resolved_at: '2026-09-02T08:00:00Z',
        closed_at: null,
        pending_since: null,
      },
    },
    // keys left out, ids as text
    { id: '12', created_at: '2026-09-01T08:00:00Z', updated_at: '2026-09-01T08:00:00Z', status: 8, priority: null },
  ],
  '/tickets/90071992547409931/conversations': [
    {
      body: '<div>Secret</div>',
      body_text: 'Secret',
      id: 2001,
      incoming: false,
      private: false,
      user_id: 6010396333,
      support_email: null,
      source: 0,
      category: 3,
      to_emails: ['somebody@example.com'],
      from_email: 'Desk <desk@example.com>',
      cc_emails: [],
      bcc_emails: null,
      email_failure_count: null,
      outgoing_failures: null,
      thread_id: null,
      thread_message_id: null,
      automation_id: null,
      automation_type_id: null,
      auto_response: false,
      ticket_id: '@long',
      threading_type: null,
      attachments: [],
      last_edited_at: null,
      last_edited_user_id: null,
      created_at: '2026-09-01T08:00:00Z',
      updated_at: '2026-09-01T08:00:00Z',
    },
    // a rule writes, a mail is forwarded, a survey is answered, somebody unknown writes
    {
      id: 2002,
      incoming: false,
      private: false,
      source: 0,
      user_id: 1,
      automation_id: 77,
      body_text: null,
      created_at: '2026-09-01T08:01:00Z',
    },
    {
      id: 2003,
      incoming: false,
      private: false,
      source: 8,
      user_id: 1,
      body_text: 'Fw',
      created_at: '2026-09-01T08:02:00Z',
    },
    {
      id: 2004,
      incoming: true,
      private: false,
      source: 6,
      user_id: 83,
      body_text: 'Good',
      created_at: '2026-09-01T08:03:00Z',
    },
    { id: '2005', incoming: true, private: false, source: 2, user_id: null, created_at: '2026-09-01T08:04:00+00:00' },
  ],
  '/agents': [
    {
      available: true,
      occasional: false,
      signature: null,
      id: 6010396333,
      ticket_scope: 1,
      type: 'support_agent',
      group_ids: [51000],
      role_ids: [1, 2],
      skill_ids: [],
      available_since: null,
      deactivated: false,
      contact: { active: true, email: 'agent@example.com', mobile: 1234, time_zone: 'Chennai', last_login_at: null },
      created_at: '2026-01-18T16:18:05Z',
      updated_at: '2026-01-18T16:18:05Z',
    },
    { id: 5, type: 'collaborator', contact: null, group_ids: null },
  ],
  '/groups': [
    { id: 51000, name: 'Second line', description: null, escalate_to: null, unassigned_for: '30m', agent_ids: [] },
  ],
  '/contacts': [
    {
      active: false,
      email: null,
      id: 6012691534,
      company_id: 8,
      other_companies: [],
      custom_fields: {},
      tags: [],
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
    },
  ],
  '/surveys/satisfaction_ratings': [
    {
      id: 31,
      survey_id: 1,
      user_id: 6012691534,
      agent_id: null,
      feedback: 'Secret',
      group_id: null,
      ticket_id: 12,
      ratings: { default_question: -103, question_14: 103 },
      created_at: '2026-09-04T00:00:00Z',
      updated_at: '2026-09-04T00:00:00Z',
    },
    { id: 32, user_id: 1, ticket_id: 12, ratings: { question_14: 103 }, created_at: '2026-09-04T00:00:00Z' },
    // a classic survey: 1 is happy, 2 is neutral, 3 is unhappy
    { id: 33, user_id: 1, ticket_id: 12, ratings: { default_question: 1 }, created_at: '2026-09-04T00:00:00Z' },
    { id: 34, user_id: 1, ticket_id: 12, ratings: { default_question: 3 }, created_at: '2026-09-04T00:00:00Z' },
    { id: 35, user_id: 1, ticket_id: 12, ratings: { default_question: 50 }, created_at: '2026-09-04T00:00:00Z' },
  ],
  '/time_entries': [
    {
      billable: true,
      note: '',
      id: 41,
      timer_running: false,
      agent_id: 6010396333,
      ticket_id: 12,
      company_id: null,
      time_spent: '03:05',
      time_spent_in_seconds: 11100,
      executed_at: '2026-09-02T22:00:00Z',
      start_time: '2026-09-02T22:00:00Z',
      created_at: '2026-09-02T22:00:00Z',
      updated_at: '2026-09-02T22:00:00Z',
    },
    { id: 42, agent_id: null, ticket_id: 12, time_spent: '00:15', created_at: '2026-09-02T23:00:00Z' },
  ],
};
const activities = [
  {
    performed_at: '04-10-2026 12:33:38 +0530',
    ticket_id: 12,
    performer_type: 'user',
    performer_id: 6010396333,
    activity: {
      status: 'Waiting on Third Party',
      priority: 4,
      agent_id: null,
      group: 'Second line',
      custom_fields: {},
    },
  },
  {
    performed_at: '2026-10-04T07:10:00Z',
    ticket_id: '12',
    performer_type: 'system',
    performer_id: null,
    activity: { automation: { type: 1, rule: 'Secret' }, added_tags: ['engineering'], removed_tags: [], spam: false },
  },
  {
    performed_at: '04-10-2026 07:20:00 +0000',
    ticket_id: 12,
    performer_type: 'requester',
    performer_id: 83,
    activity: null,
  },
];
const http = scriptedHttp(({ url }): Said => {
  const { pathname, searchParams: query, host } = new URL(url);
  if (host === 'files.example')
    return {
      body: { metadata: { activities_count: 3 }, activities_data: pathname === '/2026-10-04' ? activities : [] },
    };
  const path = pathname.replace('/api/v2', '');
  if (path === '/export/ticket_activities')
    return {
      body: {
        export: [{ created_at: query.get('created_at'), url: `https://files.example/${query.get('created_at')}` }],
      },
    };
  if (path === '/search/tickets') return { body: { results: [], total: '2' } };
  // ids beyond 2^53 are digits here, as they come
  const rows = query.has('filter') ? [] : (answers[path] ?? []);
  return { body: JSON.stringify(rows).replaceAll('"@long"', '90071992547409931') };
});

describe('what freshdesk is documented to answer', () => {
  const one = pulledSource(freshdesk, source, http, { now_s, secrets: { KEY: 'k-123456' } });
  const read = (async () => ({ result: await one.pull(), ...(await one.loaded()) }))();

  it('is read to its end, and nothing of it is refused but one code that no page names', async () => {
    const { result, tables } = await read;
    expect(failures(result)).toEqual([]);
    expect(result.streams.flatMap(({ rejects }) => rejects)).toEqual([]);
    expect(tables.ingest_rejects?.map(({ item_id, reason }) => [item_id, reason])).toEqual([
      ['35', 'ratings.default_question: found another number, expected a code of an answer; it is left out'],
    ]);
  });

  it('is tickets with ids of any length, offsets, custom fields and promises', async () => {
    const { tables } = await read;
    const [short, long] = tables.ticket_attributes!.toSorted(
      (a, b) => String(a.ticket_id).length - String(b.ticket_id).length,
    );
    expect(long).toMatchObject({
      ticket_id: '90071992547409931',
      created_s: Date.parse('2026-09-01T06:30:09Z') / 1000,
      updated_s: Date.parse('2026-09-03T03:30:00Z') / 1000,
      status: 'solved',
      priority: 'p1',
      product: 'X-200',
      tags: '["a","b"]',
      requester_id: '6012691534',
    });
    expect(short).toMatchObject({ ticket_id: '12', status: 'other', priority: null, tags: '[]', assignee_id: null });
    expect(tables.sla_results).toEqual([
      expect.objectContaining({
        metric: 'first_reply',
        due_s: Date.parse('2026-09-01T06:57:09Z') / 1000,
        is_breached: true,
      }),
      expect.objectContaining({ metric: 'resolution', is_breached: false }),
    ]);
    expect(tables.field_mappings).toContainEqual(
      expect.objectContaining({ field: 'status', raw_value: '8', is_mapped: false }),
    );
  });

  it('is messages by who wrote them: rules, forwards and answers to surveys are no replies of people', async () => {
    const { events } = await read;
    expect(
      events
        .filter(({ event_id }) => event_id?.startsWith('conversation.'))
        .map(({ event_id, kind, actor, data }) => [event_id, kind, actor, data.is_auto ?? 0]),
    ).toEqual([
      ['conversation.2001', 'replied', 'agent', 0],
      ['conversation.2002', 'replied', 'automation', 1],
      ['conversation.2003', 'noted', 'agent', 0],
      ['conversation.2005', 'replied', 'customer', 0],
    ]);
  });

  it('is activities in either spelling of time, and a tracker that a ticket hangs on', async () => {
    const { events } = await read;
    expect(
      events
        .filter(({ event_id }) => event_id?.startsWith('activity.'))
        .map(({ kind, at_s, actor, data }) => [
          kind,
          new Date(at_s * 1000).toISOString().slice(11, 16),
          actor,
          data.to,
        ]),
    ).toEqual([
      ['status', '07:03', null, 'pending_third_party'],
      ['field', '07:03', null, 'p1'],
      ['assigned', '07:03', null, null],
      ['escalated', '07:10', 'automation', 'development'],
    ]);
    expect(events.find(({ kind, ticket_id }) => kind === 'snapshot' && ticket_id !== '12')?.data.engineering).toBe(
      '90071992547409931',
    );
  });

  it('is people, groups, contacts, ratings and time', async () => {
    const { tables, events } = await read;
    expect(tables.people?.map(({ person_id, role, group_ids }) => [person_id, role, group_ids])).toEqual([
      ['5', 'light', '[]'],
      ['6010396333', 'staff', '["51000"]'],
    ]);
    expect(tables.groups).toMatchObject([{ group_id: '51000', name: 'Second line' }]);
    expect(tables.contacts).toMatchObject([{ contact_id: '6012691534', account_id: '8', email_hash: null }]);
    expect(tables.surveys?.map(({ survey_id, score, label }) => [survey_id, score, label])).toEqual([
      ['31', -3, 'bad'],
      ['32', null, null],
      ['33', null, 'good'],
      ['34', null, 'bad'],
      ['35', null, null],
    ]);
    expect(events.filter(({ kind }) => kind === 'worked').map(({ data }) => data.worked_s)).toEqual([11100, 900]);
  });

  it('says the zone of its API user, and that no query depends on it', () => {
    const { zone } = freshdesk.bind(source);
    expect(zone?.first.url).toBe('/agents/me');
    expect(zone?.read({ id: 1, contact: { time_zone: 'Chennai' } }, zone.first, {})).toEqual({ zone: 'Chennai' });
    expect(zone?.read({ id: 1, contact: null }, zone.first, {})).toEqual({ zone: null });
    expect(zone?.use).toBe('never_matters');
  });
});
