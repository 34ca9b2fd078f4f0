import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

/** From a file that somebody exported to a mail, and every way in which that can fail. */
let home: CommandLine;
beforeEach(() => (home = commandLine()));
afterEach(() => home.close());

const header =
  'Ticket ID,Subject,Status,Priority,Agent,Group,Created time,Resolved time,Last update time,Initial response time';
/** Ten tickets of week 37 of 2026 (7 to 13 September): the first seven resolved after 1 to 7 hours; a last one tells the week is over. */
const tickets = (isLater = false): string =>
  [
    header,
    ...Array.from({ length: 10 }, (_, i) => {
      const created = `2026-09-${String(7 + (i % 5)).padStart(2, '0')} 08:00:00`;
      const resolved =
        i < 7
          ? `2026-09-${String(7 + (i % 5)).padStart(2, '0')} ${String(9 + i).padStart(2, '0')}:00:00`
          : isLater
            ? '2026-09-15 09:00:00'
            : '';
      return `${100 + i},A subject,${resolved === '' ? 'Open' : 'Resolved'},High,Ada Example,Support,${created},${resolved},${resolved || created},${created}`;
    }),
    `120,A subject,Open,Low,Ada Example,Support,${isLater ? '2026-09-16' : '2026-09-14'} 08:00:00,,${isLater ? '2026-09-16' : '2026-09-14'} 08:00:00,`,
  ].join('\n');

const two = (n: number): string => String(n).padStart(2, '0');
const value = async (metric: string, ...more: readonly string[]): Promise<unknown> => {
  const { stdout } = await home.run('metrics', '--metric', metric, '--json', ...more);
  return (JSON.parse(stdout) as { readonly value: unknown }[])[0]?.value;
};

describe('casebook report', () => {
  it('makes the mails of the last complete week that a file covers, and says what it took for what', async () => {
    home.write('export/tickets.csv', tickets());
    const { status, stdout, stderr } = await home.run('report', 'export/tickets.csv', '--yes', '--time-zone', 'UTC');
    expect([status, stdout]).toEqual([0, 'out/dry-run/index.html\n']);
    expect(stderr).toContain('export/tickets.csv: a ticket export of Freshdesk; 11 rows, 11 tickets');
    expect(Object.keys(home.files('out'))).toContain('dry-run/lead-weekly/2026-W37/all.eml');
    expect(home.read('casebook.yaml')).toContain('Resolved: solved # 7 rows');
    // The median of 1 to 7 hours is 4 hours; 3 of 10 stay open.
    expect(await value('dts_p50', '--period', '2026-W37')).toBe(4 * 3600);
    expect(await value('backlog', '--period', '2026-W37')).toBe(3);
  });

  it('takes a newer export in the same folder, under any name, for the next state of the same tickets', async () => {
    home.write('export/tickets.csv', tickets());
    expect(await home.run('report', 'export/tickets.csv', '--yes', '--time-zone', 'UTC')).toMatchObject({ status: 0 });
    home.write('export/tickets (1).csv', tickets(true));
    const { status } = await home.run('report', 'export/tickets (1).csv', '--yes');
    expect(status).toBe(0);
    expect(await value('backlog', '--period', '2026-09-07..2026-09-16', '--as-of', '2026-09-16T09:00:00Z')).toBe(0);
  });

  it('claims nothing that a file does not tell: no ends, no replies, no owners', async () => {
    // Of 40 tickets every fourth is open; nothing says when the others were closed.
    const rows = Array.from({ length: 40 }, (_, i) => `${i + 1},2026-09-${two(1 + (i % 20))} 08:00:00,${i % 4 === 0 ? 'Open' : 'Closed'},A subject`); // prettier-ignore
    home.write('t.csv', ['Ticket,Created,Status,Subject', ...rows].join('\n'));
    const { status, stderr } = await home.run('report', 't.csv', '--yes', '--time-zone', 'UTC');
    expect(status, stderr).toBe(0);
    const { stdout } = await home.run('metrics', '--metric', 'issues_handled', '--period', 'all', '--json');
    const parts = (JSON.parse(stdout) as { segment: { part?: string }; value: unknown; reason?: string }[]).map(
      ({ segment, value, reason }) => [segment.part, value, reason],
    );
    expect(parts).toEqual([[undefined, 40, undefined], ['created', 40, undefined], ['resolved', null, 'not_told:resolution']]); // prettier-ignore
    expect([await value('backlog', '--period', 'all'), await value('backlog', '--period', '2026-W37')]).toEqual([
      10,
      null,
    ]);
    const mail = home.read('out/dry-run/lead-weekly/2026-W37/all.txt');
    expect(mail).not.toMatch(/customer waits|Unassigned|nothing happened|solved against/);
    expect(mail).toContain('not told by the source');
  });

  it('takes another answer at once, and says what it changed', async () => {
    // Three tickets of 10 hours are "Parked", which nobody knows: their end counts until somebody says that they are open.
    const rows = Array.from({ length: 6 }, (_, i) => {
      const end = `2026-09-0${7 + (i % 2)} ${i < 3 ? two(9 + i) : '18'}:00:00`;
      return `${i + 1},2026-09-0${7 + (i % 2)} 08:00:00,${end},${i < 3 ? 'Done' : 'Parked'}`;
    });
    home.write('t.csv', ['Ticket,Created,Resolved,Status', ...rows, '9,2026-09-15 08:00:00,,Open'].join('\n'));
    const first = await home.run('report', 't.csv', '--yes', '--time-zone', 'UTC');
    expect(first.stderr).toContain('Unknown: the status "Parked" of 3 rows.');
    const { status, stderr } = await home.run('report', 't.csv', '--status', 'Parked=open');
    expect(status).toBe(0);
    expect(stderr.replaceAll('\n', ' ')).toContain(
      'Parked now means open: 3 tickets, median time to resolve 2.0 instead of 6.5 hours, open tickets 4 instead of 1.',
    );
    expect(home.read('casebook.yaml')).toContain('Parked: open');
  });

  it('takes another order of day and month at once, and says what it changed', async () => {
    // Read with the day first every ticket took a month more or less; with the month first, the hours that it took.
    const rows = Array.from({ length: 8 }, (_, i) => `${i + 1},9/${i + 1}/2026 8:00,9/${i + 2}/2026 ${9 + i}:00,Done`);
    home.write('t.csv', ['Ticket,Created,Resolved,Status', ...rows, '9,9/10/2026 8:00,,Open'].join('\n'));
    const first = await home.run('report', 't.csv', '--yes', '--time-zone', 'UTC', '--dates', 'day-first');
    expect(home.read('casebook.yaml'), first.stderr).toContain('time_format: d/M/yyyy H:mm');
    const { stderr } = await home.run('report', 't.csv', '--yes', '--dates', 'month-first');
    expect(home.read('casebook.yaml')).toContain('time_format: M/d/yyyy H:mm');
    // The median of 25 to 32 hours is 28.5; day first the seconds of months made it days.
    expect(stderr.replaceAll('\n', ' ')).toMatch(/Dates are now read with the month first, median time to resolve 28\.5 instead of [\d.]+ hours, open tickets 1 as before\./); // prettier-ignore
    expect(await value('dts_p50', '--period', 'all')).toBe(28.5 * 3600);
  });

  it('goes back to the week of the newest ticket where only ends come after it', async () => {
    // Two tickets a day until Wednesday, 23 September; the last one was closed on Monday, 5 October: two weeks without a new ticket.
    const rows = Array.from({ length: 40 }, (_, i) => {
      const day = i < 32 ? `2026-09-${two(1 + (i >> 1))}` : `2026-09-${two(17 + ((i - 32) >> 1) + (i > 37 ? 3 : 0))}`;
      return `${i + 1},${day} 0${8 + (i % 2)}:00:00,${i === 39 ? '2026-10-05 09:00:00' : `${day} 12:00:00`},Done`;
    });
    home.write('t.csv', ['Ticket,Created,Resolved,Status', ...rows].join('\n'));
    const { stderr, status } = await home.run('report', 't.csv', '--yes', '--time-zone', 'UTC');
    expect(stderr.replaceAll('\n', ' ')).toContain('The newest ticket is of 2026-09-23: the mails are of the last week that was complete by then.'); // prettier-ignore
    expect(status, stderr).toBe(0);
    expect(Object.keys(home.files('out'))).toContain('dry-run/lead-weekly/2026-W38/all.eml');
  });

  it.each([
    ['a PDF', '%PDF-1.7 ...', /^casebook: tickets\.csv was rejected: found a PDF document; [^\n]*\.\n$/],
    ['an empty file', '', /^casebook: tickets\.csv was rejected: found an empty file, expected a header and rows\.\n$/],
    [
      'no tickets',
      'city,mayor\nBern Town Hall,Ann Example\nBasel Town Hall,Bob Example\n',
      /found no column that names tickets \(it has city, mayor\)/,
    ],
    [
      'dates that read both ways',
      'id,created,status\n1,1/2/2026 9:00,Open\n2,2/1/2026 9:00,Closed\n',
      /Both orders read every row of created\. Run again with --dates day-first or --dates month-first\. Nothing was written\./,
    ],
  ])('refuses %s in one sentence, and writes nothing', async (_what, content, sentence) => {
    home.write('tickets.csv', content);
    const { status, stdout, stderr } = await home.run('report', 'tickets.csv', '--yes');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(sentence);
    expect(Object.keys(home.files('.'))).toEqual(['tickets.csv']);
  });

  it('refuses a file of two gigabytes at once, and a folder', async () => {
    home.write('big/two.csv', tickets());
    // A sparse file: of its size, without its bytes.
    truncateSync(join(home.folder, 'big/two.csv'), 2 * 2 ** 30);
    for (const command of [['report'], ['doctor', '--suggest']]) {
      const { status, stderr } = await home.run(...command, 'big/two.csv');
      expect([status, stderr]).toEqual([
        1,
        'casebook: big/two.csv was rejected: found a file of 2.0 GB, expected at most 1 GB; export a shorter span, such as one file a year.\n',
      ]);
    }
    expect((await home.run('report', 'big')).stderr).toContain('big is a folder, expected a file in it');
  });

  it('leaves a configuration of something else alone', async () => {
    home.write(
      'casebook.yaml',
      'organisation: { name: A, time_zone: UTC }\nsources: [{ id: log, connector: event-log, files: [x.csv], ticket: a, at: b }]\n',
    );
    home.write('tickets.csv', tickets());
    const { status, stderr } = await home.run('report', 'tickets.csv');
    expect(status).toBe(2);
    expect(stderr).toContain('casebook.yaml has no source with the columns of tickets.csv');
  });
});
