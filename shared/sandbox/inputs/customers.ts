import type { Row } from '../../lake/table.ts';
import type { accountEvents, accounts, orders, surveys } from '../../lake/tables.ts';
import { day_s, hour_s, localDayOf } from '../civil.ts';
import type { Account, Organisation } from '../model.ts';
import { randomOf } from '../random.ts';
import { idsFor, type Served, ticketAt } from '../served.ts';

const idOf = (sources: readonly Served[], account: Account): string => idsFor(sources, account.id).account(account.n);

/** One row an account; a few change their band, then there are two. */
export const accountRows = (org: Organisation, sources: readonly Served[]): readonly Partial<Row<typeof accounts>>[] =>
  org.accounts.flatMap((account) => {
    const random = randomOf(org.seed, 'account', account.id);
    const row = {
      account_id: idOf(sources, account),
      band: account.band,
      segment: account.segment,
      region: account.region,
      product: account.product,
      at_risk: account.at_risk,
      started_day: account.started,
      ended_day: account.ended,
      recurring_minor: BigInt(account.recurring_minor),
      currency: org.currency,
      from_day: account.started,
      to_day: null,
    };
    const rises = random.chance(0.06) && account.band !== 'platinum' && account.ended === null;
    if (!rises) return [row];
    const day = Math.max(account.started + 40, localDayOf(org.zone, org.start_s) + 30 + random.below(300));
    const band = account.band === 'bronze' ? 'silver' : account.band === 'silver' ? 'gold' : 'platinum';
    return [
      { ...row, to_day: day },
      { ...row, from_day: day, band, recurring_minor: (row.recurring_minor * 3n) / 2n },
    ];
  });

/** A line a day; fewer orders on the weekend. */
export function orderRows(org: Organisation): readonly Partial<Row<typeof orders>>[] {
  const random = randomOf(org.seed, 'orders');
  const rows: Partial<Row<typeof orders>>[] = [];
  for (let day = localDayOf(org.zone, org.start_s); day < localDayOf(org.zone, org.end_s); day++) {
    // day 0 was a Thursday
    const isWeekend = [2, 3].includes(day % 7);
    rows.push({ period_start_day: day, period_end_day: day + 1, orders: (isWeekend ? 20 : 70) + random.below(30) });
  }
  return rows;
}

const milestones = ['first_dashboard', 'single_sign_on_live', 'import_automated', 'second_product'] as const;

/** Beginnings, ends, yearly renewals with their outcome, milestones, and leads. */
export function accountEventRows(
  org: Organisation,
  sources: readonly Served[],
): readonly Partial<Row<typeof accountEvents>>[] {
  const from = localDayOf(org.zone, org.start_s);
  const to = localDayOf(org.zone, org.end_s);
  const rows: Partial<Row<typeof accountEvents>>[] = [];
  for (const account of org.accounts) {
    const random = randomOf(org.seed, 'account events', account.id);
    const add = (at_day: number, kind: string, rest: Partial<Row<typeof accountEvents>> = {}): void => {
      if (at_day < from || at_day >= to) return;
      rows.push({
        event_id: `${account.id}-${kind}-${at_day}`,
        account_id: idOf(sources, account),
        at_day,
        kind,
        product: account.product,
        ...rest,
      });
    };
    const money = (amount: number) => ({
      amount_minor: BigInt(Math.round(amount / 1000) * 1000),
      currency: org.currency,
    });
    add(account.started, 'started');
    if (account.ended !== null) add(account.ended, 'churned');
    for (let due = account.started + 365; due < to; due += 365) {
      if (account.ended !== null && due > account.ended + 40) break;
      add(due, 'renewal_due', money(4 * account.recurring_minor));
      const isLost = account.ended !== null && due > account.ended - 60;
      if (!isLost) add(due - 10 + random.below(25), 'renewed', money(4 * account.recurring_minor));
    }
    for (let day = from + random.below(120); day < to; day += 60 + random.below(180)) {
      if (day < account.started || (account.ended !== null && day >= account.ended)) continue;
      const what = random.weighted([
        ['milestone', 6],
        ['expanded', 2],
        ['reduced', 0.7],
        ['sold', 1],
      ] as const);
      if (what === 'milestone') add(day, what, { milestone: random.pick(milestones) });
      else add(day, what, money(account.recurring_minor * (0.05 + 0.2 * random.next())));
    }
    if (random.chance(0.3)) {
      const day = from + random.below(to - from);
      add(day, 'lead');
      if (random.chance(0.36)) add(day + 5 + random.below(70), 'lead_won');
    }
  }
  return rows;
}

/** Relationship and effort surveys, sent outside the helpdesk; ratings of tickets come from the helpdesk itself. */
export function surveyRows(org: Organisation, sources: readonly Served[]): readonly Partial<Row<typeof surveys>>[] {
  const rows: Partial<Row<typeof surveys>>[] = [];
  const random = randomOf(org.seed, 'surveys');
  for (const contact of org.contacts) {
    const ids = idsFor(sources, contact.account);
    for (let at = org.start_s + random.below(180) * day_s; at < org.end_s; at += 182 * day_s) {
      if (at < contact.created_s) continue;
      const answered_s = random.chance(0.31) ? at + Math.round(random.wait(40 * hour_s)) : null;
      if (answered_s !== null && answered_s > org.end_s) continue;
      const score = random.weighted([
        [10, 24],
        [9, 25],
        [8, 18],
        [7, 12],
        [6, 7],
        [5, 5],
        [4, 3],
        [3, 2],
        [2, 2],
        [1, 1],
        [0, 1],
      ] as const);
      rows.push({
        survey_id: `NPS-${contact.n}-${Math.round((at - org.start_s) / day_s)}`,
        account_id: ids.account(Number(contact.account.slice(1))),
        respondent_id: ids.contact(contact.n),
        kind: 'nps',
        scale_min: 0,
        scale_max: 10,
        scale_reversed: false,
        score: answered_s === null ? null : score,
        offered_s: at,
        answered_s,
        updated_s: answered_s ?? at,
        channel: 'email',
      });
    }
  }
  for (const ticket of org.tickets) {
    const solved = ticket.history.find((one) => one.kind === 'status' && one.to === 'solved');
    const resolver = ticket.history.findLast((one) => one.kind === 'assigned')?.to;
    if (!solved || ticket.is_bot_only || ticket.is_test || !random.chance(0.09)) continue;
    const answered_s = solved.at_s + 3600 + Math.round(random.wait(12 * hour_s));
    if (answered_s > org.end_s) continue;
    const ids = idsFor(sources, ticket.contact.account);
    const slow = solved.at_s - ticket.created_s > 2 * day_s ? 1.1 : 0;
    rows.push({
      survey_id: `CES-${ticket.n}`,
      ...ticketAt(sources, ticket),
      account_id: ids.account(Number(ticket.contact.account.slice(1))),
      respondent_id: ids.contact(ticket.contact.n),
      person_id: resolver?.startsWith('p') ? resolver : null,
      kind: 'ces',
      scale_min: 1,
      scale_max: 7,
      scale_reversed: false,
      score: Math.min(7, Math.max(1, Math.round(random.around(2.3 + slow, 0.45)))),
      offered_s: solved.at_s + 3600,
      answered_s,
      updated_s: answered_s,
      channel: 'email',
    });
  }
  return [...rows, ...modelScoreRows(org, sources)];
}

/** What a model of the helpdesk's vendor says of every fourth solved case: no customer was asked. */
function modelScoreRows(org: Organisation, sources: readonly Served[]): readonly Partial<Row<typeof surveys>>[] {
  const random = randomOf(org.seed, 'model scores');
  return org.tickets.flatMap((ticket) => {
    const solved = ticket.history.find((one) => one.kind === 'status' && one.to === 'solved');
    if (!solved || ticket.is_test || !random.chance(0.25)) return [];
    const answered_s = solved.at_s + 600;
    if (answered_s > org.end_s) return [];
    return [
      {
        survey_id: `CXM-${ticket.n}`,
        ...ticketAt(sources, ticket),
        kind: 'cx_model',
        scale_min: 1,
        scale_max: 5,
        scale_reversed: false,
        score: Math.min(5, Math.max(1, Math.round(random.around(3.9, 0.25)))),
        answered_s,
        updated_s: answered_s,
      },
    ];
  });
}
