import { noData, plain, ratio, share, split, sum, type Answer, type Answers } from './answer.ts';
import { createdIn, resolvedIn, valueOf, type Metric } from './about-tickets.ts';
import { articleCut, ripeByDay } from './about-knowledge.ts';
import { ripening } from './answer.ts';
import { brokenTo } from './about-promises.ts';
import type { Case } from './cases.ts';
import { accountOn, dayIn, inEuro, type Account, type World } from './world.ts';
import { dayStart, localDay, type Stretch } from './zone.ts';

/** Customers before anything of the first day happened, each by its row in force: who starts that day is new, who ends is lost. */
export function atStart(w: World, period: Stretch): readonly Account[] {
  return w.tables.accounts.filter(
    (row) =>
      row.from <= period.start_day &&
      (row.to === null || period.start_day < row.to) &&
      row.started < period.start_day &&
      (row.ended === null || period.start_day <= row.ended),
  );
}
const productOf = (row: { readonly product: string | null }): string | null => row.product;
export const isLost = (w: World, period: Stretch, row: Account): boolean => dayIn(w, period, row.ended);

const base =
  (answer: (w: World, period: Stretch, group: readonly Account[]) => Answer): Metric =>
  (w, period, cut) =>
    split(atStart(w, period), cut, productOf).map(([segment, group]) => [segment, answer(w, period, group)] as const);

const expansion: Metric = (w, period, cut) =>
  split(atStart(w, period), cut, productOf).map(([segment, group]) => {
    const own = new Set(group.map(({ id }) => id));
    let grown = 0n;
    for (const row of w.tables.happenings)
      if (row.kind === 'expanded' && own.has(row.account) && dayIn(w, period, row.day))
        grown += inEuro(w, row.minor!, row.currency!, row.day);
    let recurring = 0n;
    for (const row of group) recurring += row.minor;
    return [segment, ratio(Number(grown), Number(recurring), group.length)] as const;
  });

/** Due in the period, renewed up to thirty days later; beside whether and how support was in touch in the half year before. */
const renewals: Metric = (w, period, cut): Answers => {
  const due = w.tables.happenings.filter((row) => row.kind === 'renewal_due' && dayIn(w, period, row.day));
  const contacts = new Map(
    due.map((row) => [
      row,
      w.counted.filter((one) => {
        if (one.account !== row.account) return false;
        const on = localDay(w.zone, one.created_s);
        return on >= row.day - 180 && on < row.day;
      }),
    ]),
  );
  const contact = (row: (typeof due)[number]): readonly Case[] => contacts.get(row)!;
  const renewed = (row: (typeof due)[number]): boolean =>
    w.tables.happenings.some(
      (one) =>
        one.kind === 'renewed' &&
        one.account === row.account &&
        one.day <= w.today &&
        one.day >= row.day - 180 &&
        one.day <= row.day + 30,
    );
  const parts: Readonly<Record<string, (row: (typeof due)[number]) => boolean>> = {
    had_ticket: (row) => contact(row).length > 0,
    no_ticket: (row) => contact(row).length === 0,
    all_resolved: (row) => contact(row).length > 0 && contact(row).every((one) => one.resolved_s !== null),
    some_unresolved: (row) => contact(row).some((one) => one.resolved_s === null),
  };
  return split(due, cut, productOf).flatMap(([segment, group]) =>
    Object.entries(parts).map(
      ([part, isIn]) =>
        [{ ...segment, part }, ripeByDay(w, group.filter(isIn), 30, (row) => row.day, renewed)] as const,
    ),
  );
};

const adoption: Metric = (w, period, cut) => {
  const first = new Map<string, { account: string; at_s: number }>();
  for (const one of resolvedIn(w, period)) {
    if (one.type !== 'question') continue;
    const known = first.get(one.account);
    if (!known || one.resolved_s! < known.at_s) first.set(one.account, { account: one.account, at_s: one.resolved_s! });
  }
  const milestones = (account: string) =>
    w.tables.happenings.filter((row) => row.kind === 'milestone' && row.account === account && row.day <= w.today);
  const members = [...first.values()].filter(
    ({ account, at_s }) => !milestones(account).some((row) => row.day < localDay(w.zone, at_s)),
  );
  return split(members, cut, ({ account }) => accountOn(w, account, w.today)?.product ?? null).map(
    ([segment, group]) => [
      segment,
      ripening(
        group,
        ({ at_s }) => at_s + 30 * 86_400,
        ({ account, at_s }) => milestones(account).some((row) => row.day - localDay(w.zone, at_s) < 30),
        w.as_of_s,
      ),
    ],
  );
};

const leads: Metric = (w, period, cut): Answers => {
  const rows = w.tables.happenings.filter((row) => row.kind === 'lead' && dayIn(w, period, row.day));
  const won = (row: (typeof rows)[number]): boolean =>
    w.tables.happenings.some(
      (one) =>
        one.kind === 'lead_won' &&
        one.account === row.account &&
        one.day <= w.today &&
        one.day >= row.day &&
        one.day - row.day < 90,
    );
  return split(rows, cut, () => null).map(([segment, group]) => [
    segment,
    ripeByDay(w, group, 90, (row) => row.day, won),
  ]);
};

const helped: Metric = (w, period, cut) => {
  const rows = createdIn(w, period).map((one) => ({
    one,
    account: accountOn(w, one.account, localDay(w.zone, one.created_s)),
  }));
  const known = rows.filter(({ account }) => account !== undefined);
  const bands = split(known, 'account_band', ({ account }) => account!.band);
  if (cut === null) return bands.map(([segment, group]) => [segment, plain(group.length, group.length)] as const);
  return split(known, cut, ({ one }) => one.product).map(
    ([segment, group]) => [segment, plain(group.length, group.length)] as const,
  );
};

/** Share of logged time against share of recurring revenue, the time by the customer's band when the case came, the revenue by that at the end of the period. */
const focus: Metric = (w, period) => {
  const on = Math.min(period.end_day - 1, w.today);
  const seconds = new Map<string, number>();
  let all = 0;
  for (const row of w.tables.time) {
    if (row.ticket === null || !dayIn(w, period, row.day)) continue;
    const one = w.caseById.get(row.ticket);
    const account = one && accountOn(w, one.account, localDay(w.zone, one.created_s));
    if (!account) continue;
    all += row.seconds;
    seconds.set(account.band!, (seconds.get(account.band!) ?? 0) + row.seconds);
  }
  const active = w.tables.accounts.filter(
    (row) =>
      row.from <= on && (row.to === null || on < row.to) && row.started <= on && (row.ended === null || on < row.ended),
  );
  const total = sum(active.map(({ minor }) => Number(minor)));
  return split(active, 'account_band', ({ band }) => band).map(([segment, group]) => {
    const effort = all === 0 ? 0 : (seconds.get(segment.account_band!) ?? 0) / all;
    const money = total === 0 ? 0 : sum(group.map(({ minor }) => Number(minor))) / total;
    return [segment, all === 0 ? noData('zero_denominator') : ratio(effort, money, group.length)] as const;
  });
};

const output: Metric = (w, period, cut) => {
  const cells = <T>(part: string, rows: readonly T[], of: (row: T, dimension: string) => string | null): Answers =>
    split(rows, cut, of).map(([segment, group]) => [{ ...segment, part }, plain(group.length, group.length)] as const);
  const happened = (kind: string) =>
    w.tables.happenings.filter((row) => row.kind === kind && dayIn(w, period, row.day));
  const eventCut = (row: World['tables']['happenings'][number], dimension: string): string | null =>
    dimension === 'product' ? row.product : null;
  const articles = w.tables.articles.filter(
    (row) =>
      (row.state === 'published' || row.state === 'retired') &&
      row.published_s !== null &&
      row.published_s >= period.start_s &&
      row.published_s < period.end_s &&
      row.published_s <= w.as_of_s,
  );
  return [
    ...cells('cases', resolvedIn(w, period), valueOf(w, null)),
    ...cells('knowledge', articles, articleCut(w)),
    ...cells('renewals', happened('renewed'), eventCut),
    ...cells('sales', happened('sold'), eventCut),
  ];
};

/** Days on which somebody was a customer, walked one by one: each row of the customer for the days that it is in force. */
export function eachDay(w: World, period: Stretch, visit: (row: Account, day: number) => void): number {
  const first = Math.min(...w.tables.accounts.map(({ started }) => started));
  const from = period.id === 'all' ? first : period.start_day;
  const until = Math.min(period.end_day, w.today + 1);
  for (let day = from; day < until; day++) {
    for (const row of w.tables.accounts) {
      const inForce = row.from <= day && (row.to === null || day < row.to);
      if (inForce && row.started <= day && (row.ended === null || day < row.ended)) visit(row, day);
    }
  }
  return until - from;
}

const contacts: Metric = (w, period, cut) => {
  const days = new Map<string, number>();
  const all = eachDay(w, period, ({ id }) => days.set(id, (days.get(id) ?? 0) + 1));
  const last = Math.min(period.end_day, w.today + 1) - 1;
  const asked = createdIn(w, period);
  const customers = [...days].map(([id, n]) => ({ id, n, row: accountOn(w, id, last)! }));
  return split(customers, cut, ({ row }) => productOf(row)).map(([segment, group]) => {
    const cases = sum(group.map(({ id }) => asked.filter((one) => one.account === id).length));
    const mean = sum(group.map(({ n }) => n)) / all;
    return [segment, ratio(100 * cases, mean, cases)] as const;
  });
};

/** Each day of the period has to be in one line that lies in the period. */
const contactsByOrder: Metric = (w, period, cut) => {
  if (cut !== null) return [];
  const until = Math.min(period.end_day, w.today + 1);
  const lines = w.tables.orders.filter((row) => row.start >= period.start_day && row.end <= until);
  for (let day = period.start_day; day < until; day++)
    if (!lines.some((row) => row.start <= day && day < row.end)) return [[{}, noData('no_input:orders')]];
  const cases = createdIn(w, period).length;
  return [[{}, ratio(100 * cases, sum(lines.map(({ n }) => n)), cases)]];
};

const exposure: Metric = (w, period, cut) => {
  const end_day = Math.min(period.end_day, w.today + 1);
  const end_s = Math.min(period.end_s, w.as_of_s + 1);
  const from_s = dayStart(w.zone, end_day - 90);
  const broken = brokenTo(w, from_s, end_s);
  const letDown = (id: string): boolean =>
    broken.has(id) ||
    w.counted.some((one) => {
      if (one.account !== id) return false;
      const isIn = (at_s: number | undefined): boolean => at_s !== undefined && at_s >= from_s && at_s < end_s;
      const isOpen = one.opens.some(([from, to]) => from < end_s && (to === null || to >= end_s));
      return (
        (one.reopenings >= 2 && isIn(one.created_s)) ||
        (one.rating !== null && !one.rating.good && isIn(one.rating.at_s)) ||
        (one.priority === 'p1' && isOpen && one.created_s < end_s - 7 * 86_400)
      );
    });
  const isDue = (id: string): boolean => {
    const own = w.tables.happenings.filter((row) => row.account === id);
    const dues = own.filter(({ kind }) => kind === 'renewal_due').map(({ day }) => day);
    const next = Math.min(...dues.filter((day) => day >= end_day));
    const decidedFrom = Math.max(...dues.filter((day) => day < end_day), -Infinity) + 30;
    return (
      next < end_day + 90 && !own.some(({ kind, day }) => kind === 'renewed' && day > decidedFrom && day < end_day)
    );
  };
  const members = w.tables.accounts.filter(
    (row) =>
      row.from < end_day &&
      (row.to === null || end_day <= row.to) &&
      row.started < end_day &&
      (row.ended === null || row.ended >= end_day) &&
      isDue(row.id) &&
      letDown(row.id),
  );
  return split(members, cut, productOf).map(([segment, group]) => [
    segment,
    plain(sum(group.map(({ minor }) => Number(minor))), group.length),
  ]);
};

export const aboutCustomers: Readonly<Record<string, Metric>> = {
  retention_rate: base((w, period, group) =>
    share(group.filter((row) => !isLost(w, period, row)).length, group.length),
  ),
  churn_rate: base((w, period, group) => share(group.filter((row) => isLost(w, period, row)).length, group.length)),
  expansion_rate: expansion,
  renewal_rate_supported: renewals,
  ng_effectiveness: adoption,
  lead_conversion: leads,
  engagement_by_value: helped,
  engagement_focus_ratio: focus,
  support_output: output,
  contact_rate: contacts,
  contact_rate_orders: contactsByOrder,
  account_exposure: exposure,
};
