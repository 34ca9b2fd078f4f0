import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { eventLog } from '../../../shared/connectors/helpdesks/event-log.ts';
import { proposalText } from '../../../shared/connectors/ticket-files/proposal-text.ts';
import type { Answers } from '../../../shared/connectors/ticket-files/answers.ts';
import { propose } from '../../../shared/connectors/ticket-files/propose.ts';
import { InputError } from '../../../shared/errors.ts';

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const now_s = Date.parse('2026-11-30T00:00:00Z') / 1000;
const proposed = (text: string, answers: Answers = {}) =>
  propose('log.csv', () => bytesOf(text), { now_s, zone: 'UTC', answers });
/** The source as it stands in the text that is printed. */
const suggest = async (text: string, answers: Answers = {}) =>
  (parse(proposalText(await proposed(text, answers))) as { sources: Record<string, unknown>[] }).sources[0];

describe('a proposal for a log that nobody has mapped', () => {
  const german = [
    'Ticket;Geändert;Owner;Status;Priority',
    ...Array.from(
      { length: 20 },
      (_, i) =>
        `T-${i % 7};2${i % 9}.03.2026 1${i % 9}:30;ann;${['New', 'In Progress', 'Waiting for customer', 'Done'][i % 4]};High`,
    ),
  ].join('\n');

  it('finds ticket, time, its format, owner and status by names and values', async () => {
    expect(await suggest(german.replace('Geändert', 'Updated'))).toMatchObject({
      ticket: 'Ticket',
      at: 'Updated',
      time_format: 'd.M.yyyy H:mm',
      columns: {
        assignee: 'Owner',
        priority: { column: 'Priority', map: { High: 'p2' } },
        status: {
          column: 'Status',
          map: { New: 'new', 'In Progress': 'open', 'Waiting for customer': 'pending_customer', Done: 'solved' },
        },
      },
    });
  });

  it('is itself a source that Casebook accepts', async () => {
    expect(eventLog.configuration.safeParse(await suggest(german)).success).toBe(true);
  });

  it('takes the only column of times when no name tells', async () => {
    expect(await suggest(german)).toMatchObject({ at: 'Geändert' });
  });

  it('says what is wrong with an empty file, and with one that has only a header', async () => {
    await expect(suggest('')).rejects.toThrow(InputError);
    await expect(suggest('a,b\n')).rejects.toThrow('found a header without rows; expected at least one row below it');
  });

  it('takes the columns by what the product calls them', async () => {
    const jira = [
      'Summary,Issue key,Issue id,Status,Created,Updated,Resolved,Labels,Labels,Project name',
      'a,SUP-1,1,Waiting for customer,02/Mar/26 9:00 AM,03/Mar/26 9:00 AM,,x,y,Support',
      'b,SUP-2,2,Done,02/Mar/26 9:00 AM,04/Mar/26 1:30 PM,04/Mar/26 1:30 PM,x,,Support',
    ].join('\n');
    expect((await proposed(jira)).what).toBe('an issue export of Jira');
    expect(await suggest(jira)).toMatchObject({
      ticket: 'Issue key',
      at: 'Updated',
      time_format: 'd/MMM/yy h:mm a',
      columns: {
        resolved_at: 'Resolved',
        status: { map: { 'Waiting for customer': 'pending_customer', Done: 'solved' } },
      },
    });
  });

  it('proves the order of day and month over all rows, asks when both fit, and takes the answer', async () => {
    const rows = (...dates: readonly string[]) =>
      ['id,created,closed', ...dates.map((date, i) => `${i + 1},${date}`)].join('\n');
    const us = await proposed(rows('6/1/2026 9:05,6/2/2026 7:29', '6/13/2026 14:00,'));
    expect([us.order.by, us.source.time_format]).toEqual(['proved', 'M/d/yyyy H:mm']);
    // Every date reads both ways, but month first closes the first ticket before it was created.
    const twisted = await proposed(rows('1/2/2026 9:00,2/1/2026 9:00', '3/1/2026 9:00,4/1/2026 9:00'));
    expect([twisted.order.by, twisted.source.time_format]).toEqual(['proved', 'M/d/yyyy H:mm']);
    const open = rows('1/2/2026 9:00,1/3/2026 9:00', '2/1/2026 9:00,');
    expect((await proposed(open)).questions.map(({ about }) => about)).toContain('day_order');
    const told = await proposed(open, { day_order: 'month_first', time_zone: 'Europe/Berlin' });
    expect([told.source.time_format, told.questions]).toEqual(['M/d/yyyy H:mm', []]);
  });

  it('takes the id by uniqueness and order where no name tells it, never a street', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i} Main Street,${500 + i},2026-03-0${1 + (i % 9)},Closed`);
    expect(await suggest(['address,folio_x,created,status', ...rows].join('\n'))).toMatchObject({ ticket: 'folio_x' });
  });

  it('tells a table of tickets from a log of events', async () => {
    const log = ['case id,activity,timestamp', 'A,New,2026-03-01T09:00:00Z', 'A,Closed,2026-03-02T09:00:00Z', 'B,New,2026-03-01T10:00:00Z', 'B,Closed,2026-03-02T11:00:00Z'].join('\n'); // prettier-ignore
    expect((await proposed(log)).what).toBe('a log of events, several rows a ticket');
    expect(await suggest(log)).toMatchObject({
      ticket: 'case id',
      at: 'timestamp',
      columns: { status: { column: 'activity' } },
    });
  });

  it('knows a status by its word or by the stamps of the end; who is waited for stays unknown, and the rest is asked', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => {
      const status = ['Zufrieden', 'Irgendwo', 'Pending', i < 8 ? 'Kurios' : 'In Bearbeitung'][i % 4] ?? '';
      return `${i};01.03.2026 09:00;${i % 4 === 0 ? '02.03.2026 09:00' : ''};${status}`;
    });
    const found = await proposed(['Ticketnummer;Erstellt am;Gelöst am;Status', ...rows].join('\n'));
    expect(found.source.columns.status).toMatchObject({
      map: { Zufrieden: 'solved', Irgendwo: 'open', Pending: 'other', Kurios: 'other', 'In Bearbeitung': 'open' },
    });
    expect(found.questions.filter(({ about }) => about === 'status')).toMatchObject([{ raw: 'Kurios', rows: 2 }]);
  });

  it('refuses what has no ticket, or no time', async () => {
    await expect(proposed('name,city\nAnn Example,Bern Town Hall\nBob Example,Bern Town Hall\n')).rejects.toThrow(
      'found no column that names tickets (it has name, city)',
    );
    await expect(proposed('id,city\n1,Bern\n2,Basel\n')).rejects.toThrow('found no column of times (it has id, city)');
  });
});
