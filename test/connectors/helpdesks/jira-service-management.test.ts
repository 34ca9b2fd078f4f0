import { describe, expect, it } from 'vitest';
import { localMinute } from '../../../shared/connectors/helpdesks/jira-service-management/jql-time.ts';
import { jiraServiceManagement } from '../../../shared/connectors/helpdesks/jira-service-management.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

const now_s = Date.parse('2026-10-25T12:00:00Z') / 1000;
const source = {
  id: 'jsm',
  connector: 'jira-service-management',
  site: 'example',
  email: 'api@example.com',
  token: '${env:TOKEN}',
  projects: ['SUP'],
  engineering_projects: ['DEV'],
  start: '2026-01-01',
};
const customer = { accountId: 'qm:1', accountType: 'customer' };
const agent = { accountId: 'a1', accountType: 'atlassian' };
const robot = { accountId: 'r1', accountType: 'app' };
const issue = (id: string, fields: object = {}, more: object = {}) => ({
  id,
  key: `SUP-${id}`,
  fields: {
    created: '2026-09-01T10:00:00.781+0200',
    updated: '2026-09-02T10:00:00.000+0200',
    status: { name: 'Waiting for support', statusCategory: { key: 'indeterminate' } },
    reporter: customer,
    creator: customer,
    ...fields,
  },
  ...more,
});
const date = { date: new Date(now_s * 1000).toUTCString() };
function desk(
  pages: readonly (readonly object[])[],
  extra: (path: string, body?: string) => Said | undefined = () => undefined,
) {
  return scriptedHttp(({ url, path, body }) => {
    const { pathname } = new URL(url);
    const said = extra(path, body);
    if (said) return said;
    if (pathname.endsWith('/users/search') || pathname.endsWith('/status')) return { body: [] };
    if (pathname.endsWith('/myself')) return { body: { accountId: 'me', timeZone: 'Europe/Warsaw' }, headers: date };
    const token = Number((JSON.parse(body!) as { nextPageToken?: string }).nextPageToken ?? 0);
    return {
      body: { issues: pages[token] ?? [], ...(token + 1 < pages.length ? { nextPageToken: String(token + 1) } : {}) },
      headers: date,
    };
  });
}
const pulled = (http: ReturnType<typeof desk>, more: object = {}) =>
  pulledSource(jiraServiceManagement, { ...source, feedback: false, ...more }, http, {
    now_s,
    secrets: { TOKEN: 'tok-123456' },
  });
const queries = (http: ReturnType<typeof desk>) =>
  http.requests
    .filter(({ url }) => url.endsWith('/search/jql'))
    .filter(({ body }) => body!.includes('updated >='))
    .map(({ body }) => JSON.parse(body!) as { jql: string; reconcileIssues: number[] });

describe('the lower bound of a JQL query', () => {
  it('is the wall clock of the API user, in minutes', () => {
    expect(localMinute(Date.parse('2026-07-01T10:59:59Z') / 1000, 'Europe/Warsaw')).toBe('2026-07-01 12:59');
    expect(localMinute(Date.parse('2026-07-01T10:59:59Z') / 1000, 'Asia/Kathmandu')).toBe('2026-07-01 16:44');
  });

  it('goes back to before the repeated hour: neither of its two meanings may lose an issue', () => {
    // clocks in Warsaw go from 03:00 back to 02:00 on 25 October 2026, at 01:00 UTC
    for (const at of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])
      expect(localMinute(Date.parse(at) / 1000, 'Europe/Warsaw')).toBe('2026-10-25 01:30');
    expect(localMinute(Date.parse('2026-10-25T02:30:00Z') / 1000, 'Europe/Warsaw')).toBe('2026-10-25 03:30');
  });
});

describe('jira service management', () => {
  it('R9: asks who it is, then for a lower bound only, in a stable order', async () => {
    const http = desk([[]]);
    expect(failures(await pulled(http).pull())).toEqual([]);
    expect(queries(http)[0]?.jql).toBe(
      'project in (SUP) AND updated >= "2026-01-01 01:00" ORDER BY updated ASC, key ASC',
    );
  });

  it('R1, R5: looks back twelve hours and lets the index catch up with the issues of the last run', async () => {
    const http = desk([[issue('1')], [issue('2')]]);
    const twice = pulled(http);
    await twice.pull('r1');
    await twice.pull('r2');
    expect(queries(http)).toHaveLength(4);
    expect(queries(http)[2]).toMatchObject({
      jql: expect.stringContaining('updated >= "2026-09-01 22:00"') as string,
      reconcileIssues: [2, 1],
    });
  });

  it('begins again when the page token was forgotten', async () => {
    let forgot = false;
    const http = scriptedHttp(({ url, body }) => {
      if (/\/(?:users\/search|status)\b/.test(url)) return { body: [] };
      if (url.endsWith('/myself')) return { body: { accountId: 'me', timeZone: 'UTC' } };
      if (body!.includes('nextPageToken') && !forgot) {
        forgot = true;
        return { status: 400, body: { errorMessages: ['The provided next page token is invalid or expired.'] } };
      }
      return body!.includes('nextPageToken')
        ? { body: { issues: [issue('2')] } }
        : { body: { issues: [issue('1')], nextPageToken: 't' } };
    });
    const one = pulled(http);
    expect(failures(await one.pull())).toEqual([]);
    expect((await one.loaded()).tables.ticket_attributes).toHaveLength(2);
  });

  it('reads whole what an answer cut short, by the rows received and not by the size asked for', async () => {
    const http = desk([[issue('1', { comment: { total: 3, comments: [] } })]], (path) => {
      const at = Number(/startAt=(\d+)/.exec(path)?.[1] ?? 0);
      if (!path.includes('/comment')) return undefined;
      return {
        body: {
          comments: [{ id: String(at), created: '2026-09-01T12:00:00.000+0200', author: agent, jsdPublic: true }],
          total: 3,
        },
      };
    });
    const one = pulled(http);
    expect(failures(await one.pull())).toEqual([]);
    const kinds = (await one.loaded()).events.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'replied')).toHaveLength(3);
  });

  it('reads the long histories of a page of issues in one list, page by page, whichever way their times are written', async () => {
    const cut = { changelog: { total: 5, histories: [] } };
    const entry = (id: string, created: unknown) => ({
      id,
      created,
      author: agent,
      items: [{ field: 'status', fromString: 'Open', toString: 'In progress' }],
    });
    const at_s = Date.parse('2026-09-01T10:00:00Z') / 1000;
    const log = (issueId: string, ...changeHistories: object[]) => ({ issueId, changeHistories });
    const first = [log('1', entry('10', '2026-09-01T12:00:00.000+0200')), log('2', entry('11', at_s * 1000))];
    const http = desk([[issue('1', {}, cut), issue('2', {}, cut), issue('3')]], (path, body) => {
      if (!path.endsWith('/changelog/bulkfetch')) return undefined;
      return body!.includes('nextPageToken')
        ? { body: { issueChangeLogs: [log('1', entry('12', at_s + 60))] } }
        : { body: { issueChangeLogs: first, nextPageToken: 'more' } };
    });
    const one = pulled(http);
    expect(failures(await one.pull())).toEqual([]);
    expect(http.requests.filter(({ url }) => url.includes('/changelog'))).toHaveLength(2);
    const changes = (await one.loaded()).events.filter(({ event_id }) => event_id?.startsWith('change.'));
    expect(changes.map(({ ticket_id, at_s: told_s }) => `${ticket_id} ${told_s}`).toSorted()).toEqual([
      `1 ${at_s}`,
      `1 ${at_s + 60}`,
      `2 ${at_s}`,
    ]);
  });

  it('takes a full changelog of forty for cut, whatever its total says', async () => {
    const histories = (n: number) =>
      Array.from({ length: n }, (_, i) => ({ id: String(i), created: '2026-09-01T12:00:00.000+0200', items: [] }));
    const full = { changelog: { total: 40, histories: histories(40) } };
    const short = { changelog: { total: 39, histories: histories(39) } };
    const http = desk([[issue('1', {}, full), issue('2', {}, short)]], (path) =>
      path.includes('/changelog') ? { body: { issueChangeLogs: [] } } : undefined,
    );
    expect(failures(await pulled(http).pull())).toEqual([]);
    const whole = http.requests.filter(({ url }) => url.endsWith('/changelog/bulkfetch'));
    expect(whole.map(({ body }) => JSON.parse(body!) as unknown)).toEqual([
      { issueIdsOrKeys: ['1'], maxResults: 1000 },
    ]);
  });

  it('tells the changelog, comments and worklogs as events', async () => {
    const history = (id: string, minute: number, author: object, ...items: object[]) => ({
      id,
      created: `2026-09-01T10:${String(minute).padStart(2, '0')}:00.000+0200`,
      author,
      items,
    });
    const comment = (id: string, minute: number, author: object, jsdPublic: boolean) => ({
      ...history(id, minute, author),
      jsdPublic,
      body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hello' }] }] },
    });
    const http = desk([
      [
        issue(
          '1',
          {
            comment: {
              total: 4,
              comments: [
                comment('1', 2, robot, true),
                comment('2', 3, agent, false),
                comment('3', 4, agent, true),
                comment('4', 6, customer, true),
              ],
            },
            worklog: {
              total: 1,
              worklogs: [
                {
                  id: '9',
                  author: agent,
                  started: '2026-09-01T10:05:00.000+0200',
                  created: '2026-09-01T10:05:00.000+0200',
                  timeSpentSeconds: 600,
                },
              ],
            },
          },
          {
            properties: { 'request.channel.type': { value: 'email' } },
            changelog: {
              total: 4,
              histories: [
                history('14', 9, agent, {
                  field: 'status',
                  from: '2',
                  fromString: 'Waiting for customer',
                  toString: 'Resolved',
                }),
                history('13', 8, agent, { field: 'Link', to: 'DEV-7', toString: 'This issue is caused by DEV-7' }),
                history('12', 5, agent, {
                  field: 'status',
                  fromString: 'Waiting for support',
                  toString: 'Waiting for customer',
                }),
                history('11', 1, agent, { field: 'assignee', from: null, to: 'a1' }),
              ],
            },
          },
        ),
      ],
    ]);
    const one = pulled(http);
    await one.pull();
    const { events, tables } = await one.loaded();
    expect(
      events.map(({ kind, at_s, actor, data }) => [
        new Date(at_s * 1000).getUTCMinutes(),
        kind,
        actor,
        data.to ?? data.target ?? data.worked_s ?? null,
      ]),
    ).toEqual([
      [0, 'created', 'customer', null],
      [0, 'status', 'automation', 'open'],
      [1, 'assigned', 'agent', 'a1'],
      [2, 'replied', 'automation', null],
      [3, 'noted', 'agent', null],
      [4, 'replied', 'agent', null],
      [5, 'worked', 'agent', 600],
      [5, 'status', 'agent', 'pending_customer'],
      [6, 'replied', 'customer', null],
      [8, 'linked', 'agent', 'DEV-7'],
      [9, 'status', 'agent', 'solved'],
    ]);
    expect(events[5]?.data.text_length).toBe(5);
    expect(events[9]?.data.type).toBe('engineering');
    expect(tables.ticket_attributes).toMatchObject([
      { channel: 'email', number: 'SUP-1', queue: null, created_s: Date.parse('2026-09-01T08:00:00Z') / 1000 },
    ]);
  });

  it('tells the same whether an issue or its lists, which do not name the reporter, came last', async () => {
    const created = '2026-09-01T12:00:00.000+0200';
    const comments = [agent, customer, robot].map((author, i) => ({ id: String(i), created, author, jsdPublic: true }));
    const histories = [{ id: '7', created, author: agent, items: [{ field: 'assignee', from: null, to: 'a1' }] }];
    const told = async (isCut: boolean) => {
      const embedded = { comment: { total: 3, comments: isCut ? [] : comments }, reporter: agent, creator: agent };
      const http = desk(
        [[issue('1', embedded, { changelog: { total: 1, histories: isCut ? [] : histories } })]],
        (path) =>
          path.includes('/changelog')
            ? { body: { issueChangeLogs: [{ issueId: '1', changeHistories: histories }] } }
            : path.includes('/comment')
              ? { body: { comments, total: 3 } }
              : undefined,
      );
      const one = pulled(http);
      expect(failures(await one.pull())).toEqual([]);
      return (await one.loaded()).events.filter(({ event_id }) => !event_id?.startsWith('first-status'));
    };
    const whole = await told(false);
    expect(await told(true)).toEqual(whole);
    expect(whole.map(({ kind, actor, data }) => [kind, actor, data.may_be_requester ?? 0])).toEqual([
      ['created', 'agent', 1],
      ['replied', 'agent', 1],
      ['replied', 'customer', 0],
      ['replied', 'automation', 0],
      ['assigned', 'agent', 1],
    ]);
  });

  it('counts a status of the account’s own that nothing maps, and takes the category of the current one', async () => {
    const own = { status: { name: 'Bei der Fachabteilung', statusCategory: { key: 'indeterminate' } } };
    const one = pulled(desk([[issue('1', own)]]));
    await one.pull();
    const { tables } = await one.loaded();
    expect(tables.ticket_attributes).toMatchObject([{ status: 'open', status_raw: 'Bei der Fachabteilung' }]);
    expect(tables.field_mappings).toContainEqual(
      expect.objectContaining({ field: 'status', raw_value: 'Bei der Fachabteilung', value: 'open', is_mapped: false }),
    );
  });
});

describe('jira’s service desk', () => {
  const cycle = (start_s: number, more: object = {}) => ({
    startTime: { epochMillis: start_s * 1000 },
    breached: false,
    elapsedTime: { millis: 60_000 },
    ...more,
  });
  it('tells the promises of each changed request, page by page, when it is asked to', async () => {
    const pages = [
      { values: [{ id: '1', name: 'Time to first response', completedCycles: [cycle(100, { breached: true })] }] },
      { values: [{ id: '2', name: 'Time to Pack', completedCycles: [cycle(100)], ongoingCycle: cycle(900) }] },
    ];
    const http = desk([[issue('1')]], (path) => {
      const start = /request\/1\/sla\?start=(\d+)/.exec(path)?.[1];
      return start === undefined
        ? undefined
        : { body: { ...pages[Number(start)], start: Number(start), isLastPage: start === '1' } };
    });
    const { pull, loaded } = pulled(http, { sla: true });
    expect(failures(await pull())).toEqual([]);
    const { tables } = await loaded();
    expect(
      tables.sla_results?.map(({ ticket_id, metric, policy_id, applied_s, is_breached }) => [
        ticket_id,
        metric,
        policy_id,
        applied_s,
        is_breached,
      ]),
    ).toEqual([
      ['1', 'first_reply', '1', 100, true],
      ['1', 'time to pack', '2', 100, false],
      ['1', 'time to pack', '2', 900, false],
    ]);
  });
  it('is not asked where fields hold the promises, nor unless wanted', async () => {
    for (const more of [{}, { sla: true, sla_fields: { resolution: 'customfield_1' } }]) {
      const http = desk([[issue('1')]]);
      await pulled(http, more).pull();
      expect(http.requests.some(({ url }) => url.includes('/sla'))).toBe(false);
    }
  });
  it('is reached through the gateway with a bearer token as well', async () => {
    const http = desk([[issue('1')]]);
    const { email: _email, token: _token, site: _site, ...rest } = source;
    const base_url = 'https://api.atlassian.com/ex/jira/11aa-22bb';
    const { pull } = pulledSource(
      jiraServiceManagement,
      { ...rest, base_url, oauth_token: '${env:TOKEN}', feedback: false },
      http,
      { now_s, secrets: { TOKEN: 'tok-123456' } },
    );
    expect(failures(await pull())).toEqual([]);
    expect(http.requests.every(({ url }) => url.startsWith(`${base_url}/rest/api/3/`))).toBe(true);
    expect(http.requests.every(({ headers }) => headers.authorization === 'Bearer tok-123456')).toBe(true);
  });
});

describe('what a status means', () => {
  const status = (name: string, key: string) => ({ name, statusCategory: { key } });
  it('is what the site says of it, unless its projects mean different things by it', async () => {
    const site = [
      status('Erledigt', 'done'),
      status('Geparkt', 'indeterminate'),
      status('ERLEDIGT', 'done'),
      status('Fertig', 'done'),
      status('fertig', 'indeterminate'),
      status('Neuland', 'undefined'),
    ];
    const { pull, loaded } = pulled(desk([[]], (path) => (path.endsWith('/status') ? { body: site } : undefined)));
    expect(failures(await pull())).toEqual([]);
    const { tables } = await loaded();
    const told = (tables.field_mappings ?? []).filter(({ field }) => field === 'status_category');
    expect(told.map(({ raw_value, value }) => [raw_value, value])).toEqual([
      ['erledigt', 'solved'],
      ['fertig', null],
      ['geparkt', 'open'],
      ['neuland', null],
    ]);
  });
  it('is not told without the right to ask: everything else is read', async () => {
    const http = desk([[issue('1')]], (path) => (path.endsWith('/status') ? { status: 403, body: {} } : undefined));
    const { pull, loaded } = pulled(http);
    expect(failures(await pull())).toEqual([]);
    expect((await loaded()).tables.ticket_attributes).toHaveLength(1);
  });
  it('dates an issue that was imported as done by its resolutiondate, not by its creation', async () => {
    const done = { status: status('Done', 'done'), resolutiondate: '2026-09-01T12:00:00.000+0200' };
    const whole = { changelog: { total: 0, histories: [] } };
    const { pull, loaded } = pulled(
      desk([[issue('1', done, whole), issue('2', { ...done, resolutiondate: null }, whole)]]),
    );
    expect(failures(await pull())).toEqual([]);
    const changes = (await loaded()).events.filter(({ kind }) => kind === 'status');
    expect(changes.map(({ ticket_id, at_s, data }) => [ticket_id, at_s, data])).toEqual([
      ['1', Date.parse('2026-09-01T08:00:00Z') / 1000, { to: 'new', raw: null }],
      ['1', Date.parse('2026-09-01T10:00:00Z') / 1000, { to: 'solved', raw: 'Done' }],
      ['2', Date.parse('2026-09-01T08:00:00Z') / 1000, { to: 'solved', raw: 'Done' }],
    ]);
  });
});

describe('the comments of an issue', () => {
  const one = { id: '1', author: agent, created: '2026-09-01T11:00:00.000+0200', jsdPublic: true, body: 'x' };
  it('are known to be all where their total says so: the next time one is missing, it was deleted', async () => {
    const whole = issue('1', { comment: { comments: [one], total: 1 } });
    const none = issue('2', { comment: { comments: [], total: 0 } });
    const cut = issue('3', { comment: { comments: [one], total: 2 } });
    const silent = issue('4');
    const { pull, loaded } = pulled(
      desk([[whole, none, cut, silent]], (path) =>
        path.includes('/issue/3/comment') ? { status: 403, body: {} } : undefined,
      ),
    );
    await pull();
    expect((await loaded()).tellings).toEqual(['1 comment.', '2 comment.']);
  });
});
