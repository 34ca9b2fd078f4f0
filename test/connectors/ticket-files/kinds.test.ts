import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../../shared/connectors/event-log/faults.ts';
import { versionsOf } from '../../../shared/connectors/event-log/normalise.ts';
import { reader } from '../../../shared/connectors/event-log/reader.ts';
import { propose } from '../../../shared/connectors/ticket-files/propose.ts';
import type { AnyRow } from '../../../shared/lake/table.ts';

/** Kinds of columns that public ticket files have beside stamps, and tables that only look like tickets. */
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const now_s = Date.parse('2026-11-30T00:00:00Z') / 1000;
const proposed = (text: string) => propose('t.csv', () => bytesOf(text), { now_s, zone: 'UTC' });

/** The rows as the proposal reads them, by ticket. */
async function read(text: string): Promise<Record<string, AnyRow>> {
  const { source } = await proposed(text);
  const rows: Record<string, AnyRow> = {};
  for await (const versions of versionsOf(bytesOf(text), 't.csv', source, reader(source), faultsOf('t.csv')))
    for (const { version } of versions) rows[version.event.ticket_id] = version.attributes;
  return rows;
}
const at = (text: string): number => Date.parse(`${text}Z`) / 1000;

describe('times', () => {
  // 12 tickets a day apart, each resolved an hour later but every third.
  const table = (written: (at_s: number) => string, none: string, names = 'Ticket,Created,Resolved,Status'): string =>
    [
      names,
      ...Array.from({ length: 12 }, (_, i) => {
        const at_s = at('2026-09-07T08:00:00') + i * 86_400;
        return `${i + 1},${written(at_s)},${i % 3 === 0 ? none : written(at_s + 3600)},${i % 3 === 0 ? 'Open' : 'Solved'}`;
      }),
    ].join('\n');
  const iso = (at_s: number): string => new Date(at_s * 1000).toISOString().slice(0, 19);

  it.each([
    'Not resolved',
    '0000-00-00 00:00:00',
    '1899-12-30 00:00:00',
    '1969-12-31T19:00:00',
    '2262-04-11 23:47:16',
    '2999-12-31',
    '1900-01-01 00:00:00',
    '9999-12-31T00:00:00',
    '00:00.0',
  ])('are none where the column has %s for that', async (none) => {
    const rows = await read(table(iso, none));
    expect([rows['1'], rows['2']]).toMatchObject([{ has_given_resolved: true, given_resolved_s: null }, { given_resolved_s: at('2026-09-08T09:00:00') }]); // prettier-ignore
  });

  it.each([
    ['days', (at_s: number) => iso(at_s).slice(0, 10)],
    ['days that a month comes first in', (at_s: number) => iso(at_s).replace(/^(....)-(..)-(..).*/, '$2/$3/$1')],
    ['midnights', (at_s: number) => `${iso(at_s).slice(0, 10)} 00:00:00`],
    ['midnights with a zone', (at_s: number) => `${iso(at_s).slice(0, 10)}T00:00:00.000Z`],
    ['midnights of twelve hours', (at_s: number) => iso(at_s).replace(/^(....)-(..)-(..).*/, '$2/$3/$1 12:00:00 AM')],
  ])('are told to the day only where they are %s', async (_what, written) => {
    const row = (await read(table(written, '')))['12'];
    expect(row).toMatchObject({ created_s: at('2026-09-18T00:00:00'), given_quality: '["days_only"]' });
  });

  it('have their hours where one of them is a midnight, and where a duration tells how long it took', async () => {
    const once = table(iso, '').replace('2026-09-09T09:00:00', '2026-09-10T00:00:00');
    expect((await read(once))['3']).toMatchObject({ given_quality: null });
    const lasted = table((at_s) => iso(at_s).slice(0, 10), '', 'Ticket,Created,Seen,Status').split('\n');
    const text = lasted.map((line, i) => `${line},${i === 0 ? 'Resolution time (minutes)' : line.endsWith('Open') ? '' : i}`).join('\n'); // prettier-ignore
    expect((await read(text))['12']).toMatchObject({ given_resolved_s: at('2026-09-18T00:12:00'), given_quality: '["day_of_creation"]' }); // prettier-ignore
  });

  it('do not end before the creation where the end is a day and the creation has its hours', async () => {
    const text = table(iso, '').replaceAll(/(T..:..:..),(....-..-..)T..:..:../g, '$1,$2');
    expect((await read(text))['12']).toMatchObject({ created_s: at('2026-09-18T08:00:00'), given_resolved_s: at('2026-09-18T08:00:00'), given_quality: '["days_only"]' }); // prettier-ignore
  });

  it('are not taken from a column that holds several other texts, or one that means something elsewhere', async () => {
    const two = table(iso, 'never').replace('never', 'maybe').replace('never', 'maybe');
    for (const text of [two, table(iso, 'Open')]) {
      const { source, trial } = await proposed(text);
      expect([source.columns.resolved_at, trial.aside]).toEqual([undefined, 0]);
    }
  });

  it.each([
    ['of C', (at_s: number) => new Date(at_s * 1000).toUTCString().replace(/(...), (..) (...) (....) (.*) GMT/, '$1 $3 $2 $5 $4')], // prettier-ignore
    ['of mail', (at_s: number) => `"${new Date(at_s * 1000).toUTCString()}"`],
    ['of digits alone', (at_s: number) => iso(at_s).replaceAll(/\D/g, '')],
  ])('are read in the form %s', async (_what, written) => {
    expect((await read(table(written, '')))['12']).toMatchObject({ created_s: at('2026-09-18T08:00:00'), given_resolved_s: at('2026-09-18T09:00:00') }); // prettier-ignore
  });

  it('that no form reads are refused with one of them', async () => {
    await expect(proposed(table((at_s) => `le ${at_s % 7} du mois`, ''))).rejects.toThrow(
      'found no time that can be read: Created has "le ',
    );
  });
});

it('takes the instant rather than the day of the same thing', async () => {
  const { source } = await proposed('Ticket,created_date,created_datetime,Status\n1,2026-09-07,2026-09-07 08:42,Open\n2,2026-09-08,2026-09-08 09:10,Open\n'); // prettier-ignore
  expect(source.columns.created_at).toBe('created_datetime');
});

it('names the fault where no row can be read', async () => {
  await expect(proposed(`Ticket ID,Status,Created\n1,"Open,2026-09-01\n${'2,Open,2026-09-02\n'.repeat(9)}`)).rejects.toThrow('found a quoted cell that does not end on line 2, and no row that can be read; expected cells quoted as'); // prettier-ignore
});

it('says of a column of satisfaction why it is not used', async () => {
  const { notes, unused } = await proposed(
    'Ticket,Created,Status,Satisfaction Score\n1,2026-09-07 08:00,Closed,Good\n',
  );
  expect(unused).toContain('Satisfaction Score');
  expect(notes).toContain('Satisfaction Score states satisfaction, not when it was given, so that no week can count it: it is not used (casebook import surveys takes answers with their time)'); // prettier-ignore
});

it('reads the traditional Chinese names and words', async () => {
  const { source } = await proposed('工單編號,狀態,處理人,群組,建立時間,解決時間\n1,已解決,Ada,甲,2026/09/07 08:00,2026/09/07 09:00\n2,處理中,Bo,乙,2026/09/07 08:30,\n'); // prettier-ignore
  expect(source.columns).toMatchObject({ status: { column: '狀態', map: { 已解決: 'solved', 處理中: 'open' } }, assignee: '處理人', group: '群組', created_at: '建立時間', resolved_at: '解決時間' }); // prettier-ignore
});

describe('durations after the creation', () => {
  it('date the first reply and the resolution, in the unit that the name has', async () => {
    const rows = await read(
      [
        'ticket_id,created_at,status,first_response_minutes,resolution_hours',
        '1,2026-09-07 08:00:00,Closed,12.5,1.5',
        '2,2026-09-07 09:00:00,Open,,',
      ].join('\n'),
    );
    expect(rows['1']).toMatchObject({
      given_first_reply_s: at('2026-09-07T08:12:30'),
      given_resolved_s: at('2026-09-07T09:30:00'),
    });
    expect(rows['2']).toMatchObject({ has_given_resolved: true, given_resolved_s: null, given_first_reply_s: null });
  });

  it('are read as hours and minutes of a clock that goes on beyond a day', async () => {
    const rows = await read(
      ['Ticket,Created,Status,Time to resolve', '1,2026-09-07 08:00,Closed,49:30', '2,2026-09-07 09:00,Closed,00:45:10'].join('\n'), // prettier-ignore
    );
    expect([rows['1']?.['given_resolved_s'], rows['2']?.['given_resolved_s']]).toEqual([at('2026-09-09T09:30:00'), at('2026-09-07T09:45:10')]); // prettier-ignore
  });

  it.each([
    ['hours of business', 'Resolution time in business hours', '4', 'counts hours of business'],
    ['hours of Freshworks, which are of business', 'Resolution time (in hrs)', '4', 'counts hours of business'],
    ['no unit', 'Resolution time', '4', 'does not say in what unit it counts'],
    ['words beside numbers', 'Resolution time (hours)', 'about 4', 'holds more than numbers of hours'],
  ])('date nothing where they are %s, and that is said', async (_what, name, value, said) => {
    const { source, notes } = await proposed(`Ticket,Created,Status,${name}\n1,2026-09-07 08:00,Closed,${value}\n`);
    expect(source.columns.resolved_at).toBeUndefined();
    expect(notes.join('\n')).toContain(said);
  });

  it('date nothing where unfinished tickets have them, too: a promise', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `${i},2026-09-07 08:00,${i < 5 ? 'Open' : 'Closed'},${i + 1}`);
    const { source, notes } = await proposed(['Ticket,Created,Status,Resolution_Time_Hours', ...rows].join('\n'));
    expect(source.columns.resolved_at).toBeUndefined();
    expect(notes.join('\n')).toContain('is filled for unfinished tickets, too');
  });

  it('leave a stamp alone', async () => {
    const { source } = await proposed(
      'Ticket,Created,Closed,Status,Resolution hours\n1,2026-09-07,2026-09-09,Closed,18\n',
    );
    expect(source.columns.resolved_at).toBe('Closed');
  });
});

describe('a day and its time in two columns', () => {
  it('are one instant', async () => {
    const rows = await read(
      [
        'ID,Data de Abertura,Hora,Data de Fechamento,Hora de Fechamento,Status',
        '1,2026-10-01,10:15:00,2026-10-02,9:05:00,Fechado',
        '2,2026-10-03,08:00:00,,,Aberto',
      ].join('\n'),
    );
    expect(rows['1']).toMatchObject({
      created_s: at('2026-10-01T10:15:00'),
      given_closed_s: at('2026-10-02T09:05:00'),
    });
    expect(rows['2']).toMatchObject({ created_s: at('2026-10-03T08:00:00'), given_closed_s: null });
  });

  it('may have half days with points and blanks', async () => {
    const rows = await read(
      'id,fecha,hora,estado\n1,18/06/2026,12:11 p. m.,cerrado\n2,19/06/2026,04:08 a. m.,abierto\n',
    );
    expect([rows['1']?.['created_s'], rows['2']?.['created_s']]).toEqual([at('2026-06-18T12:11:00'), at('2026-06-19T04:08:00')]); // prettier-ignore
  });
});

describe('times in two forms', () => {
  it('are read when each form is read whole', async () => {
    const rows = Array.from({ length: 20 }, (_, i) =>
      i % 4 === 0 ? `${i},1${i % 9}.09.2026 08:00,Closed` : `${i},2026-09-0${1 + (i % 9)} 08:00:00,Open`,
    );
    const { source, trial } = await proposed(['Ticket,Created,Status', ...rows].join('\n'));
    expect([source.time_format, trial.aside]).toEqual([['iso', 'd.M.yyyy H:mm'], 0]);
  });

  it('are refused when a form is both day first and month first', async () => {
    const rows = Array.from({ length: 40 }, (_, i) =>
      i % 4 === 0 ? `${i},0${1 + (i % 9)}/2${i % 9}/2026 08:00,Closed` : i % 4 === 1 ? `${i},2${i % 9}/03/2026 08:00,Closed` : `${i},2026-09-05 08:00:00,Open`,
    ); // prettier-ignore
    await expect(proposed(['Ticket,Created,Status', ...rows].join('\n'))).rejects.toThrow(
      'Created holds times, but others than those too',
    );
  });
});

describe('the id', () => {
  it('may be a long number that would read as a time, or the address of the page', async () => {
    const issues = await proposed('Issue ID,Title,State,Created At\n1850614616,a,closed,2026-04-05 19:46:37\n1850614690,b,open,2026-04-05 20:46:37\n'); // prettier-ignore
    expect(issues.source.ticket).toBe('Issue ID');
    const pages = await proposed('title,state,created_at,html_url\na,open,2026-04-05 19:46:37,https://desk.example/issues/1\nb,closed,2026-04-06 19:46:37,https://desk.example/issues/2\n'); // prettier-ignore
    expect(pages.source.ticket).toBe('html_url');
  });
});

describe('a number that comes again', () => {
  // three repositories of ten issues, each counting from 1; their creations an hour apart
  const issues = (name: string, extra = '') =>
    [
      `${name},number,title,state,created_at,closed_at,updated_at${extra === '' ? '' : ',label'}`,
      ...Array.from({ length: 30 }, (_, i) => {
        const [repo, number] = [Math.floor(i / 10), (i % 10) + 1];
        const created_s = at('2026-09-07T08:00:00') + i * 3600;
        const time = (at_s: number) => new Date(at_s * 1000).toISOString().slice(0, 19);
        const closed = i % 3 === 0 ? '' : time(created_s + 7200);
        return `acme/${'abc'[repo]},${number},x,${closed === '' ? 'open' : 'closed'},${time(created_s)},${closed},${time(created_s + 7200)}${extra}`;
      }),
    ].join('\n');

  it.each(['repository', 'repo', 'Project', 'project_key', 'City', 'Projekt'])(
    'names a ticket together with its %s',
    async (name) => {
      const { source, trial, notes } = await proposed(issues(name));
      expect([source.ticket, source.shape, trial.tickets, trial.rows]).toEqual([[name, 'number'], 'snapshots', 30, 30]);
      expect(notes).toContain(`number comes again in every ${name}: both together name a ticket`);
      expect(Object.keys(await read(issues(name))).slice(9, 11)).toEqual(['acme/a/10', 'acme/b/1']);
    },
  );

  it('is refused where nothing tells its tickets apart', async () => {
    await expect(proposed(issues('assigned to'))).rejects.toThrow('found 10 values of number with several times of creation in created_at, and no column that tells those tickets apart'); // prettier-ignore
  });

  it('is one ticket where its rows were created at one time', async () => {
    const log = ['repository,number,state,created_at,updated_at', ...Array.from({ length: 30 }, (_, i) => `acme/a,${i % 10},${i < 20 ? 'open' : 'closed'},2026-09-07 08:00:0${i % 10},2026-09-0${8 - Math.floor(i / 10)} 09:00:00`)]; // prettier-ignore
    const { source, trial } = await proposed(log.join('\n'));
    expect([source.ticket, trial.tickets]).toEqual(['number', 10]);
  });

  it('is the case of a log whose times are those of its changes', async () => {
    const log = ['case id,activity,timestamp,project', ...Array.from({ length: 30 }, (_, i) => `${i % 10},${['Open', 'Work', 'Closed'][Math.floor(i / 10)]},2026-09-0${7 + Math.floor(i / 10)} 09:00:0${i % 10},p${i}`)]; // prettier-ignore
    const { source, trial } = await proposed(log.join('\n'));
    expect([source.ticket, trial.tickets]).toEqual(['case id', 10]);
  });

  it('has rows that lack a part of the name among those that cannot be read', async () => {
    const { trial } = await proposed(issues('repository').replace('acme/b,1,', ',1,'));
    expect([trial.aside, trial.tickets]).toEqual([1, 29]);
  });
});

describe('a table with the time of the last change alone', () => {
  const rows = (n: number, status: string) => ['Ticket ID,Status,Last Activity,Assigned to', ...Array.from({ length: n }, (_, i) => `${i},${status},2026-09-${String(i + 1).padStart(2, '0')} 08:00,Ada`)].join('\n'); // prettier-ignore
  it('says nothing of the creation, and is refused', async () => {
    for (const text of [rows(4, 'Closed'), rows(25, 'Open')])
      await expect(proposed(text)).rejects.toThrow('no column that says when a ticket was created (its times are Last Activity)'); // prettier-ignore
  });
  it('may be the first rows of a log', async () => {
    expect((await proposed(rows(2, 'Open'))).source.shape).toBeUndefined();
  });
});

it('says of a list of tickets with one side alone what it does not count', async () => {
  const list = (status: (i: number) => string) => ['Ticket,Created,Status', ...Array.from({ length: 24 }, (_, i) => `${i},2026-09-07 08:00,${status(i)}`)].join('\n'); // prettier-ignore
  const said = async (status: (i: number) => string) => (await proposed(list(status))).notes.filter((note) => note.includes('alone, more came in')); // prettier-ignore
  expect(await said(() => 'Open')).toEqual(['no ticket in it is finished: if it lists unfinished ones alone, more came in than it counts']); // prettier-ignore
  expect(await said(() => 'Closed')).toEqual(['every ticket in it is finished: if it lists finished ones alone, more came in and are open than it counts']); // prettier-ignore
  expect(await said((i) => (i === 0 ? 'Open' : 'Closed'))).toEqual([]);
});

it('refuses a list of users, who have ids, titles, departments and days of creation, too', async () => {
  const text = 'Id,Username,LastName,Name,Division,Department,Title,Status,UserRoleId,ProfileId,ManagerId,LastLoginDate,CreatedDate\n1,a@example.org,A,A A,D,Sales,Agent,,r1,p1,,01/09/2026 08:31:56,31/08/2026 12:37:13\n2,b@example.org,B,B B,D,Sales,Agent,,r1,p1,,,31/08/2026 13:37:13\n'; // prettier-ignore
  await expect(proposed(text)).rejects.toThrow(
    'a table of people (casebook import roster reads such) (column UserRoleId)',
  );
});

describe('a status that waits', () => {
  it('is unfinished, whatever end a row of it has, and that is said', async () => {
    const rows = Array.from(
      { length: 24 },
      (_, i) => `${i},2026-09-07 08:00,${['Resolved', 'Pending'][i % 2]},2026-09-08 08:00`,
    );
    const text = ['Ticket,Created,Status,Resolved at', ...rows].join('\n');
    const { statuses } = await proposed(text);
    expect(statuses?.meanings.map(({ raw, status }) => [raw, status])).toEqual([['Pending', 'open'], ['Resolved', 'solved']]); // prettier-ignore
    expect(statuses?.doubts).toEqual(['"Pending" reads as unfinished, but 12 of 12 rows have a time of resolution or close: the status counts']); // prettier-ignore
    const without = await proposed(text.replaceAll(/Pending,.*/g, 'Pending,'));
    expect(without.statuses?.meanings.find(({ raw }) => raw === 'Pending')?.status).toBe('other');
  });
});

describe('a product that calls other things by our names', () => {
  it('TOPdesk: the line that handles an incident is no status, its end stamps tell', async () => {
    const header = 'number,briefDescription,callType,creationDate,operatorGroup,status,completedDate,modificationDate';
    const line = (i: number, done: string) => `I 26 0${i},x,Incident,2026-09-0${i} 08:00:00,Desk,secondLine,${done},2026-09-0${i} 09:00:00`; // prettier-ignore
    const { source, questions, what } = await proposed(
      [header, line(1, '2026-09-01 09:00:00'), line(2, '')].join('\n'),
    );
    expect([what, source.columns.status, questions.filter(({ about }) => about === 'status')]).toEqual(['incidents of TOPdesk', undefined, []]); // prettier-ignore
  });
  it('Linear: what was canceled left the backlog then, and was not resolved', async () => {
    const header = 'ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Creator,Assignee,Labels,Created,Updated,Started,Triaged,Completed,Canceled,Archived'; // prettier-ignore
    const line = (id: string, status: string, completed: string, canceled: string) => `${id},Desk,x,,${status},,High,,,a@example.org,b@example.org,,2026-09-01T08:00:00Z,2026-09-09T08:00:00Z,,,${completed},${canceled},`; // prettier-ignore
    const text = [header, line('D-1', 'Done', '2026-09-02T08:00:00Z', ''), line('D-2', 'Canceled', '', '2026-09-03T08:00:00Z')].join('\n'); // prettier-ignore
    expect((await proposed(text)).what).toBe('an issue export of Linear');
    const rows = await read(text);
    expect(rows['D-1']).toMatchObject({ status: 'solved', given_resolved_s: at('2026-09-02T08:00:00') });
    expect(rows['D-2']).toMatchObject({ status: 'closed', given_resolved_s: null, given_closed_s: at('2026-09-03T08:00:00') }); // prettier-ignore
  });
  it('ServiceNow: numbers alone are priorities, 1 the most urgent', async () => {
    const rows = await read('number,opened_at,state,assignment_group,priority\nINC1,2026-09-01 08:00:00,1,Desk,1\nINC2,2026-09-02 08:00:00,7,Desk,4\n'); // prettier-ignore
    expect([rows['INC1'], rows['INC2']].map((row) => [row?.['priority'], row?.['status']])).toEqual([['p1', 'new'], ['p4', 'closed']]); // prettier-ignore
  });
});

describe('a ticket that stands in a table twice', () => {
  const rows = (twice: number) =>
    Array.from({ length: 20 }, (_, i) => `${i < twice ? 99 : i},2026-09-0${1 + (i % 9)},2026-09-1${i % 9},Closed`);
  const header = 'Ticket,Created,Closed,Status';

  it('leaves it a table, of which the latest row counts', async () => {
    const { source, notes } = await proposed([header, ...rows(2)].join('\n'));
    expect([source.shape, notes.at(-1)]).toEqual(['snapshots', '1 row tells of a ticket that another row tells of: the latest counts']); // prettier-ignore
  });

  it('is no log where no row says when it was written: each close would be at the creation', async () => {
    await expect(proposed([header, ...rows(12)].join('\n'))).rejects.toThrow('several rows a ticket, and no column that says when each was written'); // prettier-ignore
  });
});

it('a column that only says whether a ticket was reopened counts as once', async () => {
  const rows = await read(
    'id_ticket,data_abertura,status,reaberto\nT-1,2026-01-03,Fechado,Sim\nT-2,2026-01-04,Fechado,Não\n',
  );
  expect([rows['T-1']?.['given_reopen_count'], rows['T-2']?.['given_reopen_count']]).toEqual([1, 0]);
});

it('a column of counts with one value that is none is not used, and the value is named', async () => {
  const rows = (last: string) =>
    `Ticket,Created,Status,Reopens\n1,2026-01-03,Open,1\n2,2026-01-04,Open,0\n3,2026-01-05,Open,${last}\n`;
  const said = async (last: string) => (await proposed(rows(last))).notes.filter((note) => note.startsWith('Reopens'));
  expect(await said('-1')).toEqual(['Reopens is not used: not every value of it is a count, such as "-1"']);
  expect([await said('2'), await said('')]).toEqual([[], []]);
});

it('a status that waits for nobody knows whom is unfinished, and not asked about', async () => {
  const { questions, statuses } = await proposed('Ticket,Created,Status\n1,2026-09-07T08:00:00Z,Pending\n2,2026-09-07T09:00:00Z,Closed\n'); // prettier-ignore
  expect([questions, statuses?.meanings.find(({ raw }) => raw === 'Pending')?.by]).toEqual([[], 'waiting']);
});

describe('tables that are none of tickets', () => {
  it.each([
    ['people', 'developer_id,name,team,join_date,email\n1,Ann,A,2026-01-02,a@x.example\n2,Bob,B,2026-01-03,b@x.example\n', 'no column that names tickets'],
    ['users', 'id,name,email,status,created_at\n1,Ann,a@x.example,Active,2026-01-02\n2,Bob,b@x.example,Active,2026-01-03\n', 'nothing says are tickets of support'],
    ['orders', 'id,customer,quantity,status,created_at\n1,Ann,3,Completed,2026-01-02\n2,Bob,4,Open,2026-01-03\n', 'a table of orders or payments (column quantity)'],
    ['policies', 'policy_number,policy_state,policy_bind_date\n10,OH,2026-01-02\n11,IN,2026-01-03\n', 'no column that names tickets'],
    ['accidents', 'incident_id,incident_date,policy_number,bodily_injuries\n10,2026-01-02,88,0\n11,2026-01-03,91,1\n', 'a table of accidents or claims of an insurance (column policy_number)'],
    ['crimes', 'incident_id,date_reported,offense,district\n10,2026-01-02,Theft,4\n11,2026-01-03,Arson,5\n', 'a table of crimes (column offense)'],
    ['work on tickets', 'Issue Key,Issue summary,Hours,Work date,Issue Status,Billed Hours\nA-1,x,2.5,2026-01-04 09:00,CLOSED,2\nA-1,x,1,2026-01-05 09:00,CLOSED,1\nA-2,y,1,2026-01-05 10:00,OPEN,1\n', 'a table of hours that people worked (casebook import time_log reads such) (column Work date)'],
    ['messages', 'Message ID,Conversation ID,Direction,Status,Inbox,Message date,Assignee,Subject\nm1,c1,Inbound,Archived,Support,2026-01-04 09:00,Ann,x\nm2,c1,Outbound,Archived,Support,2026-01-04 10:00,Ann,x\nm3,c2,Inbound,Open,Support,2026-01-05 10:00,Bob,y\n', 'a table of messages, several a ticket (column Message ID)'],
    ['travel', 'ticket_id,passenger,seat,date,status\n1,Ann,3A,2026-01-02,Cancelled\n2,Bob,4C,2026-01-03,Open\n', 'tickets for travel, shows or parking (column passenger)'],
    ['a time that is another one', 'Ticket ID,Subject,Date of Purchase,First Response Time,Status\n1,a,2026-01-02,2026-06-01 11:00,Closed\n2,b,2026-02-02,2026-06-01 12:00,Open\n', 'no column that says when a ticket was created (its times are Date of Purchase, First Response Time)'],
  ])('are refused: %s', async (_what, text, sentence) => {
    await expect(proposed(text)).rejects.toThrow(sentence);
  }); // prettier-ignore
});
