import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csv } from '../../shared/report/attachments/csv.ts';
import { timelessZip } from '../../shared/report/attachments/timeless-zip.ts';
import { executiveQuarterly, financeQuarterly, leadWeekly } from '../../shared/report/reports/all.ts';
import {
  casesQ3,
  centsQ3,
  executiveQuarterFacts,
  financeQuarterFacts,
  known,
  leadWeekFacts,
  young,
} from '../support/report-facts.ts';
import { rendered, sheetOf, unzipped } from '../support/reports.ts';

const fileOf = async (
  report: typeof leadWeekly,
  facts: ReturnType<typeof leadWeekFacts>,
  ending: string,
): Promise<Uint8Array> =>
  (await rendered(report, facts)).attachments.find(({ filename }) => filename.endsWith(ending))!.body;
const rowsOf = (body: Uint8Array): readonly Readonly<Record<string, string>>[] =>
  parse(Buffer.from(body), { bom: true, columns: true, record_delimiter: '\r\n' });

describe('the list of open cases', () => {
  it('has as many rows as the backlog of the mail', async () => {
    const rows = rowsOf(await fileOf(leadWeekly, leadWeekFacts(), '.csv'));
    expect(rows).toHaveLength(286);
    expect(rows[0]).toMatchObject({ Case: '48213', Channel: 'web', Owner: '', Urgency: '793' });
    expect(rows.find((row) => row.Case === '48012')).toMatchObject({ Owner: 'A. Rossi', 'Hand-offs': '4' });
  });
  it('has no column for the words of a customer', async () => {
    const rows = rowsOf(await fileOf(leadWeekly, leadWeekFacts(), '.csv'));
    expect(Object.keys(rows[0]!).join()).not.toMatch(/subject|body|message|requester|customer/i);
  });
  it('names nobody when people are switched off', async () => {
    const base = leadWeekFacts();
    const facts = { ...base, configuration: { ...base.configuration, people: false } };
    const mail = await rendered(leadWeekly, facts);
    expect(rowsOf(mail.attachments[0]!.body).every(({ Owner }) => Owner === '')).toBe(true);
    expect(mail.text).not.toContain('Who is carrying what');
  });
});

describe('the cost lines', () => {
  it('add up to the headline to the cent: 1,284,600.00', async () => {
    const rows = rowsOf(await fileOf(financeQuarterly, financeQuarterFacts(), '.csv'));
    const cents = rows.reduce((sum, row) => sum + BigInt(row['Amount, USD']!.replace('.', '')), 0n);
    expect(cents).toBe(BigInt(centsQ3));
    expect(new Set(rows.map((row) => row.Month))).toEqual(new Set(['2026-07', '2026-08', '2026-09']));
  });
});

describe('a CSV', () => {
  const sheet = {
    name: 's',
    columns: [
      { title: 'Name', kind: 'text' as const, width: 8 },
      { title: 'Money', kind: 'money' as const, width: 8 },
      { title: 'At', kind: 'instant' as const, width: 8 },
    ],
    rows: [
      ['a,"b"\nc', 128_460_012n, 1_790_546_400],
      ['=1+1', -5, null],
      ['+x', 0, null],
      ['-x', null, null],
      ['@x', null, null],
      ['\tx', null, null],
    ],
  };
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    csv({ kind: 'csv', filename: 'x.csv', sheet, currency: 'USD', zone: 'Europe/Berlin' }, 'en'),
  );

  it('starts with a byte order mark, ends lines with CRLF and quotes by RFC 4180', () => {
    expect(
      text.startsWith('\uFEFFName,"Money, USD",At (Europe/Berlin)\r\n"a,""b""\nc",1284600.12,2026-09-28 00:00\r\n'),
    ).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
  });
  it('disarms formulas and leaves numbers alone', () => {
    expect(text.split('\r\n').slice(2, 7)).toEqual(["'=1+1,-0.05,", "'+x,0.00,", "'-x,,", "'@x,,", "'\tx,,"]);
  });
  it('keeps ids and marks that a spreadsheet would rewrite, and months as they are', () => {
    const rewritten = [
      '12345678901234567',
      '007',
      '1E5',
      '1.5e-3',
      '3-4',
      '12:30',
      '1.100',
      'MAR1',
      '1-Sept',
      'Jan 2026',
    ];
    const kept = ['48213', '2026-09', 'May', 'Margaret 1', 'v1.10', 'DEC-A1'];
    const rows = [...rewritten, ...kept].map((id) => [id, null, null]);
    const file = csv({ kind: 'csv', filename: 'x', sheet: { ...sheet, rows }, currency: 'USD', zone: 'UTC' }, 'en');
    expect(new TextDecoder().decode(file).split('\r\n').slice(1, -1)).toEqual([
      ...rewritten.map((id) => `'${id},,`),
      ...kept.map((id) => `${id},,`),
    ]);
  });
  it('has semicolons and decimal commas where spreadsheets expect them', () => {
    const rows = [['a;b', 128_460_012n, null]];
    const file = csv({ kind: 'csv', filename: 'x', sheet: { ...sheet, rows }, currency: 'USD', zone: 'UTC' }, 'ru');
    expect(new TextDecoder().decode(file)).toContain('"a;b";1284600,12;');
    const german = csv(
      { kind: 'csv', filename: 'x', sheet: { ...sheet, rows }, currency: 'USD', zone: 'UTC' },
      'en-DE',
    );
    expect(new TextDecoder().decode(german)).toContain('"a;b";1284600,12;');
  });
  it('writes money with the digits of its currency', () => {
    const yen = csv(
      {
        kind: 'csv',
        filename: 'x',
        sheet: { ...sheet, rows: [['a', 4506n, null]] },
        currency: 'JPY',
        zone: 'UTC',
      },
      'en',
    );
    expect(new TextDecoder().decode(yen)).toContain('a,4506,');
  });
});

describe('a workbook', () => {
  it('keeps what the mail knows: provisional values with their date, and rates of few cases as counts', async () => {
    const facts = executiveQuarterFacts();
    const { now } = facts.periods;
    const young_ = young(90, 100, 20, facts.as_of_s + 3 * 86_400);
    const measured = facts.measured.map((item) =>
      item.metric === 'fcr' && item.period.id === now.id
        ? { ...item, value: young_ }
        : item.metric === 'good_rate' && item.period.id === facts.periods.baseline.id
          ? { ...item, value: { ...known(0.9, 10), numerator: 9, denominator: 10 } }
          : item,
    );
    const body = await fileOf(executiveQuarterly, { ...facts, measured }, '.xlsx');
    const channels = sheetOf(body, 'Channels');
    for (const row of channels.slice(1)) expect(row.slice(3)).toEqual([90, 100, expect.stringMatching(/^provisional/)]);
    const history = new Map(sheetOf(body, 'History').map((row) => [row[0], row.at(-1)]));
    expect(history.get('First-contact resolution')).toMatch(/^Q3 2026: provisional until /);
    expect(history.get('Positive ratings')).toMatch(/Q2 2026: 9 of 10/);
    expect(history.get('Median time to resolve')).toBeTypeOf('number');
  });
  it('has the sheets it promises, a frozen header, widths, and no formula', async () => {
    const body = await fileOf(executiveQuarterly, executiveQuarterFacts(), '.xlsx');
    const files = unzipped(body);
    expect([...files.get('xl/workbook.xml')!.matchAll(/name="([^"]+)"/g)].map(([, name]) => name)).toEqual([
      'Scorecard',
      'History',
      'Channels',
      'Definitions',
      'Checks',
      'Sentences',
    ]);
    expect(files.get('xl/worksheets/sheet1.xml')).toMatch(/<pane ySplit="1"[^>]*state="frozen"/);
    expect(files.get('xl/worksheets/sheet1.xml')).toMatch(/<col [^>]*width="34"/);
    expect([...files.values()].join('')).not.toContain('<f>');
  });
  it('says the same numbers as the mail, unrounded', async () => {
    const rows = sheetOf(await fileOf(executiveQuarterly, executiveQuarterFacts(), '.xlsx'), 'Scorecard');
    const cost = rows.find(([name]) => name === 'Cost per case')!;
    expect(cost.slice(1, 7)).toEqual(['USD', 47, centsQ3 / casesQ3 / 100, casesQ3, centsQ3 / 100, casesQ3]);
    const first = rows.find(([name]) => name === 'First-contact resolution')!;
    expect(first[3]).toBeCloseTo((19_644 / 28_510) * 100, 10);
  });
  it('defines every number of the mail', async () => {
    const facts = executiveQuarterFacts();
    const rows = sheetOf(await fileOf(executiveQuarterly, facts, '.xlsx'), 'Definitions');
    const ids = new Set(facts.measured.map(({ metric }) => metric));
    expect(new Set(rows.slice(1).map(([, id]) => id))).toEqual(ids);
    for (const [, , question, formula] of rows.slice(1))
      expect([typeof question, typeof formula]).toEqual(['string', 'string']);
  });
  it('of finance has a difference of 0 in every check', async () => {
    const rows = sheetOf(await fileOf(financeQuarterly, financeQuarterFacts(), '.xlsx'), 'Checks').slice(1);
    expect(rows.length).toBeGreaterThanOrEqual(4);
    for (const row of rows) expect(row.slice(3)).toEqual([0, 'yes']);
  });
  it('of finance has totals equal to the mail', async () => {
    const rows = sheetOf(await fileOf(financeQuarterly, financeQuarterFacts(), '.xlsx'), 'Channels');
    expect(rows.at(-1)).toEqual(['Total', casesQ3, centsQ3 / 100, centsQ3 / casesQ3 / 100]);
  });
});

describe('a ZIP without time', () => {
  it('refuses what is no ZIP', () => {
    expect(() => timelessZip(new Uint8Array(40))).toThrow('not a ZIP');
  });
});
