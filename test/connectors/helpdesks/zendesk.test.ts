import { describe, expect, it } from 'vitest';
import { zendesk } from '../../../shared/connectors/helpdesks/zendesk.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

const now_s = 1_791_172_800;
const source = {
  id: 'desk',
  connector: 'zendesk',
  subdomain: 'example',
  email: 'api@example.com',
  token: '${env:TOKEN}',
  surveys: 'none',
  start: '2026-01-01',
};
const date = { date: new Date(now_s * 1000).toUTCString() };
const ticket = (id: number | string, more: object = {}) => ({
  id,
  created_at: '2026-09-01T08:00:00Z',
  updated_at: '2026-09-01T09:00:00Z',
  generated_timestamp: 1_788_253_203,
  status: 'open',
  tags: [],
  custom_fields: [],
  ...more,
});
const audit = (id: number, at_s: number, updater_id: number | null, ...child_events: object[]) => ({
  id,
  ticket_id: 7,
  timestamp: at_s,
  updater_id,
  event_type: 'Audit',
  child_events,
});

/** Answers by path; what is not listed is an empty stream at its end. */
const desk = (answers: Readonly<Record<string, (path: string) => Said>>) =>
  scriptedHttp(({ url, path }) => {
    const { pathname } = new URL(url);
    const known = Object.entries(answers).find(([part]) => pathname.includes(part))?.[1];
    if (known) return { headers: date, ...known(path) };
    const name = /(\w+)(?:\/cursor)?\.json$/.exec(pathname)?.[1] ?? 'links';
    return { body: { [name]: [], end_of_stream: true, end_time: null, after_cursor: null }, headers: date };
  });
const pulled = (http: ReturnType<typeof desk>, more: object = {}) => ({
  http,
  ...pulledSource(zendesk, { ...source, ...more }, http, { now_s, secrets: { TOKEN: 'tok-123456' } }),
});
const eventsOf = async (audits: readonly object[], more: object = {}) => {
  const { pull, loaded } = pulled(
    desk({ ticket_events: () => ({ body: { ticket_events: audits, end_of_stream: true, end_time: now_s - 100 } }) }),
    more,
  );
  expect(failures(await pull())).toEqual([]);
  return (await loaded()).events;
};

describe('zendesk exports', () => {
  it('R3: keep the helpdesk’s own cursor for ever and send start_time once', async () => {
    const { http, pull } = pulled(
      desk({
        'tickets/cursor': (path) =>
          path.includes('cursor=C1')
            ? { body: { tickets: [ticket(2)], after_cursor: 'C2', end_of_stream: true } }
            : path.includes('cursor=C2')
              ? { body: { tickets: [], after_cursor: 'C2', end_of_stream: true } }
              : { body: { tickets: [ticket(1)], after_cursor: 'C1', end_of_stream: false } },
      }),
    );
    await pull('r1');
    await pull('r2');
    expect(
      http.requests.filter(({ url }) => url.includes('tickets/cursor')).map(({ url }) => new URL(url).search),
    ).toEqual(['?start_time=1767225600&per_page=1000', '?per_page=1000&cursor=C1', '?cursor=C2&per_page=1000']);
  });

  it('read a ticket all the same where names of statuses and brands are hidden', async () => {
    const own = { status: 'pending', custom_status_id: 77, brand_id: 5 };
    const { pull, loaded } = pulled(
      desk({
        custom_statuses: () => ({ status: 403, body: { error: 'Forbidden' } }),
        brands: () => ({ status: 404, body: { error: 'InvalidEndpoint' } }),
        'tickets/cursor': () => ({ body: { tickets: [ticket(1, own)], end_of_stream: true } }),
      }),
    );
    expect(failures(await pull())).toEqual([]);
    const { ticket_attributes, field_mappings } = (await loaded()).tables;
    expect(ticket_attributes).toMatchObject([
      { status: 'pending_customer', status_raw: 'pending', status_id: '77', brand: '5' },
    ]);
    expect(field_mappings?.filter(({ field }) => String(field).endsWith('_name'))).toEqual([]);
  });

  it('R1, R2, R5: bound events by their end_time, inclusive, two minutes back at the next run', async () => {
    const { http, pull, loaded } = pulled(
      desk({
        ticket_events: (path) =>
          path.includes('start_time=1788253200')
            ? {
                body: {
                  ticket_events: [audit(2, 1_788_253_200, 1), audit(3, 1_788_253_260, 1)],
                  end_time: 1_788_253_260,
                  end_of_stream: true,
                },
              }
            : {
                body: {
                  ticket_events: [audit(1, 1_788_253_199, 1), audit(2, 1_788_253_200, 1)],
                  end_time: 1_788_253_200,
                  end_of_stream: false,
                },
              },
      }),
    );
    const first = await pull('r1');
    expect(first.streams.find(({ name }) => name === 'ticket_events')).toMatchObject({ rows: 4, duplicates: 1 });
    await pull('r2');
    const starts = http.requests
      .filter(({ url }) => url.includes('ticket_events'))
      .map(({ url }) => new URL(url).searchParams.get('start_time'));
    expect(starts.slice(0, 3)).toEqual(['1767225600', '1788253200', String(1_788_253_260 - 120)]);
    expect((await loaded()).tables.ingest_rejects).toBeUndefined();
  });

  it('R4: never move on by our own clock, however wrong it is', async () => {
    const { home, pull, http } = pulled(
      desk({ ticket_events: () => ({ body: { ticket_events: [], end_time: 1_788_253_200, end_of_stream: true } }) }),
    );
    home.advance(10 * 86_400);
    const first = await pull('r1');
    expect(first.watermark_s).toBe(now_s - 60);
    await pull('r2');
    expect(
      new URL(http.requests.filter(({ url }) => url.includes('ticket_events'))[1]!.url).searchParams.get('start_time'),
    ).toBe(String(1_788_253_200 - 120));
  });

  it('R6: fail loudly when more events share one second than a page holds', async () => {
    const { pull } = pulled(
      desk({
        ticket_events: () => ({
          body: { ticket_events: [audit(1, 5, 1)], end_time: 5, end_of_stream: false, next_page: 'x' },
        }),
      }),
    );
    expect(failures(await pull())[0]).toMatch(/^ticket_events: CursorStuckError/);
  });

  it('ask for half of the page after a 504', async () => {
    const { pull, http } = pulled(
      desk({
        'tickets/cursor': (path) =>
          path.includes('per_page=250')
            ? { body: { tickets: [ticket(1)], after_cursor: 'C', end_of_stream: true } }
            : { status: 504 },
      }),
    );
    expect(failures(await pull())).toEqual([]);
    expect(http.requests.filter(({ url }) => url.includes('tickets/cursor'))).toHaveLength(3);
  });

  it('do not follow a next_page to another tenant’s host', async () => {
    const { pull, http } = pulled(
      desk({
        groups: () => ({ body: { groups: [], next_page: 'https://other.zendesk.com/api/v2/groups.json?page=2' } }),
      }),
    );
    expect(failures(await pull())[0]).toContain('leads to https://other.zendesk.com');
    expect(new Set(http.requests.map(({ url }) => new URL(url).host))).toEqual(new Set(['example.zendesk.com']));
  });
});

describe('zendesk events', () => {
  it('understand both spellings of a change', async () => {
    const events = await eventsOf([
      audit(1000, 100, 5, { event_type: 'Change', field_name: 'status', value: 'solved', previous_value: 'open' }),
      audit(2000, 200, 5, { event_type: 'Change', status: 'open', previous_value: 'solved' }),
    ]);
    expect(events.map(({ kind, data }) => [kind, data.from, data.to])).toEqual([
      ['status', 'open', 'solved'],
      ['status', 'solved', 'open'],
    ]);
  });

  it('take a mapped status of the account’s own over its category, once', async () => {
    const events = await eventsOf(
      [
        audit(
          1,
          100,
          5,
          { event_type: 'Change', status: 'hold', previous_value: 'open' },
          { event_type: 'Change', custom_status_id: 77, previous_value: 1 },
        ),
      ],
      { mappings: { status: { '77': 'pending_customer' } } },
    );
    expect(events.map(({ data }) => data.to)).toEqual(['pending_customer']);
  });

  it('count robots and rules as automation, the question itself not at all', async () => {
    const comment = (author_id: number, more: object = {}) => ({
      event_type: 'Comment',
      author_id,
      public: true,
      body: 'Hello',
      ...more,
    });
    const events = await eventsOf([
      audit(1, 100, 9, comment(9), { event_type: 'Create', status: 'new' }),
      audit(2, 101, -1, comment(-1)),
      audit(3, 102, 5, comment(5, { body: 'See https://example.com/hc/en-us/articles/360001-How' }), {
        event_type: 'Change',
        group_id: 4,
        previous_value: null,
        via: 'Rule',
      }),
      audit(4, 103, 5, comment(5, { public: false })),
      audit(5, 104, null, { event_type: 'Change', assignee_id: -1, previous_value: 5 }),
    ]);
    expect(
      events.map(({ kind, actor, actor_id, data }) => [kind, actor, actor_id, data.kb_links ?? data.to_kind ?? null]),
    ).toEqual([
      ['status', null, '9', null],
      ['replied', 'automation', '-1', null],
      ['replied', null, '5', 1],
      ['grouped', 'automation', null, null],
      ['noted', null, '5', null],
      // an account that is gone: nobody knows whether it was a robot
      ['assigned', null, null, 'bot'],
    ]);
  });

  it('tell that a comment was made private later, and that the messages of a chat are kept elsewhere', async () => {
    const events = await eventsOf([
      audit(2, 101, 5, { event_type: 'Comment', id: 77, author_id: 5, public: true, body: 'for colleagues' }),
      audit(3, 102, 5, { event_type: 'CommentPrivacyChange', comment_id: 77, public: false }),
      audit(4, 103, 9, { event_type: 'ChatStartedEvent', value: { visitor_id: 'v' } }),
      {
        ...audit(5, 104, 5, { event_type: 'Comment', id: 78, author_id: 6, public: true, body: 'by an AI agent' }),
        via: 'Ultimate',
      },
    ]);
    expect(events.map(({ kind, actor, data }) => [kind, actor, 'message' in data ? data.message : null])).toEqual([
      ['replied', null, '77'],
      ['hidden', null, '77'],
      ['unheard', null, null],
      ['replied', 'automation', '78'],
    ]);
  });

  it('tell the messages of a chat once, when the update that ends it carries its history', async () => {
    const t0 = 1_790_000_000;
    const said = (actor_type: string, actor_id: number, at: number, type = 'ChatMessage') => ({
      type,
      actor_type,
      actor_id,
      timestamp: (t0 + at) * 1000,
      message: 'x',
    });
    const begun = said('end-user', 9, 101);
    const history = [said('end-user', 9, 99, 'ChatJoin'), begun, said('agent', 5, 130), said('trigger', -1, 131)];
    const events = await eventsOf([
      audit(2, t0 + 102, 9, { event_type: 'ChatStartedEvent', value: { chat_id: 'c', history: [begun] } }),
      audit(3, t0 + 200, 5, { event_type: 'ChatEndedEvent', value: { chat_id: 'c', history } }),
      audit(4, t0 + 300, 9, { event_type: 'ChatStartedEvent', value: { chat_id: 'd', history: [] } }),
    ]);
    expect(events.map(({ kind, at_s, actor, data }) => [kind, at_s - t0, actor, data.chat ?? null])).toEqual([
      ['replied', 101, 'customer', null],
      ['unheard', 102, null, 'c'],
      ['replied', 130, 'agent', null],
      ['replied', 131, 'automation', null],
      ['heard', 200, null, 'c'],
      ['unheard', 300, null, 'd'],
    ]);
  });

  it('tell merges, escalations, links and time', async () => {
    const events = await eventsOf(
      [
        audit(1, 100, 5, { event_type: 'Change', tags: ['a', 'dev'], previous_value: ['a'] }),
        audit(2, 101, 5, { event_type: 'Change', problem_id: 12, previous_value: null }),
        audit(3, 102, 5, { event_type: 'Change', custom_ticket_fields: { '360': '900' }, previous_value: '300' }),
        audit(
          4,
          103,
          5,
          {
            event_type: 'Comment',
            author_id: 5,
            public: false,
            body: 'This request was closed and merged into request #88 "Private subject".',
          },
          { event_type: 'Change', tags: 'a dev closed_by_merge', previous_value: 'a dev' },
        ),
        audit(5, 104, 5, { event_type: 'Change', status: 'deleted', previous_value: 'closed' }),
      ],
      { mappings: { escalation: { tags: ['dev'] }, fields: { worked: '360' } } },
    );
    expect(
      events.map(({ kind, data }) => [kind, data.to ?? data.target ?? data.worked_s ?? data.into ?? null]),
    ).toEqual([
      ['escalated', 'development'],
      ['linked', '12'],
      ['worked', 600],
      ['noted', null],
      ['merged', '88'],
      ['deleted', null],
    ]);
    expect(JSON.stringify(events)).not.toContain('Private subject');
  });

  it('of one second and ticket keep the order of their audits, whatever the size of their ids', async () => {
    const change = (to: string, from: string) => ({ event_type: 'Change', status: to, previous_value: from });
    const events = await eventsOf([
      { ...audit(0, 100, 5, change('solved', 'pending')), id: '9007199254740993002' },
      { ...audit(0, 100, 5, change('pending', 'open')), id: '9007199254740993001' },
    ]);
    expect(events.map(({ data }) => data.raw)).toEqual(['pending', 'solved']);
  });
});

describe('zendesk rows', () => {
  const attributesOf = async (item: object, more: object = {}) => {
    const { pull, loaded, home } = pulled(
      desk({ 'tickets/cursor': () => ({ body: { tickets: [item], after_cursor: 'C', end_of_stream: true } }) }),
      more,
    );
    await pull();
    return { ...(await loaded()), home };
  };

  it('survive ugly data: 500 custom fields, null authors, unknown words, emoji, a large text', async () => {
    const { tables, home } = await attributesOf(
      ticket('12345678901234567890', {
        subject: '🙂 شكرا 谢谢',
        description: 'x'.repeat(5_000_000),
        status: 'daydreaming',
        via: null,
        priority: null,
        requester_id: null,
        submitter_id: null,
        assignee_id: 0,
        custom_fields: Array.from({ length: 500 }, (_, i) => ({ id: i, value: i === 7 ? ['a', 'b'] : { odd: true } })),
      }),
      { mappings: { fields: { product: '7' }, custom_fields: ['7', '8'] } },
    );
    expect(tables.ticket_attributes).toMatchObject([
      {
        ticket_id: '12345678901234567890',
        status: 'other',
        status_raw: 'daydreaming',
        assignee_id: null,
        product: 'a, b',
        custom_fields: '{"7":"a, b"}',
        channel: null,
      },
    ]);
    expect(tables.field_mappings).toContainEqual(
      expect.objectContaining({ field: 'status', raw_value: 'daydreaming', value: 'other', is_mapped: false, seen: 1 }),
    );
    expect(tables.ingest_rejects?.map(({ reason }) => reason)).toEqual([
      'custom_fields.8.value: found an object, expected a text; it is left out',
    ]);
    expect([...home.kept.values()].map(({ value }) => value).join('')).not.toContain('谢谢');
  });

  it('R14: mark deleted tickets, and those merged away', async () => {
    const deleted = await attributesOf(ticket(1, { status: 'deleted', tags: ['x'] }));
    expect(deleted.tables.ticket_attributes).toMatchObject([{ status: 'deleted', deleted_s: 1_788_253_200 }]);
    expect(deleted.events.map(({ kind }) => kind)).toEqual(['created', 'deleted']);
    const merged = await attributesOf(ticket(1, { status: 'closed', tags: ['closed_by_merge'] }));
    expect(merged.tables.ticket_attributes).toMatchObject([{ status: 'merged' }]);
  });

  it('keep a former agent’s time as staff', async () => {
    const user = (role: string, updated_at: string) => ({
      id: 5,
      role,
      email: 'Ann@Example.com ',
      default_group_id: 4,
      updated_at,
    });
    let page: object = user('agent', '2026-02-01T00:00:00Z');
    const { pull, loaded } = pulled(
      desk({ 'users/cursor': () => ({ body: { users: [page], after_cursor: null, end_of_stream: true } }) }),
    );
    await pull('r1');
    page = user('end-user', '2026-08-01T00:00:00Z');
    await pull('r2');
    expect((await loaded()).tables.people?.map(({ person_id, role, from_s }) => [person_id, role, from_s])).toEqual([
      ['5', 'staff', 0],
      ['5', 'customer', Date.parse('2026-08-01T00:00:00Z') / 1000],
    ]);
  });

  it('say that the AI agent had a ticket to itself: contained when it is finished, not yet anything before', async () => {
    const ticket = (id: number, more: object) => ({
      id,
      created_at: '2026-09-01T10:00:00Z',
      custom_fields: [],
      ...more,
    });
    const tickets = [
      ticket(1, { support_type: 'ai_agent', status: 'closed' }),
      ticket(2, { support_type: 'ai_agent', status: 'open' }),
      ticket(3, { support_type: 'agent', status: 'closed' }),
    ];
    const { pull, loaded } = pulled(
      desk({ 'tickets/cursor': () => ({ body: { tickets, after_cursor: null, end_of_stream: true } }) }),
    );
    await pull();
    const rows = (await loaded()).tables.ticket_attributes;
    expect(rows?.map((row) => [row.ai_stated_participated, row.ai_stated_outcome, row.ai_stated_resolved])).toEqual([
      [true, 'contained', null],
      [true, null, null],
      [null, null, null],
    ]);
  });

  it('take a survey’s own scale and category, and its ticket among what it is about', async () => {
    const answer = (id: string, rating: number, rating_category: string, options: number) => ({
      id,
      responder_id: 9,
      subjects: [
        { type: 'conversation', id: '4295a81b', zrn: 'zen:conversation:4295a81b' },
        { type: 'ticket', id: '7', zrn: 'zen:ticket:7' },
      ],
      answers: [
        {
          type: 'rating_scale',
          rating,
          rating_category,
          question: { options: Array.from({ length: options }, () => ({})) },
        },
      ],
      updated_at: '2026-09-01T10:00:00Z',
    });
    const survey_responses = [
      answer('two', 1, 'bad', 2),
      answer('three', 2, 'bad', 3),
      answer('five', 3, 'bad', 5),
      answer('unsaid', 2, 'good', 0),
      { ...answer('by zrn', 4, 'good', 5), subjects: undefined, subject_zrns: ['zen:request:8', 'zen:ticket:8'] },
    ];
    const { pull, loaded } = pulled(desk({ survey_responses: () => ({ body: { survey_responses } }) }), {
      surveys: 'new',
    });
    await pull();
    const surveys = (await loaded()).tables.surveys ?? [];
    expect(surveys.map((row) => [row.survey_id, row.ticket_id, row.scale_max, row.score, row.label])).toEqual([
      ['by zrn', '8', 5, 4, 'good'],
      ['five', '7', 5, 3, 'bad'],
      ['three', '7', 3, 2, 'bad'],
      ['two', '7', 2, 1, 'bad'],
      ['unsaid', '7', null, 2, 'good'],
    ]);
  });

  it('read articles and votes once a day where the help centre is wanted', async () => {
    const made = { created_at: '2026-09-01T10:00:00Z', updated_at: '2026-09-02T10:00:00Z' };
    const articles = [
      { id: 31, locale: 'en-us', draft: false, vote_count: 2, author_id: 5, ...made },
      { id: 32, locale: 'de', draft: true, vote_count: 0, author_id: 5, ...made },
    ];
    const votes = [
      { id: 1, user_id: 9, value: 1, ...made },
      { id: 2, user_id: 10, value: -1, ...made },
    ];
    const http = desk({
      'articles/31/votes': () => ({ body: { votes } }),
      'help_center/articles.json': () => ({ body: { articles } }),
    });
    const { pull, loaded } = pulled(http, { help_center: true });
    await pull('r1');
    await pull('r2');
    const { tables } = await loaded();
    expect(tables.knowledge_articles).toMatchObject([
      { article_id: '31', state: 'published', language: 'en-us', published_s: 1_788_256_800 },
      { article_id: '32', state: 'draft', language: 'de', published_s: null },
    ]);
    expect(tables.knowledge_events?.map((row) => [row.article_id, row.kind, row.contact_id, row.helpful])).toEqual([
      ['31', 'feedback', '9', true],
      ['31', 'feedback', '10', false],
    ]);
    expect(http.requests.filter(({ url }) => url.includes('/help_center/'))).toHaveLength(2);
  });

  it('say that a rating was offered, answered, and what was to blame', async () => {
    const rating = (id: number, score: string, more: object = {}) => ({
      id,
      ticket_id: 7,
      requester_id: 9,
      assignee_id: 5,
      score,
      created_at: '2026-09-01T10:00:00Z',
      updated_at: '2026-09-01T11:00:00Z',
      ...more,
    });
    const { pull, loaded } = pulled(
      desk({
        satisfaction_ratings: () => ({
          body: {
            satisfaction_ratings: [
              rating(0, 'unoffered'),
              rating(1, 'offered'),
              rating(2, 'bad_with_comment', { reason: 'Too slow', comment: 'Rude' }),
            ],
          },
        }),
      }),
      { surveys: 'legacy', mappings: { survey_cause: { 'too slow': 'process' } } },
    );
    await pull();
    const { tables } = await loaded();
    expect(tables.surveys).toMatchObject([
      { survey_id: '1', label: null, answered_s: null, offered_s: 1_788_256_800 },
      { survey_id: '2', label: 'bad', score: 0, answered_s: 1_788_260_400, cause: 'process' },
    ]);
    expect(JSON.stringify(tables)).not.toContain('Rude');
  });
});

describe('zendesk configuration', () => {
  it('wants credentials as references, and names what is missing', () => {
    const faults = (more: object) =>
      zendesk.configuration
        .safeParse({ ...source, ...more })
        .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    expect(faults({})).toBeUndefined();
    expect(faults({ token: 'plain' })).toEqual(['token: ${env:NAME} or ${secret:name}, never the secret itself']);
    expect(faults({ subdomain: undefined })).toEqual(['subdomain: a subdomain: NAME in NAME.zendesk.com']);
    // a placeholder of the documentation, which would be somebody's account in small letters
    expect(faults({ subdomain: 'NAME' })).toEqual([
      'subdomain: the account’s subdomain: NAME in NAME.zendesk.com, in lower case',
    ]);
    expect(faults({ token: undefined })?.[0]).toMatch(/^client_id: client_id and client_secret .* exactly one/);
    expect(faults({ mappings: { status: { x: 'odd' } } })?.[0]).toMatch(/^mappings\.status\.x: one of new, open/);
    expect(faults({ colour: 'red' })).toHaveLength(1);
  });
});
