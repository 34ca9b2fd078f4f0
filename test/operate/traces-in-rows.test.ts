import { describe, expect, it } from 'vitest';
import { openTable } from '../../shared/files/table.ts';
import { tracesInRows, type Traces } from '../../shared/operate/traces-in-rows.ts';

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}
const traces = (
  lines: readonly string[],
  person: string,
  read: { readonly all?: readonly string[]; readonly people?: readonly string[] } = {},
): Promise<Traces> =>
  tracesInRows(() => openTable(once(lines.join('\r\n')), 'a.csv'), person, {
    all: new Set(read.all),
    people: new Set(read.people),
  });
const found = async (lines: readonly string[], person: string): Promise<readonly string[]> =>
  (await traces(lines, person)).addresses;

describe('what names a person in rows of a file', () => {
  it('is the address and the name in columns of the same role, and nobody else’s', async () => {
    const lines = [
      'Ticket;Requester ID;Requester name;Requester email;Assignee;Assignee email',
      '1;c-77;"Mia ""M"" Moss";mia@example.com;Bo;bo@example.com',
      '2;c-78;Ian Ivy;ian@example.com;Bo;bo@example.com',
    ];
    expect(await found(lines, 'c-77')).toEqual(['Mia "M" Moss', 'mia@example.com']);
    expect(await found(lines, 'Bo')).toEqual(['bo@example.com']);
  });

  it('is an address under a bare heading only where it stands in no row of others', async () => {
    const lines = [
      'id,Customer,E-mail',
      '1,Mia Moss,mia@example.com',
      '2,Ian Ivy,desk@example.com',
      '3,Moe,desk@example.com',
    ];
    expect(await found(lines, 'Mia Moss')).toEqual(['mia@example.com']);
    expect(await found(lines, 'Ian Ivy')).toEqual([]);
  });

  it('is nothing where a cell only begins with the id, also in cells of several lines', async () => {
    const lines = ['Ticket,Kunde,Kunden-E-Mail,Text', '1,K7,k7@example.com,"a', 'K7,b"', '2,K77,k77@example.com,'];
    expect(await found(lines, 'K7')).toEqual(['k7@example.com']);
  });
});

describe('what tells of a person in rows of a file', () => {
  const lines = [
    'Ticket,Opened,Requester,Subject,Phone,Product,Minutes,Thema',
    '42,2026-09-01T08:00:00Z,42,Mia cannot log in,+353 1 555 0100,Router,90,Anmeldung',
    '43,2026-09-02T08:00:00Z,43,No network,,Router,42,Netz',
    '44,2026-09-03T08:00:00Z,42,No network,555-0100-77,Switch,30,Mias Netz',
  ];
  const read = { all: ['Ticket', 'Opened', 'Requester', 'Minutes', 'Thema'], people: ['Requester'] };
  it('is every text of the rows that nobody else has and that nothing is read from', async () => {
    const { cells } = await traces(lines, '42', read);
    expect([...cells]).toEqual(['Mia cannot log in', '+353 1 555 0100', '555-0100-77', 'Switch']);
  });
  it('is none where the id is a figure of another column that is read', async () => {
    expect((await traces(lines, '90', read)).cells.size).toBe(0);
  });
});
