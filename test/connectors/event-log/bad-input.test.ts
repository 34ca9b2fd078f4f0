import { gzipSync } from 'node:zlib';
import { ofKind } from '../../../shared/events/event.ts';
import type { AnyRow } from '../../../shared/lake/table.ts';
import { describe, expect, it } from 'vitest';
import { EventLogConfiguration } from '../../../shared/connectors/event-log/configuration.ts';
import { normaliseLog } from '../../../shared/connectors/event-log/normalise.ts';
import type { StagedRow } from '../../../shared/connectors/staged-row.ts';
import { InputError } from '../../../shared/errors.ts';
import { rawText } from '../../support/facts.ts';

const configuration = (told: object = {}): EventLogConfiguration =>
  EventLogConfiguration.parse({
    id: 'incidents',
    connector: 'event-log',
    files: ['*.csv'],
    ticket: 'id',
    at: 'time',
    columns: { status: { column: 'state', map: { New: 'new', Done: 'solved' } }, assignee: 'owner' },
    ...told,
  });
const read = async (text: string | Uint8Array, told: object = {}, name = 'log.csv'): Promise<StagedRow[]> => {
  const rows: StagedRow[] = [];
  for await (const batch of normaliseLog(configuration(told))(rawText(text, name))) rows.push(...batch);
  return rows;
};
const events = (rows: readonly StagedRow[]) =>
  ofKind(
    rows.flatMap((row) => ('event' in row ? [row.event] : [])),
    'snapshot',
  );
const told = (rows: readonly StagedRow[]) =>
  events(rows).map(({ ticket_id, at_s, data }) => [ticket_id, at_s, data.status, data.assignee]);
const latest = (rows: readonly StagedRow[]) =>
  rows.flatMap((row) => ('table' in row && row.table === 'ticket_attributes' ? [row.row] : []));
const refusal = async (...args: Parameters<typeof read>): Promise<string> => {
  const error = await read(...args).then(() => undefined, (reason: unknown) => reason); // prettier-ignore
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
};

const header = 'id,time,state,owner\n';
const row = '7,2026-01-05T09:00:00Z,New,ann\n';
const expected = [['7', 1_767_603_600, 'new', 'ann']];

describe('a log is read the same', () => {
  it.each([
    ['plain', header + row],
    ['with a byte-order mark', `\uFEFF${header}${row}`],
    ['with CRLF', (header + row).replaceAll('\n', '\r\n')],
    ['without a last line end', (header + row).trimEnd()],
    ['with semicolons', (header + row).replaceAll(',', ';')],
    ['with tabs', (header + row).replaceAll(',', '\t')],
    ['quoted', `"id","time","state","owner"\n"7","2026-01-05T09:00:00Z","New","ann"\n`],
    ['with other columns in between', 'x,owner,state,y,time,id\n1,ann,New,2,2026-01-05T10:00:00+01:00,7\n'],
    ['with empty lines', `\n${header}\n${row}\n`],
  ])('%s', async (_how, text) => {
    expect(told(await read(text))).toEqual(expected);
  });

  it.each(['9999-12-31T00:00:00Z', '0001-01-01', '1900-01-01 00:00'])('with "never" written as %s', async (never) => {
    const [row] = latest(
      await read(`${header}7,2026-01-05T09:00:00Z,${never},ann\n`, { columns: { resolved_at: 'state' } }),
    );
    expect(row).toMatchObject({ given_resolved_s: null, has_given_resolved: true });
  });

  it('with an end that had not come when the file was received, which is not told', async () => {
    const ended = (at: string) => `${header}7,2026-01-05T09:00:00Z,${at},ann\n`;
    const columns = { resolved_at: 'state' };
    const received = {
      ...rawText(ended('2031-01-01T08:00:00Z'), 'log.csv'),
      received_s: Date.parse('2026-01-10T00:00:00Z') / 1000,
    };
    const rows: StagedRow[] = [];
    for await (const batch of normaliseLog(configuration({ columns }))(received)) rows.push(...batch);
    expect(latest(rows)).toMatchObject([{ given_resolved_s: null, given_quality: '["end_in_future"]' }]);
  });

  it('packed', async () => {
    expect(told(await read(gzipSync(header + row)))).toEqual(expected);
  });

  it('as JSON lines, members of members by a path', async () => {
    const line = JSON.stringify({ id: 7, time: '2026-01-05T09:00:00Z', state: 'New', who: { name: 'ann' } });
    const columns = { status: { column: 'state', map: { New: 'new' } }, assignee: 'who.name' };
    expect(told(await read(`${line}\n`, { columns }, 'log.jsonl'))).toEqual(expected);
  });

  it('with line breaks and quotes inside a cell, also one of 5 MB', async () => {
    const large = `a ""quoted"" word\r\n${'x'.repeat(5_000_000)}\n`;
    const text = `id,time,state,owner,note\n7,2026-01-05T09:00:00Z,New,ann,"${large}"\n7,2026-01-05T10:00:00Z,Done,ann,\n`;
    const bytes = new TextEncoder().encode(text);
    const raw = rawText('');
    const pieces: StagedRow[] = [];
    const open = async function* () {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    };
    for await (const batch of normaliseLog(configuration())({ ...raw, open })) pieces.push(...batch);
    expect(told(pieces)).toEqual([...expected, ['7', 1_767_607_200, 'solved', 'ann']]);
  });
});

describe('a status', () => {
  it('can be made of several columns', async () => {
    const columns = { status: { columns: ['state', 'owner'], map: { 'New/ann': 'open' } } };
    expect(events(await read(header + row, { columns }))[0]?.data.status).toBe('open');
  });

  it('without a meaning is an error that lists the values with their counts', async () => {
    const text =
      header +
      row +
      row.replace('New', 'Odd') +
      row.replace('New', 'Odd').replace('ann', 'bob') +
      row.replace('New', 'Weird');
    expect(await refusal(text)).toContain('column state: found "Odd" (2 rows), "Weird" (1 row) without a status');
  });

  it('without a meaning has the default when there is one', async () => {
    const columns = { status: { column: 'state', map: { Done: 'solved' }, default: 'other' } };
    expect(events(await read(header + row, { columns }))[0]?.data.status).toBe('other');
  });
});

describe('a file is rejected whole, with file, line, column, found and expected', () => {
  it('when it is empty', async () => {
    expect(await refusal('')).toBe('log.csv was rejected: found an empty file, expected a header and rows.');
    expect(await refusal('\n', {}, 'log.jsonl')).toContain('found an empty file');
  });

  it('when a column is missing, naming those there are and the nearest', async () => {
    const message = await refusal('id,time,states,owner\n');
    expect(message).toContain(
      'log.csv, line 1, column state: not there; did you mean "states"? The file has: id, time, states, owner',
    );
  });

  it('when a time cannot be read', async () => {
    const message = await refusal(`${header}${row}7,"31/02/2026",New,ann\n`);
    expect(message).toContain(
      'log.csv, line 3, column time: found "31/02/2026", expected a time like 2026-09-01T12:30:00Z',
    );
  });

  it('when a time is of no helpdesk: one of them would make a duration that cannot be stored', async () => {
    const epoch = { time_format: 'epoch_ms', columns: { resolved_at: 'state' } };
    expect(await refusal(`${header}7,1767603600000,1767603600000000,ann\n`, epoch)).toContain(
      'log.csv, line 2, column state: found "1767603600000000", expected a time like epoch_ms',
    );
    expect(await refusal(`${header}7,2150-01-05T09:00:00Z,New,ann\n`)).toContain('line 2, column time');
  });

  it('when a row has too few cells, a cell does not end, or a number is none', async () => {
    expect(await refusal(`${header}7,8\n`)).toContain('log.csv, line 2: found 2 cells, expected 4');
    expect(await refusal(`${header}7,"8\n`)).toContain('line 2: found a quoted cell that does not end');
    expect(await refusal(header + row, { columns: { reopen_count: 'owner' } })).toContain(
      'column owner: found "ann", expected a whole number',
    );
  });

  it('when it is no text or a broken archive', async () => {
    expect(await refusal(Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256))).toBe(
      'log.csv was rejected: found a binary file; export the tickets as CSV, XLSX or JSON.',
    );
    expect(await refusal(gzipSync(header + row.repeat(500)).subarray(0, 60))).toContain('damaged or cut off');
  });

  it('and tells the first twenty faults of all', async () => {
    const message = await refusal(header + '7,no time,New,ann\n'.repeat(30));
    expect(message).toContain('30 faults, the first 20 are');
    expect(message.split('\n')).toHaveLength(21);
  });
});

describe('rows of one ticket', () => {
  const header = 'id,time,state,owner,mod\n';
  const order = { order: ['mod'] };
  const rows = [
    '7,2026-01-05T09:00:00Z,New,ann,0\n',
    '8,2026-01-05T09:30:00Z,New,bob,0\n',
    '7,2026-01-05T10:00:00Z,New,bob,1\n',
    '7,2026-01-05T10:00:00Z,Done,bob,2\n',
  ];
  const merged = async (files: readonly string[]) => {
    const all = new Map<string, { version: string; row: unknown }>();
    for (const file of files) {
      for (const staged of await read(file, order)) {
        if ('table' in staged && staged.table === 'field_mappings') continue;
        const key =
          'event' in staged ? (staged.event.event_id ?? '') : `ticket ${String((staged.row as AnyRow)['ticket_id'])}`;
        const known = all.get(key);
        const row =
          'event' in staged
            ? { ...staged.event, order: 0, data: { ...staged.event.data, sequence: null } }
            : staged.row;
        if (!known || staged.version >= known.version) all.set(key, { version: staged.version, row });
      }
    }
    return [...all].map(([key, { row }]) => [key, row]).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  };

  it('are the same in one file, twice, and in two halves in either order', async () => {
    const whole = header + rows.join('');
    const first = header + rows.slice(0, 3).join('');
    const second = header + rows.slice(2).join('');
    const once = await merged([whole]);
    expect(await merged([whole, whole])).toEqual(once);
    expect(await merged([first, second])).toEqual(once);
    expect(await merged([second, first])).toEqual(once);
  });

  it('that are alike in every column are one event, flagged', async () => {
    const staged = await read(header + rows[0] + rows[0]);
    expect(events(staged)).toHaveLength(1);
    expect(latest(staged)[0]?.['given_quality']).toBe('["duplicate_rows"]');
  });

  it('have the attributes of the latest one', async () => {
    const staged = await read(header + [...rows].reverse().join(''), { columns: { assignee: 'owner' } });
    expect(new Map(latest(staged).map((row) => [row['ticket_id'], row['assignee_id']]))).toEqual(new Map([['7', 'bob'], ['8', 'bob']])); // prettier-ignore
  });
});
