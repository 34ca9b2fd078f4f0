import { describe, expect, it } from 'vitest';
import { financeQuarterly, financeWeekly } from '../../shared/report/reports/all.ts';
import { financeQuarterFacts, financeWeekFacts } from '../support/report-facts.ts';
import { inLanguage, rendered } from '../support/reports.ts';

const rejected_inputs = [{ file: 'inputs/costs.csv', table: 'costs', line: 3, column: 'amount' }];
const spaced = (text: string): string => text.replace(/\s+/g, ' ');

describe('a finance report made while an input file was rejected', () => {
  it('says so where careful readers look, in every language', async () => {
    const facts = financeQuarterFacts({ rejected_inputs });
    const text = async (locale: string) => spaced((await rendered(financeQuarterly, inLanguage(facts, locale))).text);
    expect(await text('en')).toContain(
      'inputs/costs.csv was not imported: it has a fault in line 3 (amount). What it says of costs is missing here.',
    );
    expect(await text('ru')).toContain('inputs/costs.csv не загружен: ошибка в строке 3 (amount).');
    expect(await text('zh-CN')).toContain('inputs/costs.csv 未导入：第 3 行（amount）有错误。');
  });
  it('says so in the weekly flash as well', async () => {
    const { text, html } = await rendered(financeWeekly, financeWeekFacts({ rejected_inputs }));
    expect(spaced(text)).toContain('inputs/costs.csv was not imported');
    expect(spaced(html)).toContain('was not imported');
  });
  it('says nothing when every file was taken', async () => {
    expect((await rendered(financeQuarterly, financeQuarterFacts({ rejected_inputs: [] }))).text).not.toContain(
      'not imported',
    );
  });
});
