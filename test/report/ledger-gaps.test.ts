import { describe, expect, it } from 'vitest';
import type { ReportFacts } from '../../shared/report/facts.ts';
import { compose } from '../../shared/report/report.ts';
import { financeQuarterly, financeWeekly } from '../../shared/report/reports/all.ts';
import { financeQuarterFacts, financeWeekFacts } from '../support/report-facts.ts';
import { inLanguage, rendered } from '../support/reports.ts';

const spaced = (text: string): string => text.replace(/\s+/g, ' ');

/** The same facts, but the ledger has no lines for some months of a period. */
function lacking(facts: ReportFacts, period: string, months: string): ReportFacts {
  const measured = facts.measured.map((item) =>
    item.period.id === period &&
    Object.keys(item.segment).length === 0 &&
    ['cost_of_support', 'cost_per_case'].includes(item.metric)
      ? { ...item, extras: { ...item.extras, months_without_lines: months } }
      : item,
  );
  return { ...facts, measured };
}

describe('a finance report about months that the ledger says nothing of', () => {
  const facts = lacking(financeQuarterFacts(), '2026-Q3', '2026-07, 2026-09');

  it('names them in the subject and the bottom line, and claims no agreement with the ledger', async () => {
    const { subject, text } = await rendered(financeQuarterly, facts);
    expect(subject).toContain('costs of 2026-07, 2026-09 missing');
    expect(spaced(text)).toContain(
      'in Q3 2026, without the costs of 2026-07, 2026-09: the ledger has no lines for them.',
    );
    expect(spaced(text)).toContain('It has no lines for 2026-07, 2026-09');
    expect(spaced(text)).not.toContain('add up to the total that finance states');
    expect(spaced(text)).toContain(
      'Q3 2026: the ledger has no lines for 2026-07, 2026-09; what they amount to is missing',
    );
  });
  it('compares neither them nor with them', async () => {
    const whole = spaced((await rendered(financeQuarterly, financeQuarterFacts())).text);
    expect(whole).toContain('less than Q2 2026');
    expect(whole).toContain('not checked');
    for (const gaps of [facts, lacking(financeQuarterFacts(), '2026-Q2', '2026-04')])
      expect(spaced((await rendered(financeQuarterly, gaps)).text)).not.toContain('less than Q2 2026');
  });
  it('names them in the workbook, those of its history too', () => {
    const both = lacking(facts, '2026-Q2', '2026-04');
    const { attachments } = compose(financeQuarterly, both);
    const workbook = attachments.find(({ kind }) => kind === 'workbook');
    const summary = workbook?.kind === 'workbook' ? workbook.sheets[0]?.rows.map(([first]) => first) : [];
    expect(summary).toEqual(
      expect.arrayContaining(['Q2 2026: no ledger lines for 2026-04', 'Q3 2026: no ledger lines for 2026-07, 2026-09']),
    );
  });
  it.each([
    ['ru', 'в главной книге нет строк за 2026-07, 2026-09'],
    ['zh-CN', '总账没有 2026-07, 2026-09 的记录'],
  ])('says so in %s', async (locale, expected) => {
    expect(spaced((await rendered(financeQuarterly, inLanguage(facts, locale))).text)).toContain(expected);
  });
  it('names them among the missing inputs of the weekly flash', async () => {
    const week = financeWeekFacts();
    const { text } = await rendered(financeWeekly, lacking(week, week.periods.now.id, '2026-09'));
    expect(spaced(text)).toMatch(/Missing inputs: The ledger has no lines for 2026-09: .* is without their cost/);
  });
});
