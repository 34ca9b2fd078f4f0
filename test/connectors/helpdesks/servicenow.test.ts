import { describe, expect, it } from 'vitest';
import { serviceNow } from '../../../shared/connectors/helpdesks/servicenow.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

/** Shapes of the Table API as its documentation and its users show them; names and numbers are made up. */
const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const at = (time: string): number => Date.parse(`${time}Z`) / 1000;
const source = {
  id: 'now',
  connector: 'servicenow',
  instance: 'example',
  user: 'metrics',
  password: '${env:KEY}',
  start: '2026-01-01',
};
const host = 'https://example.service-now.com/api/now/table';
const link = (table: string, value: string) => ({ link: `${host}/${table}/${value}`, value });

/** Everything a record has: texts, references with links, durations written as dates, empty texts for nothing. */
const incident = {
  parent: '',
  made_sla: 'true',
  caused_by: '',
  sys_updated_on: '2026-09-03 02:46:44',
  number: 'INC0010060',
  resolved_by: link('sys_user', 'u1'),
  sys_domain: link('sys_user_group', 'global'),
  state: '7',
  hold_reason: '',
  sys_created_by: 'agnes',
  knowledge: 'false',
  calendar_stc: '102197',
  calendar_duration: '1970-01-02 04:23:17',
  closed_at: '2026-09-03 02:46:44',
  resolved_at: '2026-09-02 21:00:00',
  active: 'false',
  priority: '3',
  rfc: link('change_request', 'c7'),
  time_worked: '',
  opened_at: '2026-09-01 15:19:57',
  sys_created_on: '2026-09-01 15:20:01',
  caller_id: link('sys_user', 'u9'),
  company: link('core_company', 'k1'),
  assigned_to: '',
  assignment_group: link('sys_user_group', 'g1'),
  problem_id: '',
  parent_incident: '',
  contact_type: 'email',
  reopen_count: '0',
  sys_mod_count: '10',
  sys_id: 'i1',
};
const known = { sys_created_on: '2026-09-01 15:20:01', sys_updated_on: '2026-09-01 15:20:01' };
const listed = (result: readonly unknown[], total = result.length): Said => ({
  body: { result },
  headers: { 'x-total-count': String(total), date: new Date(now_s * 1000).toUTCString() },
});
const invalid = (table: string): Said => ({
  status: 400,
  body: { error: { message: `Invalid table ${table}`, detail: null }, status: 'failure' },
});
const nothingFound: Said = {
  status: 404,
  body: { error: { message: 'No Record found', detail: 'Records matching query not found' }, status: 'failure' },
};

/** An instance with some tables; each is walked from `sysparm_query`: what follows the last row is not there. */
const instance = (
  tables: Readonly<Record<string, readonly object[]>>,
  other: (table: string) => Said = () => listed([]),
) =>
  scriptedHttp(({ url }) => {
    const { pathname, searchParams } = new URL(url);
    const table = pathname.split('/').at(-1) ?? '';
    if (pathname.includes('/stats/')) return { body: { result: { stats: { count: '1' } } } };
    const rows = tables[table];
    const query = searchParams.get('sysparm_query') ?? '';
    return rows === undefined
      ? other(table)
      : query.includes('^NQ') || query.includes('sys_id>')
        ? listed([])
        : listed(rows);
  });
const pulled = (http: ReturnType<typeof instance>, more: object = {}) =>
  pulledSource(serviceNow, { ...source, ...more }, http, { now_s, secrets: { KEY: 'pw-123456', APP: 'app-123456' } });

describe('servicenow', () => {
  it('reads references with their links, dates with a space, empty texts and numbers that are text', async () => {
    const one = pulled(instance({ incident: [incident] }));
    expect(failures(await one.pull())).toEqual([]);
    const { tables, events } = await one.loaded();
    expect(tables.ticket_attributes).toMatchObject([
      {
        ticket_id: 'i1',
        number: 'INC0010060',
        created_s: at('2026-09-01T15:19:57'),
        status: 'closed',
        priority: 'p3',
        channel: 'email',
        assignee_id: null,
        group_id: 'g1',
        requester_id: 'u9',
        account_id: 'k1',
      },
    ]);
    expect(tables.ticket_links).toMatchObject([{ type: 'change', target_key: 'c7' }]);
    expect(events).toMatchObject([{ kind: 'created', at_s: at('2026-09-01T15:19:57'), actor_id: 'agnes' }]);
    expect(tables.ingest_rejects).toBeUndefined();
  });

  it.each([
    [
      'fields that the user may not see are left out',
      { sys_id: 'i1', ...known, number: 'INC1' },
      { number: 'INC1', requester_id: null, group_id: null, status: null, created_s: at('2026-09-01T15:20:01') },
    ],
    [
      'values and display values side by side',
      Object.fromEntries(
        Object.entries({ ...known, sys_id: 'i1', number: 'INC1', state: '2', priority: '2', caller_id: 'u9' }).map(
          ([name, value]) => [name, { display_value: `shown ${value}`, value }],
        ),
      ),
      { number: 'INC1', requester_id: 'u9', status: 'open', priority: 'p2' },
    ],
    [
      'display values alone: a reference is the end of its link',
      {
        sys_id: 'i1',
        ...known,
        number: 'INC1',
        state: 'In Progress',
        priority: '3 - Moderate',
        caller_id: { display_value: 'Abel Tuter', link: `${host}/sys_user/u9` },
      },
      { number: 'INC1', requester_id: 'u9', status: 'open', priority: 'p3' },
    ],
    [
      'nulls and real numbers',
      {
        ...known,
        sys_id: 'i1',
        number: null,
        state: 6,
        priority: 1,
        caller_id: null,
        assigned_to: 0,
        close_code: null,
      },
      { number: null, status: 'solved', priority: 'p1', requester_id: null, assignee_id: null },
    ],
  ])('takes a record whichever way it was written: %s', async (_how, row, expected) => {
    const one = pulled(instance({ incident: [row] }));
    expect(failures(await one.pull())).toEqual([]);
    const { tables } = await one.loaded();
    expect(tables.ingest_rejects).toBeUndefined();
    expect(tables.ticket_attributes).toMatchObject([{ ticket_id: 'i1', ...expected }]);
  });

  it('reads audit, journal, time, promises and ratings with links, with gaps, with dot-walked names', async () => {
    const one = pulled(
      instance({
        incident: [incident],
        sys_audit: [
          {
            sys_id: 'a1',
            ...known,
            documentkey: 'i1',
            fieldname: 'state',
            oldvalue: '1',
            newvalue: '2',
            user: 'agnes',
          },
          { sys_id: 'a2', ...known, documentkey: 'i1', fieldname: 'assigned_to', newvalue: 'u1' },
          { sys_id: 'a3', ...known, documentkey: 'i1', fieldname: 'short_description', oldvalue: 'a', newvalue: 'b' },
        ],
        sys_journal_field: [
          { sys_id: 'j1', ...known, element: 'comments', element_id: 'i1', value: 'Hello', sys_created_by: 'agnes' },
        ],
        task_time_worked: [
          { sys_id: 'w1', ...known, task: link('task', 'i1'), user: link('sys_user', 'u1'), time_in_seconds: '600' },
        ],
        task_sla: [
          {
            sys_id: 's1',
            ...known,
            task: link('task', 'i1'),
            sla: link('contract_sla', 'p1'),
            'sla.target': 'resolution',
            start_time: '2026-09-01 15:20:01',
            end_time: '2026-09-02 21:00:00',
            planned_end_time: '2026-09-02 15:20:01',
            has_breached: 'true',
            business_duration: '1970-01-01 08:30:00',
          },
        ],
        asmt_metric_result: [
          {
            sys_id: 'r1',
            ...known,
            actual_value: '4.0',
            'instance.trigger_id': link('task', 'i1'),
            'instance.user': '',
            'instance.taken_on': '2026-09-03 10:00:00',
          },
        ],
      }),
    );
    expect(failures(await one.pull())).toEqual([]);
    const { events, tables } = await one.loaded();
    expect(tables.ingest_rejects).toBeUndefined();
    expect(events.map(({ kind, data }) => [kind, data.to ?? data.worked_s ?? data.text_length ?? null])).toEqual([
      ['created', null],
      ['replied', 5],
      ['assigned', 'u1'],
      ['status', 'open'],
      ['worked', 600],
    ]);
    expect(tables.sla_results).toMatchObject([
      {
        ticket_id: 'i1',
        metric: 'resolution',
        policy_id: 'p1',
        due_s: at('2026-09-02T15:20:01'),
        fulfilled_s: at('2026-09-02T21:00:00'),
        is_breached: true,
        elapsed_s: 30_600,
      },
    ]);
    expect(tables.surveys).toMatchObject([{ ticket_id: 'i1', score: 4, respondent_id: null }]);
  });

  it('reads measured durations as changes, by stored value or label, without those that measure something else', async () => {
    const start = '2026-09-01 16:00:00';
    const span = (sys_id: string, field: string, field_value: string, value: string) => {
      const named = { sys_id, id: 'i1', field, field_value, value };
      return { ...known, ...named, start };
    };
    const metric_instance = [
      span('m1', 'incident_state', '2', 'In Progress'),
      span('m2', 'state', '', 'On Hold'),
      span('m3', 'incident_state', '', ''),
      span('m4', 'assignment_group', 'g1', 'Network'),
      span('m5', 'active', '1', 'true'),
    ];
    const metrics = { fields: ['state'], since: '2026-01-01' };
    const one = pulled(instance({ incident: [incident], metric_instance }), { history: 'none', metrics });
    expect(failures(await one.pull())).toEqual([]);
    const { events } = await one.loaded();
    expect(events.filter(({ kind }) => kind !== 'created')).toMatchObject([
      { kind: 'status', at_s: at('2026-09-01T16:00:00'), data: { to: 'open' }, actor: null, actor_id: null },
      { kind: 'status', at_s: at('2026-09-01T16:00:00'), data: { to: 'pending_customer' }, actor: null },
    ]);
    expect(() => pulled(instance({}), { metrics })).toThrow(/not configured right/);
  });

  it('a table of a plugin that is not there is said and fails nothing; one that is needed fails by name', async () => {
    const gone = ['task_time_worked', 'task_sla', 'asmt_metric_result', 'sys_audit_delete', 'sys_user_grmember'];
    const result = await pulled(
      instance({ incident: [incident] }, (table) => (gone.includes(table) ? invalid(table) : listed([]))),
    ).pull();
    expect(failures(result)).toEqual([]);
    expect(
      result.streams
        .flatMap(({ rejects }) => rejects)
        .map(({ item_id }) => item_id)
        .sort(),
    ).toEqual(['deletions', 'members', 'ratings', 'slas', 'time_worked']);
    const broken = await pulled(
      instance({ incident: [incident] }, (table) => (table === 'sys_audit' ? invalid(table) : listed([]))),
    ).pull();
    expect(failures(broken)).toEqual([expect.stringMatching(/^audit: .*400/)]);
  });

  it('takes the 404 of an older version, which found nothing or nothing more, for the end', async () => {
    const http = scriptedHttp(({ url }) => {
      const query = new URL(url).searchParams.get('sysparm_query') ?? '';
      if (!url.includes('/incident?'))
        return url.includes('/stats/') ? { body: { result: { stats: {} } } } : nothingFound;
      return query.includes('^NQ') || query.includes('sys_id>') ? nothingFound : listed([incident]);
    });
    const one = pulled(http);
    const result = await one.pull();
    expect(failures(result)).toEqual([]);
    expect(result.streams.find(({ name }) => name === 'incidents')?.watermark_s).toBe(at('2026-09-03T02:46:44') - 300);
    expect((await one.loaded()).tables.ticket_attributes).toHaveLength(1);
  });

  it('goes on behind a page whose rows the user may not see, by the total', async () => {
    const http = scriptedHttp(({ url }) => {
      const { pathname, searchParams } = new URL(url);
      const query = searchParams.get('sysparm_query') ?? '';
      if (!pathname.endsWith('/incident') || query.startsWith('ORDERBYDESC')) return listed([]);
      if (query.includes('sys_id>')) return listed([]);
      return searchParams.get('sysparm_offset') === '0' ? listed([], 1001) : listed([incident], 1001);
    });
    const one = pulled(http);
    await one.pull();
    expect((await one.loaded()).tables.ticket_attributes).toHaveLength(1);
  });

  it('asks for a token where the instance wants OAuth', async () => {
    const asked: (string | undefined)[] = [];
    const http = scriptedHttp(({ url, body, headers }) => {
      if (url.endsWith('/oauth_token.do')) {
        asked.push(body);
        return { body: { access_token: 'tok-1', token_type: 'Bearer', expires_in: 1799 } };
      }
      expect(headers.authorization).toBe('Bearer tok-1');
      return listed([]);
    });
    await pulled(http, { client_id: 'app', client_secret: '${env:APP}' }).pull();
    expect(Object.fromEntries(new URLSearchParams(asked[0]))).toEqual({
      grant_type: 'password',
      client_id: 'app',
      client_secret: 'app-123456',
      username: 'metrics',
      password: 'pw-123456',
    });
  });

  it('R1, R5: loses none of 3,000 rows of one second at the borders of pages, and looks back five minutes next time', async () => {
    const all = Array.from({ length: 3000 }, (_, i) => ({ ...incident, sys_id: `i${String(i).padStart(5, '0')}` }));
    const http = scriptedHttp(({ url }) => {
      const { pathname, searchParams } = new URL(url);
      const query = searchParams.get('sysparm_query') ?? '';
      if (pathname.includes('/stats/')) return { body: { result: { stats: { count: '3000' } } } };
      if (!pathname.endsWith('/incident') || !query.includes('sys_updated_on')) return listed([]);
      const after = /sys_id>(\w+)/.exec(query)?.[1] ?? '';
      const rest = all.filter(({ sys_id }) => sys_id > after);
      return listed(rest.slice(0, 1000), rest.length);
    });
    const desk = pulled(http);
    const result = await desk.pull('r1');
    expect(failures(result)).toEqual([]);
    expect(result.streams.find(({ name }) => name === 'incidents')).toMatchObject({ rows: 3000, duplicates: 0 });
    expect((await desk.loaded()).tables.ticket_attributes).toHaveLength(3000);
    const before = http.requests.length;
    await desk.pull('r2');
    const asked = http.requests.slice(before).map(({ url }) => new URL(url).searchParams.get('sysparm_query') ?? '');
    expect(asked).toContain(
      "sys_updated_on>=javascript:gs.dateGenerate('2026-09-03','02:41:44')^ORDERBYsys_updated_on^ORDERBYsys_id",
    );
  });

  it('takes what a transaction had before it was cut off, and no empty answer of one for the end', async () => {
    const error = { message: 'Transaction cancelled: maximum execution time exceeded', detail: 'Check logs' };
    const cut = (result: readonly object[]): Said => ({
      ...listed(result),
      body: { result, error, status: 'failure' },
    });
    const answers = (first: readonly object[]) =>
      scriptedHttp(({ url }) => {
        const { pathname, searchParams } = new URL(url);
        const query = searchParams.get('sysparm_query') ?? '';
        if (pathname.includes('/stats/')) return { body: { result: { stats: { count: '2' } } } };
        if (!pathname.endsWith('/incident') || !query.includes('sys_updated_on')) return listed([]);
        return query.includes('sys_id>')
          ? listed(query.includes('sys_id>i1') ? [{ ...incident, sys_id: 'i2' }] : [])
          : cut(first);
      });
    const some = pulled(answers([incident]));
    expect(failures(await some.pull())).toEqual([]);
    expect((await some.loaded()).tables.ticket_attributes).toHaveLength(2);
    expect(failures(await pulled(answers([])).pull())).toEqual([
      expect.stringMatching(/^incidents: .*maximum execution time exceeded/),
    ]);
  });
});
