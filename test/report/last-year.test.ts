import { describe, expect, it } from 'vitest';
import { dtsP50 } from '../../shared/metrics/catalogue/all.ts';
import { previousN } from '../../shared/period.ts';
import { svgOf } from '../../shared/report/charts/draw.ts';
import type { ReportFacts } from '../../shared/report/facts.ts';
import { lastYearOf, lastYearSeries } from '../../shared/report/last-year.ts';
import { compose, needs } from '../../shared/report/report.ts';
import { leadWeekly } from '../../shared/report/reports/all.ts';
import type { Block, Chart } from '../../shared/report/section.ts';
import { viewOf } from '../../shared/report/view.ts';
import { parseDay } from '../../shared/time/day.ts';
import { course, known, leadWeekFacts, period } from '../support/report-facts.ts';
import { inLanguage, rendered } from '../support/reports.ts';

const spaced = (text: string): string => text.replace(/\s+/g, ' ');
const h = 3600;
const last = [...previousN(period('2025-W39'), 12), period('2025-W39')];
/** Thirteen weeks of last year: 20 hours, then an hour less each week; the first three are from before the data. */
const withLastYear = (missing = 3): ReportFacts => {
  const facts = leadWeekFacts();
  const values = last.map((_, i) =>
    i < missing ? ({ status: 'no_data', reason: 'empty_population' } as const) : known((20 - i) * h, 40),
  );
  const open = last.map((_, i) => known(i < missing ? 0 : 300 + i, i < missing ? 0 : 300 + i));
  return {
    ...facts,
    measured: [...facts.measured, ...course('dts_p50', last, values), ...course('backlog', last, open)],
  };
};
const blocksOf = (facts: ReportFacts): readonly Block[] =>
  compose(leadWeekly, facts).sections.find(({ id }) => id === 'week_trend')?.blocks ?? [];
const chartsOf = (facts: ReportFacts): readonly Extract<Chart, { kind: 'line' }>[] =>
  blocksOf(facts).flatMap((block) =>
    block.kind === 'charts' ? block.charts.flatMap(({ chart }) => (chart.kind === 'line' ? [chart] : [])) : [],
  );

describe('the same weeks of last year', () => {
  it('are those of the same number, and week 53 has none where that year has no such week', () => {
    const context = leadWeekFacts();
    const asked = lastYearOf(dtsP50, context, 13).map(({ period: { id } }) => id);
    expect(asked).toEqual(last.map(({ id }) => id));
    // 2026 has 53 ISO weeks, 2025 has 52: 1 January 2026 is a Thursday
    const now = period('2026-W39');
    const long = { ...now, id: '2026-W53', start_day: parseDay('2026-12-28')!, end_day: parseDay('2027-01-04')! };
    const periods = { ...context.periods, history: [...previousN(long, 13), long], now: long };
    expect(lastYearOf(dtsP50, { ...context, periods }, 2).map(({ period: { id } }) => id)).toEqual(['2025-W52']);
  });

  it('are asked for, each once', () => {
    const { asks } = needs(leadWeekly, leadWeekFacts());
    const of = asks.filter(({ metric, period: { id } }) => metric.id === 'backlog' && id.startsWith('2025'));
    expect(of.map(({ period: { id } }) => id)).toEqual(last.map(({ id }) => id));
  });

  it('are a dashed line of their own, in the table and in the text', async () => {
    const [speed] = chartsOf(withLastYear());
    expect(speed?.lastYear).toEqual([null, null, null, ...Array.from({ length: 10 }, (_, i) => (17 - i) * h)]);
    expect(svgOf(speed!)).toMatch(/stroke-opacity="0\.55" stroke-width="1\.5" stroke-dasharray="4 4"/);
    const mail = await rendered(leadWeekly, withLastYear());
    expect(spaced(mail.text)).toContain('a year before 17.0 hours to 8.0 hours');
    expect(mail.text).toMatch(/Measure +week 39 +week 39, 2025/);
    expect(mail.text).toMatch(/Median time to resolve +[\d.]+ hours +8\.0 hours/);
    expect(mail.text).toMatch(/Open cases +\d+ +312/);
  });

  it('are absent before the data begin, never 0', () => {
    const [, open] = chartsOf(withLastYear());
    expect(open?.lastYear?.slice(0, 4)).toEqual([null, null, null, 303]);
    const view = viewOf(withLastYear(13), 'weekly');
    expect(lastYearSeries({ metric: dtsP50, segment: {} }, 13, view)).toBeNull();
    const [speed, backlog] = chartsOf(withLastYear(13));
    expect([speed?.lastYear, backlog?.lastYear]).toEqual([null, null]);
    expect(blocksOf(withLastYear(13)).some(({ kind }) => kind === 'table')).toBe(false);
  });

  it.each([
    ['ru', 'годом ранее от'],
    ['zh-CN', '去年同期从'],
  ])('are told in %s', async (locale, said) => {
    expect(spaced((await rendered(leadWeekly, inLanguage(withLastYear(), locale))).text)).toContain(said);
  });
});

describe('dated events', () => {
  const at = (text: string) => parseDay(text) ?? 0;
  const events = (...days: readonly string[]): ReportFacts => {
    const facts = leadWeekFacts();
    // latest first, as the list has them
    const happenings = days.map((day) => ({ day: at(day), text: `Event of ${day}.`, author: 'Ada Example' }));
    return { ...facts, lists: { ...facts.lists, happenings } };
  };

  it('are pinned to the week of their day by a letter, in the pictures and in the list', async () => {
    const facts = events('2026-09-27', '2026-09-20', '2026-09-14');
    for (const { marks } of chartsOf(facts))
      expect(marks).toEqual([
        { at: 11, letter: 'A' },
        { at: 11, letter: 'B' },
        { at: 12, letter: 'C' },
      ]);
    const [chart] = chartsOf(facts);
    expect(svgOf(chart!)).toMatch(/>AB<\/text>.*>C<\/text>/);
    const text = spaced((await rendered(leadWeekly, facts)).text);
    expect(text).toContain('A: 14 Sept, week 38. Event of 2026-09-14. (Ada Example)');
    expect(text).toContain('C: 27 Sept, week 39. Event of 2026-09-27. (Ada Example)');
  });

  it('of a week that is not shown are not there', () => {
    expect(chartsOf(events('2026-06-28'))[0]?.marks).toEqual([]);
  });
});
