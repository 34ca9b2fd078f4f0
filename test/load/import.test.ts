import { tellsAll } from '../../shared/knowledge/telling.ts';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigurationSchema } from '../../shared/config/configuration.ts';
import { InputError, UsageError } from '../../shared/errors.ts';
import { inputNormaliser } from '../../shared/connectors/input-files/normalise.ts';
import { importInput, inputContext, type ImportPorts, type ImportResult } from '../../shared/load/import.ts';
import { inputFlags } from '../../shared/load/input-flags.ts';
import type { LoadDeps } from '../../shared/load/load.ts';
import { replay } from '../../shared/load/replay.ts';
import { settleInputs } from '../../shared/load/settle-inputs.ts';
import { memberships } from '../../shared/lake/tables.ts';
import { parseDay } from '../../shared/time/day.ts';
import { temporaryHome, type TemporaryHome } from '../support/home.ts';

const configuration = ConfigurationSchema.parse({
  organisation: { name: 'Example', time_zone: 'Europe/Berlin', currency: 'EUR' },
  sources: [{ id: 'helpdesk', connector: 'zendesk' }],
  teams: [
    { id: 'emea', name: 'EMEA', tier: 'l1' },
    { id: 'apac', name: 'APAC' },
  ],
});

let home: TemporaryHome | undefined;
afterEach(async () => {
  await home?.close();
  home = undefined;
});
const open = async (): Promise<TemporaryHome> => (home = await temporaryHome());
const give = (table: string, name: string, text: string): Promise<ImportResult> =>
  importInput({ table, name, bytes: new TextEncoder().encode(text) }, home!.ports, configuration);
const all = async (sql: string): Promise<readonly (readonly unknown[])[]> =>
  (await home!.ports.warehouse.query('test', sql)).rows;

const roster = `person_id,helpdesk_ids,team,level,start_day,end_day,end_reason
p-1,helpdesk=11; chat=c1,emea,P3,2026-01-01,2026-03-29,moved
p-1,helpdesk=11; chat=c1,apac,P4,2026-03-29,,
p-2,,emea,P2,2026-02-01,,
p-3,77; 78,emea,P2,2026-02-01,,
`;

describe('importing a roster', () => {
  it('builds the memberships: accounts of each helpdesk, days as instants of the company zone', async () => {
    await open();
    expect(await give('roster', 'roster.csv', roster)).toMatchObject({
      rows: 4,
      flags: [{ flag: 'roster_unknown_source', count: 2 }], // chat is no source of this configuration
      isUnchanged: false,
    });
    const found = await all(
      'SELECT helpdesk_source, helpdesk_person_id, person_id, team, level, tier, from_s, to_s FROM memberships ORDER BY 1, 2, 7',
    );
    const at = (text: string): number => Date.parse(text) / 1000;
    expect(found).toEqual([
      ['*', '77', 'p-3', 'emea', 'P2', 'l1', at('2026-02-01T00:00:00+01:00'), null],
      ['*', '78', 'p-3', 'emea', 'P2', 'l1', at('2026-02-01T00:00:00+01:00'), null],
      ['*', 'p-2', 'p-2', 'emea', 'P2', 'l1', at('2026-02-01T00:00:00+01:00'), null],
      ['chat', 'c1', 'p-1', 'emea', 'P3', 'l1', at('2026-01-01T00:00:00+01:00'), at('2026-03-29T00:00:00+01:00')],
      ['chat', 'c1', 'p-1', 'apac', 'P4', null, at('2026-03-29T00:00:00+01:00'), null],
      ['helpdesk', '11', 'p-1', 'emea', 'P3', 'l1', at('2026-01-01T00:00:00+01:00'), at('2026-03-29T00:00:00+01:00')],
      ['helpdesk', '11', 'p-1', 'apac', 'P4', null, at('2026-03-29T00:00:00+01:00'), null],
    ]);
  });

  it('changes nothing when the same bytes come again, packed or not', async () => {
    await open();
    await give('roster', 'roster.csv', roster);
    const before = [
      await all('SELECT * FROM roster ORDER BY person_id, start_day'),
      await home!.ports.lake.list('raw/'),
    ];
    expect(await give('roster', 'other/roster.csv', roster)).toMatchObject({ rows: 0, isUnchanged: true });
    const packed = { table: 'roster', name: 'roster.csv.gz', bytes: gzipSync(roster) };
    expect(await importInput(packed, home!.ports, configuration)).toMatchObject({ isUnchanged: true });
    expect([
      await all('SELECT * FROM roster ORDER BY person_id, start_day'),
      await home!.ports.lake.list('raw/'),
    ]).toEqual(before);
  });

  it('says the whole again: a row that is not in the new file is gone, also from the memberships', async () => {
    await open();
    await give('roster', 'roster.csv', roster);
    await give('roster', 'roster.csv', roster.replace('p-2,,emea,P2,2026-02-01', 'p-2,,emea,P2,2026-02-15'));
    expect(await all("SELECT start_day FROM roster WHERE person_id = 'p-2'")).toEqual([[parseDay('2026-02-15')]]);
    expect(await all("SELECT count(*) FROM memberships WHERE person_id = 'p-2'")).toEqual([[1]]);
    // ... and back: the older bytes are a new delivery.
    expect(await give('roster', 'roster.csv', roster)).toMatchObject({ rows: 4, isUnchanged: false });
    expect(await all("SELECT start_day FROM roster WHERE person_id = 'p-2'")).toEqual([[parseDay('2026-02-01')]]);
    expect(await all('SELECT count(*) FROM roster')).toEqual([[4]]);
  });

  it('leaves everything as it was when the new file has a fault', async () => {
    await open();
    await give('roster', 'roster.csv', roster);
    const keys = await home!.ports.lake.list('raw/');
    await expect(give('roster', 'roster.csv', `${roster}p-2,,emea,P2,2026-05-01,,\n`)).rejects.toThrow(
      'roster.csv:6: start_day: found "2026-05-01", expected no overlap with line 4, which is still open (p-2)',
    );
    expect(await home!.ports.lake.list('raw/')).toEqual(keys);
    expect(await all('SELECT count(*) FROM roster')).toEqual([[4]]);
  });

  it('settles nothing twice, and again after a replay', async () => {
    await open();
    await give('roster', 'roster.csv', roster);
    await home!.ports.warehouse.remove(memberships, 'TRUE');
    await settleInputs(home!.ports, configuration);
    expect(await all('SELECT count(*) FROM memberships')).toEqual([[0]]);
    await settleInputs(home!.ports, configuration, { anew: true });
    expect(await all('SELECT count(*) FROM memberships')).toEqual([[7]]);
  });
});

describe('importing a ledger', () => {
  const header = 'line_id,scope,period_start_day,period_end_day,kind,amount,currency\n';
  const line = (id: string, month: string, amount: string): string =>
    `${id},support,2026-${month}-01,2026-${month}-28,tools,${amount},EUR\n`;
  const lines = () => all('SELECT line_id, amount_minor FROM costs ORDER BY 1');

  it('replaces the months that the file names, and no other', async () => {
    await open();
    await give(
      'costs',
      'costs.csv',
      header + line('a', '07', '1.00') + line('b', '07', '2.00') + line('c', '08', '3.00'),
    );
    await give('costs', 'costs.csv', header + line('b', '07', '2.50'));
    expect(await lines()).toEqual([
      ['b', 250],
      ['c', 300],
    ]);
    await give('costs', 'costs.csv', header + line('b', '09', '9.00')); // moved to September: July was not restated
    expect(await lines()).toEqual([
      ['b', 900],
      ['c', 300],
    ]);
  });
  it('leaves the rows of another file alone', async () => {
    await open();
    await give('costs', 'tools.csv', header + line('a', '07', '1.00'));
    await give('costs', 'salaries.csv', header + line('z', '07', '5.00'));
    expect(await lines()).toEqual([
      ['a', 100],
      ['z', 500],
    ]);
  });
  it('keeps amounts to the minor unit of each currency', async () => {
    await open();
    const row = (id: string, amount: string, currency: string): string =>
      `${id},support,2026-07-01,2026-08-01,tools,${amount},${currency}\n`;
    const told = await give(
      'costs',
      'c.csv',
      header + row('a', '-12.3', 'EUR') + row('b', '1200', 'JPY') + row('c', '1.234', 'KWD'),
    );
    expect(await lines()).toEqual([
      ['a', -1230],
      ['b', 1200],
      ['c', 1234],
    ]);
    expect(told.flags).toEqual([
      { flag: 'mixed_currencies', count: 3, examples: ['EUR: 1 row', 'JPY: 1 row', 'KWD: 1 row'] },
    ]);
  });
});

describe('importing a time log', () => {
  const header = 'entry_id,person_id,work_day,hours,activity\n';
  const entry = (id: string, day: string, hours: string): string => `${id},p-1,2026-${day},${hours},training\n`;
  const stored = () => all('SELECT entry_id, worked_s FROM time_log ORDER BY 1');

  it('refuses more than 24 hours of a person and day over all files, and loses nothing', async () => {
    await open();
    await give('time_log', 'one.csv', header + entry('a', '08-03', '13'));
    const keys = await home!.ports.lake.list('raw/');
    await expect(give('time_log', 'two.csv', header + entry('b', '08-03', '13'))).rejects.toThrow(
      'two.csv:2: hours: found "26 hours", expected at most 24 (p-1 on 2026-08-03, lines 2, and 13 hours stored from other files: a)',
    );
    expect(await home!.ports.lake.list('raw/')).toEqual(keys);
    expect(await stored()).toEqual([['a', 46_800]]);
    await give('time_log', 'two.csv', header + entry('b', '08-03', '11') + entry('c', '08-04', '24'));
    expect(await stored()).toHaveLength(3);
  });
  it('does not count what the file replaces: the same entry, and its own months', async () => {
    await open();
    await give('time_log', 'one.csv', header + entry('a', '08-03', '13') + entry('b', '09-01', '13'));
    await give('time_log', 'two.csv', header + entry('a', '08-03', '20')); // the same entry, from another file
    await give('time_log', 'one.csv', header + entry('c', '09-01', '20')); // September again, without b
    expect(await stored()).toEqual([
      ['a', 72_000],
      ['c', 72_000],
    ]);
    // August of one.csv is not restated by a file that has September alone.
    await expect(give('time_log', 'three.csv', header + entry('d', '08-03', '5'))).rejects.toThrow('found "25 hours"');
  });
});

describe('what a file names', () => {
  const accounts = 'account_id,started_day,ended_day,from_day\n';
  const events = 'event_id,account_id,at_day,kind\n';
  it('and no list has is told with its place, and later by the doctor', async () => {
    await open();
    const event = `${events}e1,a1,2026-08-09,renewed\ne2,a1-RENAMED,2026-08-10,churned\n`;
    expect(await give('account_events', 'events.csv', event)).toMatchObject({ flags: [] }); // no list of accounts yet
    const told = { flag: 'account_event_of_unlisted_account', count: 1 };
    const listed = await give('accounts', 'accounts.csv', `${accounts}a1,2023-05-01,,2026-01-01\n`);
    expect(listed.flags).toEqual([{ ...told, examples: ['event e2: a1-RENAMED'] }]);
    expect((await give('account_events', 'events2.csv', event)).flags).toEqual([
      {
        ...told,
        examples: ['events2.csv:3: account_id: found "a1-RENAMED", expected an account_id of the table accounts'],
      },
    ]);
    expect(await inputFlags(home!.ports, configuration)).toEqual([{ ...told, examples: ['event e2: a1-RENAMED'] }]);
    // The account is renamed in the list: now it is the other event that nobody can place.
    const renamed = await give('accounts', 'accounts.csv', `${accounts}a1-RENAMED,2023-05-01,,2026-01-01\n`);
    expect(renamed.flags).toEqual([{ ...told, examples: ['event e1: a1'] }]);
    expect(await inputFlags(home!.ports, configuration)).toEqual([
      { ...told, examples: ['event e1: a1'] },
      {
        flag: 'churned_account_without_end',
        count: 1,
        examples: ['event e2: a1-RENAMED has no ended_day in accounts'],
      },
    ]);
  });
  it('is checked in a roster: team, calendar, helpdesk', async () => {
    await open();
    const text =
      'person_id,helpdesk_ids,team,calendar_id,start_day\np,foo=1; helpdesk=2,nowhere,nocal,2026-01-01\nq,7,emea,,2026-01-01\n';
    const { flags } = await give('roster', 'r.csv', text);
    expect(flags).toEqual([
      {
        flag: 'roster_unknown_team',
        count: 1,
        examples: ['r.csv:2: team: found "nowhere", expected the id of a team of casebook.yaml'],
      },
      {
        flag: 'roster_unknown_calendar',
        count: 1,
        examples: [
          'r.csv:2: calendar_id: found "nocal", expected a calendar of casebook.yaml or of the table calendars',
        ],
      },
      {
        flag: 'roster_unknown_source',
        count: 1,
        examples: ['r.csv:2: helpdesk_ids: found "foo", expected the id of a source of casebook.yaml'],
      },
    ]);
    expect((await inputFlags(home!.ports, configuration)).filter(({ flag }) => flag.startsWith('roster'))).toEqual([
      { flag: 'roster_unknown_team', count: 1, examples: ['nowhere'] },
      { flag: 'roster_unknown_calendar', count: 1, examples: ['nocal'] },
      { flag: 'roster_unknown_source', count: 1, examples: ['foo'] },
    ]);
  });
  it('is checked in a ledger: cost centre and team', async () => {
    await open();
    const text =
      'line_id,scope,period_start_day,period_end_day,kind,amount,currency,cost_centre,team\nl1,support,2026-05-01,2026-06-01,tools,1,EUR,CC-1,emea\nl2,support,2026-05-01,2026-06-01,tools,1,EUR,CC-9,moon\n';
    const centres = { ...configuration, organisation: { ...configuration.organisation, cost_centres: ['CC-1'] } };
    const request = { table: 'costs', name: 'c.csv', bytes: new TextEncoder().encode(text) };
    expect(
      (await importInput(request, home!.ports, centres)).flags.map(({ flag, examples }) => [flag, ...examples]),
    ).toEqual([
      [
        'cost_unknown_cost_centre',
        'c.csv:3: cost_centre: found "CC-9", expected one of organisation.cost_centres of casebook.yaml',
      ],
      ['cost_unknown_team', 'c.csv:3: team: found "moon", expected a team of casebook.yaml or of the table roster'],
    ]);
    expect((await give('costs', 'again.csv', text)).flags.map(({ flag }) => flag)).toEqual([
      'cost_unknown_team',
      'cost_centre_not_checked',
    ]);
  });
});

describe('importing surveys', () => {
  const header = 'survey_id,kind,ticket_id,respondent_id,scale_min,scale_max,score,answered_at\n';
  it('refuses a scale that another file reads the other way round, until that one is delivered again with it', async () => {
    await open();
    const reversible = 'survey_id,kind,scale_min,scale_max,scale_reversed,score,answered_at\n';
    const answer = (id: string, reversed: string): string => `${id},csat,1,5,${reversed},1,2026-09-01T10:00:00Z\n`;
    await give('surveys', 'a.csv', reversible + answer('s1', 'no'));
    await expect(give('surveys', 'b.csv', reversible + answer('s2', 'yes'))).rejects.toThrow(
      'b.csv:2: scale_reversed: found "yes", expected no, as in 1 stored surveys such as s1: csat from 1 to 5 has one direction; where the stored ones are wrong, deliver them again in this file',
    );
    expect(await all('SELECT survey_id FROM surveys')).toEqual([['s1']]);
    await give('surveys', 'b.csv', reversible + answer('s2', 'yes') + answer('s1', 'yes'));
    expect(await all('SELECT survey_id, scale_reversed FROM surveys ORDER BY 1')).toEqual([
      ['s1', true],
      ['s2', true],
    ]);
  });
  it('marks the latest answer of a ticket over all files, whatever their order', async () => {
    await open();
    await give(
      'surveys',
      'b.csv',
      `${header}s2,csat,1,r1,1,5,2,2026-09-02T10:00:00Z\nn1,nps,,r1,0,10,9,2026-09-02T10:00:00Z\n`,
    );
    await give(
      'surveys',
      'a.csv',
      `${header}s1,csat,1,r1,1,5,5,2026-09-01T10:00:00Z\ns3,csat,2,r1,1,5,,\nn2,nps,9,r1,0,10,3,2026-09-03T10:00:00Z\n`,
    );
    expect(await all('SELECT survey_id, is_latest, ticket_source FROM surveys ORDER BY 1')).toEqual([
      ['n1', false, 'helpdesk'],
      ['n2', true, 'helpdesk'],
      ['s1', false, 'helpdesk'],
      ['s2', true, 'helpdesk'],
      ['s3', false, 'helpdesk'],
    ]);
  });
});

describe('an import that was killed', () => {
  const request = { table: 'roster', name: 'roster.csv', bytes: new TextEncoder().encode(roster) };
  const failing = (ports: ImportPorts, at: 'intake' | 'remove' | 'stream'): ImportPorts => ({
    ...ports,
    warehouse: { ...ports.warehouse, [at]: () => expect.unreachable('killed') },
  });
  for (const at of ['intake', 'remove', 'stream'] as const) {
    it(`at its first ${at} is finished by the next import, of the same file or another`, async () => {
      await open();
      await expect(importInput(request, failing(home!.ports, at), configuration)).rejects.toThrow('killed');
      await give('weights', 'w.csv', 'dimension,value,weight,from_day\ngrade,s,10,2026-01-01\n');
      expect(await all('SELECT (SELECT count(*) FROM roster), (SELECT count(*) FROM memberships)')).toEqual([[4, 7]]);
      expect(await importInput(request, home!.ports, configuration)).toMatchObject({ isUnchanged: true });
    });
  }
});

describe('the flags of the stored inputs', () => {
  it('name what files refer to in vain, over all tables', async () => {
    await open();
    await give('roster', 'roster.csv', roster);
    await give('level_coefficients', 'l.csv', 'level,coef,from_day\nP2,0.8,2026-01-01\nP3,1,2026-01-01\n');
    await give(
      'revenue',
      'r.csv',
      'line_id,scope,kind,recognised_day,amount,currency\nr,support,onsite,2026-09-30,1,USD\n',
    );
    expect(await inputFlags(home!.ports, configuration)).toEqual([
      { flag: 'roster_unknown_source', count: 1, examples: ['chat'] },
      {
        flag: 'level_without_coefficient',
        count: 1,
        examples: ['p-1 from 2026-03-29: level P4 has no coefficient on 2026-03-29'],
      },
      { flag: 'currency_without_rate', count: 1, examples: ['USD to EUR, first on 2026-09-30'] },
    ]);
  });
});

describe('a replay', () => {
  it('gives every table as it was: deliveries in their order, months restated, latest answers marked', async () => {
    await open();
    const costs = 'line_id,scope,period_start_day,period_end_day,kind,amount,currency\n';
    const line = (id: string, month: string): string =>
      `${id},support,2026-${month}-01,2026-${month}-28,tools,1.00,EUR\n`;
    await give('roster', 'roster.csv', roster);
    await give('costs', 'costs.csv', costs + line('a', '07'));
    await give('costs', 'costs.csv', costs + line('b', '07'));
    await give('costs', 'costs.csv', costs + line('b', '08')); // no row of the second delivery is left to tell that it restated July
    await give('roster', 'roster.csv', roster.replace('p-3,77; 78', 'p-3,77'));
    await give('roster', 'roster.csv', roster);
    await give(
      'surveys',
      's.csv',
      'survey_id,kind,ticket_id,scale_min,scale_max,score,answered_at\ns1,csat,1,1,5,5,2026-09-01T10:00Z\n',
    );
    const dump = async () =>
      Promise.all([
        all('SELECT * FROM roster ORDER BY person_id, start_day'),
        all('SELECT * FROM memberships ORDER BY helpdesk_source, helpdesk_person_id, from_s'),
        all('SELECT * FROM costs ORDER BY line_id'),
        all('SELECT * FROM surveys ORDER BY survey_id'),
      ]);
    const before = await dump();
    expect(before.map((rows) => rows.length)).toEqual([4, 7, 1, 1]);
    const deps: LoadDeps = {
      ports: home!.ports,
      normaliserFor: () => inputNormaliser(inputContext(configuration)),
      factsRules: () => ({ fingerprint: 'none', telling: tellsAll, derive: () => expect.unreachable() }),
      settleInputs: () => settleInputs(home!.ports, configuration, { anew: true }),
    };
    await replay(deps);
    expect(await dump()).toEqual(before);
  });
});

describe('importing', () => {
  it('refuses an unknown table, naming the nearest, and a damaged gzip', async () => {
    await open();
    await expect(give('rooster', 'x.csv', '')).rejects.toThrow(UsageError);
    const broken = { table: 'roster', name: 'r.csv.gz', bytes: gzipSync(roster).subarray(0, 40) };
    await expect(importInput(broken, home!.ports, configuration)).rejects.toThrow(InputError);
  });
});
