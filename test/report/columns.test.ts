import { describe, expect, it } from 'vitest';
import type { ReportFacts } from '../../shared/report/facts.ts';
import { compose } from '../../shared/report/report.ts';
import { financeQuarterly } from '../../shared/report/reports/all.ts';
import type { ReportDefinition } from '../../shared/report/report-definition.ts';
import type { Cell } from '../../shared/report/section.ts';
import { financeQuarterFacts } from '../support/report-facts.ts';
import { mailedReports } from '../support/reports.ts';

/** Tables whose last row is no sum: what was billed less what the events prove. */
const noSums = new Set(['ai_claims']);

/** A count or a whole amount as it is written, a favourable one below zero; null for shares, averages, durations and words. */
function wholeNumber(cell: Cell | undefined): number | null {
  const found = cell?.kind === 'number' ? /^([+−]?)[$€]?([\d,]+)( [FU])?$/.exec(cell.text) : null;
  if (found === null) return null;
  const size = Number(found[2]?.replaceAll(',', ''));
  return found[1] === '−' || found[3] === ' F' ? -size : size;
}

interface Summed {
  readonly section: string;
  readonly column: string;
  readonly rows: number;
  readonly total: number;
  readonly isBridged: boolean;
}
/** Every column with a total that is a count or a whole amount. */
const columnsOf = (report: ReportDefinition, facts: ReportFacts): readonly Summed[] =>
  compose(report, facts).sections.flatMap(({ id, blocks }) =>
    blocks.flatMap((block) => {
      if (block.kind !== 'table' || block.total === undefined || noSums.has(id)) return [];
      return block.columns.flatMap(({ label }, i): readonly Summed[] => {
        const total = wholeNumber(block.total?.[i]);
        const cells = block.rows.flatMap((row) => ('cells' in row ? [wholeNumber(row.cells[i])] : []));
        if (total === null) return [];
        const isBridged = blocks.some((other) => other.kind === 'paragraph' && other.line.claim === 'rounded');
        return [
          { section: id, column: label, rows: cells.reduce<number>((sum, n) => sum + (n ?? 0), 0), total, isBridged },
        ];
      });
    }),
  );
const wrong = (columns: readonly Summed[]) =>
  columns.filter(({ rows, total, isBridged }) => rows !== total && !isBridged);

/** The same quarter with its cents on other lines: the total stays, its parts round otherwise. */
const withCents = (cents: readonly number[]): ReportFacts => {
  const facts = financeQuarterFacts();
  const rest = cents.reduce((sum, n) => sum + n, 0);
  let i = 0;
  return {
    ...facts,
    measured: facts.measured.map((item) => {
      const isKind = item.metric === 'cost_of_support' && Object.keys(item.segment).join() === 'cost_kind';
      if (!isKind || item.value.status !== 'known') return item;
      const more = item.segment.cost_kind === 'overhead' ? -rest : (cents[i++] ?? 0);
      return { ...item, value: { ...item.value, value: item.value.value + more } };
    }),
  };
};
const whereMoneyWent = (facts: ReportFacts) =>
  columnsOf(financeQuarterly, facts).filter(({ section }) => section === 'where_money_went');
const withoutPlanOf = (line: string): ReportFacts => {
  const facts = financeQuarterFacts();
  const plan_lines = facts.lists.plan_lines?.filter((row) => row.line !== line) ?? [];
  return { ...facts, lists: { ...facts.lists, plan_lines } };
};

describe('a column with a total', () => {
  it('adds up to it, or says that it does not because of rounding, in every mail', () => {
    const all = mailedReports.flatMap(([report, facts]) => columnsOf(report, facts()));
    expect(all.length).toBeGreaterThan(15);
    expect(wrong(all)).toEqual([]);
    // these figures are whole: the words would be untrue
    expect(whereMoneyWent(financeQuarterFacts()).filter(({ isBridged }) => isBridged)).toEqual([]);
  });
  it('of amounts with cents is bridged exactly where the whole ones it shows do not add up', () => {
    for (const cents of [
      [50, 50, 50],
      [49, 49, 0],
      [10, 20, 30],
      [-50, -1, 99],
      [60, 60, -60],
    ]) {
      const columns = whereMoneyWent(withCents(cents));
      expect(columns.map(({ column }) => column)).toEqual(['Actual', 'Plan', 'Variance']);
      expect(columns[0]?.isBridged).toBe(columns.some(({ rows, total }) => rows !== total));
    }
    expect(whereMoneyWent(withCents([50, 50, 50]))[0]?.isBridged).toBe(true);
  });
  it('of a plan has a row for what no line of it has, and a line without a plan is over it by all of its cost', () => {
    const facts = withoutPlanOf('tools');
    expect(wrong(whereMoneyWent(facts))).toEqual([]);
    const table = JSON.stringify(compose(financeQuarterly, facts).sections.find(({ id }) => id === 'where_money_went'));
    expect(table).toContain('$168,900 U');
    expect(table).toContain('Planned, not split by line');
  });
});
