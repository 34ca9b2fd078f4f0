import { describe, expect, it } from 'vitest';
import { monthlyCost, sizes, totalOf, workloadOf, type Workload } from '../../shared/operate/cost.ts';
import { prices } from '../../shared/operate/prices.ts';
import { company } from '../support/aws/company.ts';

const small: Workload = {
  tickets: 10_000,
  years: 3,
  weekly: { reports: 1, mails: 2 },
  quarterly: { reports: 0, mails: 0 },
  sources: 1,
  secrets: 2,
};
const usd = (load: Workload, what: string): number => monthlyCost(load).find((line) => line.what === what)!.usd;

describe('the cost of a month', () => {
  it('of reports on a small lake is Athena’s floor: statements x 10 MB x 4.35 weeks', () => {
    expect(usd(small, 'Athena, reports')).toBeCloseTo((sizes.queries * 1e7 * 5 * (52.18 / 12)) / 1e12, 12);
    expect(usd({ ...small, tickets: 1_000_000 }, 'Athena, reports')).toBe(usd(small, 'Athena, reports'));
  });
  it('of reports on a large lake is what their window reads: 14 of 157 weeks x 13 bytes', () => {
    const bytes = (1e9 * 13 * 14) / (3 * 52.18);
    expect(usd({ ...small, tickets: 1e9 }, 'Athena, reports')).toBeCloseTo(
      (sizes.queries * bytes * 5 * (52.18 / 12)) / 1e12,
      6,
    );
  });
  it('of a quarterly report is a third of a report a month', () => {
    const quarterly = { ...small, weekly: { reports: 0, mails: 0 }, quarterly: { reports: 3, mails: 9 } };
    expect(usd(quarterly, 'Athena, reports')).toBeCloseTo((sizes.queries * 1e7 * 5) / 1e12, 12);
    expect(usd(quarterly, 'SES')).toBeCloseTo(3 * prices.ses_mail, 12);
  });
  it('grows with every part of the workload, and is never negative', () => {
    for (const more of [
      { tickets: 1e9 },
      { sources: 9 },
      { secrets: 9 },
      { weekly: { reports: 30, mails: 300 } },
      { quarterly: { reports: 30, mails: 300 } },
    ])
      expect(totalOf(monthlyCost({ ...small, ...more }))).toBeGreaterThan(totalOf(monthlyCost(small)));
    for (const line of monthlyCost({ ...small, tickets: 0 })) expect(line.usd).toBeGreaterThanOrEqual(0);
  });
  it('is a few dollars for ten thousand tickets, most of it for keys, secrets and alarms', () => {
    const lines = monthlyCost(small);
    expect(totalOf(lines)).toBeLessThan(10);
    const fixed = ['Secrets Manager', 'KMS', 'Alarms and metrics'].reduce((sum, what) => sum + usd(small, what), 0);
    expect(fixed / totalOf(lines)).toBeGreaterThan(0.8);
  });
  it('says of which month and region its prices are', () => {
    expect(prices.as_of).toMatch(/^\d{4}-\d{2}$/);
    expect(prices.region).toBe('eu-central-1');
  });
  it('takes reports, slices and readers from the configuration', () => {
    expect(workloadOf(company(), 5, 1, 0)).toEqual({
      tickets: 5,
      years: 1,
      weekly: { reports: 2, mails: 3 },
      quarterly: { reports: 0, mails: 0 },
      sources: 1,
      secrets: 0,
    });
  });
});
