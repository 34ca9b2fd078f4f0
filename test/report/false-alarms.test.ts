import { describe, expect, it } from 'vitest';
import { executiveWeekly, leadWeekly } from '../../shared/report/reports/all.ts';
import { executiveWeekFacts, leadWeekFacts } from '../support/report-facts.ts';
import { newsIn, randomOf, textbookCase, weekOf, type CaseDraw, type Random } from '../support/unchanging.ts';

/** The full tables are in DECISIONS.md; test/bench/change.ts makes them. Here fewer mails, with room for their luck. */
const share = (of: () => boolean, mails = 120): number =>
  Array.from({ length: mails }, of).filter(Boolean).length / mails;

describe('a mail about weeks in which nothing changed', () => {
  it.each([
    ['lead-weekly', leadWeekly, leadWeekFacts(), 60],
    ['executive-weekly', executiveWeekly, executiveWeekFacts(), 60],
  ] as const)('calls anything better, worse or unusual in at most 5 %% of mails: %s', (_, report, base, perWeek) => {
    const random = randomOf(perWeek);
    // Three standard errors of 120 draws above 5 %.
    expect(share(() => newsIn(report, weekOf(base, textbookCase, perWeek, random)).length > 0)).toBeLessThan(0.11);
  });
});

describe('a mail about a week in which something changed', () => {
  const seen = (perWeek: number, name: string, last: (one: CaseDraw, random: Random) => CaseDraw): number => {
    const random = randomOf(7);
    return share(
      () => newsIn(leadWeekly, weekOf(leadWeekFacts(), textbookCase, perWeek, random, last)).includes(name),
      60,
    );
  };
  it('sees a halved median of 60 cases', () => {
    const halved = (one: CaseDraw): CaseDraw => ({ ...one, resolve_s: Math.round(one.resolve_s / 2) });
    expect(seen(60, 'Median time to resolve', halved)).toBeGreaterThan(0.7);
  });
  it('sees a reopen rate that doubles from 5 % among 600 cases', () => {
    const doubled = (one: CaseDraw, random: Random): CaseDraw => ({ ...one, isReopened: random() < 0.1 });
    expect(seen(600, 'Reopened', doubled)).toBeGreaterThan(0.8);
  }, 60_000);
});
