import { day_s, isoOf } from '../../../shared/sandbox/civil.ts';
import { idsOf, numberOf } from '../../../shared/sandbox/ids.ts';
import type { History, Organisation, Party, Status, Ticket } from '../../../shared/sandbox/model.ts';
import { standingFor } from '../../../shared/sandbox/merged-people.ts';
import { demoSecret, robotNumber } from '../../../shared/sandbox/sources.ts';
import { ok, routed, type SandboxAnswer, type SandboxRequest, type Site } from '../../../functions/sandbox/server.ts';
import { stateAt } from '../../../functions/sandbox/state.ts';

const ids = idsOf.salesforce;
const statuses: Readonly<Record<Status, string>> = {
  new: 'New',
  open: 'Working',
  pending_customer: 'Waiting on Customer',
  pending_third_party: 'On Hold',
  solved: 'Resolved',
  closed: 'Closed',
};
const priorities = { p1: 'Critical', p2: 'High', p3: 'Medium', p4: 'Low' } as const;
const origins = { email: 'Email', web: 'Web', chat: 'Chat', phone: 'Phone' } as const;
const types = { question: 'Question', incident: 'Incident', problem: 'Problem', request: 'Feature Request' } as const;
const accessToken = '00Dsandbox!session';
const pageLimit = 200;

type Row = Readonly<Record<string, unknown>> & { readonly Id: string };
const stamp = (at_s: number): string => isoOf(at_s).replace('Z', '.000+0000');
const thing = (prefix: string, n: number, i: number): string =>
  `${prefix}Sb${n.toString(36).toUpperCase().padStart(5, '0')}${i.toString(36).toUpperCase().padStart(5, '0')}QAA`;
const automatedProcess = `005Sb0${'AUTOMATED'.padStart(9, '0')}QAA`;
const userOf = (party: Party): string =>
  party.startsWith('p') ? ids.person(numberOf(party)) : party === 'bot' ? ids.person(robotNumber) : automatedProcess;

/**
 * Salesforce over the made-up organisation: queryAll with its soft-deleted and merged rows, at most two hundred rows an answer with
 * a URL for the rest, milliseconds and "+0000", history of tracked fields with two rows an owner change.
 */
export function salesforceSite(org: Organisation): Site {
  let built: { readonly now_s: number; readonly objects: Readonly<Record<string, readonly Row[]>> } | undefined;
  const objectsAt = (now_s: number): Readonly<Record<string, readonly Row[]>> => {
    if (built?.now_s !== now_s) built = { now_s, objects: objectsOf(org, now_s) };
    return built.objects;
  };
  const cursors = new Map<string, readonly unknown[]>();
  const answer = (rows: readonly unknown[], request: SandboxRequest): SandboxAnswer => {
    if (rows.length <= pageLimit) return ok({ totalSize: rows.length, done: true, records: rows });
    const locator = `01g${String(cursors.size + 1).padStart(15, '0')}`;
    cursors.set(locator, rows.slice(pageLimit));
    const version = /\/(v\d+\.0)\//.exec(request.path)?.[1] ?? 'v62.0';
    return ok({
      totalSize: rows.length,
      done: false,
      nextRecordsUrl: `/services/data/${version}/query/${locator}-${pageLimit}`,
      records: rows.slice(0, pageLimit),
    });
  };
  const site = routed(
    [
      [
        'GET',
        /^\/services\/data\/v\d+\.0\/queryAll$/,
        (request, now_s) => {
          const found = soql(request.query.get('q') ?? '', objectsAt(now_s));
          return found === undefined ? malformed : answer(found, request);
        },
      ],
      [
        'GET',
        /^\/services\/data\/v\d+\.0\/query$/,
        (request, now_s) => {
          const living = (objectsAt(now_s).Case ?? []).filter(({ IsDeleted }) => IsDeleted !== true);
          const found = casesBy(request.query.get('q') ?? '', living);
          if (found === undefined) return malformed;
          return found.kind === 'count'
            ? ok({ totalSize: found.rows.length, done: true, records: [] })
            : answer(found.rows, request);
        },
      ],
      [
        'GET',
        /^\/services\/data\/v\d+\.0\/sobjects\/Case\/(\w+)$/,
        (_request, now_s, [id = '']) => {
          const found = objectsAt(now_s).Case?.find((row) => row.Id === id && row.IsDeleted !== true);
          return found
            ? ok({ attributes: { type: 'Case' }, ...found })
            : { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }] };
        },
      ],
      ['GET', /^\/services\/oauth2\/userinfo$/, () => ok({ user_id: ids.person(1), zoneinfo: org.zone })],
      [
        'GET',
        /^\/services\/data\/v\d+\.0\/query\/(01g\d+)-\d+$/,
        (request, _now_s, [locator = '']) => {
          const rest = cursors.get(locator);
          return rest
            ? answer(rest, request)
            : { status: 400, body: [{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }] };
        },
      ],
    ],
    () => ({ status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }] }),
  );
  return {
    vendor: 'salesforce',
    throttle: () => ({
      status: 503,
      headers: { 'retry-after': '1' },
      body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'Server is too busy' }],
    }),
    handle: (request, now_s) => {
      if (request.method === 'POST' && request.path === '/services/oauth2/token') {
        const form = new URLSearchParams(request.body);
        return form.get('client_secret') === demoSecret.value && form.get('grant_type') === 'client_credentials'
          ? ok({ access_token: accessToken, token_type: 'Bearer', instance_url: request.origin })
          : { status: 400, body: { error: 'invalid_client', error_description: 'invalid client credentials' } };
      }
      if (request.headers.authorization !== `Bearer ${accessToken}`)
        return { status: 401, body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }] };
      const result = site(request, now_s);
      return { ...result, headers: { 'sforce-limit-info': 'api-usage=118/100000', ...result.headers } };
    },
  };
}

/** SELECT ... FROM object WHERE [filter AND] bound ORDER BY time, Id LIMIT n; undefined when it is not that. */
function soql(query: string, objects: Readonly<Record<string, readonly Row[]>>): readonly unknown[] | undefined {
  const ofCase = /^SELECT .+ FROM (\w+) WHERE (CaseId|ParentId) = '(\w+)' ORDER BY \w+, Id$/.exec(query);
  if (ofCase) return objects[ofCase[1] ?? '']?.filter((row) => row[ofCase[2] ?? ''] === ofCase[3]);
  const match =
    /^SELECT (.+) FROM (\w+) WHERE (?:[\w.]+ = '[^']*' AND |(\w+) != null AND )?(.+) ORDER BY (\w+), Id LIMIT (\d+)$/.exec(
      query,
    );
  const rows = match && objects[match[2] ?? ''];
  if (!match || !rows) return undefined;
  const [, fields = '', , filled, bound = '', time = '', limit = '0'] = match;
  const after = /^\((\w+) > (\S+) OR \(\1 = \2 AND Id > '(\w+)'\)\)$/.exec(bound);
  const since = /^(\w+) >= (\S+)$/.exec(bound);
  if (!after && !since) return undefined;
  const at = Date.parse(after?.[2] ?? since?.[2] ?? '');
  const id = after?.[3];
  const timeOf = (row: Row): number => Date.parse((row[time] as string).replace('+0000', 'Z'));
  const found = rows
    .filter((row) => filled === undefined || (row[filled] ?? null) !== null)
    .filter((row) => (id === undefined ? timeOf(row) >= at : timeOf(row) > at || (timeOf(row) === at && row.Id > id)))
    .sort((a, b) => timeOf(a) - timeOf(b) || (a.Id < b.Id ? -1 : a.Id > b.Id ? 1 : 0))
    .slice(0, Number(limit));
  const wanted = fields.split(', ').map((field) => field.split('.')[0] ?? field);
  return found.map((row) =>
    Object.fromEntries([['attributes', { type: match[2] }], ...wanted.map((field) => [field, row[field] ?? null])]),
  );
}

const malformed: SandboxAnswer = { status: 400, body: [{ message: 'unexpected token', errorCode: 'MALFORMED_QUERY' }] };

/** COUNT() of cases by creation, or their ids after one: what the comparison with the org asks. */
function casesBy(
  query: string,
  cases: readonly Row[],
): { readonly kind: 'count' | 'ids'; readonly rows: readonly unknown[] } | undefined {
  const match =
    /^SELECT (COUNT\(\)|Id) FROM Case WHERE CreatedDate >= (\S+)(?: AND CreatedDate < (\S+))?(?: AND Id > '(\w+)')?(?: ORDER BY Id LIMIT (\d+))?$/.exec(
      query,
    );
  if (!match) return undefined;
  const [, what, from = '', to, after = '', limit] = match;
  const found = cases
    .filter(({ Id, CreatedDate }) => {
      const at = Date.parse((CreatedDate as string).replace('+0000', 'Z'));
      return at >= Date.parse(from) && (to === undefined || at < Date.parse(to)) && Id > after;
    })
    .sort((a, b) => (a.Id < b.Id ? -1 : 1))
    .slice(0, limit === undefined ? undefined : Number(limit));
  return what === 'Id'
    ? { kind: 'ids', rows: found.map(({ Id }) => ({ attributes: { type: 'Case' }, Id })) }
    : { kind: 'count', rows: found };
}

function objectsOf(org: Organisation, now_s: number): Readonly<Record<string, readonly Row[]>> {
  const born = org.tickets.filter(({ created_s }) => created_s <= now_s);
  const long = org.start_s - 300 * day_s;
  return {
    Group: org.groups.map(({ n, name }) => ({
      Id: ids.group(n),
      Name: name,
      Type: 'Queue',
      SystemModstamp: stamp(long),
    })),
    User: [
      ...org.people.map((person) => ({
        Id: ids.person(person.n),
        Email: person.email,
        UserType: 'Standard',
        SystemModstamp: stamp(long),
      })),
      {
        Id: ids.person(robotNumber),
        Email: 'assistant@northwind.example',
        UserType: 'Standard',
        SystemModstamp: stamp(long),
      },
      {
        Id: automatedProcess,
        Email: 'autoproc@northwind.example',
        UserType: 'AutomatedProcess',
        SystemModstamp: stamp(long),
      },
    ],
    Contact: org.contacts
      .filter(({ created_s }) => created_s <= now_s)
      .map((contact) => ({
        Id: ids.contact(contact.n),
        AccountId: ids.account(Number(contact.account.slice(1))),
        Email: contact.email,
        CreatedDate: stamp(contact.created_s),
        ...(contact.merged === undefined || contact.merged.at_s > now_s
          ? { SystemModstamp: stamp(contact.created_s), IsDeleted: false, MasterRecordId: null }
          : {
              SystemModstamp: stamp(contact.merged.at_s),
              IsDeleted: true,
              MasterRecordId: ids.contact(contact.merged.into.n),
            }),
      })),
    Case: born.flatMap((ticket) => caseAt(ticket, org, now_s)),
    CaseHistory: born.flatMap((ticket) => historyOf(ticket, org, now_s)),
    CaseComment: born.flatMap((ticket) =>
      each(ticket, now_s, (one, i) =>
        one.kind === 'noted' || (one.kind === 'replied' && !isMail(ticket, one))
          ? [
              {
                Id: thing('00a', ticket.n, i),
                ParentId: ids.ticket(ticket.n),
                IsPublished: one.kind === 'replied',
                CommentBody: textOf(one),
                CreatedById: userOf(one.by),
                CreatedDate: stamp(one.at_s),
                SystemModstamp: stamp(one.at_s),
              },
            ]
          : [],
      ),
    ),
    // its chats are cases with comments: nobody uses messaging
    MessagingSession: [],
    EmailMessage: born.flatMap((ticket) =>
      each(ticket, now_s, (one, i) =>
        (one.kind === 'created' && ticket.channel === 'email') || (one.kind === 'replied' && isMail(ticket, one))
          ? [
              {
                Id: thing('02s', ticket.n, i),
                ParentId: ids.ticket(ticket.n),
                Parent: { CreatedDate: stamp(ticket.created_s) },
                Status: one.by.startsWith('c') ? '1' : '3',
                Incoming: one.by.startsWith('c'),
                TextBody: textOf(one),
                MessageDate: stamp(one.at_s),
                CreatedById: userOf(one.by),
                SystemModstamp: stamp(one.at_s),
              },
            ]
          : [],
      ),
    ),
    CaseMilestone: [],
    Task: born.flatMap((ticket) =>
      each(ticket, now_s, (one, i) =>
        one.kind === 'worked'
          ? [
              {
                Id: thing('00T', ticket.n, i),
                WhatId: ids.ticket(ticket.n),
                OwnerId: userOf(one.by),
                CallDurationInSeconds: one.seconds,
                CompletedDateTime: stamp(one.at_s),
                SystemModstamp: stamp(one.at_s),
              },
            ]
          : [],
      ),
    ),
  };
}

/** Customers write mail (they have no login), people answer by mail, the robot comments. */
const isMail = (_ticket: Ticket, one: History): boolean => one.by !== 'bot';
const textOf = (one: History): string =>
  one.kind === 'replied'
    ? one.text + one.articles.map((key) => ` https://help.northwind.example/article/${key}`).join('')
    : 'text' in one
      ? one.text
      : '';
const each = (ticket: Ticket, now_s: number, row: (one: History, i: number) => readonly Row[]): readonly Row[] =>
  ticket.history.flatMap((one, i) => (one.at_s <= now_s ? row(one, i) : []));
const groupName = (org: Organisation, n: number | null): string | null =>
  org.groups.find((group) => group.n === n)?.name ?? null;

function caseAt(ticket: Ticket, org: Organisation, now_s: number): readonly Row[] {
  const state = stateAt(ticket, now_s);
  if (!state) return [];
  const tags = [
    ...state.tags.filter((tag) => tag !== 'engineering' && tag !== 'closed_by_merge'),
    ...(ticket.is_outbound ? ['proactive'] : []),
  ];
  return [
    {
      Id: ids.ticket(ticket.n),
      CaseNumber: String(ticket.n).padStart(8, '0'),
      CreatedDate: stamp(ticket.created_s),
      CreatedById: userOf(ticket.history[0]?.by ?? 'system'),
      SystemModstamp: stamp(state.updated_s),
      IsDeleted: state.deleted !== null || state.merged_into !== null,
      MasterRecordId: state.merged_into === null ? null : ids.ticket(state.merged_into),
      Status: statuses[state.status],
      Priority: priorities[state.priority],
      Origin: origins[ticket.channel],
      Type: types[ticket.type],
      Reason: null,
      OwnerId: state.owner === null ? ids.group(state.group ?? 1) : userOf(state.owner),
      AccountId: ids.account(Number(ticket.contact.account.slice(1))),
      ContactId: ids.contact(standingFor(ticket.contact, now_s).n),
      ParentId: null,
      IsClosed: state.status === 'closed',
      ClosedDate:
        state.status === 'closed' ? stamp(state.seen.findLast(({ kind }) => kind === 'status')?.at_s ?? 0) : null,
      Category__c: ticket.category,
      Subcategory__c: ticket.subcategory,
      Product__c: ticket.product,
      Region__c: ticket.region,
      Language__c: ticket.language,
      Root_Cause__c: ['solved', 'closed'].includes(state.status) ? ticket.root_cause : null,
      Team__c: groupName(org, state.group),
      Tags__c: tags.length === 0 ? null : tags.join(';'),
      Follow_Up_Of__c: ticket.followup_of === null ? null : ids.ticket(ticket.followup_of),
    },
  ];
}

function historyOf(ticket: Ticket, org: Organisation, now_s: number): readonly Row[] {
  const rows: Row[] = [];
  let owner: string | null = null;
  ticket.history.forEach((one, i) => {
    if (one.at_s > now_s) return;
    const change = (Field: string, OldValue: unknown, NewValue: unknown, part = 0): void => {
      rows.push({
        Id: thing('017', ticket.n, i * 4 + part),
        CaseId: ids.ticket(ticket.n),
        Field,
        OldValue,
        NewValue,
        CreatedDate: stamp(one.at_s),
        CreatedById: userOf(one.by),
      });
    };
    if (one.kind === 'created') change('created', null, null);
    else if (one.kind === 'status') change('Status', statuses[one.from], statuses[one.to]);
    else if (one.kind === 'priority') change('Priority', priorities[one.from], priorities[one.to]);
    else if (one.kind === 'grouped' && one.from !== null)
      change('Team__c', groupName(org, one.from), groupName(org, one.to));
    else if (one.kind === 'assigned') {
      const queue = ids.group(1);
      const [before, after] = [owner ?? queue, one.to === null ? queue : userOf(one.to)];
      change('Owner', 'Name before', 'Name after');
      change('Owner', before, after, 1);
      owner = one.to === null ? null : userOf(one.to);
    } else if (one.kind === 'escalated') change('IsEscalated', false, true);
    else if (one.kind === 'rated') change('CSAT__c', null, one.good ? 5 : 1);
  });
  return rows;
}
