import { describe, expect, it } from 'vitest';
import { amountText, hoursText } from '../../../shared/connectors/input-files/foreign-values.ts';
import { readInput } from '../../../shared/connectors/input-files/read-input.ts';
import { inputNamed } from '../../../shared/connectors/input-files/registry.ts';
import { suggestInput } from '../../../shared/connectors/input-files/suggest-input.ts';
import type { AnyRow } from '../../../shared/lake/table.ts';
import { formatDay } from '../../../shared/time/day.ts';

const context = {
  zone: 'Europe/Berlin',
  ticket_source: 'desk',
  currency: 'EUR',
  now_s: Date.parse('2026-11-30') / 1000,
};
const suggest = async (table: string, ...lines: readonly string[]) => {
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
  const found = await suggestInput(inputNamed(table), bytes, 'file.csv', context);
  const read =
    found.open.length > 0
      ? undefined
      : await readInput(inputNamed(table), bytes, 'file.csv', { ...context, mappings: [found.mapping] });
  return { ...found, read };
};
const told = (rows: readonly AnyRow[] | undefined, ...columns: readonly string[]) =>
  rows?.map((row) => columns.map((name) => (name.endsWith('_day') ? formatDay(Number(row[name])) : row[name])));

/** Each ledger tells the same month: 84,500.00 of salaries, 3,210.50 of software less a credit of 310.50, 1,020.00 of telephone. */
const month = [
  ['salary', 8_450_000n],
  ['tools', 321_050n],
  ['tools', -31_050n],
  ['telephony', 102_000n],
];

describe('a ledger is read as its program writes it', () => {
  it.each([
    [
      'Business Central',
      'Posting Date;Document No.;G/L Account No.;G/L Account Name;Cost Centre;Description;Amount;Currency',
      '30.09.2026;GL-1;6000;Salaries;CC-410;Payroll;"84.500,00";EUR',
      '30.09.2026;GL-2;6300;Software;CC-410;Helpdesk;"3.210,50";EUR',
      '30.09.2026;GL-3;6300;Software;CC-410;Credit note;"(310,50)";EUR',
      '30.09.2026;GL-4;6815;Telephone;CC-420;Lines;"1.020,00";EUR',
    ],
    [
      'SAP, with a trailing minus',
      'Doc. no.;Pstng Date;G/L Account;G/L account short text;Cost Center;Amount in LC;Crcy',
      '1900001;30.09.2026;420000;Salaries and wages;410;84.500,00;EUR',
      '1900002;15.09.2026;466000;Software licences;410;3.210,50;EUR',
      '1900003;20.09.2026;466000;Software licences;410;310,50-;EUR',
      '1900004;22.09.2026;473000;Telephone;420;1.020,00;EUR',
    ],
    [
      'DATEV, with the side in a column',
      'Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Kontobezeichnung;Belegdatum;Belegfeld 1',
      '84500,00;S;EUR;4120;Gehälter;30.09.2026;B-1',
      '3210,50;S;EUR;4806;Software Wartung;15.09.2026;B-2',
      '310,50;H;EUR;4806;Software Wartung;20.09.2026;B-3',
      '1020,00;S;EUR;4920;Telefon;22.09.2026;B-4',
    ],
    [
      'Xero, with titles, debit and credit, and a total',
      'Acme Ltd',
      'Account Transactions',
      '',
      'Date,Source,Description,Reference,Debit,Credit,Account Code,Account',
      '30 Sep 2026,Manual Journal,Payroll,J-1,"84,500.00",,477,Wages and Salaries',
      '15 Sep 2026,Payable Invoice,Helpdesk,J-2,"3,210.50",,463,IT Software and Consumables',
      '20 Sep 2026,Payable Credit Note,Helpdesk,J-3,,310.50,463,IT Software and Consumables',
      '22 Sep 2026,Payable Invoice,Lines,J-4,"1,020.00",,489,Telephone & Internet',
      'Total,,,,"88,730.50",310.50,,',
    ],
    [
      'QuickBooks',
      'Date,Transaction Type,Num,Name,Account,Amount',
      '09/30/2026,Journal Entry,1001,Payroll,6000 Payroll Expenses:Salaries,"$84,500.00"',
      '09/15/2026,Bill,1002,Helpdesk Inc,6300 Software & Subscriptions,"$3,210.50"',
      '09/20/2026,Vendor Credit,1003,Helpdesk Inc,6300 Software & Subscriptions,"-$310.50"',
      '09/22/2026,Bill,1004,Telco,6400 Telephone Expense,"$1,020.00"',
    ],
    [
      'NetSuite',
      'Internal ID,Date,Document Number,Account,Department,Amount (Net),Currency',
      '1,9/30/2026,JE1,6000 Salaries,Support,"84,500.00",EUR',
      '2,9/15/2026,BILL2,6300 Software,Support,"3,210.50",EUR',
      '3,9/20/2026,CRED3,6300 Software,Support,"(310.50)",EUR',
      '4,9/22/2026,BILL4,6400 Telephone,Support,"1,020.00",EUR',
    ],
  ])('%s', async (_what, ...lines) => {
    const found = await suggest('costs', ...lines);
    expect(found.open).toEqual([]);
    expect(told(found.read?.rows, 'kind', 'amount_minor')).toEqual(month);
    expect(told(found.read?.rows, 'period_start_day', 'period_end_day', 'scope', 'currency')).toEqual(
      month.map(() => ['2026-09-01', '2026-10-01', 'support', 'EUR']),
    );
  });

  it('with ends that belong to the month and such that do not, both in one file', async () => {
    const { read } = await suggest(
      'costs',
      'line_id,scope,period_start_day,period_end_day,kind,amount,currency',
      'GL-1,support,2026-09-01,2026-10-01,salary,"84,500.00",EUR',
      'GL-2,support,9/1/2026,9/30/2026,software,$20.00,EUR',
    );
    expect(told(read?.rows, 'period_end_day', 'kind')).toEqual([
      ['2026-10-01', 'salary'],
      ['2026-10-01', 'tools'],
    ]);
  });

  it('not at all while an account has no kind: every fault is told, nothing is guessed', async () => {
    const { open, notes } = await suggest(
      'costs',
      'Date,Num,Account,Amount',
      '2026-09-30,1,Salaries,10.00',
      '2026-09-30,2,Suspense,7.00',
      '2026-09-30,3,Clearing,x',
    );
    expect(notes).toContain('kind: nothing tells it of Suspense; Clearing: add them to the map');
    expect(open.map((each) => each.split(':').slice(1, 3).join(':'))).toEqual(['3: kind', '4: amount', '4: kind']);
  });
});

describe('people, time and surveys', () => {
  it('a time sheet with commas, clocks or units', async () => {
    const { read } = await suggest(
      'time_log',
      'Date;User;Issue;Hours;Activity',
      '21.09.2026;ann;S-1;7,5;Support',
      '22.09.2026;bob;S-2;0:15;Schulung',
      '23.09.2026;bob;S-2;1h 30m;Urlaub',
    );
    expect(told(read?.rows, 'person_id', 'worked_s', 'activity', 'work_day')).toEqual([
      ['ann', 27_000, 'online_support', '2026-09-21'],
      ['bob', 900, 'training', '2026-09-22'],
      ['bob', 5400, 'leave', '2026-09-23'],
    ]);
  });
  it('a roster whose last day is a day of work, and whose shares are percents', async () => {
    const { read } = await suggest(
      'roster',
      'Employee ID,Employee Name,Department,Hire Date,Termination Date,FTE',
      '1001,Ada Example,Support,01/15/2024,,100%',
      '1002,Bo Sample,Support,03/01/2025,06/30/2026,80%',
    );
    expect(told(read?.rows, 'person_id', 'team', 'fte_milli', 'start_day')).toEqual([
      ['1001', 'Support', 1000, '2024-01-15'],
      ['1002', 'Support', 800, '2025-03-01'],
    ]);
    expect(formatDay(Number(read?.rows[1]?.['end_day']))).toBe('2026-07-01');
  });
  it('a survey export', async () => {
    const { read } = await suggest(
      'surveys',
      'Response ID,Ticket ID,Rating,Responded at',
      'r1,100,5,2026-09-21T10:00:00Z',
      'r2,101,2,2026-09-22T10:00:00Z',
    );
    expect(told(read?.rows, 'survey_id', 'kind', 'scale_max', 'score', 'ticket_source')).toEqual([
      ['r1', 'csat', 5, 5, 'desk'],
      ['r2', 'csat', 5, 2, 'desk'],
    ]);
  });
});

describe('an amount', () => {
  it.each([
    ['1.020,00', ',', '1020.00'],
    ['1,020.00', '.', '1020.00'],
    ['(310,50)', ',', '-310.50'],
    ['310.50-', '.', '-310.50'],
    ['−310.50', '.', '-310.50'],
    ['€ 1 020,5', ',', '1020.5'],
    ['$20', '.', '20'],
    ["1'020.50", '.', '1020.50'],
    ['EUR 7', '.', '7'],
    ['1,02', '.', undefined],
    ['12,34,567', '.', undefined],
    ['-(3)', '.', undefined],
    ['abc', '.', undefined],
    ['', '.', undefined],
  ] as const)('%s with %s is %s', (text, sign, amount) => {
    expect(amountText(text, sign)).toBe(amount);
  });
  it('and hours', () => {
    expect(['7:30', '7,5', '7h 30m', '450 min', '8 h', 'x', ''].map(hoursText)).toEqual(['7:30', '7.5', '7:30', '7:30', '8:00', undefined, undefined]); // prettier-ignore
  });
});
