import { financeReport } from '../finance-report.ts';

/** One month of the ledger, against the month before and the plan of the month. */
export const financeMonthly = financeReport('monthly', (words) => words.finance.monthly_kicker);
