import { describe, expect, it } from 'vitest';
import type { Answer, ReportFacts } from '../../shared/report/facts.ts';
import { mostRedRows } from '../../shared/report/red-list.ts';
import { compose } from '../../shared/report/report.ts';
import { executiveQuarterly, executiveWeekly, leadQuarterly } from '../../shared/report/reports/all.ts';
import { parseDay } from '../../shared/time/day.ts';
import { executiveQuarterFacts, executiveWeekFacts, leadQuarterFacts } from '../support/report-facts.ts';
import { inLanguage, rendered } from '../support/reports.ts';

const spaced = (text: string): string => text.replace(/\s+/g, ' ');
/** First-contact resolution misses its goal of 72 % in the third quarter: 68.9 %. */
const answer = (change: Partial<Answer>): readonly Answer[] => [
  {
    metric: 'fcr',
    period: '2026-Q3',
    owner: 'R. Okafor',
    text: null,
    by_day: parseDay('2026-10-16') ?? null,
    ...change,
  },
];
const sectionOf = async (facts: ReportFacts): Promise<string> => {
  const { text } = await rendered(executiveQuarterly, facts);
  return spaced(text.split('Who answers for it')[1]?.split('\n\n\n')[0] ?? '');
};
const withGoal = (facts: ReportFacts, owner: string): ReportFacts => ({
  ...facts,
  goals: facts.goals.map((goal) => (goal.metric === 'fcr' ? { ...goal, owner } : goal)),
});

describe('a number that missed its goal', () => {
  it('has the answer that was given, with who gave it and by when', async () => {
    const said = await sectionOf(executiveQuarterFacts({ answers: answer({ text: 'Release 8.2 broke billing.' }) }));
    expect(said).toContain('First-contact resolution: 68.9%');
    expect(said).toContain('off target. Release 8.2 broke billing. (R. Okafor, by 16 Oct)');
    const whenever = await sectionOf(
      executiveQuarterFacts({ answers: answer({ text: 'Release 8.2 broke billing.', by_day: null }) }),
    );
    expect(whenever).toContain('Release 8.2 broke billing. (R. Okafor)');
  });

  it('may be not known yet, until the day that was promised', async () => {
    expect(await sectionOf(executiveQuarterFacts({ answers: answer({}) }))).toContain(
      'Not known yet: R. Okafor answers by 16 Oct.',
    );
    const late = answer({ by_day: parseDay('2026-09-30') ?? null });
    expect(await sectionOf(executiveQuarterFacts({ answers: late }))).toContain(
      'Not known yet: the answer of R. Okafor was due by 30 Sept.',
    );
  });

  it('is asked of the owner of its goal, else of its team’s, else of nobody', async () => {
    const facts = executiveQuarterFacts();
    expect(await sectionOf(facts)).toMatch(/nobody is named who is to give one: .*First-contact resolution/);
    expect(await sectionOf(withGoal(facts, 'Head of quality'))).toContain(
      'No answer was supplied; Head of quality is to give one.',
    );
    const team = leadQuarterFacts();
    const { slice } = team;
    const owned = { ...team, slice: slice === null ? null : { ...slice, owner: 'Lead EMEA' } };
    expect(spaced((await rendered(leadQuarterly, owned)).text)).toContain('Lead EMEA is to give one.');
  });

  it('is not answered by what is about another period', async () => {
    expect(await sectionOf(executiveQuarterFacts({ answers: answer({ period: '2026-Q2' }) }))).toContain(
      'nobody is named',
    );
  });

  it('has its answer as text: no markup of it is markup of the mail', async () => {
    const { html } = await rendered(
      executiveQuarterly,
      executiveQuarterFacts({ answers: answer({ text: 'Less <b>staff</b> & more cases' }) }),
    );
    expect(html).toContain('Less &lt;b&gt;staff&lt;/b&gt; &amp; more cases');
  });

  it.each([
    ['ru', 'Пока неизвестно. Отвечает R. Okafor'],
    ['zh-CN', '原因尚不清楚：R. Okafor'],
  ])('is answered for in %s', async (locale, said) => {
    const { text } = await rendered(
      executiveQuarterly,
      inLanguage(executiveQuarterFacts({ answers: answer({}) }), locale),
    );
    expect(spaced(text)).toContain(said);
  });
});

it('names an answer to a number that there is not', async () => {
  const facts = executiveQuarterFacts({ answers: answer({ metric: 'fcrr', text: 'A slip.' }) });
  expect(await sectionOf(facts)).toContain('Answers to numbers that do not exist: fcrr (R. Okafor).');
});

it('asks nobody where nothing moved and no goal of the report is missed', () => {
  const { sections } = compose(executiveWeekly, executiveWeekFacts({ goals: [] }));
  const moved = compose(executiveWeekly, executiveWeekFacts()).proofs.some(({ claim }) => claim === 'unusual');
  expect(sections.some(({ id }) => id === 'answers')).toBe(moved);
});

describe('the cases behind a number that went wrong', () => {
  const row = (n: number) => ({
    metric: 'fcr',
    source: 'helpdesk',
    ticket_id: String(n),
    number: String(n),
    url: `https://example.zendesk.com/agent/tickets/${n}`,
    status: n === 1 ? '=cmd|calc' : 'solved',
    created_s: 1_790_000_000,
    resolved_s: 1_790_003_600,
    counted: 'ripe',
    value_s: null,
  });
  const listed = (rows: number, all: number, is_more = false): ReportFacts =>
    executiveQuarterFacts({
      lists: {
        red_cases: Array.from({ length: rows }, (_, i) => row(i + 1)),
        red_counts: [{ metric: 'fcr', cases: all, is_more }],
      },
    });

  it('are attached with link and state, formulas disarmed', async () => {
    const { attachments, text } = await rendered(executiveQuarterly, listed(2, 2));
    const file = attachments.find(({ filename }) => filename === 'cases-behind-2026-Q3.csv');
    const lines = new TextDecoder().decode(file?.body).trim().split('\r\n');
    expect(lines[0]).toEqual(
      expect.stringMatching(/^Measure,Case,Link,Source,Status,Created \(.+\),Solved \(.+\),Counted as,"Time, hours"$/),
    );
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(
      "First-contact resolution,1,https://example.zendesk.com/agent/tickets/1,helpdesk,'=cmd|calc,",
    );
    expect(spaced(text)).toContain(
      'Attached are the cases behind what went wrong: First-contact resolution (2 cases).',
    );
  });

  it('are told to be cut where they are', async () => {
    expect(await sectionOf(listed(mostRedRows, 1745))).toContain('(the first 500 of 1,745 cases)');
    expect(await sectionOf(listed(mostRedRows, 2000, true))).toContain('(the first 500 of more than 2,000 cases)');
  });

  it('are not there for a number that is well', async () => {
    const { lists } = listed(2, 2);
    const ofSpeed = Object.fromEntries(
      Object.entries(lists).map(([id, rows]) => [id, rows.map((each) => ({ ...each, metric: 'dts_p50' }))]),
    );
    const { attachments } = await rendered(executiveQuarterly, executiveQuarterFacts({ lists: ofSpeed }));
    expect(attachments.map(({ filename }) => filename)).not.toContain('cases-behind-2026-Q3.csv');
  });
});
