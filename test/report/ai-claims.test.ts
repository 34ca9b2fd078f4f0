import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import * as lake from '../../shared/lake/tables.ts';

import { aiClaimGap } from '../../shared/metrics/catalogue/all.ts';
import { aiClaimsCsv } from '../../shared/report/attachments/ai-claims-csv.ts';
import { aiClaims } from '../../shared/report/lists/ai-claims.ts';
import { aiClaimsSection } from '../../shared/report/sections/ai-claims.ts';
import { viewOf } from '../../shared/report/view.ts';
import { at, day, ticket, week39 } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';
import { financeMonthFacts, financeWeekFacts, known } from '../support/report-facts.ts';

const home = testLake();
const base = financeWeekFacts();
const facts = {
  ...base,
  organisation: { ...base.organisation, currency: 'EUR' },
  as_of_s: at('next Wed 06:00'),
  periods: { ...base.periods, now: week39, history: [week39] },
};

/** A case of each kind that a vendor may bill; `missing` is in no helpdesk. */
const kinds = ['lasting', 'back soon', 'back later', 'handed over', 'person', 'open', 'untold', 'missing'] as const;
const caseOf = (kind: (typeof kinds)[number], ticket_id: string) => {
  const done = { first_resolved: 'Mon 10:00', resolved: 'Mon 10:00' };
  const alone = { handled_by: 'ai', first_ai_act_s: at('Mon 09:00'), is_counted: false, is_bot_only: true, ticket_id };
  switch (kind) {
    case 'lasting':
      return [ticket({ ...alone, ...done })];
    case 'back soon':
      return [ticket({ ...alone, ...done, customer_back_s: at('Tue 09:00') })];
    case 'back later':
      return [ticket({ ...alone, ...done, customer_back_s: at('Sat 09:00') })];
    case 'handed over':
      return [ticket({ ...done, ticket_id, handled_by: 'ai_then_person', first_ai_act_s: at('Mon 09:00') })];
    case 'person':
      return [ticket({ ...done, ticket_id, handled_by: 'person' })];
    case 'open':
      return [ticket({ ...alone })];
    case 'untold':
      return [ticket({ ...done, ticket_id, handled_by: 'not_told', tells_authors: false })];
    case 'missing':
      return [];
  }
};
const billLine = (line_id: string, more: Record<string, string | number | bigint | null>) => ({
  line_id,
  ticket_id: null,
  vendor: 'fin',
  period_start_day: day('2026-09-21'),
  period_end_day: day('2026-09-22'),
  billed: 1,
  amount_minor: 99n,
  currency: 'EUR',
  ...more,
});

const since = { base: 'EUR', from_day: day('2026-01-01'), to_day: null };
const rates = [
  { currency: 'USD', rate_e8: 91_234_500n, ...since },
  { currency: 'JPY', rate_e8: 612_345n, ...since },
];

async function viewOfBill() {
  const context = home.context({ as_of: 'next Wed 06:00' });
  const sql = aiClaims.sql(facts, {
    as_of_s: facts.as_of_s,
    start_s: week39.start_s,
    end_s: week39.end_s,
    past: false,
    present: new Set(lake.allTables.map(({ name }) => name)),
    account_days: [],
  });
  const { columns, rows } = await context.warehouse.query('ai_claims', sql!);
  const found = rows.map((row) =>
    Object.fromEntries(columns.map((name, i) => [name, typeof row[i] === 'bigint' ? Number(row[i]) : row[i]!])),
  );
  const measured = await home.all(aiClaimGap, { as_of: 'next Wed 06:00' });
  return viewOf({ ...facts, measured, lists: { ...facts.lists, ai_claims: found } }, 'weekly');
}
const sentences = (view: Awaited<ReturnType<typeof viewOfBill>>): readonly string[] =>
  aiClaimsSection
    .blocks(view)
    .flatMap((block) =>
      block.kind === 'note'
        ? block.lines.map(({ line }) => (typeof line === 'string' ? line : JSON.stringify(line)))
        : [],
    );

describe('the file of billed conversations', () => {
  const billed = fc.record({
    kind: fc.constantFrom(...kinds),
    lines: fc.array(fc.constantFrom(1, 1, 1, -1, 0), { minLength: 1, maxLength: 4 }),
    amount: fc.integer({ min: 0, max: 300 }),
    is_young: fc.boolean(),
    currency: fc.constantFrom('EUR', 'EUR', 'USD', 'JPY'),
  });
  it('adds up to what the mail calls not proved, in resolutions and in money, for any bill', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(billed, { maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(5), fc.nat(500)), { maxLength: 2 }),
        async (conversations, days) => {
          for (const { name } of [lake.tickets, lake.ticketFlow, lake.aiUsage, lake.fxRates])
            await home.context().warehouse.query('clear', `DELETE FROM ${name}`);
          await home.put(lake.fxRates, rates);
          await home.tickets([
            ticket({ ticket_id: 'anything' }),
            ...conversations.flatMap(({ kind }, i) => caseOf(kind, `c${i}`)),
          ]);
          await home.put(lake.aiUsage, [
            ...conversations.flatMap(({ lines, amount, is_young, currency }, i) =>
              lines.map((n, j) =>
                billLine(`l${i}-${j}`, {
                  ticket_id: `c${i}`,
                  billed: n,
                  amount_minor: BigInt(n * (amount + j)),
                  // a credit may come in another currency than the bill
                  currency: n < 0 ? 'EUR' : currency,
                  ...(is_young && j === 0
                    ? { period_start_day: day('2026-09-26'), period_end_day: day('2026-09-27') }
                    : {}),
                }),
              ),
            ),
            ...days.map(([n, amount], i) =>
              billLine(`d${i}`, { vendor: `by days ${i}`, billed: n, amount_minor: BigInt(amount) }),
            ),
          ]);
          const view = await viewOfBill();
          const of = (name: string) => Number(view.extra(aiClaimGap, name) ?? 0);
          const rows = aiClaimsCsv(view).flatMap((file) => (file.kind === 'csv' ? file.sheet.rows : []));
          const sum = (column: number) => rows.reduce((all, row) => all + Number(row[column]), 0);
          const value = view.value(aiClaimGap);
          if (value.status === 'no_data' || (value.status === 'immature' && value.provisional === null)) return;
          expect(sum(6) + of('gap_of_days')).toBe(of('billed') - of('proved'));
          expect(
            Math.round(100 * sum(rows.some((row) => typeof row[8] === 'string') ? 9 : 8)) + of('gap_of_days_minor'),
          ).toBe(of('gap_minor'));
          const told = sentences(view);
          expect(told.includes(view.words.ai.attached)).toBe(
            of('billed') > of('proved') && rows.some((row) => row[6] !== 0),
          );
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);

  it('says of each conversation what the events say, and of what they say nothing', async () => {
    await home.tickets(kinds.flatMap((kind) => caseOf(kind, kind)));
    await home.put(lake.aiUsage, [
      ...kinds.map((kind, i) => billLine(`l${i}`, { ticket_id: kind })),
      billLine('again', { ticket_id: 'lasting' }),
      billLine('days', { vendor: 'other', billed: 5, amount_minor: 500n }),
    ]);
    const view = await viewOfBill();
    const [file] = aiClaimsCsv(view);
    const rows = file?.kind === 'csv' ? file.sheet.rows : [];
    expect(rows.map((row) => [row[0], row[4], row[5], row[6], row[7], row[8]])).toEqual([
      ['again; l0', 'billed more than once', 2, 1, 1.98, 0.99],
      ['l1', 'the customer came back, or it was reopened, too soon', 1, 1, 0.99, 0.99],
      ['l2', 'proved, but did not last a week', 1, 0, 0.99, 0],
      ['l3', 'a person took part, or it was handed over', 1, 1, 0.99, 0.99],
      ['l4', 'no AI agent took part', 1, 1, 0.99, 0.99],
      ['l5', 'not resolved', 1, 1, 0.99, 0.99],
      ['l6', 'not told who handled it', 1, 0, 0.99, 0],
      ['l7', 'no such case', 1, 1, 0.99, 0.99],
    ]);
    expect(sentences(view)).toEqual([
      'The events do not prove 11 of the resolutions billed for week 39: €10.94.',
      'The conversations behind it are attached.',
      '5 of them are billed by days, which name no conversation: €5.00.',
      '1 of them names a conversation that no helpdesk has.',
      'Of 1 more nobody tells who handled the case; it is left out.',
    ]);
  });

  it('of a bill in another currency names it, and adds up in that of the mail', async () => {
    await home.put(lake.fxRates, rates);
    await home.tickets([...caseOf('person', 'l0'), ...caseOf('missing', 'l1')]);
    await home.put(lake.aiUsage, [
      billLine('a', { ticket_id: 'l0', currency: 'USD' }),
      billLine('b', { ticket_id: 'l1', currency: 'JPY', amount_minor: 150n }),
    ]);
    const view = await viewOfBill();
    const [file] = aiClaimsCsv(view);
    const { columns, rows } = file?.kind === 'csv' ? file.sheet : { columns: [], rows: [] };
    expect(columns.slice(7, 10).map(({ title }) => title)).toEqual([
      'Amount billed',
      'Currency',
      'Amount not proved, EUR',
    ]);
    // 0.99 x 0.912345 = 0.9032; 150 x 0.00612345 = 0.9185
    expect(rows.map((row) => row.slice(7, 10))).toEqual([
      [0.99, 'USD', 0.9],
      [150, 'JPY', 0.92],
    ]);
    expect(sentences(view)[0]).toContain('€1.82');
  });
});

describe('the bill of a month', () => {
  const month = financeMonthFacts();
  const { now } = month.periods;
  const told = (booked: number | null, bill: number, more: object = {}): readonly string[] => {
    const one = (metric: string, segment: object, value: number, extras: object) => ({
      metric,
      period: now,
      segment,
      unit: 'currency' as const,
      value: known(value, 3),
      extras: extras as Record<string, string>,
    });
    const measured = [
      ...month.measured.filter(({ metric }) => metric !== 'ai_claim_gap' && metric !== 'cost_of_support'),
      one('ai_claim_gap', {}, 0, { billed: 3, proved: 3, lasted: 3, gap_minor: '0', bill_minor: String(bill) }),
      one('cost_of_support', {}, 900_000, more),
      one('cost_of_support', { cost_kind: 'salary' }, 899_000, {}),
      ...(booked === null ? [] : [one('cost_of_support', { cost_kind: 'ai' }, booked, {})]),
    ];
    return sentences(viewOf({ ...month, measured }, 'monthly')).filter((text) => text.includes('ledger'));
  };
  it('is held against what the ledger books as cost of AI agents, to the cent', () => {
    expect(told(7326, 7326)).toEqual(['The ledger books the whole bill of the period as cost of AI agents: $73.26.']);
    expect(told(7325, 7326)).toEqual([
      'The ledger books $73.25 as cost of AI agents, and the whole bill of the period is $73.26: $0.01 apart.',
    ]);
    expect(told(null, 7326)).toEqual([expect.stringContaining('The ledger books $0.00 as cost of AI agents')]);
  });
  it('is held against nothing where a month of the ledger has no lines', () => {
    expect(told(null, 7326, { months_without_lines: '2026-09' })).toEqual([]);
  });
});
