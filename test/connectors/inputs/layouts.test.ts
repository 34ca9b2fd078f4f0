import { describe, expect, it } from 'vitest';
import { readInput } from '../../../shared/connectors/input-files/read-input.ts';
import { inputNamed } from '../../../shared/connectors/input-files/registry.ts';
import { suggestInput } from '../../../shared/connectors/input-files/suggest-input.ts';
import { formatDay } from '../../../shared/time/day.ts';
import { encode } from '../../support/encode.ts';

/** Exports as the programs of accounting, people, time and surveys lay them out; what is expected is counted by hand. */
const context = {
  zone: 'Europe/Berlin',
  ticket_source: 'desk',
  currency: 'EUR',
  now_s: Date.parse('2026-11-30') / 1000,
};

async function read(table: string, text: string | Uint8Array) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const { mapping, open } = await suggestInput(inputNamed(table), bytes, 'file.csv', context);
  expect(open).toEqual([]);
  return readInput(inputNamed(table), bytes, 'file.csv', { ...context, mappings: [mapping] });
}
const told = async (table: string, text: string | Uint8Array, ...columns: readonly string[]) =>
  (await read(table, text)).rows.map((row) =>
    columns.map((name) => (name.endsWith('_day') && row[name] !== null ? formatDay(Number(row[name])) : row[name])),
  );

describe('a ledger of September: 84,500.00 of salaries, 3,210.50 of software less 310.50, 1,020.00 of telephone', () => {
  const september = [['salary', 8_450_000n], ['tools', 321_050n], ['tools', -31_050n], ['telephony', 102_000n]].map(
    (each) => [...each, '2026-09-01', '2026-10-01'],
  ); // prettier-ignore
  const datev = `"EXTF";700;21;"Buchungsstapel";13;20261005101010000;;"RE";"";"";29098;55003;20260101;4;20260901;20260930;"September";"";1;0;0;"EUR"
Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Konto;Gegenkonto (ohne BU-Schlüssel);Belegdatum;Belegfeld 1;Buchungstext;KOST1 - Kostenstelle
84500,00;"S";"EUR";;4120;1740;3009;"B-1";"Gehälter September";"410"
3210,50;"S";"EUR";;4806;70001;1509;"B-2";"Software Helpdesk";"410"
310,50;"H";"EUR";;4806;70001;2009;"B-3";"Gutschrift Software Helpdesk";"410"
1020,00;"S";"EUR";;4920;70002;109;"B-4";"Telefon";"420"
`;
  it.each([
    [
      'QuickBooks, by account: the account is a line of its own',
      `Acme Ltd
Transaction Detail by Account
"September 2026"

,Date,Transaction Type,Num,Name,Memo/Description,Split,Amount,Balance
Payroll Expenses,,,,,,,,
,09/30/2026,Journal Entry,1001,,Payroll September,Checking,"84,500.00","84,500.00"
Total for Payroll Expenses,,,,,,,"$84,500.00",
Software Subscriptions,,,,,,,,
,09/15/2026,Bill,B-77,Helpdesk Inc,,Accounts Payable,"3,210.50","3,210.50"
,09/20/2026,Vendor Credit,VC-3,Helpdesk Inc,,Accounts Payable,-310.50,"2,900.00"
Total for Software Subscriptions,,,,,,,"$2,900.00",
Telephone Expense,,,,,,,,
,09/22/2026,Bill,B-78,Telco,,Accounts Payable,"1,020.00","1,020.00"
Total for Telephone Expense,,,,,,,"$1,020.00",
TOTAL,,,,,,,"$88,420.00",

"Monday, Nov 30, 2026 09:12 AM GMT+1 - Accrual Basis"
`,
    ],
    [
      'Xero, by account, with a balance, gross amounts and a dash for none',
      `Account Transactions
Acme Ltd
For the period 1 September 2026 to 30 September 2026

Date,Source,Description,Reference,Debit,Credit,Running Balance,Gross,VAT
Wages and Salaries,,,,,,,,
Opening Balance,,,,"90,000.00",-,"90,000.00",-,-
30 Sep 2026,Manual Journal,Payroll,J-1,"84,500.00",-,"174,500.00","84,500.00",-
Total Wages and Salaries,,,,"84,500.00",0.00,"84,500.00","84,500.00",0.00
IT Software and Consumables,,,,,,,,
15 Sep 2026,Payable Invoice,Helpdesk,J-2,"3,210.50",-,"3,210.50","3,820.50",610.00
20 Sep 2026,Payable Credit Note,Helpdesk,J-3,-,310.50,"2,900.00",(310.50),-
Total IT Software and Consumables,,,,"3,210.50",310.50,"2,900.00","3,510.00",610.00
Telephone & Internet,,,,,,,,
22 Sep 2026,Payable Invoice,Lines,J-4,"1,020.00",-,"1,020.00","1,020.00",-
Total Telephone & Internet,,,,"1,020.00",0.00,"1,020.00","1,020.00",0.00
Total,,,,"88,730.50",310.50,"88,420.00","88,730.50",610.00
`,
    ],
    ['a DATEV batch, whose days have no year', datev],
    ['a DATEV batch as it is written, in Windows letters', encode(datev, 'windows-1252')],
    [
      'SAP line items, with a sum below and minus signs behind',
      `G/L Account;G/L Acct Long Text;Document Number;Document Type;Posting Date;Document Date;Posting Key;Amount in Local Currency;Local Currency;Text;Cost Center
420000;Salaries and wages;1900001;SA;30.09.2026;30.09.2026;40;84.500,00;EUR;Payroll;410
466000;Software licences;1900002;KR;15.09.2026;14.09.2026;40;3.210,50;EUR;Helpdesk;410
466000;Software licences;1900003;KG;20.09.2026;20.09.2026;50;310,50-;EUR;Credit;410
473000;Telephone;1900004;KR;22.09.2026;22.09.2026;40;1.020,00;EUR;Lines;420
;;;;;;;88.420,00;EUR;;
`,
    ],
    [
      'SAP cost centres',
      `Cost Element\tCost element name\tCost Center\tPosting Date\tDocument Number\tVal.in rep.cur.\tReport currency\tName
420000\tSalaries\t410\t09/30/2026\t1900001\t84,500.00\tEUR\tPayroll
466000\tSoftware licences\t410\t09/15/2026\t1900002\t3,210.50\tEUR\tHelpdesk
466000\tSoftware licences\t410\t09/20/2026\t1900003\t310.50-\tEUR\tCredit
473000\tTelephone\t420\t09/22/2026\t1900004\t1,020.00\tEUR\tLines
`,
    ],
    [
      'a NetSuite search with debit and credit',
      `Date,Type,Document Number,Name,Account,Memo,Amount (Debit),Amount (Credit),Department
9/30/2026,Journal,JE1,,6000 Salaries,Payroll,"84,500.00",,Support
9/15/2026,Bill,BILL2,Helpdesk,6300 Software,,"3,210.50",,Support
9/20/2026,Bill Credit,CRED3,Helpdesk,6300 Software,,,310.50,Support
9/22/2026,Bill,BILL4,Telco,6400 Telephone,,"1,020.00",,Support
`,
    ],
    [
      'a sheet kept by hand, with months and no number',
      `Month,Cost centre,Category,Amount €
Sep 2026,Support,Salaries,"84,500.00"
Sep 2026,Support,Software,"3,210.50"
Sep 2026,Support,Software,"-310.50"
Sep 2026,Support,Telephone,"1,020.00"
`,
    ],
  ])('%s', async (_what, text) => {
    expect(await told('costs', text, 'kind', 'amount_minor', 'period_start_day', 'period_end_day')).toEqual(september);
  });

  it('a day of the new year in a DATEV batch that begins in the old one', async () => {
    const text = datev.replace('20260901;20260930', '20261201;20270131').replaceAll(';3009;', ';3112;').replaceAll(';1509;', ';1501;'); // prettier-ignore
    const starts = await told('costs', text, 'period_start_day');
    expect(starts.slice(0, 2)).toEqual([['2026-12-01'], ['2027-01-01']]);
  });

  it('a line that is no sum of those above it stays a fault: money is all or nothing', async () => {
    const bytes = new TextEncoder().encode(
      'Posting Date;Document No.;G/L Account Name;Amount\n30.09.2026;1;Salaries;10,00\n30.09.2026;2;Software;5,00\n;;;15,01\n',
    );
    const { open } = await suggestInput(inputNamed('costs'), bytes, 'file.csv', context);
    expect(open.join('\n')).toContain('file.csv:4: period_start_day: found nothing');
  });
});

describe('a roster: Ada since 15 January 2024, Bo at four fifths until the end of June 2026', () => {
  const people = [['1001', 1000, '2024-01-15', null], ['1002', 800, '2025-03-01', '2026-07-01']]; // prettier-ignore
  it.each([
    [
      'BambooHR, with zeros for no day',
      `Employee #,"Last Name, First Name",Work Email,Department,Location,Reporting to,Hire Date,Termination Date,FTE
1001,"Example, Ada",ada@example.com,Support,Berlin,Lee Lead,2024-01-15,0000-00-00,1.0
1002,"Sample, Bo",bo@example.com,Support,Berlin,Lee Lead,2025-03-01,2026-06-30,0.8
`,
    ],
    [
      'Workday, in percent',
      `Employee ID,Worker,Supervisory Organization,Location,Hire Date,Termination Date,FTE,Manager
1001,Ada Example,Support EMEA (Lee Lead),Berlin,2024-01-15,,100%,Lee Lead
1002,Bo Sample,Support EMEA (Lee Lead),Berlin,2025-03-01,2026-06-30,80%,Lee Lead
`,
    ],
    [
      'Personio, in hours of a week',
      `ID;Vorname;Nachname;E-Mail;Abteilung;Team;Standort;Wochenstunden;Einstellungsdatum;Austrittsdatum
1001;Ada;Muster;ada@example.com;Kundendienst;EMEA;Berlin;40;15.01.2024;
1002;Bo;Muster;bo@example.com;Kundendienst;EMEA;Berlin;32;01.03.2025;30.06.2026
`,
    ],
    [
      'SuccessFactors, with another id for the log-in',
      `User ID,Username,First Name,Last Name,Email,Department,Hire Date,Termination Date,Manager User ID,FTE
1001,aexample,Ada,Example,ada@example.com,Support,Jan 15 2024,,900,1
1002,bsample,Bo,Sample,bo@example.com,Support,Mar 1 2025,Jun 30 2026,900,0.8
`,
    ],
  ])('%s', async (_what, text) => {
    expect(await told('roster', text, 'person_id', 'fte_milli', 'start_day', 'end_day')).toEqual(people);
  });

  it('joins first and last names', async () => {
    const names = await told(
      'roster',
      'Employee ID,First Name,Last Name,Hire Date\n1,Ada,Example,2024-01-15\n',
      'name',
    );
    expect(names).toEqual([['Ada Example']]);
  });
});

describe('a survey of two answers, 5 and 2 of 5, in the morning of 21 and 22 September', () => {
  const ten = Date.parse('2026-09-21T10:00:00+02:00') / 1000;
  it.each([
    [
      'SurveyMonkey, with a second row of names',
      `Respondent ID,Collector ID,Start Date,End Date,IP Address,How satisfied were you with our support?,Ticket number
,,,,,Response,Open-Ended Response
11800001,4001,09/21/2026 09:59:05 AM,09/21/2026 10:00:00 AM,10.0.0.1,5,100
11800002,4001,09/22/2026 09:59:05 AM,09/22/2026 10:00:00 AM,10.0.0.2,2,101
`,
    ],
    [
      'Qualtrics, with three rows of names',
      `StartDate,EndDate,Status,Finished,RecordedDate,ResponseId,Q1,TicketID
Start Date,End Date,Response Type,Finished,Recorded Date,Response ID,How satisfied were you?,TicketID
"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}","{""ImportId"":""finished""}","{""ImportId"":""recordedDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""TicketID""}"
2026-09-21 09:59:00,2026-09-21 10:00:00,IP Address,True,2026-09-21 10:00:00,R_1,5,100
2026-09-22 09:59:00,2026-09-22 10:00:00,IP Address,True,2026-09-22 10:00:00,R_2,2,101
`,
    ],
    [
      'Google Forms, without an id',
      'Timestamp,How satisfied were you? ,Ticket number,Comments\n9/21/2026 10:00:00,5,100,\n9/22/2026 10:00:00,2,101,slow\n',
    ],
  ])('%s', async (_what, text) => {
    const rows = await told('surveys', text, 'score', 'scale_max', 'ticket_id', 'answered_s');
    expect(rows).toEqual([[5, 5, '100', ten], [2, 5, '101', ten + 86_400]]); // prettier-ignore
  });

  it('reads NPS where a column says so, and times of a zone that they name', async () => {
    const text = 'Response ID,Score,Person ID,Survey Type,Created At,Ticket ID\nr1,9,55,NPS,2026-09-21 08:00:00 UTC,100\nr2,3,56,NPS,2026-09-22 08:00:00 UTC,101\n'; // prettier-ignore
    expect(await told('surveys', text, 'kind', 'score', 'respondent_id', 'answered_s')).toEqual([['nps', 9, '55', ten], ['nps', 3, '56', ten + 86_400]]); // prettier-ignore
  });

  it('takes answers in words', async () => {
    const text = 'Ticket ID,Agent,Rating,Rated at\n100,Ada,Extremely Happy,21-09-2026 10:00\n101,Ada,Not satisfied,22-09-2026 10:00\n'; // prettier-ignore
    expect(await told('surveys', text, 'label', 'score', 'person_id')).toEqual([['good', null, 'Ada'], ['bad', null, 'Ada']]); // prettier-ignore
  });

  it('does not load without an answer', async () => {
    const bytes = new TextEncoder().encode('Response ID,Q1,Responded at\nr1,5,2026-09-21T10:00:00Z\n');
    const { open } = await suggestInput(inputNamed('surveys'), bytes, 'file.csv', context);
    expect(open.join('\n')).toContain('score: no column holds answers');
  });
});

describe('a time sheet: seven and a half hours of support by Ada, a quarter of training by Bob', () => {
  it.each([
    [
      'Toggl',
      `User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Ada,ada@example.com,,Support,,login,No,2026-09-21,09:00:00,2026-09-21,16:30:00,07:30:00,
Bob,bob@example.com,,Training,,Course,No,2026-09-22,09:00:00,2026-09-22,09:15:00,00:15:00,
`,
      'Ada',
    ],
    [
      'Clockify',
      `Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)
Support,,x,,Ada,,ada@example.com,,No,09/21/2026,09:00:00 AM,09/21/2026,04:30:00 PM,07:30:00,7.50
Training,,x,,Bob,,bob@example.com,,No,09/22/2026,09:00:00 AM,09/22/2026,09:15:00 AM,00:15:00,0.25
`,
      'Ada',
    ],
    [
      'Harvest',
      `Date,Client,Project,Task,Notes,Hours,Billable?,Invoiced?,First Name,Last Name,Employee?
2026-09-21,Acme,Support,Desk,,7.5,No,No,Ada,Example,Yes
2026-09-22,Acme,Training,Desk,,0.25,No,No,Bob,Sample,Yes
`,
      'Ada Example',
    ],
    [
      'a German sheet',
      'Datum;Mitarbeiter;Projekt;Tätigkeit;Stunden\n21.09.2026;Ada;Helpdesk;Kundensupport;7,5\n22.09.2026;Bob;Helpdesk;Schulung;0,25\n',
      'Ada',
    ],
  ])('%s', async (_what, text, ada) => {
    const rows = await told('time_log', text, 'worked_s', 'activity', 'work_day', 'person_id');
    expect(rows.map((row) => row.slice(0, 3))).toEqual([[27_000, 'online_support', '2026-09-21'], [900, 'training', '2026-09-22']]); // prettier-ignore
    expect(rows[0]?.[3]).toBe(ada);
  });

  it('finds the ticket in its text, and tells two entries of one day apart', async () => {
    const text = 'Project,Date,User,Activity,Issue,Comment,Hours\nDesk,09/21/2026,Ada,Support,Support #100: Login,call,7:30\nDesk,09/21/2026,Ada,Support,Support #100: Login,mail,0:15\n'; // prettier-ignore
    expect(await told('time_log', text, 'ticket_id', 'worked_s')).toEqual([['100', 27_000], ['100', 900]]); // prettier-ignore
  });

  it('counts an activity that nobody knows as other, and says so', async () => {
    const bytes = new TextEncoder().encode('Date,User,Hours,Activity\n2026-09-21,Ada,1,Gardening\n');
    const { notes, open } = await suggestInput(inputNamed('time_log'), bytes, 'file.csv', context);
    expect([open, notes.find((each) => each.startsWith('activity'))]).toEqual([[], 'activity: nothing tells what Gardening is, it counts as "other"']); // prettier-ignore
  });
});
