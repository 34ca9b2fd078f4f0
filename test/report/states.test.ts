import { describe, expect, it } from 'vitest';
import type { MetricValue } from '../../shared/metrics/value.ts';
import { compose, holds } from '../../shared/report/report.ts';
import { executiveQuarterly, financeQuarterly, financeWeekly, leadWeekly } from '../../shared/report/reports/all.ts';
import { lineText } from '../../shared/report/text.ts';
import {
  centsQ3,
  executiveQuarterFacts,
  financeQuarterFacts,
  financeWeekFacts,
  known,
  leadWeekFacts,
  measured,
  rate,
  weekPeriods,
} from '../support/report-facts.ts';
import { readable, rendered, mailedReports } from '../support/reports.ts';

const withValue = (metric: string, value: MetricValue) => {
  const base = leadWeekFacts();
  return {
    ...base,
    measured: [
      ...base.measured.filter(
        (item) => !(item.metric === metric && item.period.id === '2026-W39' && Object.keys(item.segment).length === 0),
      ),
      ...measured(metric, weekPeriods.now, {}, value),
    ],
  };
};
const rowText = async (facts: ReturnType<typeof leadWeekFacts>, name: string): Promise<string> => {
  const { text } = await rendered(leadWeekly, facts);
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith(name));
  return `${lines[at]} ${lines[at + 1]}`.replaceAll(/\s+/g, ' ');
};

describe('a small sample', () => {
  it('of 9 shows the counts alone', async () => {
    const row = await rowText(withValue('good_rate', rate(8, 9)), 'Positive ratings');
    expect(row).toContain('8 of 9');
    expect(row).toContain('too few to compare');
    expect(row).not.toMatch(/%.*likely|88\.9%/);
  });
  it('of 31 shows the counts, the Wilson range and the last weeks together', async () => {
    const row = await rowText(leadWeekFacts(), 'Positive ratings');
    expect(row).toContain('27 of 31');
    expect(row).toContain('likely between 71.1% and 94.9%');
    expect(row).toContain('last 5 weeks: 91.1% (154 of 169)');
    expect(row).not.toMatch(/[▲▼]/);
  });
  it('of 4 durations shows the cases, not a percentile', async () => {
    expect(await rowText(withValue('dts_p80', known(3600, 4)), 'Median time')).not.toContain('80% within');
  });
});

describe('missing data', () => {
  it('of an input nobody has leaves the row out', async () => {
    const { text } = await rendered(
      leadWeekly,
      withValue('good_rate', { status: 'no_data', reason: 'no_input:surveys' }),
    );
    expect(text).not.toContain('Positive ratings');
  });
  it('of a week without cases is a dash with its reason, never 0', async () => {
    const row = await rowText(
      withValue('handoff_rate', { status: 'no_data', reason: 'zero_denominator' }),
      'Hand-offs',
    );
    expect(row).toContain('–');
    expect(row).toContain('no cases');
  });
  it('of a source below 95 % says so in the subject and at the end', async () => {
    const facts = leadWeekFacts({
      coverage: [{ source: 'helpdesk', name: 'Zendesk', share: 0.4, watermark_s: null, problem: 'pull failed 27 Sep' }],
    });
    const mail = await rendered(leadWeekly, facts);
    expect(mail.subject).toMatch(/^\[Partial\] /);
    expect(mail.text).toContain('Zendesk: not available (pull failed 27 Sep).');
  });
  it('of a source at 97 % is named, and the subject stays', async () => {
    const mail = await rendered(leadWeekly, leadWeekFacts());
    expect(mail.subject).not.toContain('[Partial]');
    expect(mail.text).toContain('Jira Service Management: this report covers 97.0% of cases.');
  });
  it('of a source whose last reading stopped early says up to where it is whole, though it covers all', async () => {
    const facts = leadWeekFacts({
      coverage: [
        {
          source: 'helpdesk',
          name: 'Zendesk',
          share: 1,
          watermark_s: Date.UTC(2026, 8, 28, 4) / 1000,
          problem: 'ticket_events: 500 seven times',
        },
      ],
    });
    const { text } = await rendered(leadWeekly, facts);
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /Zendesk: reading stopped early \(ticket_events: 500 seven times\); it is whole up to [^;]*, later changes may be missing/,
    );
  });
  it('of a source that refused or spoiled something counts it in words', async () => {
    const coverage = { source: 'helpdesk', name: 'Zendesk', share: 1, watermark_s: 1_900_000_000, problem: null };
    const skipped = { records: 2, unavailable: ['satisfaction_ratings'], partly: 1 };
    const { text } = await rendered(leadWeekly, leadWeekFacts({ coverage: [{ ...coverage, skipped }] }));
    const words = text.replace(/\s+/g, ' ');
    expect(words).toContain('Zendesk does not give satisfaction_ratings: numbers that need it are missing.');
    expect(words).toContain('Zendesk: 2 records could not be read and are missing here.');
    expect(words).toContain(
      'Zendesk: the messages of 1 case could not be read; reply times and first contact leave it out.',
    );
  });
});

describe('a young cohort', () => {
  it('shows the ripe part as provisional, without a change', async () => {
    const row = await rowText(leadWeekFacts(), 'Resolved within 24 hours');
    expect(row).toContain('74.9%');
    expect(row).toContain('302 of 403; 9 too new to count');
    expect(row).toContain('provisional until Mon');
    expect(row).not.toMatch(/[▲▼]/);
  });
  it('of which less than half is ripe gives way to the last complete week, under its name', async () => {
    const row = await rowText(leadWeekFacts(), 'Reopened');
    expect(row).toContain('week 38; 14 of 441');
    expect(row).toContain('3.2%');
  });
});

describe('a restatement', () => {
  const revised = leadWeekFacts({
    revision: 2,
    restatements: [
      {
        metric: 'handoff_rate',
        period: '2026-W39',
        segment: {},
        before: rate(60, 445),
        after: rate(63, 445),
        tickets_changed: 3,
      },
    ],
  });
  it('has "Restated" in the subject and the changed numbers first', async () => {
    const model = compose(leadWeekly, revised);
    expect(model.subject.line).toMatch(/^Restated: /);
    expect(model.sections[0]?.id).toBe('restated');
    const { text } = await rendered(leadWeekly, revised);
    expect(text).toMatch(/Hand-offs\s+13\.5%\s+14\.2%\s+3 cases changed/);
  });
  it('of an earlier week is told at the end of the next mail', async () => {
    expect((await rendered(leadWeekly, leadWeekFacts())).text.replaceAll(/\s+/g, ' ')).toContain(
      'Resolved within 24 hours, week 38: 73.3% was reported, 73.8% is right now; 8 cases changed since.',
    );
  });
});

describe('a quiet week', () => {
  const quiet = leadWeekFacts({
    measured: [
      ...measured('ticket_volume', weekPeriods.now, {}, known(0, 0)),
      ...measured('ticket_volume', weekPeriods.history[3]!, {}, known(12)),
      ...measured('backlog', weekPeriods.now, {}, known(0, 0), {
        opening: 0,
        created: 0,
        reopened: 0,
        restored: 0,
        resolved: 0,
        removed: 0,
        closing: 0,
      }),
    ],
    lists: {},
    restatements: [],
    coverage: [{ source: 'helpdesk', name: 'Zendesk', share: 1, watermark_s: 1_800_000_000, problem: null }],
  });
  it('is one true sentence, not a page of dashes', () => {
    const model = compose(leadWeekly, quiet);
    expect(model.bottomLine.sentence.line).toBe('All clear: no new cases in week 39 and nothing is open.');
    expect(model.subject.line).toContain('all clear');
    expect(model.sections).toEqual([]);
    expect(model.attachments).toEqual([]);
  });
  it('of an organisation without a case is a first mail, in every report', () => {
    for (const [report, facts] of mailedReports) {
      const full = facts();
      const empty = {
        ...full,
        measured: full.measured
          .filter(({ period, segment }) => period.id === full.periods.now.id && Object.keys(segment).length === 0)
          .map((item) => ({ ...item, value: { status: 'no_data', reason: 'no_input:tickets' } as const, extras: {} })),
        lists: {},
        checks: [],
        restatements: [],
        commentary: [],
      };
      const model = compose(report, empty);
      expect(JSON.stringify(model), report.id).not.toMatch(/NaN|undefined|Infinity/);
      expect(model.bottomLine.sentence.line.length, report.id).toBeGreaterThan(20);
    }
  });
});

describe('finance', () => {
  it('is sent when everything ties', () => {
    expect(holds(financeQuarterly, financeQuarterFacts())).toEqual([]);
    expect(holds(financeWeekly, financeWeekFacts())).toEqual([]);
  });
  it('is held by one cent between ledger and report', () => {
    const facts = financeQuarterFacts();
    const off = { ...facts, checks: facts.checks.map((check) => ({ ...check, left: String(centsQ3 + 1) })) };
    expect(holds(financeQuarterly, off)).toEqual([
      'Ledger lines imported = allocated + not allocated does not hold: $1,284,600.01 against $1,284,600.00, difference $0.01.',
    ]);
  });
  it('is held when a table does not add up to the headline', () => {
    const facts = financeQuarterFacts();
    const off = facts.measured.map((item) =>
      item.segment.cost_kind === 'tools' && item.period.id === '2026-Q3' ? { ...item, value: known(16_890_001) } : item,
    );
    expect(holds(financeQuarterly, { ...facts, measured: off })).toEqual([
      'Cost lines add up to the total does not hold: $1,284,600.01 against $1,284,600.00, difference $0.01.',
    ]);
  });
  it('without costs sends volumes and says so', async () => {
    const facts = financeWeekFacts();
    const none = facts.measured.filter(({ metric }) => metric !== 'cost_of_support' && metric !== 'cost_per_case');
    const { text, subject } = await rendered(financeWeekly, { ...facts, measured: none });
    expect(subject).toContain('no cost data yet');
    expect(text).toContain('No costs have been supplied for this month: volumes only.');
    expect(text).not.toContain('$0');
  });
  it('splits the variance to plan exactly: 72,704 U and 88,104 F are 15,400 F', () => {
    const section = compose(financeQuarterly, financeQuarterFacts()).sections.find(({ id }) => id === 'against_plan')!;
    const table = section.blocks[0]!;
    const amounts =
      table.kind === 'table'
        ? [...table.rows.flatMap((row) => ('cells' in row ? [row.cells[1]] : [])), table.total?.[1]]
        : [];
    expect(amounts.map((cell) => (cell?.kind === 'number' ? cell.text : ''))).toEqual([
      '$72,704 U',
      '$88,104 F',
      '$15,400 F',
    ]);
  });
});

describe('an executive', () => {
  it('reads how many goals were met and what is off', () => {
    const model = compose(executiveQuarterly, executiveQuarterFacts());
    expect(model.bottomLine.sentence.line).toBe(
      '6 of 8 goals met, 1 is within reach and first-contact resolution is off target.',
    );
    expect(lineText(model.bottomLine.points[0]!.line)).toBe(
      'First-contact resolution: 68.9%, down 2.4 pts, target at least 72.0%, for 2 quarters in a row.',
    );
    expect(model.verdict).toMatchObject({ tone: 'bad', glyph: '✕', word: '6 of 8 goals met' });
  });
  it('gets no verdict without goals', () => {
    const model = compose(executiveQuarterly, executiveQuarterFacts({ goals: [] }));
    expect(model.verdict).toBeNull();
    expect(model.subject.line).toContain('4 better, 1 worse');
  });
  it('is warned when the total and the total at a fixed mix moved in opposite directions', async () => {
    const facts = executiveQuarterFacts();
    const alarm = facts.measured.map((item) =>
      item.metric === 'mix_adjusted_rate' ? { ...item, extras: { simpson_alarm: 1 } } : item,
    );
    expect((await rendered(executiveQuarterly, facts)).text).not.toContain('opposite directions');
    expect((await rendered(executiveQuarterly, { ...facts, measured: alarm })).text.replaceAll(/\s+/g, ' ')).toContain(
      'moved in opposite directions, so the change of the total is a change of mix.',
    );
  });
  it('reads only what people wrote about causes, with their name', async () => {
    const { html } = await rendered(executiveQuarterly, executiveQuarterFacts({ commentary: [] }));
    expect(readable(html)).toContain('No commentary was supplied.');
  });
});
