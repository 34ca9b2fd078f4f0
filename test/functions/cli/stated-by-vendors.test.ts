import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ok, startSandbox, type Sandbox, type Site } from '../../../functions/sandbox/server.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

/**
 * What two vendors state about their AI agents, from their answers to the executive’s mail. Shapes: Intercom-OpenAPI, descriptions/2.16
 * (the example of GET /conversations/{id}; ai_agent; conversation_part_author); Zendesk’s "Incremental Exports" with support_type
 * (support.zendesk.com, 9204149016346) and "Ticket Audits". People, texts and times are made up.
 */
/** Monday 2025-09-22, 08:00 UTC. */
const monday_s = Date.UTC(2025, 8, 22, 8) / 1000;
const now_s = Date.UTC(2025, 9, 6, 5) / 1000;
const isoOf = (at_s: number): string => new Date(at_s * 1000).toISOString();

const customerOf = (n: number) => ({
  type: 'user',
  id: `6762f1f81bb69f9f2193bc0${n}`,
  name: 'Joe',
  email: `joe${n}@example.com`,
});
const customer = { type: 'user' };
const teammate = { type: 'admin', id: '991267715', name: 'Ann', email: 'ann@example.com' };
const fin = { type: 'bot', id: '274', name: 'Fin', email: 'operator+abcd1234@intercom.io' };
const answered = { ...fin, from_ai_agent: true, is_ai_answer: true };

type Part = readonly [type: string, after_s: number, author: object, body?: string];
function conversation(n: number, ai: { readonly took_part: boolean; readonly state?: string }, parts: readonly Part[]) {
  const created_at = monday_s + n * 3600;
  const told = parts.map(([part_type, after_s, author, body], i) => ({
    type: 'conversation_part',
    id: String(n * 100 + i),
    part_type,
    body: body === undefined ? null : `<p>${body}</p>`,
    created_at: created_at + after_s,
    updated_at: created_at + after_s,
    notified_at: created_at + after_s,
    assigned_to: null,
    author: author === customer ? customerOf(n) : author,
    attachments: [],
    external_id: null,
    redacted: false,
    email_message_metadata: null,
    tags: [],
  }));
  return {
    type: 'conversation',
    id: String(600 + n),
    created_at,
    updated_at: told.at(-1)?.created_at ?? created_at,
    waiting_since: null,
    snoozed_until: null,
    source: {
      type: 'conversation',
      id: '403918251',
      delivered_as: 'customer_initiated',
      author: customerOf(n),
      body: '<p>Hello</p>',
    },
    contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: customerOf(n).id, external_id: '70' }] },
    admin_assignee_id: null,
    team_assignee_id: null,
    open: false,
    state: 'closed',
    read: true,
    tags: { type: 'tag.list', tags: [] },
    priority: 'not_priority',
    sla_applied: null,
    statistics: null,
    conversation_rating: null,
    teammates: null,
    title: null,
    custom_attributes: {},
    ticket: null,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    ai_agent: ai.took_part
      ? {
          source_type: 'workflow',
          source_title: 'My AI Workflow',
          last_answer_type: 'ai_answer',
          resolution_state: ai.state ?? null,
          rating: null,
          rating_remark: null,
          content_sources: { type: 'content_source.list', total_count: 0, content_sources: [] },
        }
      : null,
    ai_agent_participated: ai.took_part,
    conversation_parts: { type: 'conversation_part.list', conversation_parts: told, total_count: told.length },
  };
}

const conversations = [
  // both say that the AI agent resolved it
  conversation(1, { took_part: true, state: 'confirmed_resolution' }, [
    ['comment', 60, answered, 'It is in the settings.'],
    ['comment', 300, customer, 'Thanks'],
    ['close', 301, fin],
  ]),
  // the vendor assumes a resolution; a teammate gave the answer
  conversation(2, { took_part: true, state: 'assumed_resolution' }, [
    ['comment', 60, answered, 'Have you tried again?'],
    ['comment', 600, customer, 'I have'],
    ['comment', 1200, teammate, 'Fixed.'],
    ['close', 1300, teammate],
  ]),
  // both say that it was handed over
  conversation(3, { took_part: true, state: 'escalated' }, [
    ['comment', 60, answered, 'I hand you over.'],
    ['comment', 900, teammate, 'Done.'],
    ['close', 901, teammate],
  ]),
  // both say that no AI agent took part
  conversation(4, { took_part: false }, [
    ['comment', 900, teammate, 'Done.'],
    ['close', 901, teammate],
  ]),
];

const intercomSite: Site = {
  vendor: 'intercom',
  throttle: () => ok({}),
  handle: ({ path, body }) => {
    if (path === '/teams') return ok({ type: 'team.list', teams: [] });
    if (path === '/admins') return ok({ type: 'admin.list', admins: [{ ...teammate, team_ids: [] }] });
    const one = conversations.find(({ id }) => path === `/conversations/${id}`);
    if (one !== undefined) return ok(one);
    // nothing is unfinished; the search leaves the parts out
    const found = body.includes('"open"')
      ? []
      : conversations.map((row) => ({ ...row, conversation_parts: undefined }));
    return ok({
      type: 'conversation.list',
      conversations: found,
      pages: { type: 'pages', page: 1 },
      total_count: found.length,
    });
  },
};

const [ai, ann] = [777, 235_323];
/** Two tickets are the AI agent’s, of which a person answered one; the third was never its own. */
const tickets = [
  { id: 35_436, support_type: 'ai_agent', author: ai },
  { id: 35_437, support_type: 'ai_agent', author: ann },
  { id: 35_438, support_type: 'agent', author: ann },
].map(({ author, ...ticket }, i) => ({
  ...ticket,
  url: `https://example.zendesk.com/api/v2/tickets/${ticket.id}.json`,
  via: { channel: 'email', source: { from: {}, to: {}, rel: null } },
  created_at: isoOf(monday_s + i * 7200),
  updated_at: isoOf(monday_s + i * 7200 + 1800),
  generated_timestamp: monday_s + i * 7200 + 1800,
  type: null,
  priority: null,
  status: 'solved',
  custom_status_id: null,
  requester_id: 20_978_392 + i,
  submitter_id: 20_978_392 + i,
  assignee_id: author === ai ? null : author,
  organization_id: null,
  group_id: 98_738,
  brand_id: 123,
  tags: [],
  custom_fields: [],
}));
const solved = { event_type: 'Change', status: 'solved', previous_value: 'open' };
const audits = tickets.map(({ id: ticket_id, assignee_id }, i) => ({
  id: 2_127_301_143 + i,
  ticket_id,
  timestamp: monday_s + i * 7200 + 1800,
  created_at: isoOf(monday_s + i * 7200 + 1800),
  updater_id: assignee_id ?? ai,
  via: 'Web form',
  event_type: 'Audit',
  child_events: [
    { id: 10 + i, event_type: 'Comment', public: true, author_id: assignee_id ?? ai, body: 'Here you are.' },
    solved,
  ],
}));
const users = [
  { id: 20_978_392, role: 'end-user' },
  { id: 20_978_393, role: 'end-user' },
  { id: 20_978_394, role: 'end-user' },
  { id: ann, role: 'agent', role_type: 0 },
  { id: ai, role: 'agent', role_type: 0 },
].map((user) => ({ ...user, created_at: isoOf(monday_s - 1000), updated_at: isoOf(monday_s - 1000) }));
const zendeskSite: Site = {
  vendor: 'zendesk',
  throttle: () => ok({}),
  handle: ({ path }) => {
    const name = /(\w+)(?:\/cursor)?\.json$/.exec(path)?.[1] ?? '';
    const rows: Readonly<Record<string, readonly object[]>> = { tickets, ticket_events: audits, users };
    if (name === 'count') return ok({ count: tickets.length });
    return ok({ [name]: rows[name] ?? [], end_of_stream: true, end_time: null, after_cursor: null });
  },
};

const yaml = (intercom: string, zendesk: string): string => `
organisation: { name: Example Corp, time_zone: UTC }
sources:
  - { id: chat, connector: intercom, base_url: "${intercom}", token: "\${env:STATED_TOKEN}", contacts: false, start: "2025-09-01" }
  - { id: desk, connector: zendesk, base_url: "${zendesk}", oauth_token: "\${env:STATED_TOKEN}", surveys: none, start: "2025-09-01", mappings: { bots: ["777"] } }
calendars: { default: { time_zone: UTC, hours: { mon-fri: ["09:00-17:30"] } } }
reports:
  - { id: executive-weekly, schedule: "mon 07:00", recipients: [board@example.com] }
delivery: { from: "Metrics <metrics@example.com>", reply_to: metrics@example.com }
gates: { max_staleness: 900 d, silence: send, partial_periods: mark }
`;

let home: CommandLine;
let servers: readonly Sandbox[];
beforeAll(async () => {
  vi.stubEnv('STATED_TOKEN', 'a-token-of-both');
  servers = await Promise.all(
    [intercomSite, zendeskSite].map((site) => startSandbox(site, { now_s, throttle_every: 0 })),
  );
  home = commandLine();
  home.write('casebook.yaml', yaml(servers[0]!.url, servers[1]!.url));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  home.close();
  await Promise.all(servers.map((server) => server.close()));
});

describe('what vendors state about their AI agents', () => {
  it('comes to the executive’s mail as what it is, with the number of cases in which the events say otherwise', async () => {
    const ran = await home.run('run', '--report', 'executive-weekly', '--period', '2025-W39', '--dry-run');
    expect(ran.status, ran.stderr).toBe(0);
    const folder = 'out/executive-weekly/2025-W39';
    const files = readdirSync(join(home.folder, folder), { recursive: true, encoding: 'utf8' });
    const mail = home.read(join(folder, files.find((name) => name.endsWith('.txt')) ?? '.txt'));
    const said = mail.replaceAll(/\s+/g, ' ');
    // all but the third ticket state it; the second ticket is a person’s by its events
    expect(said).toContain(
      'Whether its AI agent took part, the vendor states otherwise than the events show in 1 of 6 cases;',
    );
    // three conversations state it; the second one was resolved by a teammate
    expect(said).toContain(
      'Whether its AI agent resolved them, the vendor states otherwise than the events show in 1 of 3 cases;',
    );
    expect(said).toContain('AI agents took part in 4 of 7 cases.');
  });
});
