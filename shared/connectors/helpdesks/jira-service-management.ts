import { untoldFor } from '../../knowledge/telling.ts';
import type { Children, Json, Page, PageRequest, Step, Stream } from '../connector.ts';
import { connector } from '../define.ts';
import { wayInOf } from '../way-in.ts';
import { asking, queryOf, withQuery } from '../engine/paging.ts';
import { localMinute } from './jira-service-management/jql-time.ts';
import { idList } from '../periodic-lists.ts';
import { capped, startOf, stateNumber, watermark } from '../progress.ts';
import { idOrNull, instant, list, numberOrNull, oneRecord, record, recordsIn, textOrNull, texts } from '../shapes.ts';
import { changelogRows, commentRows, worklogRows } from './jira-service-management/children.ts';
import { issueRows } from './jira-service-management/issues.ts';
import { promiseRows } from './jira-service-management/promises.ts';
import { feedbackRows, userRows } from './jira-service-management/people.ts';
import { statusCategories } from './jira-service-management/statuses.ts';
import { JiraConfiguration } from './jira-service-management/configuration.ts';
import { jiraContract } from './jira-service-management/contract.ts';

/** The search is eventually consistent, and its times are minutes in the zone of the API user. */
const overlap_s = 12 * 3600;
const lag_s = 60;
const pageSize = 100;
const reconcileCap = 50;

/**
 * Jira Service Management: issues by update time with their changelog, comments and worklogs; whatever an answer cuts short is
 * read whole as a child (CONNECTORS.md 3.4).
 */
export const jiraServiceManagement = connector({
  id: 'jira-service-management',
  title: 'Jira Service Management',
  configuration: JiraConfiguration,
  contract: jiraContract,
  setup: {
    site: { ask: 'Name of the site: what stands before .atlassian.net' },
    projects: { ask: 'Keys of the service projects, such as SUP, IT', isList: true },
    email: 'environment',
    token: 'environment',
  },
  site: (c) => ({
    base_url:
      c.base_url ??
      (c.cloud_id === undefined
        ? `https://${c.site}.atlassian.net`
        : `https://api.atlassian.com/ex/jira/${c.cloud_id}`),
    auth: wayInOf(c, c.email ?? '', { token_url: 'https://auth.atlassian.com/oauth/token' }),
    ...(c.requests_per_minute === undefined ? {} : { per_minute: c.requests_per_minute }),
  }),
  zone: () => ({
    use: 'written_in_it',
    first: { url: '/rest/api/3/myself' },
    read: (body) => ({ zone: textOrNull.parse(record.parse(body).timeZone) }),
  }),
  tells: (c) => ({
    untold: {
      ...(c.engineering_projects.length > 0
        ? {}
        : { escalation: 'name the projects of development in engineering_projects' }),
      ...(c.group_field === undefined ? { group_changes: 'name the field of the group in group_field' } : {}),
      ...(c.satisfaction_field !== undefined || c.feedback
        ? {}
        : untoldFor(['ratings_offered', 'ratings_given'], 'set feedback: true, or name satisfaction_field')),
      merges: 'Jira has no merging: duplicates are linked',
    },
  }),
  streams: (c) => [
    {
      ...started('users', null, userRows(c)),
      optional: true,
      first: () => ({ url: '/rest/api/3/users/search?startAt=0&maxResults=100' }),
    },
    statusCategories,
    issues(c),
    issueIds(c),
    { name: 'issue', isTicket: true, items: oneRecord('issue'), rows: issueRows(c) },
    started('changelogs', 'values', changelogRows(c)),
    changelogsOfMany(c),
    { ...started('comments', 'comments', commentRows(c)), isConversation: true, messages: ['comment.'] },
    started('worklogs', 'worklogs', worklogRows),
    { name: 'promises', items: (body) => recordsIn(body, 'values'), next: paged, rows: promiseRows },
    {
      name: 'feedback',
      items: (body) => (numberOrNull.parse((body as { rating?: unknown } | null)?.rating) === null ? [] : [body]),
      rows: feedbackRows,
    },
  ],
});

/** `key`: where the records of a page are; null: the page is their list. Pages by startAt: maxResults is a suggestion, so the next page begins after the rows received. */
function started(name: string, key: string | null, rows: Stream['rows']): Stream {
  return {
    name,
    items: (body) => (key === null && Array.isArray(body) ? body : recordsIn(body, key ?? name)),
    next: ({ asked, body, items, state }): Step => {
      const { total, isLast } = (body ?? {}) as { total?: unknown; isLast?: unknown };
      const read = Number(queryOf(asked.url, 'startAt') ?? '0') + items.length;
      const size = numberOrNull.parse(total);
      const ended = items.length === 0 || isLast === true || (size !== null && read >= size);
      return { request: ended ? null : asking(asked, { startAt: read }), state };
    },
    rows,
  };
}

/** Pages of the service desk’s own API: start and isLastPage. */
function paged({ asked, body, items, state }: Page): Step {
  const { isLastPage } = (body ?? {}) as { isLastPage?: unknown };
  const start = Number(queryOf(asked.url, 'start') ?? '0') + items.length;
  const ended = items.length === 0 || isLastPage !== false;
  return { request: ended ? null : asking(asked, { start }), state };
}

const fieldsOf = (c: JiraConfiguration): readonly string[] => [
  ...issueFields,
  ...[c.group_field, c.organisation_field, c.satisfaction_field, c.satisfaction_date_field].flatMap((id) => id ?? []),
  ...Object.values(c.sla_fields),
  ...Object.values(c.mappings.fields),
  ...c.mappings.custom_fields,
];
const issueFields: readonly string[] =
  'created updated resolutiondate status priority issuetype labels components project assignee reporter creator issuelinks comment worklog timespent parent'.split(
    ' ',
  );

/** The first request asks who we are: the search reads times in our own zone. */
function issues(c: JiraConfiguration): Stream {
  const search = (state: Page['state'], zone: string, more: Readonly<Record<string, Json>> = {}): PageRequest => {
    const since_s = stateNumber(state, 'since_s');
    const from_s = since_s === null ? startOf(c.start) : since_s - overlap_s;
    return {
      url: '/rest/api/3/search/jql',
      body: {
        jql: `project in (${c.projects.join(', ')}) AND updated >= "${localMinute(from_s, zone)}" ORDER BY updated ASC, key ASC`,
        fields: [...new Set(fieldsOf(c))],
        expand: 'changelog',
        properties: ['request.channel.type'],
        maxResults: pageSize,
        reconcileIssues: list
          .parse(state.recent)
          .flatMap((id) => numberOrNull.parse(id) ?? [])
          .slice(0, reconcileCap),
        ...more,
      },
    };
  };
  return {
    name: 'issues',
    first: () => ({ url: '/rest/api/3/myself' }),
    items: (body) =>
      textOrNull.parse((body as { accountId?: unknown } | null)?.accountId) === null ? recordsIn(body, 'issues') : [],
    next: ({ asked, body, items, state, server_s }): Step => {
      const { timeZone } = record.parse(body);
      if (asked.url.endsWith('/myself')) return { request: search(state, textOrNull.parse(timeZone) ?? 'UTC'), state };
      const times = items.flatMap(
        (item) => instant(record.parse((item as { fields?: unknown } | null)?.fields).updated) ?? [],
      );
      const ids = items.flatMap((item) => idOrNull.parse((item as { id?: unknown } | null)?.id) ?? []);
      const since_s = capped(stateNumber(state, 'since_s'), times, server_s - lag_s);
      const recent = [...new Set([...ids.toReversed(), ...texts.parse(state.recent)])].slice(0, reconcileCap);
      const known = { ...state, recent, ...(since_s === null ? {} : { since_s }) };
      const request = withToken({ asked, body });
      return { request, state: request === null ? { ...known, read_s: server_s - lag_s } : known };
    },
    version: (item) => {
      const { id, fields } = (item ?? {}) as { id?: unknown; fields?: unknown };
      const own = idOrNull.parse(id);
      return own === null ? undefined : `${own}@${textOrNull.parse(record.parse(fields).updated) ?? ''}`;
    },
    children: (item) => childrenOf(item, c),
    pageChildren: ({ items }) => longHistories(items),
    rows: issueRows(c),
    expired: lostToken,
    watermark,
  };
}

/** Archived, deleted and moved issues vanish from every search without a word (R14). */
const issueIds = (c: JiraConfiguration): Stream =>
  idList({
    name: 'issue_ids',
    first: () => {
      const jql = `project in (${c.projects.join(', ')}) ORDER BY created ASC, key ASC`;
      return { url: '/rest/api/3/search/jql', body: { jql, fields: ['created'], maxResults: 5000 } };
    },
    items: (body) => recordsIn(body, 'issues'),
    onward: withToken,
    expired: lostToken,
    // archived and moved issues leave the search, and are there all the same
    confirm: (ticket) => alone(ticket, c),
    recover: (ticket) => [alone(ticket, c), ...listsOf(ticket).map(([stream, url]) => child(stream, url, ticket))],
  });

/** The same search from its next page; null at the end. */
function withToken({ asked, body }: Pick<Page, 'asked' | 'body'>): PageRequest | null {
  const token = textOrNull.parse(record.parse(body).nextPageToken);
  const question = asked.body as Readonly<Record<string, Json>>;
  return token === null ? null : { ...asked, body: { ...question, nextPageToken: token } };
}
/** Tokens are forgotten after a while: the walk begins again from the last second that was read. */
const lostToken = (status: number, body: string): boolean => status === 400 && /token/i.test(body);

/** The lists of an issue, by the streams that read them whole. */
const listsOf = (id: string): readonly (readonly [stream: string, url: string])[] =>
  [
    ['changelogs', 'changelog'],
    ['comments', 'comment'],
    ['worklogs', 'worklog'],
  ].map(([stream = '', name = '']) => [stream, `/rest/api/3/issue/${id}/${name}`]);
const child = (stream: string, url: string, of: string) => ({
  stream,
  requests: [{ url: withQuery(url, { startAt: 0, maxResults: 100 }), of }],
});
/** One issue, with what the search gives of it. */
const alone = (id: string, c: JiraConfiguration) => ({
  stream: 'issue',
  requests: [
    {
      url: withQuery(`/rest/api/3/issue/${id}`, {
        fields: [...new Set(fieldsOf(c))].join(','),
        expand: 'changelog',
        properties: 'request.channel.type',
      }),
      of: id,
    },
  ],
});
/** Entries of a changelog that a search gives. */
const mostHistories = 40;

/**
 * The answer holds the first few entries only. A search gives forty at most and counts those as all there are (JRACLOUD-96459): a full
 * page is cut until proved otherwise.
 */
function hasLongHistory(item: unknown): boolean {
  const { changelog } = record.parse(item);
  return isCut(changelog, 'histories') || list.parse(record.parse(changelog).histories).length >= mostHistories;
}

const isCut = (part: unknown, key: string): boolean =>
  (numberOrNull.parse(record.parse(part).total) ?? 0) > list.parse(record.parse(part)[key]).length;

/** One question for all the long histories of a page: a page holds 100 issues, a question up to 1,000 (api-group-issues). */
function longHistories(items: readonly unknown[]): readonly Children[] {
  const ids = items.filter(hasLongHistory).flatMap((item) => idOrNull.parse(record.parse(item).id) ?? []);
  const body = { issueIdsOrKeys: ids, maxResults: 1000 };
  return ids.length === 0
    ? []
    : [{ stream: 'changelogs_of_many', requests: [{ url: '/rest/api/3/changelog/bulkfetch', body }] }];
}

/** The histories of many issues in one list, oldest first: each entry names its issue. */
function changelogsOfMany(c: JiraConfiguration): Stream {
  const rows = changelogRows(c);
  return {
    name: 'changelogs_of_many',
    items: (body) =>
      recordsIn(body, 'issueChangeLogs').flatMap((log) => {
        const { issueId, changeHistories } = record.parse(log);
        return list.parse(changeHistories).map((entry) => ({ ...record.parse(entry), issueId }));
      }),
    next: ({ asked, body, state }) => ({ request: withToken({ asked, body }), state }),
    rows: (item, context) => rows(item, { ...context, of: idOrNull.parse(record.parse(item).issueId) }),
  };
}

/** What an answer cut short: the embedded lists hold the first few entries only. */
function childrenOf(item: unknown, c: JiraConfiguration) {
  const issue = record.parse(item);
  const id = idOrNull.parse(issue.id);
  if (id === null) return [];
  const fields = record.parse(issue.fields);
  const cut: Readonly<Record<string, boolean>> = {
    comments: isCut(fields.comment, 'comments'),
    worklogs: isCut(fields.worklog, 'worklogs'),
  };
  const isDone = textOrNull.parse(record.parse(record.parse(fields.status).statusCategory).key) === 'done';
  return [
    ...listsOf(id).flatMap(([stream, url]) => (cut[stream] === true ? [child(stream, url, id)] : [])),
    ...(c.sla && Object.keys(c.sla_fields).length === 0
      ? [
          {
            stream: 'promises',
            requests: [{ url: withQuery(`/rest/servicedeskapi/request/${id}/sla`, { start: 0, limit: 50 }), of: id }],
          },
        ]
      : []),
    ...(c.feedback && c.satisfaction_field === undefined && isDone
      ? [{ stream: 'feedback', requests: [{ url: `/rest/servicedeskapi/request/${id}/feedback`, of: id }] }]
      : []),
  ];
}
