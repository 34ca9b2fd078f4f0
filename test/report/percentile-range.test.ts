import { describe, expect, it } from 'vitest';
import type { Known } from '../../shared/metrics/value.ts';
import { executiveQuarterly, leadWeekly } from '../../shared/report/reports/all.ts';
import { executiveQuarterFacts, known, leadWeekFacts, measured, weekPeriods } from '../support/report-facts.ts';
import { rendered, sheetOf } from '../support/reports.ts';

const withMedian = (value: Known, doubts: readonly string[] = []) => {
  const base = leadWeekFacts();
  const isNow = (item: (typeof base.measured)[number]): boolean =>
    item.metric === 'dts_p50' && item.period.id === '2026-W39' && Object.keys(item.segment).length === 0;
  return {
    ...base,
    measured: [
      ...base.measured.filter((item) => !isNow(item)),
      ...measured('dts_p50', weekPeriods.now, {}, value).map((item) => ({ ...item, doubts })),
    ],
  };
};
const median = async (value: Known, doubts?: readonly string[]): Promise<string> => {
  const { text } = await rendered(leadWeekly, withMedian(value, doubts));
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith('Median time'));
  return `${lines[at]} ${lines[at + 1]}`.replaceAll(/\s+/g, ' ');
};

describe('a median in a mail', () => {
  it('says between what it likely lies', async () => {
    const row = await median({ ...known(4 * 3600, 61), interval: [3 * 3600, 6 * 3600] });
    expect(row).toContain('61 cases; likely between 3.0 hours and 6.0 hours');
  });
  it('of 5 cases says from how many on a range exists', async () => {
    expect(await median(known(4 * 3600, 5))).toContain('5 cases; no likely range below 6 cases');
  });
  it('whose bounds were not fetched claims neither', async () => {
    const row = await median(known(4 * 3600, 61));
    expect(row).toContain('61 cases');
    expect(row).not.toContain('likely');
  });
  it('of times that are days says no hours and no range of them', async () => {
    const row = await median({ ...known(0, 61), interval: [0, 86_400] }, ['days_only']);
    expect(row).toMatch(/^Median time to resolve under 1 day .*61 cases/);
    expect(row).not.toMatch(/likely|0 min/);
    expect(await median(known(3 * 86_400, 61), ['days_only'])).toContain('3.0 days');
  });
  it('has its bounds in the workbook, in hours', async () => {
    const base = executiveQuarterFacts();
    const bounded = base.measured.map((item) =>
      item.metric === 'dts_p50' && item.period.id === base.periods.now.id && Object.keys(item.segment).length === 0
        ? { ...item, value: { ...known(9.5 * 3600, 900), interval: [9 * 3600, 10.25 * 3600] as const } }
        : item,
    );
    const mail = await rendered(executiveQuarterly, { ...base, measured: bounded });
    const book = mail.attachments.find(({ filename }) => filename.endsWith('.xlsx'))!.body;
    const [header, ...rows] = sheetOf(book, 'Scorecard');
    const row = rows.find(([name]) => name === 'Median time to resolve')!;
    const at = (title: string) => row[header!.indexOf(title)];
    expect([at('Value'), at('n'), at('95% low'), at('95% high')]).toEqual([9.5, 900, 9, 10.25]);
  });
});
