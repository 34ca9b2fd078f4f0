import { describe, expect, it } from 'vitest';
import { hubspot } from '../../../shared/connectors/helpdesks/hubspot.ts';
import { intercom } from '../../../shared/connectors/helpdesks/intercom.ts';
import { jiraServiceManagement } from '../../../shared/connectors/helpdesks/jira-service-management.ts';
import { zendesk } from '../../../shared/connectors/helpdesks/zendesk.ts';
import { readPage as read } from '../../support/read-page.ts';

// Pages with every field, null and nesting that the helpdesks’ references and recorded answers show; the numbers are ours.

describe('Zendesk, as it answers', () => {
  const settings = { subdomain: 'example', email: 'a@example.com', token: '${env:T}', sla: true };
  const ticket = {
    url: 'https://elsewhere.zendesk.com/api/v2/tickets/41.json',
    id: 41,
    external_id: null,
    via: {
      channel: 'voice',
      source: {
        rel: 'voicemail',
        from: { formatted_phone: '+49 30 1', phone: '+49301', name: 'Caller' },
        to: { formatted_phone: '+49 30 2', phone: '+49302', name: 'Desk', brand_id: 3_600_001 },
      },
    },
    created_at: '2026-06-17T14:49:20Z',
    updated_at: '2026-06-18T10:00:00Z',
    generated_timestamp: 1_781_776_801,
    type: null,
    subject: 'Voicemail',
    raw_subject: 'Voicemail',
    description: 'Call',
    priority: null,
    status: 'new',
    recipient: null,
    requester_id: 4_992_781_783_439,
    submitter_id: 4_992_781_783_439,
    assignee_id: null,
    organization_id: null,
    group_id: null,
    collaborator_ids: [],
    follower_ids: [],
    email_cc_ids: [],
    forum_topic_id: null,
    problem_id: null,
    has_incidents: false,
    is_public: false,
    due_at: null,
    tags: [],
    custom_fields: [
      { id: 9, value: null },
      { id: 10, value: false },
      { id: 11, value: ['a', 'b'] },
    ],
    satisfaction_rating: { score: 'unoffered' },
    sharing_agreement_ids: [],
    custom_status_id: 4_044_356,
    fields: [],
    followup_ids: [],
    ticket_form_id: 360_000_084_116,
    deleted_ticket_form_id: null,
    brand_id: 360_000_358_316,
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: false,
    metric_set: null,
  };
  it('tickets, deleted ones and samples among them', async () => {
    const page = {
      tickets: [
        ticket,
        {
          ...ticket,
          id: 42,
          status: 'deleted',
          via: { channel: 'sample_ticket', source: { from: {}, to: {}, rel: null } },
        },
        { id: 43, created_at: '2026-06-17T14:49:20Z', via: null, tags: null, custom_fields: null },
      ],
      count: 3,
      end_of_stream: true,
      after_cursor: 'MTY4NzA=',
      after_url: 'https://elsewhere.zendesk.com/api/v2/incremental/tickets/cursor.json?cursor=MTY4NzA%3D',
      before_cursor: null,
      before_url: null,
    };
    const { table, events, rejects, unmapped } = await read(zendesk, settings, 'tickets', page);
    expect([rejects, unmapped]).toEqual([[], []]);
    expect(table('ticket_attributes').map((row) => [row.ticket_id, row.channel, row.status, row.priority])).toEqual([
      ['41', 'phone', 'new', null],
      ['42', 'other', 'deleted', null],
      ['43', null, null, null],
    ]);
    expect(events.map(({ ticket_id, kind }) => `${ticket_id} ${kind}`)).toEqual([
      '41 created',
      '42 created',
      '42 deleted',
      '43 created',
    ]);
  });
  it('audits whose children spell a change either way, with forwarded, voice and chat children beside', async () => {
    const audit = {
      id: 2_127_301_143,
      ticket_id: 41,
      timestamp: 1_781_777_000,
      created_at: '2026-06-18T10:03:20Z',
      updater_id: 360_786_799_676,
      via: 'Web form',
      system: { client: 'Mozilla', ip_address: '203.0.113.4', location: 'Berlin', latitude: 52.5, longitude: 13.4 },
      metadata: { system: {}, custom: {}, flags: [2], flags_options: { '2': { trusted: true } } },
      event_type: 'Audit',
    };
    const page = {
      ticket_events: [
        {
          ...audit,
          child_events: [
            {
              id: 1,
              via: 'Web form',
              via_reference_id: null,
              status: 'open',
              previous_value: 'new',
              event_type: 'Change',
            },
            {
              id: 2,
              type: 'Change',
              field_name: 'priority',
              value: 'high',
              previous_value: null,
              event_type: 'Change',
            },
            {
              id: 3,
              type: 'Comment',
              event_type: 'Comment',
              author_id: 360_786_799_676,
              body: 'Done',
              html_body: '<p>Done</p>',
              plain_body: 'Done',
              public: true,
              attachments: [],
              audit_id: 2_127_301_143,
              comment_present: true,
              comment_public: true,
            },
            { id: 4, type: 'Notification', event_type: 'Notification', subject: 'Re', body: 'x', recipients: [1] },
            {
              id: 5,
              type: 'VoiceComment',
              event_type: 'VoiceComment',
              data: { call_duration: 5 },
              body: 'Call',
              public: false,
            },
            {
              id: 6,
              event_type: 'Change',
              tags: ['a', 'b'],
              added_tags: ['b'],
              removed_tags: [],
              previous_value: ['a'],
            },
            { id: 7, event_type: 'Change', custom_ticket_fields: { '9': 'new value' }, previous_value: null },
            null,
          ],
        },
        { ...audit, id: 2_127_301_144, updater_id: null, via: { channel: 'rule', source: {} }, child_events: null },
        { ...audit, id: 2_127_301_145, updater_id: -1, child_events: [{ id: 8, event_type: 'AgentMacroReference' }] },
      ],
      next_page: 'https://elsewhere.zendesk.com/api/v2/incremental/ticket_events.json?start_time=1781777001',
      count: 3,
      end_of_stream: true,
      end_time: 1_781_777_001,
    };
    const { events, rejects, unmapped } = await read(zendesk, settings, 'ticket_events', page);
    expect([rejects, unmapped]).toEqual([[], []]);
    expect(events.map(({ kind, data }) => [kind, data.to ?? data.text_length])).toEqual([
      ['status', 'open'],
      ['field', 'p2'],
      ['replied', 4],
      ['noted', 4],
    ]);
  });
  it('metric events of every type', async () => {
    const tick = (id: number, metric: string, type: string, more: object = {}) => ({
      id,
      ticket_id: 41,
      metric,
      instance_id: 1,
      type,
      time: '2026-06-18T10:00:00Z',
      ...more,
    });
    const sla = { target: 61, business_hours: false, policy: { id: 360_001, title: 'Gold', description: null } };
    const page = {
      ticket_metric_events: [
        tick(1, 'agent_work_time', 'measure', { instance_id: 0 }),
        tick(2, 'reply_time', 'activate'),
        tick(3, 'reply_time', 'apply_sla', { sla }),
        tick(4, 'reply_time', 'apply_sla', { sla: { ...sla, target_in_seconds: 3661 }, instance_id: 2 }),
        tick(5, 'group_ownership_time', 'apply_group_sla', { group_sla: { ...sla, business_hours: true } }),
        tick(6, 'requester_wait_time', 'pause'),
        tick(7, 'reply_time', 'breach', { deleted: true }),
        tick(8, 'reply_time', 'breach', { deleted: false }),
        tick(9, 'reply_time', 'fulfill'),
        tick(10, 'reply_time', 'update_status', { status: { calendar: 12, business: 7 } }),
        tick(11, 'reply_time', 'brand_new_type'),
      ],
      count: 11,
      end_of_stream: true,
      end_time: 1_781_777_001,
      next_page: null,
    };
    const { events, rejects, unmapped } = await read(zendesk, settings, 'ticket_metric_events', page);
    expect(rejects).toEqual([]);
    expect(unmapped).toEqual(['metric_event=brand_new_type']);
    expect(events.map(({ kind, data }) => [kind, data.metric, data.to ?? data.target_s ?? data.is_undone])).toEqual([
      ['sla_clock', 'first_reply', 'active'],
      ['sla_applied', 'first_reply', 3660],
      ['sla_applied', 'next_reply', 3661],
      ['sla_applied', 'group_ownership', 3660],
      ['sla_clock', 'wait', 'paused'],
      ['sla_breached', 'first_reply', 1],
      ['sla_breached', 'first_reply', undefined],
      ['sla_clock', 'first_reply', 'fulfilled'],
      ['sla_clock', 'first_reply', 'measured'],
    ]);
  });
  it('organisations, whose fields make accounts where the configuration names them', async () => {
    const organization = {
      url: 'https://example.zendesk.com/api/v2/organizations/360033549136.json',
      id: 360_033_549_136,
      name: 'Example GmbH',
      shared_tickets: true,
      shared_comments: true,
      external_id: null,
      created_at: '2026-03-01T10:00:00Z',
      updated_at: '2026-05-01T10:00:00Z',
      domain_names: [],
      details: '',
      notes: '',
      group_id: null,
      tags: ['vip'],
      organization_fields: { tier: 'gold', zone: null, watch: true, since: '2026-02-01T00:00:00+00:00' },
      deleted_at: null,
    };
    const organizations = { band: 'tier', region: 'zone', at_risk: 'watch', started: 'since', ended: 'until' };
    const { table, rejects, rows } = await read(zendesk, { ...settings, organizations }, 'organizations', {
      organizations: [organization, { id: 5, name: 'Bare' }],
      count: 2,
      end_of_stream: true,
      end_time: 1_781_777_001,
      next_page: null,
    });
    expect(rejects).toEqual([]);
    const day = (text: string): number => Date.parse(text) / 86_400_000;
    expect(table('accounts')).toMatchObject([
      {
        account_id: '360033549136',
        band: 'gold',
        region: null,
        at_risk: true,
        started_day: day('2026-02-01'),
        ended_day: null,
        from_day: day('2026-03-01'),
      },
      { account_id: '5', band: null, started_day: null, from_day: 0 },
    ]);
    expect(JSON.stringify(rows)).not.toContain('Example GmbH');
  });
  it('policies, their targets by priority', async () => {
    const policy = {
      url: 'https://example.zendesk.com/api/v2/slas/policies/36.json',
      id: 36,
      title: 'Incidents',
      description: null,
      position: 3,
      filter: { all: [{ field: 'type', operator: 'is', value: 'incident' }], any: [] },
      policy_metrics: [
        { priority: 'high', metric: 'first_reply_time', target: 61, business_hours: false, target_in_seconds: 3660 },
        { priority: 'low', metric: 'requester_wait_time', target: 180, business_hours: true },
      ],
      created_at: '2026-03-17T22:50:26Z',
      updated_at: '2026-03-17T22:50:26Z',
    };
    const { table, rejects } = await read(zendesk, settings, 'sla_policies', { sla_policies: [policy], count: 1 });
    expect(rejects).toEqual([]);
    expect(
      table('sla_policies').map(({ policy_id, title, metric, priority, target_duration_s }) => [
        policy_id,
        title,
        metric,
        priority,
        target_duration_s,
      ]),
    ).toEqual([
      ['36', 'Incidents', 'first_reply', 'p2', 3660],
      ['36', 'Incidents', 'wait', 'p4', 10_800],
    ]);
  });
  it('a brand is a product where the account says so, by the name that it gives it', async () => {
    const page = { tickets: [ticket, { ...ticket, id: 42, brand_id: 5 }], end_of_stream: true };
    const mappings = { brand: { '360000358316': 'Shop' } };
    const products = async (more: object) =>
      (await read(zendesk, { ...settings, mappings, ...more }, 'tickets', page))
        .table('ticket_attributes')
        .map(({ brand, product }) => [brand, product]);
    expect(await products({ product_by_brand: true })).toEqual([
      ['Shop', 'Shop'],
      ['5', '5'],
    ]);
    expect(await products({})).toEqual([
      ['Shop', null],
      ['5', null],
    ]);
  });
  it('users, groups, ratings and deletions', async () => {
    const user = {
      id: 6_128_164_851_599,
      email: null,
      created_at: '2026-01-29T08:56:24Z',
      updated_at: '2026-02-01T07:41:46Z',
      time_zone: 'Pacific/Noumea',
      organization_id: null,
      role: 'end-user',
      role_type: null,
      custom_role_id: null,
      suspended: false,
      default_group_id: null,
      active: true,
      user_fields: { flag: false, number: null },
    };
    const people = await read(zendesk, settings, 'users', {
      users: [user, { ...user, id: 7, role: 'agent', role_type: 1 }, { ...user, id: 8, role: 'admin', role_type: 4 }],
      end_of_stream: true,
    });
    expect(people.rejects).toEqual([]);
    expect(people.table('contacts')).toHaveLength(1);
    expect(people.table('people').map(({ role }) => role)).toEqual(['light', 'staff']);
    const ratings = await read(zendesk, settings, 'satisfaction_ratings', {
      satisfaction_ratings: [
        {
          id: 1,
          ticket_id: 41,
          assignee_id: null,
          requester_id: 2,
          score: 'offered',
          created_at: '2026-06-19T10:00:00Z',
        },
        {
          id: 2,
          ticket_id: 41,
          assignee_id: 7,
          requester_id: 2,
          score: 'bad_with_comment',
          comment: 'No',
          reason: 'The issue took too long to resolve',
          reason_id: 0,
          reason_code: 1000,
          created_at: '2026-06-19T11:00:00Z',
          updated_at: '2026-06-19T11:00:00Z',
        },
      ],
      meta: { has_more: false, after_cursor: null, before_cursor: null },
      links: { prev: null, next: null },
    });
    expect(ratings.rejects).toEqual([]);
    expect(ratings.table('surveys').map(({ label, answered_s }) => [label, answered_s !== null])).toEqual([
      [null, false],
      ['bad', true],
    ]);
    const gone = await read(zendesk, settings, 'deleted_tickets', {
      deleted_tickets: [
        {
          id: 5,
          subject: 'x',
          actor: { id: 3946, name: 'A' },
          deleted_at: '2026-06-20T10:00:00Z',
          previous_state: 'open',
        },
      ],
      count: 1,
      next_page: null,
      previous_page: null,
    });
    expect([gone.rejects, gone.events.map(({ kind }) => kind)]).toEqual([[], ['deleted']]);
  });
});

describe('HubSpot, as it answers', () => {
  const settings = { token: '${env:T}' };
  const ticket = (properties: object, more: object = {}) => ({
    id: '1401690016',
    properties: {
      closed_date: null,
      createdate: '2026-01-30T23:52:42.464Z',
      first_agent_reply_date: null,
      hs_lastmodifieddate: '2026-01-30T23:52:43.939Z',
      hs_merged_object_ids: null,
      hs_object_id: '1401690016',
      hs_pipeline: '0',
      hs_pipeline_stage: '1',
      hs_tag_ids: null,
      hs_ticket_category: null,
      hs_ticket_priority: null,
      hs_time_to_close_sla_at: null,
      hs_time_to_close_sla_status: null,
      hubspot_owner_id: '52550153',
      hubspot_team_id: null,
      source_type: null,
      ...properties,
    },
    propertiesWithHistory: {},
    createdAt: '2026-01-30T23:52:42.464Z',
    updatedAt: '2026-01-30T23:52:43.939Z',
    archived: false,
    ...more,
  });
  it('a ticket of which hardly anything is known', async () => {
    const { table, events, rejects, unmapped } = await read(hubspot, settings, 'tickets', { results: [ticket({})] });
    expect([rejects, unmapped]).toEqual([[], []]);
    expect(table('ticket_attributes')).toMatchObject([{ status: 'new', requester_id: null, account_id: null }]);
    expect(table('sla_results')).toEqual([]);
    expect(events.map(({ kind }) => kind)).toEqual(['created']);
  });
  it('times with an offset, histories newest first, labelled associations', async () => {
    const whole = ticket(
      { createdate: '2026-01-30T23:52:42.464000+00:00', source_type: 'EMAIL', hs_ticket_priority: 'HIGH' },
      {
        propertiesWithHistory: {
          hs_pipeline_stage: [
            {
              value: '4',
              timestamp: '2026-02-01T00:00:00Z',
              sourceType: 'CRM_UI',
              sourceId: 'userId:12',
              updatedByUserId: 12,
            },
            { value: '1', timestamp: '2026-01-30T23:52:42.464Z', sourceType: 'CONVERSATIONS', sourceId: null },
          ],
          hubspot_owner_id: [{ value: '', timestamp: '2026-02-01T00:00:00Z', sourceType: 'API', sourceLabel: null }],
          hs_tag_ids: null,
        },
        associations: {
          contacts: {
            results: [
              { id: '151', type: 'ticket_to_contact' },
              { id: '152', type: 'ticket_to_contact_label' },
            ],
          },
          companies: { results: [] },
        },
      },
    );
    const { table, events, rejects } = await read(hubspot, settings, 'ticket', whole, '1401690016');
    expect(rejects).toEqual([]);
    expect(table('ticket_attributes')).toMatchObject([{ requester_id: '151', account_id: null, priority: 'p2' }]);
    expect(events.map(({ kind, actor, data }) => [kind, actor, data.to ?? null])).toEqual([
      ['created', 'customer', null],
      ['status', 'automation', 'new'],
      ['status', 'agent', 'closed'],
      ['assigned', 'automation', null],
    ]);
  });
  it('a stage of the account’s own pipeline that it was closed in', async () => {
    const stage = (value: string, timestamp: string) => ({
      value,
      timestamp,
      sourceType: 'CRM_UI',
      sourceId: 'userId:12',
    });
    const closed = ticket(
      { hs_pipeline_stage: '98001', closed_date: '2026-02-01T00:00:00.900Z' },
      {
        propertiesWithHistory: {
          hs_pipeline_stage: [
            stage('98001', '2026-01-31T23:59:59.800Z'),
            stage('98000', '2026-01-31T00:00:00.000Z'),
            stage('1', '2026-01-30T23:52:42.464Z'),
          ],
        },
      },
    );
    const { table, events, unmapped } = await read(hubspot, settings, 'ticket', closed, '1401690016');
    expect(table('ticket_attributes')).toMatchObject([{ status: 'closed', status_raw: '98001' }]);
    expect(events.filter(({ kind }) => kind === 'status').map(({ data }) => data.to)).toEqual([
      'new',
      'other',
      'closed',
    ]);
    expect(unmapped).toEqual(['status=98000']);
  });
  it('promises: due, kept late, and not yet kept', async () => {
    const { table, unmapped } = await read(hubspot, settings, 'tickets', {
      results: [
        ticket({
          first_agent_reply_date: '2026-01-31T00:52:42.464Z',
          hs_time_to_first_response_sla_at: '2026-01-31T00:22:42.464Z',
          hs_time_to_first_response_sla_status: 'COMPLETED_LATE',
          hs_time_to_close_sla_at: '2026-02-02T00:00:00Z',
          hs_time_to_close_sla_status: 'ACTIVE',
        }),
      ],
    });
    const created_s = Date.parse('2026-01-30T23:52:42Z') / 1000;
    expect(unmapped).toEqual([]);
    expect(table('sla_results')).toMatchObject([
      {
        metric: 'first_reply',
        due_s: created_s + 1800,
        fulfilled_s: created_s + 3600,
        is_breached: true,
        elapsed_s: 3600,
      },
      { metric: 'resolution', due_s: Date.parse('2026-02-02T00:00:00Z') / 1000, fulfilled_s: null, is_breached: false },
    ]);
  });
  it('survey answers, whose ticket may be told by an association alone', async () => {
    const answer = (id: string, properties: object, associations?: object) => ({
      id,
      properties: {
        hs_createdate: '2026-02-03T09:00:00Z',
        hs_lastmodifieddate: '2026-02-03T09:00:05Z',
        hs_object_id: id,
        hs_response_group: 'Detractor',
        hs_submission_timestamp: '2026-02-03T09:00:00Z',
        hs_survey_type: 'NPS',
        hs_value: '3',
        hs_ticket_id: null,
        hs_contact_id: '151',
        ...properties,
      },
      createdAt: '2026-02-03T09:00:00Z',
      updatedAt: '2026-02-03T09:00:05Z',
      archived: false,
      ...(associations ? { associations } : {}),
    });
    const { table, rejects, unmapped } = await read(hubspot, { ...settings, csat: { min: 1, max: 5 } }, 'feedback', {
      results: [
        answer('1', {}),
        answer(
          '2',
          { hs_survey_type: 'CSAT', hs_value: '5', hs_response_group: null },
          { tickets: { results: [{ id: '1401690016', type: 'feedback_submission_to_ticket' }] } },
        ),
        answer('3', { hs_survey_type: 'CUSTOM', hs_value: null }),
      ],
    });
    expect([rejects, unmapped]).toEqual([[], ['survey_type=CUSTOM']]);
    expect(
      table('surveys').map(({ kind, score, label, ticket_id, respondent_id }) => [
        kind,
        score,
        label,
        ticket_id,
        respondent_id,
      ]),
    ).toEqual([
      ['nps', 3, 'bad', null, '151'],
      ['csat', 5, null, '1401690016', '151'],
    ]);
  });
  it('names as many custom fields as an address takes, and says so beyond', () => {
    const named = (count: number) =>
      hubspot.configuration.safeParse({
        id: 'one',
        connector: 'hubspot',
        ...settings,
        mappings: { custom_fields: Array.from({ length: count }, (_, i) => `custom_property_${i}`) },
      });
    expect(named(500).success).toBe(true);
    expect(named(700).error?.issues.map(({ message }) => message)).toEqual([
      'fewer custom fields: their names and commas make more than 13000 characters of an address',
    ]);
  });
  it('owners without teams, and with', async () => {
    const owner = {
      id: '52550153',
      email: 'ann@example.com',
      type: 'PERSON',
      firstName: 'Ann',
      lastName: 'B',
      userId: 12_282_590,
      userIdIncludingInactive: 12_282_590,
      createdAt: '2025-10-28T21:17:56.082Z',
      updatedAt: '2026-01-31T00:25:34.448Z',
      archived: false,
    };
    const { table, rejects } = await read(hubspot, settings, 'owners', {
      results: [owner, { ...owner, id: '6', userId: null, teams: [{ id: '178588', name: 'EMEA', primary: true }] }],
    });
    expect(rejects).toEqual([]);
    expect(table('people').map(({ person_id, group_ids }) => [person_id, group_ids])).toEqual([
      ['52550153', '[]'],
      ['12282590', '[]'],
      ['6', '["178588"]'],
    ]);
  });
});

describe('Intercom, as it answers', () => {
  const settings = { token: '${env:T}', objects: 'both' };
  const conversation = (more: object) => ({
    type: 'conversation',
    id: '503',
    created_at: 1_784_537_511,
    updated_at: 1_784_537_600,
    waiting_since: null,
    snoozed_until: null,
    source: {
      type: 'conversation',
      id: '403918334',
      delivered_as: 'customer_initiated',
      subject: '',
      body: '<p>hey</p>',
      author: { type: 'lead', id: '5fd150d50697b6d0bbc4a2c2', name: null, email: '' },
      attachments: [],
      url: null,
      redacted: false,
    },
    contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: '6762f12', external_id: '70' }] },
    first_contact_reply: null,
    admin_assignee_id: null,
    team_assignee_id: null,
    open: false,
    state: 'closed',
    read: false,
    tags: { type: 'tag.list', tags: [] },
    priority: 'not_priority',
    sla_applied: null,
    statistics: null,
    conversation_rating: null,
    teammates: null,
    title: null,
    custom_attributes: {},
    topics: {},
    ticket: null,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    ai_agent: null,
    ai_agent_participated: false,
    conversation_parts: { type: 'conversation_part.list', conversation_parts: [], total_count: 0 },
    ...more,
  });
  it('conversations of old and new versions', async () => {
    const old = await read(
      intercom,
      settings,
      'conversation',
      conversation({ admin_assignee_id: undefined, assignee: { type: 'admin', id: '4423433' }, priority: 'High' }),
      '503',
    );
    expect([old.rejects, old.unmapped]).toEqual([[], []]);
    expect(old.table('ticket_attributes')).toMatchObject([
      { assignee_id: '4423433', priority: 'p2', channel: 'chat', requester_id: '6762f12', is_outbound: false },
    ]);
    expect(old.events).toMatchObject([{ kind: 'created', actor: 'customer' }]);
    const campaign = await read(
      intercom,
      settings,
      'conversation',
      conversation({
        admin_assignee_id: 991_267_715,
        team_assignee_id: 5_017_691,
        priority: 'none',
        source: {
          type: 'conversation',
          delivered_as: 'automated',
          author: { type: 'admin', id: '4423433', name: 'Ann', email: 'ann@example.com' },
        },
      }),
      '503',
    );
    expect(campaign.table('ticket_attributes')).toMatchObject([
      { is_outbound: true, assignee_id: '991267715', group_id: '5017691', priority: 'p3' },
    ]);
  });
  it('a conversation that became a ticket is told once where both are read', async () => {
    const became = conversation({ ticket: { type: 'ticket', id: '503', ticket_id: '53' } });
    expect((await read(intercom, settings, 'conversation', became, '503')).rows).toEqual([]);
    const alone = await read(intercom, { token: '${env:T}' }, 'conversation', became, '503');
    expect(alone.table('ticket_attributes')).toHaveLength(1);
  });
  it('parts of every documented type', async () => {
    const part = (id: number | string, part_type: string, more: object = {}) => ({
      type: 'conversation_part',
      id,
      part_type,
      body: null,
      created_at: 1_784_537_520,
      updated_at: 1_784_537_520,
      notified_at: 1_784_537_520,
      assigned_to: null,
      author: { type: 'admin', id: '274', name: 'Operator', email: 'operator@example.com' },
      attachments: [],
      external_id: null,
      redacted: false,
      email_message_metadata: null,
      state: 'open',
      tags: [],
      event_details: null,
      app_package_code: null,
      ...more,
    });
    const parts = [
      part(1, 'comment', { body: '<p>Okay!</p>', assigned_to: { type: 'contact', id: '1a2b' } }),
      part(2, 'custom_action_started', { event_details: { action: { name: 'Create issue' } } }),
      part(3, 'conversation_attribute_updated_by_admin', { event_details: { attribute: { name: 'Tier' }, value: {} } }),
      part('4', 'call_summary', { body: '<p>They asked.</p>', author: { type: 'bot', id: '278' } }),
      part('5', 'conversation_sla_target_missed', { event_details: { sla_name: 'Gold' } }),
      part('6', 'conversation_sla_removed', { event_details: { sla_name: 'Gold' } }),
      part('7', 'assign_and_reopen', { assigned_to: { type: 'nobody_admin', id: null } }),
      part('8', 'snoozed', { author: { type: 'bot', id: '278' } }),
      part('9', 'close', { body: '' }),
    ];
    const { events, rejects, unmapped } = await read(
      intercom,
      settings,
      'conversation',
      conversation({ conversation_parts: { conversation_parts: parts, total_count: parts.length } }),
      '503',
    );
    expect([rejects, unmapped]).toEqual([[], []]);
    expect(events.map(({ kind, actor, data }) => [kind, actor, data.to ?? data.text_length ?? null])).toEqual([
      ['created', 'customer', null],
      ['replied', 'agent', 12],
      ['assigned', 'agent', null],
      ['status', 'agent', 'open'],
      ['status', 'automation', 'pending_customer'],
      ['status', 'agent', 'closed'],
    ]);
  });
  it.each([
    ['text', 'in_progress', 'submitted'],
    ['an object', { type: 'ticket_state', id: '2', category: 'in_progress', internal_label: 'Dev' }, 'submitted'],
  ])('tickets whose state is %s', async (_, ticket_state, previous_ticket_state) => {
    const { table, events, rejects, unmapped } = await read(
      intercom,
      settings,
      'ticket',
      {
        type: 'ticket',
        id: '494',
        ticket_id: '53',
        ticket_attributes: { _default_title_: 'x', _default_description_: null },
        ticket_state,
        ticket_type: {
          type: 'ticket_type',
          id: '117',
          name: 'Bug',
          ticket_type_attributes: { type: 'list', data: [] },
        },
        contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: '667d', external_id: null }] },
        admin_assignee_id: '0',
        team_assignee_id: '0',
        created_at: 1_784_537_511,
        updated_at: 1_784_537_600,
        ticket_parts: {
          type: 'ticket_part.list',
          ticket_parts: [
            {
              type: 'ticket_part',
              id: '135',
              part_type: 'ticket_state_updated_by_admin',
              ticket_state: 'in_progress',
              previous_ticket_state,
              created_at: 1_784_537_550,
              updated_at: 1_784_537_550,
              author: { id: '991267940', type: 'admin', name: 'Ann', email: 'ann@example.com' },
              attachments: [],
              redacted: false,
            },
          ],
          total_count: 1,
        },
        open: true,
        linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
        category: 'Back-office',
        is_shared: false,
      },
      '494',
    );
    expect([rejects, unmapped]).toEqual([[], []]);
    expect(table('ticket_attributes')).toMatchObject([
      { number: '53', status: 'open', assignee_id: null, group_id: null },
    ]);
    expect(events.map(({ kind, data }) => [kind, data.to ?? null])).toEqual([
      ['created', null],
      ['status', 'open'],
    ]);
  });
});

describe('Jira Service Management, as it answers', () => {
  const settings = {
    site: 'example',
    email: 'a@example.com',
    token: '${env:T}',
    projects: ['SUP'],
    sla_fields: { first_reply: 'customfield_10033', resolution: 'customfield_10034' },
    organisation_field: 'customfield_10002',
  };
  const ann = {
    self: 'https://example.atlassian.net/rest/api/3/user?accountId=5fc9',
    accountId: '5fc9',
    accountType: 'atlassian',
    displayName: 'Ann',
    active: true,
    timeZone: 'America/Los_Angeles',
    avatarUrls: {},
  };
  const time = (iso: string) => ({ iso8601: iso, jira: iso, friendly: 'Today', epochMillis: Date.parse(iso) });
  const span = (millis: number) => ({ millis, friendly: '1h' });
  it('an issue with everything, and one with nothing', async () => {
    const page = {
      isLast: true,
      issues: [
        {
          expand: 'operations,versionedRepresentations,editmeta,changelog,renderedFields',
          id: '10012',
          self: 'https://example.atlassian.net/rest/api/3/issue/10012',
          key: 'SUP-6',
          fields: {
            created: '2026-03-11T06:14:18.085-0800',
            updated: '2026-05-17T04:26:21.613-0700',
            resolutiondate: null,
            status: {
              self: 'x',
              name: 'Waiting for customer',
              id: '10005',
              statusCategory: { id: 4, key: 'indeterminate', colorName: 'yellow', name: 'In Progress' },
            },
            priority: { self: 'x', name: 'Medium', id: '3' },
            issuetype: { id: '10009', name: 'Service Request', subtask: false },
            labels: [],
            components: [{ id: '10047', name: 'Component 0' }],
            project: { id: '10000', key: 'SUP', name: 'Support' },
            assignee: null,
            reporter: { accountId: 'qm:1', accountType: 'customer', displayName: 'Cy', emailAddress: 'cy@example.com' },
            creator: ann,
            issuelinks: [{ id: '1', type: { name: 'Relates' }, outwardIssue: { id: '9', key: 'DEV-1' } }],
            timespent: null,
            comment: {
              comments: [
                {
                  id: '10521',
                  author: ann,
                  body: {
                    version: 1,
                    type: 'doc',
                    content: [
                      { type: 'paragraph', content: [{ type: 'text', text: 'Closing' }, { type: 'hardBreak' }] },
                    ],
                  },
                  updateAuthor: ann,
                  created: '2026-04-14T14:32:51.293-0700',
                  updated: '2026-04-14T14:32:51.293-0700',
                  jsdPublic: true,
                },
                { id: '10522', author: null, body: null, created: '2026-04-14T15:00:00.000-0700', jsdPublic: false },
              ],
              self: 'x',
              maxResults: 2,
              total: 2,
              startAt: 0,
            },
            worklog: {
              startAt: 0,
              maxResults: 20,
              total: 1,
              worklogs: [
                {
                  id: '11820',
                  author: ann,
                  comment: { version: 1, type: 'doc', content: [] },
                  created: '2026-04-15T11:39:46.574-0700',
                  started: '2026-04-14T18:48:52.747-0700',
                  timeSpent: '37m',
                  timeSpentSeconds: 2220,
                  issueId: '10012',
                },
              ],
            },
            customfield_10002: [],
            customfield_10033: {
              id: '1',
              name: 'Time to first response',
              completedCycles: [
                {
                  startTime: time('2026-03-11T14:14:18Z'),
                  stopTime: time('2026-03-11T16:14:18Z'),
                  breachTime: time('2026-03-11T15:14:18Z'),
                  breached: true,
                  goalDuration: span(3_600_000),
                  elapsedTime: span(7_200_000),
                  remainingTime: span(-3_600_000),
                },
              ],
            },
            customfield_10034: {
              id: '2',
              name: 'Time to resolution',
              completedCycles: [],
              ongoingCycle: {
                startTime: time('2026-03-11T14:14:18Z'),
                breached: false,
                paused: true,
                withinCalendarHours: true,
                goalDuration: span(14_400_000),
                elapsedTime: span(600_000),
                remainingTime: span(13_800_000),
              },
            },
          },
          changelog: {
            startAt: 0,
            maxResults: 1,
            total: 1,
            histories: [
              {
                id: '15179',
                author: ann,
                created: '2026-04-14T14:32:52.000-0700',
                items: [
                  {
                    field: 'status',
                    fieldtype: 'jira',
                    fieldId: 'status',
                    from: '1',
                    fromString: 'Waiting for support',
                    to: '2',
                    toString: 'Waiting for customer',
                  },
                  {
                    field: 'Link',
                    fieldtype: 'jira',
                    from: null,
                    fromString: null,
                    to: 'DEV-1',
                    toString: 'This relates',
                  },
                ],
              },
            ],
          },
          properties: { 'request.channel.type': { value: 'portal' } },
        },
        { id: '10013', key: 'SUP-7', fields: { created: '2026-03-11T06:14:18.085-0800' } },
      ],
    };
    const { table, events, rejects, unmapped } = await read(jiraServiceManagement, settings, 'issues', page);
    expect([rejects, unmapped]).toEqual([[], []]);
    expect(table('ticket_attributes')).toMatchObject([
      {
        ticket_id: '10012',
        status: 'pending_customer',
        channel: 'portal',
        account_id: null,
        priority: 'p3',
        type: 'request',
      },
      { ticket_id: '10013', status: null, channel: null },
    ]);
    expect(events.map(({ ticket_id, kind }) => `${ticket_id} ${kind}`)).toEqual([
      '10012 created',
      '10012 status',
      '10012 status',
      '10012 linked',
      '10012 replied',
      '10012 noted',
      '10012 retold',
      '10012 worked',
      '10013 created',
    ]);
    expect(table('sla_results')).toMatchObject([
      { metric: 'first_reply', is_breached: true, elapsed_s: 7200 },
      { metric: 'resolution', is_breached: false, due_s: null, fulfilled_s: null, elapsed_s: 600 },
    ]);
  });
  it('a rating with its kind and comment, and the answer of a request without one', async () => {
    const rated = await read(
      jiraServiceManagement,
      settings,
      'feedback',
      { type: 'csat', rating: 4, comment: { body: 'Good' } },
      '10012',
    );
    expect(rated.table('surveys')).toMatchObject([{ ticket_id: '10012', score: 4, label: 'good' }]);
    expect((await read(jiraServiceManagement, settings, 'feedback', { type: 'csat' }, '10012')).rejects).toEqual([]);
  });
});
