import { describe, expect, it } from 'vitest';
import { addressesInRows } from '../../shared/operate/addresses-in-rows.ts';

const found = (lines: readonly string[], person: string): Promise<readonly string[]> =>
  addressesInRows(lines.join('\r\n'), person);

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
