import { describe, expect, it } from 'vitest';
import { InputError } from '../../../shared/errors.ts';
import { readInput, type ReadInput } from '../../../shared/connectors/input-files/read-input.ts';
import { inputNamed } from '../../../shared/connectors/input-files/registry.ts';
import { referenceFlags, type ReferenceTables } from '../../../shared/connectors/input-files/references.ts';
import { parseDay } from '../../../shared/time/day.ts';

const context = { zone: 'Europe/Berlin', ticket_source: null };
const read = (table: string, ...lines: readonly string[]): Promise<ReadInput> =>
  readInput(inputNamed(table), new TextEncoder().encode(`${lines.join('\n')}\n`), `${table}.csv`, context);
/** The faults of a file, without its name. */
const faults = async (table: string, ...lines: readonly string[]): Promise<readonly string[]> => {
  try {
    await read(table, ...lines);
  } catch (error) {
    if (error instanceof InputError) return error.faults.map((fault) => fault.replace(`${table}.csv:`, ''));
    throw error;
  }
  return [];
};

describe('a bad file', () => {
  it('takes comments as plain words: markup is refused, with the words that it holds', async () => {
    expect(
      await faults(
        'commentary',
        'report,period,section,author,text,written_at',
        'a,b,c,d,"Volume < 5 and > 3, R&D <3.",2026-09-01T10:00',
        'a,b,c,d,"We hired <b>two</b> people.",2026-09-01T10:00',
      ),
    ).toEqual([
      '3: text: found "We hired <b>two</b> people.", expected plain text without markup, such as "We hired two people."',
    ]);
  });
  it('names line and column of each fault, also after quoted line breaks and empty lines', async () => {
    expect(
      await faults(
        'commentary',
        'report,period,section,author,text,written_at',
        'a,b,c,d,"one',
        'two',
        'three",2026-09-01T10:00',
        '',
        'a,b,c,d,four,2026-13-01T10:00',
        'a,b,c,d,five,2026-09-01T25:00',
        'a,b,c',
      ),
    ).toEqual([
      '6: written_at: found "2026-13-01T10:00", expected a time such as 2026-09-21T09:30:00+02:00, or 2026-09-21T09:30 in the organisation’s zone',
      '7: written_at: found "2026-09-01T25:00", expected a time such as 2026-09-21T09:30:00+02:00, or 2026-09-21T09:30 in the organisation’s zone',
      '8: (row): found "3 cells", expected 6 as in the header',
    ]);
  });
  it('tells at most twenty faults, and how many there are', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `L${i},support,2026-07-01,2026-08-01,tools,${i}.005,EUR`);
    const attempt = () => read('costs', 'line_id,scope,period_start_day,period_end_day,kind,amount,currency', ...lines);
    await expect(attempt()).rejects.toThrow('costs.csv was rejected: 30 faults; the first 20 are. Nothing was changed');
    expect(
      await faults('costs', 'line_id,scope,period_start_day,period_end_day,kind,amount,currency', ...lines),
    ).toHaveLength(20);
  });
  it('tells equal faults once, with the lines that repeat them', async () => {
    const [one, two, eight] = [1, 2, 8].map((n) =>
      Array.from({ length: n }, (_, i) => `L${i},support,2026-07-01,2026-08-01,tools,1.005,EUR`),
    );
    const ends = async (lines: readonly string[] = []) =>
      (await faults('costs', 'line_id,scope,period_start_day,period_end_day,kind,amount,currency', ...lines)).map(
        (text) => text.split('separator')[1],
      );
    expect(await ends(one)).toEqual(['']);
    expect(await ends(two)).toEqual(['; so does line 3']);
    expect(await ends(eight)).toEqual(['; so do 7 more lines: 3, 4, 5, 6, 7 and others']);
  });
  it('is told what is wrong with its header', async () => {
    expect(await faults('fx_rates', 'currency,base,from_day,rate,rate,rat', 'USD,EUR,2026-01-01,1,1,1')).toEqual([
      '1: (header): found "rate", expected each column once',
      '1: (header): found "rat", expected one of the columns (did you mean rate?)',
    ]);
  });
  it('is told that it is no text, or that a quote never closes', async () => {
    const cut = Uint8Array.from([0xff, 0xfe, 0x61]);
    await expect(readInput(inputNamed('costs'), cut, 'costs.csv', context)).rejects.toThrow(
      'found bytes that are text in no usual encoding; save it again as UTF-8',
    );
    expect((await faults('weights', 'dimension,value,weight,from_day', 'channel,"email,1,2026-01-01'))[0]).toContain(
      'a quoted cell that does not end',
    );
  });
  it('is told of repeated keys and unknown words', async () => {
    expect(
      await faults(
        'revenue',
        'line_id,scope,kind,recognised_day,amount,currency',
        'r1,support,onsite,2026-09-30,1,EUR',
        'r1,support,onsite,2026-09-30,2,EUR',
      ),
    ).toEqual(['3: line_id: found "r1", expected a key that line 2 does not have']);
    expect(
      await faults(
        'costs',
        'line_id,scope,period_start_day,period_end_day,kind,amount,currency',
        'a,support,2026-08-01,2026-07-01,pizza,"1,000.00",EURO',
      ),
    ).toEqual([
      '2: kind: found "pizza", expected one of salary, contractor, tools, training, overhead, telephony, facilities, ai',
      '2: amount: found "1,000.00", expected an amount such as 1234.56, with at most 2 decimals for EURO, a point and no thousands separator',
      '2: currency: found "EURO", expected an ISO 4217 code such as EUR',
    ]);
    expect(
      await faults(
        'costs',
        'line_id,scope,period_start_day,period_end_day,kind,amount,currency',
        'a,support,2026-08-01,2026-07-01,tools,1,EUR',
      ),
    ).toEqual(['2: period_end_day: found "2026-07-01", expected after 2026-08-01 in period_start_day; the end is out']);
  });
});

describe('a roster', () => {
  const header = 'person_id,team,level,start_day,end_day,fte';
  it('is refused when a person has two posts at once', async () => {
    expect(
      await faults(
        'roster',
        header,
        'p,a,P1,2026-01-01,,1',
        'p,b,P1,2026-03-01,,1',
        'q,b,P1,2026-01-01,2026-02-01,1',
        'q,b,P2,2026-01-31,,1',
      ),
    ).toEqual([
      '3: start_day: found "2026-03-01", expected no overlap with line 2, which is still open (p)',
      '5: start_day: found "2026-01-31", expected no overlap with line 4, which ends on 2026-02-01 (q)',
    ]);
  });
  it('may have gaps, which are counted', async () => {
    expect((await read('roster', header, 'p,a,P1,2026-01-01,2026-02-01,0.5', 'p,a,P1,2026-03-01,,')).flags).toEqual([
      { flag: 'roster_gap', count: 1, examples: ['p: 2026-02-01 to 2026-03-01 (line 3)'] },
    ]);
  });
  it('has its documented values for what is left empty', async () => {
    const { rows } = await read('roster', 'person_id,start_day,email', 'p,2026-01-01,Lead@Example.com');
    expect(rows[0]).toMatchObject({
      role: 'support',
      fte_milli: 1000,
      helpdesk_ids: null,
      end_day: null,
      team: null,
      // sha256sum of "lead@example.com"
      email_hash: '9fbdefe2837a03c9225be80e741f316f4d174d1732b719b6abb6477efc1ae9d2',
    });
  });
});

describe('a time log', () => {
  const header = 'entry_id,person_id,work_day,hours,activity';
  it('is refused for negative hours and for more than 24 hours on one day', async () => {
    expect(await faults('time_log', header, 'e1,p,2026-09-21,-1,training', 'e2,p,2026-09-21,24.5,training')).toEqual([
      '2: hours: found "-1", expected hours from 0 to 24 such as 7.5 or 7:30',
      '3: hours: found "24.5", expected hours from 0 to 24 such as 7.5 or 7:30',
    ]);
    expect(
      await faults(
        'time_log',
        header,
        'e1,p,2026-09-21,20,training',
        'e2,q,2026-09-21,20,training',
        'e3,p,2026-09-21,4.5,leave',
      ),
    ).toEqual(['4: hours: found "24.5 hours", expected at most 24 (p on 2026-09-21, lines 2, 4)']);
  });
  it('keeps hours to the second, and the later change of a repeated entry', async () => {
    const { rows, flags } = await read(
      'time_log',
      `${header},updated_at`,
      'e1,p,2026-09-21,7:30,training,2026-09-22T10:00Z',
      'e1,p,2026-09-21,0.25,training,2026-09-22T09:00Z',
    );
    expect(rows.map(({ worked_s }) => worked_s)).toEqual([27_000]);
    expect(flags).toEqual([
      { flag: 'superseded_rows', count: 1, examples: ['line 2 wins over line 3, it was updated later'] },
    ]);
  });
  it('counts an entry that is told twice in the same words, and refuses two contents of one entry', async () => {
    const twice = await read('time_log', header, 'e1,p,2026-09-21,1,training', 'e1,p,2026-09-21,1:00,training');
    expect(twice.rows).toHaveLength(1);
    expect(twice.flags).toEqual([{ flag: 'duplicate_rows', count: 1, examples: ['line 3 repeats line 2'] }]);
    expect(await faults('time_log', header, 'e1,p,2026-09-21,1,training', 'e1,p,2026-09-21,2,training')).toEqual([
      '3: entry_id: found "e1", expected the content of line 2, which has the same key, or an updated_at that says which of the two is later',
    ]);
  });
  it('is read again as it was accepted, whatever rules came later', async () => {
    const input = inputNamed('time_log');
    const text = `${header}\ne1,p,2026-09-21,20,training\ne2,p,2026-09-21,20,training\ne2,p,2026-09-21,21,training\n`;
    const again = await readInput(input, new TextEncoder().encode(text), 'time_log.csv', context, { accepted: true });
    expect(again.rows.map(({ worked_s }) => worked_s)).toEqual([72_000, 75_600]);
  });
});

describe('surveys', () => {
  const header = 'survey_id,kind,scale_min,scale_max,scale_reversed,score,answered_at';
  const at = '2026-09-22T08:10';
  it('are refused outside their scale, without a scale, or answered at no time', async () => {
    expect(
      await faults(
        'surveys',
        header,
        `a,csat,1,5,no,6,${at}`,
        `b,csat,5,5,no,5,${at}`,
        'c,csat,1,5,no,4,',
        `d,nps,1,10,no,4,${at}`,
      ),
    ).toEqual([
      '2: score: found "6", expected from 1 to 5, the scale of the row',
      '3: scale_max: found "5", expected above scale_min, which is 5',
      '4: answered_at: found nothing, expected when the answer was given',
      '5: kind: found "nps", expected a scale of 0 to 10 for nps',
    ]);
  });
  it('are refused when one scale has two directions', async () => {
    expect(
      await faults('surveys', header, `a,ces,1,7,no,2,${at}`, `b,ces,1,5,yes,2,${at}`, `c,ces,1,7,yes,2,${at}`),
    ).toEqual(['4: scale_reversed: found "yes", expected no, as on line 2: ces from 1 to 7 has one direction']);
  });
});

describe('a survey', () => {
  const header = 'survey_id,kind,scale_min,scale_max,scale_reversed,score,label,offered_at,answered_at';
  const at = '2026-09-22T08:10';
  it('is refused when its label says the opposite of its score, or it was answered before it was offered', async () => {
    expect(
      await faults(
        'surveys',
        header,
        `a,csat,1,5,no,5,bad,,${at}`,
        `b,csat,1,5,no,3,bad,,${at}`,
        `c,csat,1,5,no,2,good,,${at}`,
        `d,ces,1,7,yes,2,bad,,${at}`,
        `e,ces,1,7,yes,2,good,2026-09-22T08:11,${at}`,
      ),
    ).toEqual([
      '2: label: found "bad", expected a label that agrees with the score, which is 5 from 1 to 5',
      '4: label: found "good", expected a label that agrees with the score, which is 2 from 1 to 5',
      '5: label: found "bad", expected a label that agrees with the score, which is 2 from 1 to 7, where low is good',
      '6: offered_at: found "2026-09-22T06:11:00.000Z", expected not later than answered_at, which is 2026-09-22T06:10:00.000Z',
    ]);
  });
  it('that was answered with neither score nor label is counted', async () => {
    const { flags } = await read('surveys', header, `a,csat,1,5,no,,,,${at}`, `b,csat,1,5,no,,good,,${at}`);
    expect(flags).toEqual([{ flag: 'answer_without_score_or_label', count: 1, examples: ['line 2'] }]);
  });
  it('is refused with two answers under one id, unless one was updated later', async () => {
    const two = [`a,csat,1,5,no,5,,,${at}`, `a,csat,1,5,no,1,,,${at}`];
    expect(await faults('surveys', header, ...two)).toEqual([
      '3: survey_id: found "a", expected the content of line 2, which has the same key, or an updated_at that says which of the two is later',
    ]);
  });
});

describe('other files', () => {
  it('flag an article without a grade', async () => {
    const { flags } = await read(
      'knowledge_articles',
      'article_id,kind,grade,published_at',
      'a,faq,,2026-09-01T10:00',
      'b,faq,s,2026-09-01T10:00',
    );
    expect(flags).toEqual([{ flag: 'article_without_grade', count: 1, examples: ['line 2'] }]);
  });
  it('refuse overlapping rates, weights and coefficients', async () => {
    expect(
      await faults(
        'fx_rates',
        'currency,base,from_day,to_day,rate',
        'USD,EUR,2026-01-01,2026-04-01,0.9',
        'USD,EUR,2026-03-31,,0.91',
        'GBP,EUR,2026-01-01,,1.15',
      ),
    ).toHaveLength(1);
    expect(
      await faults('level_coefficients', 'level,coef,from_day', 'P1,1,2026-01-01', 'P1,1.2,2026-02-01'),
    ).toHaveLength(1);
    expect(
      await faults('weights', 'dimension,value,weight,from_day', 'grade,s,10,2026-01-01', 'grade,s,9,2026-02-01'),
    ).toHaveLength(1);
  });
  it('read wall times of the company zone, through both changes', async () => {
    const { rows } = await read(
      'commentary',
      'report,period,section,author,text,written_at',
      'r,p,s,a,x,2026-07-01T10:00',
      'r,p,s,a,x,2026-10-25 02:30',
      'r,p,s,a,x,2026-03-29T02:30:15',
      'r,p,s,a,x,2026-07-01T10:00-0330',
    );
    const seconds = [
      '2026-07-01T10:00+02:00',
      '2026-10-25T02:30+02:00',
      '2026-03-29T03:30:15+02:00',
      '2026-07-01T10:00-03:30',
    ].map((text) => Date.parse(text) / 1000);
    expect(rows.map(({ written_s }) => written_s)).toEqual(seconds);
  });
  it('refuse an empty file that would take away all that was said, not an empty month', async () => {
    expect(await faults('roster', 'person_id,start_day')).toEqual([
      '1: (file): found "no rows", expected at least one: the file replaces everything it said before',
    ]);
    expect((await read('surveys', 'survey_id,kind,scale_min,scale_max')).rows).toEqual([]);
  });
});

describe('references between files', () => {
  const day = (text: string): number => parseDay(text)!;
  const nothing: ReferenceTables = {
    roster: [],
    level_coefficients: [],
    activity_weights: [],
    time_log: [],
    costs: [],
    revenue: [],
    fx_rates: [],
    currency: 'EUR',
    cost_centres: ['CC-1'],
    unlisted_accounts: [],
    newest_day: null,
  };
  it('are silent when there is nothing', () => expect(referenceFlags(nothing)).toEqual([]));
  it('tell what is missing, where, and from when', async () => {
    const { rows: roster } = await read(
      'roster',
      'person_id,level,team,start_day,end_day,calendar_id',
      'p,P3,emea,2026-01-01,2026-07-01,default',
      'q,P9,apac,2026-01-01,,nights',
    );
    const { rows: level_coefficients } = await read(
      'level_coefficients',
      'level,coef,from_day,to_day',
      'P3,1,2026-01-01,2026-06-01',
    );
    const { rows: time_log } = await read(
      'time_log',
      'entry_id,person_id,work_day,hours,activity',
      'a,p,2026-05-01,8,training',
      'b,x,2026-04-01,8,knowledge',
    );
    const { rows: activity_weights } = await read(
      'activity_weights',
      'activity,validity,counts_as_support,from_day',
      'training,1,yes,2026-05-02',
      'knowledge,1,yes,2026-01-01',
    );
    const { rows: costs } = await read(
      'costs',
      'line_id,scope,period_start_day,period_end_day,kind,amount,currency,cost_centre,team',
      'l1,support,2026-05-01,2026-06-01,tools,1,USD,CC-1,emea',
      'l2,support,2026-05-01,2026-06-01,tools,1,EUR,CC-9,moon',
      'l3,support,2026-05-01,2026-06-01,tools,1,GBP,,',
    );
    const { rows: fx_rates } = await read('fx_rates', 'currency,base,from_day,rate', 'USD,EUR,2026-01-01,0.9');
    const flags = referenceFlags({
      ...nothing,
      roster,
      level_coefficients,
      time_log,
      activity_weights,
      costs,
      fx_rates,
      cost_centres: ['CC-1'],
    });
    expect(Object.fromEntries(flags.map(({ flag, examples }) => [flag, examples]))).toEqual({
      level_without_coefficient: [
        'p from 2026-01-01: level P3 has no coefficient on 2026-06-01',
        'q from 2026-01-01: level P9 has no coefficient on 2026-01-01',
      ],
      activity_without_weight: ['training, first on 2026-05-01'],
      cost_without_cost_centre: ['line l3'],
      currency_without_rate: ['GBP to EUR, first on 2026-05-01'],
    });
  });
  it('see a month between others, or before the newest ticket, that nobody said anything about', async () => {
    const { rows: costs } = await read(
      'costs',
      'line_id,scope,period_start_day,period_end_day,kind,amount,currency,cost_centre',
      'l1,support,2026-05-01,2026-07-01,tools,1,EUR,CC-1',
      'l2,support,2026-08-15,2026-08-20,tools,1,EUR,CC-1',
    );
    const empty = (newest: string | null) =>
      referenceFlags({ ...nothing, costs, newest_day: newest === null ? null : day(newest) });
    const july = { flag: 'month_without_rows', count: 1, examples: ['costs in 2026-07'] };
    expect(empty(null)).toEqual([july]);
    expect(empty('2026-09-30')).toEqual([july]); // September may still come
    expect(empty('2026-10-01')).toEqual([
      { flag: 'month_without_rows', count: 2, examples: ['costs in 2026-07', 'costs in 2026-09'] },
    ]);
  });
  it('see a person in two posts of two files', async () => {
    const start_day = day('2026-01-01');
    const post = { person_id: 'p', role: 'lead', team: 'emea', end_day: null };
    expect(
      referenceFlags({
        ...nothing,
        roster: [
          { ...post, start_day },
          { ...post, start_day: start_day + 5 },
        ],
      }),
    ).toEqual([{ flag: 'roster_overlap', count: 1, examples: ['p on 2026-01-06'] }]);
  });
});

describe('orders', () => {
  it('are counted once a day, and a stretch of days ends after it begins', async () => {
    expect(
      await faults(
        'orders',
        'period_start_day,period_end_day,orders',
        '2026-09-01,2026-10-01,900',
        '2026-09-30,2026-10-01,30',
        '2026-10-01,2026-10-01,30',
      ),
    ).toEqual([
      '3: period_start_day: found "2026-09-30", expected no day that line 2 counts, too: 2026-09-01 up to 2026-10-01, exclusive',
      '4: period_end_day: found "2026-10-01", expected after 2026-10-01 in period_start_day; the end is out',
    ]);
  });
});

describe('a bill of an AI vendor', () => {
  const header = 'line_id,vendor,period_start_day,period_end_day,ticket_id,billed,amount,currency';
  it('bills a day once: by one line, or by conversations', async () => {
    expect(
      await faults(
        'ai_usage',
        header,
        'a,fin,2026-09-01,2026-09-08,,40,39.60,EUR',
        'b,fin,2026-09-07,2026-09-14,,38,37.62,EUR',
        'c,fin,2026-09-14,2026-09-15,4711,1,0.99,EUR',
        'd,fin,2026-09-14,2026-09-15,4712,1,0.99,EUR',
        'e,fin,2026-09-14,2026-09-16,,9,8.91,EUR',
        'f,other,2026-09-07,2026-09-14,,3,3.00,EUR',
      ),
    ).toEqual([
      '3: period_start_day: found "2026-09-07", expected no day that line 2 bills, too: 2026-09-01 up to 2026-09-08, exclusive (fin)',
      '6: period_start_day: found "2026-09-14", expected no day that line 4 bills, too: 2026-09-14 up to 2026-09-15, exclusive (fin)',
    ]);
  });
  it('bills one resolution a conversation, in days that end after they begin', async () => {
    expect(
      await faults(
        'ai_usage',
        header,
        'a,fin,2026-09-02,2026-09-02,,1,1,EUR',
        'b,fin,2026-09-05,2026-09-06,4711,3,3,EUR',
      ),
    ).toEqual([
      '2: period_end_day: found "2026-09-02", expected after 2026-09-02 in period_start_day; the end is out',
      '3: billed: found "3", expected 1 for a conversation, -1 for its credit, or 0',
    ]);
  });
  it('is accepted with a conversation that is billed twice, and says so', async () => {
    const day = '2026-09-05,2026-09-06';
    const { flags } = await read(
      'ai_usage',
      header,
      `a,fin,${day},1,1,0.99,EUR`,
      `b,fin,${day},1,1,0.99,EUR`,
      `c,fin,${day},2,1,0.99,EUR`,
      `d,fin,${day},2,1,0.99,EUR`,
      `e,fin,${day},2,-1,-0.99,EUR`,
    );
    expect(flags).toEqual([{ flag: 'ai_conversation_billed_twice', count: 1, examples: ['1 on lines 2, 3'] }]);
  });
});

describe('a file of answers', () => {
  const header = 'metric,period,dimension,value,owner,text,by_day';
  it('may say that it is not known yet, with a day, or know it without one', async () => {
    const { rows } = await read(
      'answers',
      header,
      'fcr,2026-W39,,,Ada Example,,2026-10-16',
      'fcr,2026-W39,team,emea,Ada Example,Release 8.2 broke billing.,',
    );
    expect(rows).toMatchObject([
      { metric: 'fcr', dimension: null, owner: 'Ada Example', text: null, by_day: parseDay('2026-10-16') },
      { dimension: 'team', value: 'emea', text: 'Release 8.2 broke billing.', by_day: null },
    ]);
  });
  it('is refused without an owner, without text and day, with half a segment, and with two answers to one number', async () => {
    expect(
      await faults(
        'answers',
        header,
        'fcr,2026-W39,,,,Release 8.2,',
        'csat,2026-W39,,,Ada,,',
        'nps,2026-W39,team,,Ada,x,',
      ),
    ).toEqual(['2: owner: found nothing, expected a value: who answers']);
    expect(await faults('answers', header, 'csat,2026-W39,,,Ada,,', 'nps,2026-W39,team,,Ada,x,')).toEqual([
      '2: by_day: found nothing, expected the day by which the answer is known, because there is no text yet',
      '3: value: found nothing, expected a dimension with its value, or neither',
    ]);
    expect(await faults('answers', header, 'csat,2026-W39,,,Ada,x,', 'csat,2026-W39,,,Bob,y,')).toEqual([
      expect.stringContaining('expected a key that line 2 does not have'),
    ]);
  });
});

describe('what happened', () => {
  it.each([
    ['events', 'day,text,author', ',A launch.,Ada', 'day'],
    [
      'ai_usage',
      'period_start_day,period_end_day,line_id,vendor,ticket_id,billed,amount,currency',
      ',2026-10-01,a,fin,,40,39.60,EUR',
      'period_start_day',
    ],
    ['orders', 'period_start_day,period_end_day,orders', ',2026-10-01,40', 'period_start_day'],
  ])('has no day ahead of the one on which the file comes in: %s', async (table, header, rest, column) => {
    const importing = (day: string) =>
      readInput(inputNamed(table), new TextEncoder().encode(`${header}\n${day}${rest}\n`), 'input.csv', {
        ...context,
        today: parseDay('2026-09-15')!,
      });
    await expect(importing('2026-09-15')).resolves.toMatchObject({ rows: [{}] });
    await expect(importing('2026-09-16')).rejects.toMatchObject({
      faults: [`input.csv:2: ${column}: found "2026-09-16", expected a day up to today, 2026-09-15`],
    });
  });
});
