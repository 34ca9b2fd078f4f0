import { describe, expect, it } from 'vitest';
import { urgentCases } from '../../shared/report/attention.ts';
import type { ListRow } from '../../shared/report/facts.ts';
import { compose } from '../../shared/report/report.ts';
import { leadWeekly } from '../../shared/report/reports/all.ts';
import { viewOf } from '../../shared/report/view.ts';
import { leadWeekFacts } from '../support/report-facts.ts';

const facts = leadWeekFacts();
const hour = 3600;
/** A case an hour old, answered, owned and untroubled. */
const calm = (id: string, change: ListRow = {}): ListRow => ({
  ...facts.lists.attention_cases?.[0],
  ticket_id: id,
  number: id,
  priority: 'p3',
  status: 'open',
  assignee_id: '91',
  person: 'p1',
  created_s: facts.as_of_s - hour,
  updated_s: facts.as_of_s - hour,
  first_reply_s: facts.as_of_s - hour / 2,
  due_s: null,
  promise: null,
  reopen_count: 0,
  handoff_count: 0,
  ...change,
});
const among = (rows: readonly ListRow[]) => ({ ...facts, lists: { ...facts.lists, attention_cases: rows } });
const order = (rows: readonly ListRow[]): readonly unknown[] =>
  urgentCases(viewOf(among(rows), 'weekly')).map(({ row }) => row.ticket_id);

describe('the order of urgency', () => {
  it('never leaves a p1 out, and puts it before an old p4', () => {
    const old = calm('old', { priority: 'p4', updated_s: facts.as_of_s - 9 * 24 * hour, assignee_id: null });
    expect(order([old, calm('fine'), calm('critical', { priority: 'p1' })])).toEqual(['critical', 'old']);
  });
  it('weighs a broken promise by priority: 4 times 100 of a p1 before half of it of a p4', () => {
    const broken = { due_s: facts.as_of_s - hour, promise: 'resolution' };
    expect(order([calm('p4', { ...broken, priority: 'p4' }), calm('p1', { ...broken, priority: 'p1' })])).toEqual([
      'p1',
      'p4',
    ]);
  });
  it('halves what waits for the customer, unless a promise is broken', () => {
    const near = { due_s: facts.as_of_s + hour, promise: 'resolution' };
    expect(order([calm('theirs', { ...near, status: 'pending_customer' }), calm('ours', near)])).toEqual([
      'ours',
      'theirs',
    ]);
  });
  it('measures slow against the team itself: twice the time in which four of five are solved', () => {
    // 80 % are solved within 37.5 hours.
    const open = (hours: number) => ({ created_s: facts.as_of_s - hours * hour });
    expect(order([calm('74 h', open(74)), calm('76 h', open(76))])).toEqual(['76 h']);
  });
  it('gives every case of the file its reason, the most urgent first, and names the worst that the mail leaves out', () => {
    const rows = [calm('fine'), ...Array.from({ length: 7 }, (_, i) => calm(`u${i}`, { handoff_count: 3 + i }))];
    const model = compose(leadWeekly, among([...rows, calm('last', { priority: 'p4', handoff_count: 3 })]));
    const file = model.attachments.find(({ kind }) => kind === 'csv');
    const reasons = file?.kind === 'csv' ? file.sheet.rows.map((row) => row[2]) : [];
    expect(reasons).toHaveLength(9);
    expect(reasons.at(-1)).toBe('none: within promise and usual time');
    expect(reasons.slice(0, -1).every((reason) => /hand-offs/.test(String(reason)))).toBe(true);
    expect(model.proofs.find(({ claim }) => claim === 'more_urgent')?.text).toMatch(
      /3 more are .* the most urgent: #u/,
    );
  });
});
