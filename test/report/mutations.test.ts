import { describe, expect, it } from 'vitest';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { peopleNames } from '../../shared/report/lists/open-cases.ts';
import { htmlOf } from '../../shared/report/mjml.ts';
import type { ListRow, ReportFacts } from '../../shared/report/facts.ts';
import { compose, holds } from '../../shared/report/report.ts';
import type { ReportDefinition } from '../../shared/report/report-definition.ts';
import {
  executiveQuarterly,
  executiveWeekly,
  financeQuarterly,
  financeWeekly,
  leadWeekly,
} from '../../shared/report/reports/all.ts';
import {
  executiveQuarterFacts,
  executiveWeekFacts,
  financeQuarterFacts,
  financeWeekFacts,
  known,
  leadWeekFacts,
  period,
  young,
} from '../support/report-facts.ts';
import { mailedReports, readable } from '../support/reports.ts';

/** The sentences of a mail by the claim that holds. */
const claims = (report: ReportDefinition, facts: ReportFacts): Readonly<Record<string, readonly string[]>> => {
  const found: Record<string, string[]> = {};
  for (const { place, claim, text } of compose(report, facts).proofs)
    if (place === 'sentence') (found[claim] ??= []).push(text);
  return found;
};

/** Salaries and tools of six months, each the same every month; the mail is about the last three. */
const ledger = ['04', '05', '06', '07', '08', '09'].flatMap((month) =>
  (['salary', 'tools'] as const).map((kind): ListRow => {
    const { start_day, end_day } = period(`2026-${month}`);
    return {
      line_id: `${kind}-${month}`,
      kind,
      team: null,
      channel: null,
      product: null,
      cost_centre: null,
      ledger_account: null,
      initiative: null,
      allocation: 'time',
      currency: 'USD',
      amount_minor: kind === 'salary' ? 1_000_000 : 200_000,
      period_start_day: start_day,
      period_end_day: end_day,
    };
  }),
);
const finance = (ledger_lines: readonly ListRow[], change: Partial<ReportFacts> = {}): ReportFacts => {
  const facts = financeQuarterFacts();
  return { ...facts, lists: { ...facts.lists, ledger_lines }, ...change };
};
const totals = (stated: string): ReportFacts['checks'] => {
  const [tie] = financeQuarterFacts().checks;
  return tie === undefined ? [] : [tie, { ...tie, id: 'ledger_total', left: stated, right: tie.left }];
};

/** Metrics that cannot be told without one of the inputs. */
const fromInput = (input: string): ReadonlySet<string> =>
  new Set(
    (Object.values(catalogue) as Metric[])
      .filter(({ inputs }) => inputs.some((one) => one.startsWith(`${input}.`)))
      .map(({ id }) => id),
  );
/** Metrics that cannot be told without the roster. */
const fromRoster = fromInput('roster');

describe('words about the ledger', () => {
  it('claim no agreement with anything while finance states no total', () => {
    const said = claims(financeQuarterly, finance(ledger));
    expect(Object.keys(said)).toContain('ledger_not_checked');
    expect(Object.keys(said)).not.toContain('ledger_agrees');
    expect(Object.keys(said).filter((claim) => /ledger_(missing|doubled|unusual)/.test(claim))).toEqual([]);
  });
  it('claim it when the stated total is that of the lines, and hold the mail one cent off', () => {
    const { left = '' } = financeQuarterFacts().checks[0] ?? {};
    expect(claims(financeQuarterly, finance(ledger, { checks: totals(left) }))).toHaveProperty('ledger_agrees');
    const off = finance(ledger, { checks: totals(String(BigInt(left) + 1n)) });
    expect(claims(financeQuarterly, off)).toHaveProperty('ledger_differs');
    expect(holds(financeQuarterly, off)).toHaveLength(1);
  });
  it('agree in the currencies whose totals finance states, and name those of which it states none', () => {
    const mixed = ledger.map((line) =>
      line.kind === 'tools' ? { ...line, currency: line.line_id === 'tools-09' ? 'JPY' : 'GBP' } : line,
    );
    const [tie] = financeQuarterFacts().checks;
    const booked = (left: string, currency?: string) => ({
      ...tie!,
      id: 'ledger_booked',
      left,
      right: '400000',
      ...(currency === undefined ? {} : { currency }),
    });
    const said = (checks: ReportFacts['checks']) =>
      claims(financeQuarterly, finance(mixed, { checks: [tie!, ...checks] }));
    const some = said([booked('400000'), booked('400000', 'GBP')]);
    expect(some.ledger_agrees_as_booked).toEqual([
      expect.stringMatching(/booked in USD and GBP add up .* no total of the lines in JPY: those are not checked/),
    ]);
    expect(some.ledger_partly_checked).toEqual([expect.stringContaining('JPY')]);
    expect(some).not.toHaveProperty('ledger_not_checked');
    const all = said([booked('400000'), booked('400000', 'GBP'), booked('400000', 'JPY')]);
    expect(all.ledger_agrees_as_booked).toEqual([
      expect.stringMatching(/USD, GBP and JPY add up .* The rates of exchange are not checked\. Tools/),
    ]);
    expect(all).not.toHaveProperty('ledger_partly_checked');
    // a yen has no cents
    const off = [booked('400000'), booked('400001', 'JPY')];
    expect(said(off).ledger_differs).toEqual([expect.stringContaining('by ¥1.')]);
    expect(holds(financeQuarterly, finance(mixed, { checks: [tie!, ...off] }))).toEqual([
      expect.stringMatching(/booked in JPY.*¥400,001/),
    ]);
  });
  it('name a month whose salaries were dropped', () => {
    const said = claims(financeQuarterly, finance(ledger.filter(({ line_id }) => line_id !== 'salary-08')));
    expect(said.ledger_missing).toEqual([expect.stringMatching(/Salaries.*2026-08/)]);
  });
  it('name a line that came twice', () => {
    const copy = ledger.filter(({ line_id }) => line_id === 'tools-09').map((line) => ({ ...line, line_id: 'again' }));
    const said = claims(financeQuarterly, finance([...ledger, ...copy]));
    expect(said.ledger_doubled).toEqual([expect.stringContaining('tools-09, again')]);
    expect(said).not.toHaveProperty('ledger_unusual');
  });
  it('name a month far from the others', () => {
    const said = claims(
      financeQuarterly,
      finance(ledger.map((line) => (line.line_id === 'tools-09' ? { ...line, amount_minor: 40_000 } : line))),
    );
    expect(said.ledger_unusual).toEqual([expect.stringMatching(/Tools.*2026-09.*80.0% below/)]);
  });
  it('name the rule by which shared cost is allocated', () => {
    const by = (allocation: string) =>
      claims(financeQuarterly, finance(ledger.map((line) => ({ ...line, allocation })))).allocation_rules;
    expect(by('time')).toEqual([expect.stringContaining('by logged time')]);
    expect(by('cases')).toEqual([expect.stringContaining('by cases')]);
    expect(by('cases')).not.toEqual([expect.stringContaining('time')]);
  });
});

describe('words about a week of finance', () => {
  it('give no count of solved or new cases that nobody tells', () => {
    const facts = financeWeekFacts();
    const hidden = new Map([
      ['issues_handled', { status: 'no_data', reason: 'not_told:resolution' }],
      ['ticket_volume', { status: 'no_data', reason: 'not_told:creation' }],
      ['cost_per_case', { status: 'no_data', reason: 'zero_denominator' }],
    ] as const);
    const resolved = { ...facts.measured[0]!, metric: 'issues_handled', segment: { part: 'resolved' } };
    const measured = [...facts.measured, { ...resolved, period: facts.periods.now }].map((item) => {
      const value = hidden.get(item.metric as 'issues_handled');
      return value === undefined ? item : { ...item, value: value as typeof item.value };
    });
    const model = compose(financeWeekly, { ...facts, measured });
    expect(model.subject.line).toBe('Support cost flash week 39: cases solved are not told');
    expect(model.subject.claim).toBe('solved_not_told');
    expect(model.bottomLine.sentence.line).toMatch(/^How many cases were solved in week 39 is not told and/);
    expect(JSON.stringify(model.sections[0])).not.toMatch(/"text":"0"/);
    expect(JSON.stringify(model.sections[0]!.blocks[0])).toContain('"n/a"');
  });
});

describe('words about a team’s week', () => {
  it('point to another case when the first one is hidden', () => {
    const facts = leadWeekFacts();
    const [, ...rest] = facts.lists.attention_cases ?? [];
    const first = claims(leadWeekly, facts).do_first;
    const hidden = claims(leadWeekly, { ...facts, lists: { ...facts.lists, attention_cases: rest } }).do_first;
    expect(first).toEqual([expect.stringContaining('#48213')]);
    expect(hidden).toEqual([expect.not.stringContaining('#48213')]);
  });
  it('say how the open cases of the lists differ from those at the end of the period, for every count', () => {
    const facts = leadWeekFacts();
    const { end_s } = facts.periods.now;
    const [one] = facts.lists.attention_cases!;
    const closing = 286;
    const after = (older: number, came: number) => {
      const row = (created_s: number) => ({ ...one!, created_s });
      const attention_cases = [
        ...Array.from({ length: closing + older }, () => row(end_s - 1)),
        ...Array.from({ length: came }, () => row(end_s)),
      ];
      const [said] = claims(leadWeekly, { ...facts, lists: { ...facts.lists, attention_cases } }).open_now ?? [];
      return said?.replace(/^.* open(?=[.,;])/, '');
    };
    expect(after(0, 0)).toBeUndefined();
    expect(after(0, 1)).toBe(', 1 of them new since the period ended.');
    expect(after(-1, 0)).toMatch(/^; of the older cases 1 fewer are open than then \(solved, .*\)\.$/);
    expect(after(-6, 3)).toMatch(/^, 3 of them new since the period ended; of the older cases 6 fewer are open/);
    expect(after(10, 1)).toMatch(
      /^, 1 of them new .*; of the older cases 10 more are open than then \(reopened, .*\)\.$/,
    );
  });
  it('name what left the backlog unsolved, so that the steps add up', () => {
    const facts = leadWeekFacts();
    const with_ = (steps: Readonly<Record<string, number>>) =>
      facts.measured.map((item) =>
        item.metric === 'backlog' && item.period.id === facts.periods.now.id && Object.keys(item.segment).length === 0
          ? { ...item, extras: { ...item.extras, ...steps } }
          : item,
      );
    const said = (steps: Readonly<Record<string, number>>) =>
      (claims(leadWeekly, { ...facts, measured: with_(steps) }).backlog ?? []).join();
    expect(said({})).toContain('445 solved against 426 new or reopened.');
    expect(said({ removed: 7, resolved: 438 })).toContain('438 solved and 7 deleted, merged or spam against 426 new');
    expect(said({ restored: 2, resolved: 447 })).toContain('447 solved against 426 new or reopened and 2 restored.');
  });
  it('say that nothing is urgent only when nothing is', () => {
    const facts = leadWeekFacts();
    const none = { ...facts, lists: { ...facts.lists, attention_cases: [] } };
    expect(claims(leadWeekly, facts)).not.toHaveProperty('nothing_urgent');
    expect(claims(leadWeekly, none)).toHaveProperty('nothing_urgent');
  });
  it('name what was looked for, and what the source does not tell of the open cases', () => {
    const facts = leadWeekFacts();
    const calm = {
      ...facts.lists.attention_cases![0]!,
      created_s: facts.as_of_s - 60,
      updated_s: facts.as_of_s,
      priority: 'p3',
      promise: 'resolution',
      due_s: facts.as_of_s + 30 * 86_400,
      first_reply_s: facts.as_of_s,
      assignee_id: null,
      tells_owner: false,
      reopen_count: null,
      handoff_count: 0,
    };
    const mail = claims(leadWeekly, { ...facts, lists: { ...facts.lists, attention_cases: [calm] } });
    expect(mail.nothing_urgent).toEqual([
      'No open case is critical, past or near a promise or waiting longer than usual.',
    ]);
    expect(mail.urgency_not_told).toEqual([
      'The source does not tell who owns a case and how often it was reopened or handed on.',
    ]);
    expect(mail.week).toContainEqual(expect.stringContaining('no case is known to need you today'));
    const told = { ...calm, tells_owner: true, reopen_count: 0 };
    const whole = claims(leadWeekly, { ...facts, lists: { ...facts.lists, attention_cases: [told] } });
    expect(whole.nothing_urgent).toEqual([
      expect.stringMatching(/^Nothing: no open case is critical, .* in circles\.$/),
    ]);
    expect(whole.week).toContainEqual(expect.stringContaining('no case needs you today'));
  });
  it('are the all clear of a week without cases', () => {
    const facts = leadWeekFacts();
    const empty = facts.measured.map((item) =>
      item.period.id === facts.periods.now.id && ['ticket_volume', 'backlog'].includes(item.metric)
        ? { ...item, value: known(0, 0) }
        : item,
    );
    expect(claims(leadWeekly, { ...facts, measured: empty })).toHaveProperty('all_clear');
  });
  it('tell how far a source was read when it is cut', () => {
    const facts = leadWeekFacts();
    const { end_s } = facts.periods.now;
    const cut = facts.coverage.map((source) => ({ ...source, share: 1, watermark_s: end_s - 86_400 }));
    const whole = facts.coverage.map((source) => ({ ...source, share: 1 }));
    expect(claims(leadWeekly, { ...facts, coverage: whole })).not.toHaveProperty('read_up_to');
    expect(claims(leadWeekly, { ...facts, coverage: cut }).read_up_to).toHaveLength(cut.length);
  });
});

describe('words about goals that were provisional', () => {
  const facts = executiveQuarterFacts();
  const fcr = facts.measured.find(
    ({ metric, period: of, segment }) =>
      metric === 'fcr' && of.id === facts.periods.now.id && Object.keys(segment).length === 0,
  );
  const before = young(600, 900, 100, facts.as_of_s);
  const again = (more: ReportFacts['restatements'] = []): ReportFacts => ({
    ...facts,
    revision: 2,
    restatements: [
      {
        metric: 'fcr',
        period: facts.periods.now.id,
        segment: {},
        before,
        after: fcr?.value ?? before,
        tickets_changed: 3,
      },
      ...more,
    ],
  });
  it('are a short mail of verdicts once they are decided, and a correction where another number changed', () => {
    const late = compose(executiveQuarterly, again());
    expect(late.subject.line).toMatch(/^Decided: /);
    expect(late.proofs).toContainEqual(expect.objectContaining({ text: late.subject.line, claim: 'decided' }));
    expect(late.sections.map(({ id }) => id)).toEqual(['restated', 'answers', 'read_with_care']);
    expect(JSON.stringify(late.sections[0])).toContain('Off target');
    expect(claims(executiveQuarterly, again())).toHaveProperty('decided_since');
    const other = { metric: 'nps', period: facts.periods.now.id, segment: {}, tickets_changed: 1 };
    const corrected = again([{ ...other, before: known(1, 400), after: known(2, 400) }]);
    expect(compose(executiveQuarterly, corrected).subject.line).toMatch(/^Restated: /);
    expect(claims(executiveQuarterly, corrected)).toHaveProperty('revision');
    expect(compose(executiveQuarterly, corrected).sections.length).toBeGreaterThan(4);
  });
});

describe('words about an executive’s numbers', () => {
  it('say too early to judge when there is no history, and nothing unusual only of what was judged', () => {
    const facts = executiveWeekFacts();
    const recent = new Set(facts.periods.history.slice(-3).map(({ id }) => id));
    const young = facts.measured.filter((item) => recent.has(item.period.id));
    expect(claims(executiveWeekly, { ...facts, measured: young }).not_judged).toHaveLength(2);
    expect(claims(executiveWeekly, { ...facts, measured: young })).not.toHaveProperty('nothing_unusual');
  });
  it('change when two quarters change places', () => {
    const facts = executiveQuarterFacts();
    const [now, before] = [facts.periods.now, facts.periods.baseline];
    const swapped = facts.measured.map((item) =>
      item.metric === 'fcr' && [now.id, before.id].includes(item.period.id)
        ? { ...item, period: item.period.id === now.id ? before : now }
        : item,
    );
    expect(claims(executiveQuarterly, facts).off_target).toEqual([expect.stringContaining('First-contact')]);
    expect(claims(executiveQuarterly, { ...facts, measured: swapped })).not.toEqual(claims(executiveQuarterly, facts));
    expect(JSON.stringify(claims(executiveQuarterly, { ...facts, measured: swapped }).change)).toContain(
      'rose by 2.4 pts',
    );
  });
});

/** A text without what only lays it out: spaces, the address behind a link. */
const plain = (text: string): string => text.replaceAll(/<[^>]*>|\s/g, '');
/** Where a mail says something beside its labels and values, by what the HTML of mail programs shows. */
const places: readonly (readonly [string, RegExp])[] = [
  ['heading', /<h1[^>]*>(.*?)<\/h1>/g],
  ['title of a section', /<h2[^>]*>(.*?)<\/h2>/g],
  ['footer', /font-size:12px;line-height:1.5;text-align:left;color:[^>]*><div class="m">(.*?)<\/div>/g],
  ['lead or caption', /font-size:13px;line-height:1.5;text-align:left;color:[^>]*><div class="m">(.*?)<\/div>/g],
  ['note in a cell', /<div class="m" style="font-size:12px[^>]*>(.*?)<\/div>/g],
  ['verdict', /<span class="p[gwbn] n"[^>]*>(.*?)<\/span>/g],
  ['caption of a table', /<caption[^>]*>(.*?)<\/caption>/g],
  ['picture', / alt="([^"]*)"/g],
];

describe.each(mailedReports.map(([report, facts]) => ({ id: report.id, report, facts })))(
  'the words of $id',
  ({ report, facts }) => {
    const numbers = (of: ReportFacts): string => JSON.stringify(compose(report, of).sections);
    it('name the source that was cut, and how far it was read', () => {
      const before = facts();
      const coverage = before.coverage.map((source) => ({
        ...source,
        share: 1,
        watermark_s: before.periods.now.end_s - 86_400,
      }));
      expect(claims(report, { ...before, coverage }).read_up_to).toHaveLength(coverage.length);
    });
    it('warn of a status that means nothing once most cases have it', () => {
      const before = facts();
      const unmapped = before.measured.map((item) => ({ ...item, doubts: ['mostly_other_status' as const] }));
      expect(claims(report, before)).not.toHaveProperty('doubt_mostly_other_status');
      expect(claims(report, { ...before, measured: unmapped }).doubt_mostly_other_status).toEqual([
        expect.stringContaining('status'),
      ]);
    });
    it('say nothing more of what the roster told once it is removed', () => {
      const before = facts();
      const told = before.measured.filter(({ metric }) => fromRoster.has(metric));
      const lists = Object.fromEntries(Object.entries(before.lists).filter(([id]) => id !== peopleNames.id));
      const measured = before.measured.map((item): (typeof before.measured)[number] =>
        fromRoster.has(item.metric)
          ? { ...item, extras: {}, value: { status: 'no_data', reason: 'no_input:roster' } }
          : item,
      );
      const after = { ...before, lists, measured };
      const named = Object.hasOwn(before.lists, peopleNames.id);
      if (told.length > 0 || named) expect(numbers(after)).not.toBe(numbers(before));
      else expect(numbers(after)).toBe(numbers(before));
      for (const { claim, evidence } of compose(report, after).proofs)
        expect(fromRoster.has(String(evidence.metric ?? '')), claim).toBe(false);
    });
    it.each(['surveys', 'time_log', 'costs', 'qa_reviews'] as const)(
      'say nothing more of what %s told once they are gone',
      (input) => {
        const before = facts();
        const told = fromInput(input);
        const measured = before.measured.map((item): (typeof before.measured)[number] =>
          told.has(item.metric)
            ? { ...item, extras: {}, value: { status: 'no_data', reason: `no_input:${input}` } }
            : item,
        );
        const named = (of: ReportFacts): readonly string[] =>
          compose(report, of).proofs.flatMap(({ evidence: { metric, value } }) =>
            told.has(String(metric ?? '')) && typeof value === 'number' ? [String(metric)] : [],
          );
        expect(named({ ...before, measured })).toEqual([]);
        if (named(before).length > 0) expect(numbers({ ...before, measured })).not.toBe(numbers(before));
      },
    );
    it('give no verdict on a goal that was dropped', () => {
      const before = facts();
      const verdicts = (of: ReportFacts): readonly string[] =>
        compose(report, of).proofs.flatMap(({ claim }) =>
          ['on_target', 'watch', 'off_target', 'goals_met'].includes(claim) ? [claim] : [],
        );
      expect(verdicts({ ...before, goals: [] })).toEqual([]);
      for (const goal of before.goals) {
        const without = { ...before, goals: before.goals.filter((one) => one !== goal) };
        const said = compose(report, without).proofs.filter(
          ({ claim, evidence }) =>
            evidence.metric === goal.metric && ['on_target', 'watch', 'off_target'].includes(claim),
        );
        expect(said, goal.metric).toEqual([]);
      }
    });
    it('name what they are about by its new name, and write money of its new currency', async () => {
      const before = facts();
      const name = 'Renamed Northern Team';
      const slice = before.slice === null ? null : { ...before.slice, name };
      const after = { ...before, slice, organisation: { ...before.organisation, name: 'Other Corp', currency: 'GBP' } };
      const seen = readable((await htmlOf(compose(report, after))).html);
      expect(seen).toContain('Other Corp');
      expect(seen).not.toContain(before.organisation.name);
      if (before.slice !== null) {
        expect(seen).toContain(name);
        expect(seen).not.toContain(before.slice.name);
      }
      const written = compose(report, { ...after, lists: {}, commentary: [], answers: [] }).proofs;
      expect(written.filter(({ text }) => text.includes('$'))).toEqual([]);
    });
    it('are about the order of the periods before: with two of them in each other’s place they are others', () => {
      const before = facts();
      const [one, other] = [before.periods.history.at(-3), before.periods.history.at(-6)];
      if (one === undefined || other === undefined) return;
      const swap = new Map([
        [one.id, other],
        [other.id, one],
      ]);
      const moved = before.measured.map((item) => ({ ...item, period: swap.get(item.period.id) ?? item.period }));
      const hasCourses = compose(report, before).proofs.some(({ claim }) => claim === 'course');
      expect(numbers({ ...before, measured: moved }) !== numbers(before) || !hasCourses).toBe(true);
    });
    it.each(['en', 'zh-CN', 'ru'])('have a proof wherever they stand in the HTML, in %s', async (locale) => {
      const before = facts();
      const model = compose(report, { ...before, configuration: { ...before.configuration, locale } });
      const { html: mail } = await htmlOf(model);
      const proved = new Set(model.proofs.map(({ text }) => plain(text)));
      const said = places.flatMap(([place, found]) =>
        [...mail.matchAll(found)].map(([, text = '']) => ({
          place,
          text: plain(readable(`<body>${text.replaceAll(/ href="[^"]*"/g, '')}`)),
        })),
      );
      for (const [place] of places.slice(0, 4)) expect(said.map((one) => one.place)).toContain(place);
      expect(said.filter(({ text }) => text !== '' && !proved.has(text))).toEqual([]);
      expect(proved).toContain(plain(model.preheader.line));
    });
    it('are about this period: with the one before in its place they are others', () => {
      const before = facts();
      const { now, baseline } = before.periods;
      const swap = new Map([
        [now.id, baseline],
        [baseline.id, now],
      ]);
      const swapped = before.measured.map((item) => ({ ...item, period: swap.get(item.period.id) ?? item.period }));
      expect(claims(report, { ...before, measured: swapped })).not.toEqual(claims(report, before));
    });
  },
);
