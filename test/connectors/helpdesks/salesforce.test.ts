import { describe, expect, it } from 'vitest';
import { salesforce } from '../../../shared/connectors/helpdesks/salesforce.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

/** Shapes of the REST API as its documentation shows them; ids and numbers are made up. */
const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const at = (time: string): number => Date.parse(`${time}Z`) / 1000;
const source = {
  id: 'sf',
  connector: 'salesforce',
  base_url: 'https://example.my.salesforce.com',
  client_id: 'app',
  client_secret: '${env:KEY}',
  start: '2020-01-01',
};
const id = (prefix: string, n: number): string => `${prefix}Q000000${String(n).padStart(5, '0')}IAE`;
const record = <T extends object>(type: string, Id: string, rest: T) => ({
  attributes: { type, url: `/services/data/v62.0/sobjects/${type}/${Id}` },
  Id,
  SystemModstamp: '2026-09-02T10:00:00.000+0000',
  ...rest,
});
const customer = id('003', 1);
const agent = id('005', 1);
const one = record('Case', id('500', 1), {
  CaseNumber: '00001001',
  CreatedDate: '2026-09-01T10:00:00.512+0000',
  CreatedById: agent,
  IsDeleted: false,
  MasterRecordId: null,
  Status: 'Working',
  Priority: null,
  Origin: null,
  Type: null,
  Reason: null,
  OwnerId: agent,
  AccountId: null,
  ContactId: customer,
  ParentId: id('500', 9),
  IsClosed: false,
  ClosedDate: null,
});

const page = (records: readonly object[], more: object = {}): Said => ({
  body: { totalSize: records.length, done: true, records, ...more },
  headers: { date: new Date(now_s * 1000).toUTCString(), 'sforce-limit-info': 'api-usage=18/5000' },
});
const refusal = (status: number, errorCode: string, message: string): Said => ({
  status,
  body: [{ message, errorCode }],
});

/** An org with some objects; what follows the last row of an object is not there. */
const org = (
  objects: Readonly<Record<string, readonly object[]>>,
  first: (q: string, url: string) => Said | undefined = () => undefined,
) =>
  scriptedHttp(({ url, path }) => {
    if (path.endsWith('/oauth2/token')) return { body: { access_token: 'session', instance_url: source.base_url } };
    const q = new URL(url).searchParams.get('q') ?? '';
    const said = first(q, url);
    if (said) return said;
    if (q.startsWith('SELECT COUNT()')) return { body: { totalSize: 1, done: true, records: [] } };
    const filled = / WHERE (\w+) != null /.exec(q)?.[1];
    const rows = (objects[/ FROM (\w+)/.exec(q)?.[1] ?? ''] ?? []).filter(
      (row) => filled === undefined || ((row as Record<string, unknown>)[filled] ?? null) !== null,
    );
    return q.includes(' Id > ') || q.startsWith('SELECT Id FROM') ? page([]) : page(rows);
  });
const pulled = (http: ReturnType<typeof org>, more: object = {}) =>
  pulledSource(salesforce, { ...source, ...more }, http, { now_s, secrets: { KEY: 'app-123456' } });

describe('salesforce', () => {
  it('reads a case with nulls for what it has not, milliseconds, and its parent', async () => {
    const desk = pulled(org({ Case: [one] }));
    expect(failures(await desk.pull())).toEqual([]);
    const { tables } = await desk.loaded();
    expect(tables.ticket_attributes).toMatchObject([
      {
        ticket_id: one.Id,
        created_s: at('2026-09-01T10:00:00'),
        status: 'open',
        priority: null,
        channel: null,
        deleted_s: null,
      },
    ]);
    expect(tables.ticket_links).toMatchObject([{ type: 'parent', target_key: id('500', 9) }]);
    expect(tables.ingest_rejects).toBeUndefined();
  });

  it('takes records whose fields a profile may not see, and an address with other letters of the host left out', async () => {
    const bare = record('Case', id('500', 2), { CreatedDate: '2026-09-01T10:00:00Z' });
    const history = record('CaseHistory', id('017', 1), {
      CaseId: bare.Id,
      CreatedDate: '2026-09-01T11:00:00.000+0000',
      Field: 'Status',
    });
    const mail = record('EmailMessage', id('02s', 1), { ParentId: bare.Id, Incoming: true });
    const desk = pulled(org({ Case: [bare], CaseHistory: [history], EmailMessage: [mail] }));
    expect(failures(await desk.pull())).toEqual([]);
    const { tables, events } = await desk.loaded();
    expect(tables.ingest_rejects).toBeUndefined();
    expect(tables.ticket_attributes).toHaveLength(1);
    expect(events.map(({ kind }) => kind)).toEqual(['created', 'status', 'replied']);
  });

  it('follows the rest of an answer by its relative address', async () => {
    const two = { ...one, Id: id('500', 2) };
    const rest = '/services/data/v62.0/query/01gRO0000016PIAYA2-2000';
    const http = org({}, (q, url) => {
      if (url.endsWith(rest)) return page([two]);
      return / FROM Case WHERE SystemModstamp >= /.test(q)
        ? page([one], { done: false, totalSize: 2, nextRecordsUrl: rest })
        : undefined;
    });
    const desk = pulled(http);
    expect(failures(await desk.pull())).toEqual([]);
    expect((await desk.loaded()).tables.ticket_attributes).toHaveLength(2);
  });

  it('begins again behind what was read when the rest of an answer is forgotten, as after a night of waiting', async () => {
    const rest = '/services/data/v62.0/query/01gRO0000016PIAYA2-2000';
    let begun = 0;
    const http = org({}, (q, url) => {
      if (url.endsWith(rest)) return refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
      if (!/ FROM Case WHERE SystemModstamp >= /.test(q)) return undefined;
      begun += 1;
      return begun === 1
        ? page([one], { done: false, nextRecordsUrl: rest })
        : page([one, { ...one, Id: id('500', 2) }]);
    });
    const desk = pulled(http);
    expect(failures(await desk.pull())).toEqual([]);
    const again = http.requests
      .map(({ url }) => new URL(url).searchParams.get('q') ?? '')
      .filter((q) => / FROM Case WHERE SystemModstamp >= /.test(q));
    expect(again.map((q) => />= (\S+)/.exec(q)?.[1])).toEqual(['2020-01-01T00:00:00.000Z', '2026-09-02T09:30:00.000Z']);
    expect((await desk.loaded()).tables.ticket_attributes).toHaveLength(2);
  });

  it('an object that the org has not is said and fails nothing; an unknown field fails by name', async () => {
    const without = (missing: RegExp, code: string) =>
      org({ Case: [one] }, (q) => (missing.test(q) ? refusal(400, code, `\nSELECT Id\n^\nERROR at Row:1`) : undefined));
    const result = await pulled(without(/ FROM (EmailMessage|CaseMilestone) /, 'INVALID_TYPE')).pull();
    expect(failures(result)).toEqual([]);
    expect(result.streams.flatMap(({ rejects }) => rejects).map(({ item_id }) => item_id)).toEqual([
      'emails',
      'automated_emails',
      'milestones',
    ]);
    const broken = await pulled(without(/ FROM EmailMessage /, 'INVALID_FIELD')).pull();
    expect(failures(broken)).toEqual([expect.stringMatching(/^emails: .*400/)]);
  });

  it('takes a mail that Salesforce marks as automated for a robot’s, whoever it was sent for', async () => {
    const mail = (n: number, AutomationType: string | null) =>
      record('EmailMessage', id('02s', n), {
        ParentId: one.Id,
        Incoming: false,
        Status: '3',
        MessageDate: '2026-09-01T11:00:00.000+0000',
        CreatedById: agent,
        AutomationType,
      });
    const desk = pulled(org({ Case: [one], EmailMessage: [mail(1, 'Flow'), mail(2, null)] }));
    expect(failures(await desk.pull())).toEqual([]);
    const replies = (await desk.loaded()).events.filter(({ kind }) => kind === 'replied');
    expect(replies.map(({ event_id, actor }) => [event_id, actor])).toEqual([
      [id('02s', 1), 'automation'],
      [id('02s', 2), 'agent'],
    ]);
  });

  it('does not tell the replies of a case with a messaging session that a person was assigned to', async () => {
    const types = ['Agent', 'Bot', 'BotToAgent', 'System', null];
    const MessagingSession = types.map((AgentType, n) =>
      record('MessagingSession', id('0Mw', n), {
        CaseId: id('500', n),
        AgentType,
        StartTime: '2026-09-01T11:00:00.000+0000',
      }),
    );
    const desk = pulled(org({ Case: [one], MessagingSession }));
    expect(failures(await desk.pull())).toEqual([]);
    const unheard = (await desk.loaded()).events.filter(({ kind }) => kind === 'unheard');
    expect(unheard.map(({ ticket_id }) => ticket_id)).toEqual([id('500', 0), id('500', 2), id('500', 4)]);
  });

  it('stops for the day when the requests of the day are used up', async () => {
    const http = org({}, (q) =>
      q.includes(' FROM Case ') ? refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.') : undefined,
    );
    const result = await pulled(http).pull();
    expect(result).toMatchObject({ done: false, wait_s: 3600 });
  });

  it('asks for all fields in small pages when their names would not fit into an address', async () => {
    const custom_fields = Array.from({ length: 500 }, (_, i) => `A_field_with_a_rather_long_name_${i}__c`);
    const http = org({ Case: [{ ...one, [custom_fields[499]!]: 'kept' }] });
    const desk = pulled(http, { mappings: { custom_fields } });
    expect(failures(await desk.pull())).toEqual([]);
    expect(Math.max(...http.requests.map(({ url }) => url.length))).toBeLessThan(16_000);
    const asked = http.requests
      .map(({ url }) => new URL(url).searchParams.get('q') ?? '')
      .find((q) => q.includes(' FROM Case WHERE'));
    expect(asked).toMatch(/^SELECT FIELDS\(ALL\) FROM Case .* LIMIT 200$/);
    expect((await desk.loaded()).tables.ticket_attributes).toMatchObject([
      { custom_fields: JSON.stringify({ [custom_fields[499]!]: 'kept' }) },
    ]);
  });

  it('does not count a draft as a reply, and counts it once it is sent', async () => {
    const mail = (n: number, Status: string, more: object = {}) =>
      record('EmailMessage', id('02s', n), {
        ParentId: one.Id,
        Parent: { attributes: { type: 'Case' }, CreatedDate: one.CreatedDate },
        Incoming: false,
        Status,
        TextBody: 'Hello',
        MessageDate: '2026-09-01T12:00:00.000+0000',
        CreatedById: agent,
        ...more,
      });
    const desk = pulled(
      org({ Case: [one], EmailMessage: [mail(1, '5'), mail(2, '3'), mail(3, '5', { MessageDate: null })] }),
    );
    await desk.pull();
    const { events, tables } = await desk.loaded();
    expect(events.filter(({ kind }) => kind === 'replied').map(({ event_id }) => event_id)).toEqual([id('02s', 2)]);
    expect(tables.ingest_rejects).toBeUndefined();
  });

  it('reads milestones as promises', async () => {
    const milestone = record('CaseMilestone', id('555', 1), {
      CaseId: one.Id,
      MilestoneTypeId: id('557', 1),
      MilestoneType: { attributes: { type: 'MilestoneType' }, Name: 'First Response' },
      StartDate: '2026-09-01T10:00:00.000+0000',
      TargetDate: '2026-09-01T12:00:00.000+0000',
      CompletionDate: '2026-09-01T11:00:00.000+0000',
      IsViolated: false,
      ElapsedTimeInMins: 60,
    });
    const desk = pulled(
      org({
        Case: [one],
        CaseMilestone: [milestone, record('CaseMilestone', id('555', 2), { CaseId: one.Id, StartDate: null })],
      }),
    );
    await desk.pull();
    expect((await desk.loaded()).tables.sla_results).toMatchObject([
      {
        ticket_id: one.Id,
        metric: 'first_reply',
        due_s: at('2026-09-01T12:00:00'),
        fulfilled_s: at('2026-09-01T11:00:00'),
        is_breached: false,
        elapsed_s: 3600,
      },
    ]);
  });

  it('knows when a case was closed whose history is no longer kept', async () => {
    const old = {
      ...one,
      CreatedDate: '2023-01-01T10:00:00.000+0000',
      Status: 'Closed',
      IsClosed: true,
      ClosedDate: '2023-01-03T10:00:00.000+0000',
    };
    const young = {
      ...old,
      Id: id('500', 2),
      CreatedDate: '2026-09-01T10:00:00.000+0000',
      ClosedDate: '2026-09-02T09:00:00.000+0000',
    };
    const desk = pulled(org({ Case: [old, young] }));
    await desk.pull();
    expect((await desk.loaded()).events.filter(({ kind }) => kind === 'status')).toMatchObject([
      { ticket_id: old.Id, at_s: at('2023-01-03T10:00:00'), data: { to: 'closed' } },
    ]);
  });

  it('a case out of the recycle bin is alive again', async () => {
    let IsDeleted = true;
    const http = org({}, (q) =>
      / FROM Case WHERE SystemModstamp >= /.test(q)
        ? page([{ ...one, IsDeleted, SystemModstamp: IsDeleted ? one.SystemModstamp : '2026-09-03T10:00:00.000+0000' }])
        : undefined,
    );
    const desk = pulled(http);
    await desk.pull('r1');
    const states = async () => {
      const { tables, events } = await desk.loaded();
      return [tables.ticket_attributes?.[0]?.deleted_s, events.filter(({ kind }) => kind === 'deleted').length];
    };
    expect(await states()).toEqual([at('2026-09-02T10:00:00'), 0]);
    IsDeleted = false;
    await desk.pull('r2');
    expect(await states()).toEqual([null, 0]);
  });

  it('R1, R5: loses none of 600 rows of one instant at the borders of pages, and looks back half an hour next time', async () => {
    const all = Array.from({ length: 600 }, (_, i) => ({ ...one, Id: id('500', i) }));
    const http = org({}, (q) => {
      if (!/ FROM Case WHERE .*SystemModstamp/.test(q)) return undefined;
      const after = / Id > '(\w+)'/.exec(q)?.[1] ?? '';
      return page(all.filter(({ Id }) => Id > after).slice(0, 200));
    });
    const desk = pulled(http);
    const result = await desk.pull('r1');
    expect(failures(result)).toEqual([]);
    expect(result.streams.find(({ name }) => name === 'cases')).toMatchObject({
      rows: 600,
      duplicates: 0,
      requests: 5,
    });
    expect((await desk.loaded()).tables.ticket_attributes).toHaveLength(600);
    const before = http.requests.length;
    await desk.pull('r2');
    const asked = http.requests.slice(before).map(({ url }) => new URL(url).searchParams.get('q') ?? '');
    expect(asked.find((q) => / FROM Case WHERE SystemModstamp/.test(q))).toContain(
      'WHERE SystemModstamp >= 2026-09-02T09:30:00.000Z ORDER BY SystemModstamp, Id',
    );
  });

  it('knows an owner whoever chose it, once for the two rows of a change', async () => {
    const owner = (n: number, Field: string, OldValue: string | null, NewValue: string) =>
      record('CaseHistory', id('017', n), {
        CaseId: one.Id,
        CreatedById: agent,
        CreatedDate: `2026-09-01T11:00:0${n}.000+0000`,
        Field,
        OldValue,
        NewValue,
      });
    const [queue, ann, bob] = [id('00G', 1), id('005', 1), id('005', 2)];
    const rows = [
      owner(1, 'ownerAssignment', null, queue),
      owner(2, 'ownerAccepted', queue, ann),
      owner(3, 'Owner', 'Ann Other', 'Bob Else'),
      owner(4, 'Owner', ann, bob),
      owner(5, 'ownerEscalated', bob, queue),
    ];
    const desk = pulled(org({ Case: [one], CaseHistory: rows }));
    await desk.pull();
    const { events } = await desk.loaded();
    expect(events.filter(({ kind }) => kind === 'assigned').map(({ data }) => [data.from, data.to])).toEqual([
      [null, null],
      [null, ann],
      [ann, bob],
      [bob, null],
    ]);
    expect(events.filter(({ kind }) => kind === 'grouped').map(({ data }) => data.to)).toEqual([queue, queue]);
  });
});

describe('what was said and taken back', () => {
  const comment = (more: object) =>
    record('CaseComment', id('00a', 1), {
      ParentId: id('500', 1),
      IsPublished: true,
      IsDeleted: false,
      CommentBody: 'hello',
      CreatedById: agent,
      CreatedDate: '2026-09-02T10:00:00.000+0000',
      ...more,
    });
  const mail = (more: object) =>
    record('EmailMessage', id('02s', 1), {
      ParentId: id('500', 1),
      Parent: { CreatedDate: '2026-09-01T10:00:00.000+0000' },
      Incoming: false,
      IsDeleted: false,
      Status: '3',
      TextBody: 'hello',
      MessageDate: '2026-09-02T09:00:00.000+0000',
      CreatedById: agent,
      ...more,
    });
  const kindsOf = async (objects: Readonly<Record<string, readonly object[]>>) => {
    const { pull, loaded } = pulledSource(salesforce, source, org({ Case: [one], ...objects }), {
      now_s,
      secrets: { KEY: 'key-123456' },
    });
    expect(failures(await pull())).toEqual([]);
    return (await loaded()).events.filter(({ at_s }) => at_s >= at('2026-09-02T00:00:00')).map(({ kind }) => kind);
  };
  it('is no message any more when it was deleted, nor a reply when it was unpublished', async () => {
    const later = { SystemModstamp: '2026-09-03T10:00:00.000+0000' };
    expect(await kindsOf({ CaseComment: [comment({})], EmailMessage: [mail({})] })).toEqual(['replied', 'replied']);
    expect(await kindsOf({ CaseComment: [comment({}), comment({ ...later, IsPublished: false })] })).toEqual(['noted']);
    expect(await kindsOf({ CaseComment: [comment({ ...later, IsDeleted: true }), comment({})] })).toEqual(['field']);
    expect(await kindsOf({ EmailMessage: [mail({ ...later, IsDeleted: true })] })).toEqual(['field']);
  });
  it('leaves the day of closing where Status has no history', async () => {
    const closed = { ...one, Status: 'Closed', IsClosed: true, ClosedDate: '2026-09-02T08:00:00.000+0000' };
    const { pull, loaded } = pulledSource(salesforce, source, org({ Case: [closed] }), {
      now_s,
      secrets: { KEY: 'key-123456' },
    });
    expect(failures(await pull())).toEqual([]);
    expect((await loaded()).tables.ticket_attributes).toMatchObject([
      { has_given_resolved: false, given_resolved_s: at('2026-09-02T08:00:00') },
    ]);
  });
});
