import { isoOf, day_s } from '../../../shared/sandbox/civil.ts';
import { idsOf, numberOf } from '../../../shared/sandbox/ids.ts';
import type { History, Organisation, Party, Status, Ticket } from '../../../shared/sandbox/model.ts';
import { demoSecret, demoUser, robotNumber } from '../../../shared/sandbox/sources.ts';
import { ok, routed, type SandboxAnswer, type SandboxRequest, type Site } from '../../../functions/sandbox/server.ts';
import { encodedQuery, inOrder, type TableRow } from './servicenow-query.ts';
import { actionsOf, stateAt } from '../../../functions/sandbox/state.ts';

const ids = idsOf.servicenow;
/** The number of the user behind the credentials, who is nobody else. */
const apiUser = robotNumber + 1;
const states: Readonly<Record<Status, readonly [state: string, reason: string]>> = {
  new: ['1', ''],
  open: ['2', ''],
  pending_customer: ['3', '1'],
  pending_third_party: ['3', '4'],
  solved: ['6', ''],
  closed: ['7', ''],
};
const priorities = { p1: '1', p2: '2', p3: '3', p4: '4' } as const;
const contactTypes = { email: 'email', web: 'web', chat: 'chat', phone: 'phone' } as const;

/** "yyyy-MM-dd HH:mm:ss" in UTC */
const stamp = (at_s: number): string => isoOf(at_s).replace('T', ' ').replace('Z', '');
const sysId = (party: Party): string =>
  party === 'bot'
    ? ids.person(robotNumber)
    : party.startsWith('c')
      ? ids.contact(numberOf(party))
      : ids.person(numberOf(party));
const userName = (party: Party): string =>
  party === 'system'
    ? 'system'
    : party === 'bot'
      ? 'assistant'
      : party.startsWith('c')
        ? `customer.${numberOf(party)}`
        : `agent.${numberOf(party)}`;
/** An id of its own for the nth thing of a ticket. */
const thing = (kind: string, n: number, i: number): string =>
  kind.padEnd(6, '0') + n.toString(16).padStart(12, '0') + i.toString(16).padStart(14, '0');

/**
 * ServiceNow's Table API over the made-up organisation: every value a text, references as sys_ids, audit and journal by user name,
 * deleted records only in sys_audit_delete, two rows of ten thousand hidden by access rules though the total counts them.
 */
export function serviceNowSite(org: Organisation): Site {
  const authorization = `Basic ${Buffer.from(`${demoUser}:${demoSecret.value}`).toString('base64')}`;
  let built: { readonly now_s: number; readonly tables: Readonly<Record<string, readonly TableRow[]>> } | undefined;
  const tablesAt = (now_s: number): Readonly<Record<string, readonly TableRow[]>> => {
    if (built?.now_s !== now_s) built = { now_s, tables: tablesOf(org, now_s) };
    return built.tables;
  };
  const site = routed(
    [
      [
        'GET',
        /^\/api\/now\/table\/(\w+)$/,
        (request, now_s, [name = '']) => table(request, tablesAt(now_s)[name], name),
      ],
      [
        'GET',
        /^\/api\/now\/table\/(\w+)\/(\w+)$/,
        (_request, now_s, [name = '', id = '']) => {
          const row = tablesAt(now_s)[name]?.find(({ sys_id }) => sys_id === id);
          return row
            ? ok({ result: row })
            : {
                status: 404,
                body: {
                  error: {
                    message: 'No Record found',
                    detail: "Record doesn't exist or ACL restricts the record retrieval",
                  },
                  status: 'failure',
                },
              };
        },
      ],
      [
        'GET',
        /^\/api\/now\/stats\/(\w+)$/,
        (request, now_s, [name = '']) => {
          const { matches } = encodedQuery(request.query.get('sysparm_query') ?? '');
          const rows = tablesAt(now_s)[name];
          return rows && request.query.get('sysparm_count') === 'true'
            ? ok({ result: { stats: { count: String(rows.filter(matches).length) } } })
            : { status: 400, body: { error: { message: `Invalid table ${name}`, detail: null }, status: 'failure' } };
        },
      ],
    ],
    (path) => ({
      status: 404,
      body: {
        error: { message: `Requested URI ${path} does not represent any resource`, detail: null },
        status: 'failure',
      },
    }),
  );
  return {
    vendor: 'servicenow',
    throttle: () => ({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { error: { message: 'Rate limit exceeded', detail: 'Too many requests' }, status: 'failure' },
    }),
    handle: (request, now_s) =>
      request.headers.authorization === authorization
        ? site(request, now_s)
        : {
            status: 401,
            body: {
              error: { message: 'User Not Authenticated', detail: 'Required to provide Auth information' },
              status: 'failure',
            },
          },
  };
}

function table(request: SandboxRequest, rows: readonly TableRow[] | undefined, name: string): SandboxAnswer {
  if (!rows)
    return { status: 400, body: { error: { message: `Invalid table ${name}`, detail: null }, status: 'failure' } };
  const query = (request.query.get('sysparm_query') ?? '').replaceAll('javascript:gs.getUserID()', ids.person(apiUser));
  const { matches, order } = encodedQuery(query);
  const found = rows.filter(matches).sort(inOrder(order));
  const offset = Number(request.query.get('sysparm_offset') ?? 0);
  const limit = Math.min(10_000, Number(request.query.get('sysparm_limit') ?? 10_000));
  const fields = request.query.get('sysparm_fields')?.split(',');
  const page = found.slice(offset, offset + limit);
  return ok(
    {
      result: page.map((row) => (fields ? Object.fromEntries(fields.map((field) => [field, row[field] ?? ''])) : row)),
    },
    { 'x-total-count': String(found.length) },
  );
}

function tablesOf(org: Organisation, now_s: number): Readonly<Record<string, readonly TableRow[]>> {
  const born = org.tickets.filter(({ created_s }) => created_s <= now_s);
  return {
    incident: born.flatMap((ticket) => incidentAt(ticket, now_s)),
    sys_audit: born.flatMap((ticket) => auditOf(ticket, now_s)),
    metric_instance: born.flatMap((ticket) => spansOf(ticket, now_s)),
    sys_journal_field: born.flatMap((ticket) => journalOf(ticket, now_s)),
    sys_audit_delete: born.flatMap((ticket) =>
      each(ticket, now_s, 'deleted', (one, i) => ({
        sys_id: thing('de', ticket.n, i),
        tablename: 'incident',
        documentkey: ids.ticket(ticket.n),
        sys_created_by: userName(one.by),
        ...made(one.at_s),
      })),
    ),
    task_time_worked: born.flatMap((ticket) =>
      each(ticket, now_s, 'worked', (one, i) => ({
        sys_id: thing('f1', ticket.n, i),
        task: ids.ticket(ticket.n),
        'task.sys_class_name': 'incident',
        user: sysId(one.by),
        time_in_seconds: String(one.seconds),
        ...made(one.at_s),
      })),
    ),
    asmt_metric_result: born.flatMap((ticket) =>
      each(ticket, now_s, 'rated', (one, i) => ({
        sys_id: thing('a5', ticket.n, i),
        actual_value: one.good ? '5' : '1',
        'instance.trigger_table': 'incident',
        'instance.trigger_id': ids.ticket(ticket.n),
        'instance.user': ids.contact(ticket.contact.n),
        'instance.taken_on': stamp(one.at_s),
        'instance.sys_created_on': stamp(one.at_s - 3600),
        ...made(one.at_s),
      })),
    ),
    sys_user_group: org.groups.map(({ n, name }) => ({
      sys_id: ids.group(n),
      name,
      active: 'true',
      ...made(org.start_s - 400 * day_s),
    })),
    sys_user: [
      ...org.people.map((person) => userRow(person.id, person.email, '', org.start_s - 300 * day_s)),
      userRow('bot', 'assistant@northwind.example', '', org.start_s - 300 * day_s),
      {
        ...userRow('system', demoUser, '', org.start_s - 300 * day_s),
        sys_id: ids.person(apiUser),
        user_name: demoUser,
        time_zone: 'UTC',
      },
      ...org.contacts
        .filter(({ created_s }) => created_s <= now_s)
        .map((contact) =>
          userRow(contact.id, contact.email, ids.account(Number(contact.account.slice(1))), contact.created_s),
        ),
    ],
    sys_user_grmember: org.people.flatMap((person) => {
      const post = person.posts[person.posts.length - 1];
      const group = org.groups.find(
        ({ team, tier }) => team === post?.team && tier === (post?.tier === 'l1' ? 'l1' : 'l2'),
      );
      return group
        ? [
            {
              sys_id: thing('e0', person.n, 0),
              user: ids.person(person.n),
              group: ids.group(group.n),
              'user.user_name': userName(person.id),
              'user.email': person.email,
              ...made(org.start_s - 300 * day_s),
            },
          ]
        : [];
    }),
    task_sla: [],
    sys_properties: [],
  };
}

const made = (at_s: number): TableRow => ({ sys_created_on: stamp(at_s), sys_updated_on: stamp(at_s) });
const userRow = (party: Party, email: string, company: string, at_s: number): TableRow => ({
  sys_id: sysId(party),
  user_name: userName(party),
  email,
  company,
  active: 'true',
  ...made(at_s),
});

const each = <K extends History['kind']>(
  ticket: Ticket,
  now_s: number,
  kind: K,
  row: (one: Extract<History, { kind: K }>, i: number) => TableRow,
): readonly TableRow[] =>
  ticket.history.flatMap((one, i) =>
    one.kind === kind && one.at_s <= now_s ? [row(one as Extract<History, { kind: K }>, i)] : [],
  );

/** A deleted record is gone from its table. */
function incidentAt(ticket: Ticket, now_s: number): readonly TableRow[] {
  const state = stateAt(ticket, now_s);
  if (!state || state.deleted) return [];
  const [code, reason] = states[state.status];
  const resolved = state.seen.findLast(
    (one) => one.kind === 'status' && (one.to === 'solved' || (one.to === 'closed' && one.from !== 'solved')),
  );
  const isFinished = state.status === 'solved' || state.status === 'closed';
  return [
    {
      sys_id: ids.ticket(ticket.n),
      number: `INC${String(ticket.n).padStart(7, '0')}`,
      short_description: ticket.subject,
      opened_at: stamp(ticket.created_s),
      sys_created_on: stamp(ticket.created_s),
      sys_created_by: userName(ticket.history[0]?.by ?? 'system'),
      sys_updated_on: stamp(state.updated_s),
      sys_mod_count: String(actionsOf(state.seen).length - 1),
      state: code,
      hold_reason: reason,
      active: isFinished ? 'false' : 'true',
      priority: priorities[state.priority],
      urgency: '2',
      impact: '2',
      contact_type: contactTypes[ticket.channel],
      category: ticket.category,
      subcategory: ticket.subcategory,
      u_product: ticket.product,
      u_region: ticket.region,
      u_language: ticket.language,
      u_root_cause: isFinished ? (ticket.root_cause ?? '') : '',
      u_tags: [...state.tags, ...(ticket.is_outbound ? ['proactive'] : [])].join(', '),
      assigned_to: state.owner === null ? '' : sysId(state.owner),
      assignment_group: state.group === null ? '' : ids.group(state.group),
      caller_id: ids.contact(ticket.contact.n),
      company: ids.account(Number(ticket.contact.account.slice(1))),
      parent_incident: state.merged_into === null ? '' : ids.ticket(state.merged_into),
      close_code: state.merged_into === null ? '' : 'Duplicate',
      problem_id: '',
      resolved_at: isFinished && resolved ? stamp(resolved.at_s) : '',
      closed_at: state.status === 'closed' ? stamp(state.seen.findLast((one) => one.kind === 'status')?.at_s ?? 0) : '',
      reopen_count: String(
        state.seen.filter((one) => one.kind === 'status' && one.from === 'solved' && one.to !== 'closed').length,
      ),
    },
  ];
}

/** Changes of fields; what a record was created with is in none of them. */
function auditOf(ticket: Ticket, now_s: number): readonly TableRow[] {
  const rows: TableRow[] = [];
  const tags: string[] = [];
  ticket.history.forEach((one, i) => {
    if (one.at_s > now_s) return;
    const change = (fieldname: string, oldvalue: string, newvalue: string, part = 0): void => {
      if (oldvalue === newvalue) return;
      rows.push({
        sys_id: thing('ad', ticket.n, i * 4 + part),
        tablename: 'incident',
        documentkey: ids.ticket(ticket.n),
        fieldname,
        oldvalue,
        newvalue,
        user: userName(one.by),
        ...made(one.at_s),
      });
    };
    const tag = (name: string): void => {
      change('u_tags', tags.join(', '), [...tags, name].join(', '), 3);
      tags.push(name);
    };
    if (one.kind === 'status') {
      change('state', states[one.from][0], states[one.to][0]);
      change('hold_reason', states[one.from][1], states[one.to][1], 1);
    } else if (one.kind === 'assigned')
      change('assigned_to', one.from === null ? '' : sysId(one.from), one.to === null ? '' : sysId(one.to));
    else if (one.kind === 'grouped' && one.from !== null)
      change('assignment_group', ids.group(one.from), ids.group(one.to));
    else if (one.kind === 'priority') change('priority', priorities[one.from], priorities[one.to]);
    else if (one.kind === 'tagged') tag(one.tag);
    else if (one.kind === 'escalated') tag('engineering');
  });
  return rows;
}

/**
 * What each measured field was, and from when on, the creation included: the value as it is stored and as it is shown. A metric of how
 * long a record was open watches a field, too, without a value.
 */
function spansOf(ticket: Ticket, now_s: number): readonly TableRow[] {
  const rows: TableRow[] = [];
  const span = (field: string, field_value: string, value: string, at_s: number): void => {
    rows.push({
      sys_id: thing('3e', ticket.n, rows.length),
      table: 'incident',
      id: ids.ticket(ticket.n),
      field,
      field_value,
      value,
      start: stamp(at_s),
      ...made(at_s),
    });
  };
  span('incident_state', '', '', ticket.created_s);
  for (const one of ticket.history) {
    if (one.at_s > now_s) break;
    if (one.kind === 'status') {
      span('incident_state', states[one.to][0], one.to, one.at_s);
      if (states[one.to][1] !== '') span('hold_reason', states[one.to][1], one.to, one.at_s);
    } else if (one.kind === 'assigned' && one.to !== null) span('assigned_to', sysId(one.to), 'Somebody', one.at_s);
    else if (one.kind === 'grouped') span('assignment_group', ids.group(one.to), 'Some group', one.at_s);
  }
  return rows;
}

const journalOf = (ticket: Ticket, now_s: number): readonly TableRow[] =>
  ticket.history.flatMap((one, i) =>
    one.at_s <= now_s && (one.kind === 'replied' || one.kind === 'noted')
      ? [
          {
            sys_id: thing('90', ticket.n, i),
            name: 'incident',
            element: one.kind === 'replied' ? 'comments' : 'work_notes',
            element_id: ids.ticket(ticket.n),
            value:
              one.kind === 'replied'
                ? one.text + one.articles.map((key) => ` /kb_article_view?sysparm_article=${key}`).join('')
                : one.text,
            sys_created_by: userName(one.by),
            ...made(one.at_s),
          },
        ]
      : [],
  );
