import { financeReport } from '../finance-report.ts';

/** The quarter of the ledger, against the quarter before and the plan. */
export const financeQuarterly = financeReport('quarterly', (words) => words.finance.quarterly_kicker);
