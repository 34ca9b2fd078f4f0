import { holidays } from '../../shared/sandbox/holidays.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import type { Organisation } from '../../shared/sandbox/model.ts';
import { converted } from './arithmetic.ts';
import { casesAt, ownerAt, type Case } from './cases.ts';
import { clock, day, instant, linesOf, number, scaled, text, yes, type Line } from './files.ts';
import { dayNumber, localDay, type Stretch } from './zone.ts';

/** Everything known: the files' rows with numbers instead of texts. */
export type Tables = ReturnType<typeof tablesOf>;

export function tablesOf(files: ReadonlyMap<string, string>) {
  const rows = <T>(name: string, of: (line: Line) => T): readonly T[] =>
    linesOf(files.get(`${name}.csv`) ?? '').map(of);
  return {
    roster: rows('roster', (l) => ({
      person: l.person_id!,
      role: l.role!,
      team: text(l.team),
      level: text(l.level),
      calendar: l.calendar_id!,
      fte: Number(scaled(l.fte, 3)),
      start: day(l.start_day)!,
      end: day(l.end_day),
      reason: text(l.end_reason),
    })),
    time: rows('time_log', (l) => ({
      person: l.person_id!,
      ticket: text(l.ticket_id),
      day: day(l.work_day)!,
      started_s: instant(l.started_at)!,
      updated_s: instant(l.updated_at)!,
      seconds: clock(l.hours!),
      activity: l.activity!,
    })),
    activities: rows('activity_weights', (l) => ({
      activity: l.activity!,
      validity: Number(scaled(l.validity, 3)),
      counts: yes(l.counts_as_support)!,
      from: day(l.from_day)!,
    })),
    levels: rows('level_coefficients', (l) => ({
      level: l.level!,
      coef: Number(scaled(l.coef, 3)),
      from: day(l.from_day)!,
    })),
    costs: rows('costs', (l) => ({
      id: l.line_id!,
      scope: l.scope!,
      kind: l.kind!,
      team: text(l.team),
      channel: text(l.channel),
      initiative: text(l.initiative),
      start: day(l.period_start_day)!,
      end: day(l.period_end_day)!,
      minor: scaled(l.amount, 2)!,
      currency: l.currency!,
      allocation: l.allocation!,
    })),
    revenue: rows('revenue', (l) => ({
      id: l.line_id!,
      scope: l.scope!,
      kind: l.kind!,
      product: text(l.product),
      region: text(l.region),
      initiative: text(l.initiative),
      day: day(l.recognised_day)!,
      minor: scaled(l.amount, 2)!,
      currency: l.currency!,
    })),
    rates: rows('fx_rates', (l) => ({
      currency: l.currency!,
      from: day(l.from_day)!,
      to: day(l.to_day),
      rate: scaled(l.rate, 8)!,
    })),
    orders: rows('orders', (l) => ({
      start: day(l.period_start_day)!,
      end: day(l.period_end_day)!,
      n: number(l.orders)!,
    })),
    plan: rows('plan', (l) => ({
      line: l.line!,
      start: day(l.period_start_day)!,
      end: day(l.period_end_day)!,
      value: l.value ? Number(scaled(l.value, 3)) : null,
    })),
    usage: rows('ai_usage', (l) => ({
      id: l.line_id!,
      ticket: text(l.ticket_id),
      start: day(l.period_start_day)!,
      end: day(l.period_end_day)!,
      billed: Number(l.billed),
    })),
    surveys: rows('surveys', (l) => ({
      id: l.survey_id!,
      kind: l.kind!,
      ticket: text(l.ticket_id),
      account: text(l.account_id),
      respondent: text(l.respondent_id),
      person: text(l.person_id),
      min: Number(l.scale_min),
      max: Number(l.scale_max),
      reversed: yes(l.scale_reversed) === true,
      score: number(l.score),
      answered_s: instant(l.answered_at),
    })),
    articles: rows('knowledge_articles', (l) => ({
      id: l.article_id!,
      kind: l.kind!,
      grade: text(l.grade),
      state: l.state!,
      product: text(l.product),
      author: text(l.author_id),
      published_s: instant(l.published_at),
    })),
    reads: rows('knowledge_events', (l) => ({
      id: l.event_id!,
      article: l.article_id!,
      at_s: instant(l.at)!,
      kind: l.kind!,
      visitor: text(l.visitor_id),
      account: text(l.account_id),
      contact: text(l.contact_id),
      session: text(l.session_id),
      dwell: number(l.dwell_s),
      scroll: number(l.scroll_pct),
      helpful: yes(l.helpful),
      robot: yes(l.robot) === true,
    })),
    sessions: rows('self_service_sessions', (l) => ({
      id: l.session_id!,
      started_s: instant(l.started_at)!,
      surface: l.surface!,
      product: text(l.product),
      account: text(l.account_id),
      contact: text(l.contact_id),
      offered: number(l.offered_count) ?? 0,
      accepted: yes(l.accepted) === true,
      outcome: l.outcome!,
      ticket: text(l.ticket_id),
      tool: text(l.tool),
      scenario: text(l.scenario),
      robot: yes(l.robot) === true,
      found: yes(l.found_answer),
      intended: yes(l.would_have_asked),
      settled: yes(l.settled),
    })),
    contributions: rows('contributions', (l) => ({
      kind: l.kind!,
      honour: text(l.honour),
      team: text(l.team),
      product: text(l.product),
      account: text(l.account_id),
      accepted: day(l.accepted_day),
    })),
    requirements: rows('requirements', (l) => ({
      id: l.requirement_id!,
      product: text(l.product),
      team: text(l.team),
      kano: text(l.kano),
      users: l.users_affected ? Number(scaled(l.users_affected, 3)) : null,
      raised: day(l.raised_day)!,
      landed: day(l.landed_day),
    })),
    accounts: rows('accounts', (l) => ({
      id: l.account_id!,
      band: text(l.band),
      segment: text(l.segment),
      region: text(l.region),
      product: text(l.product),
      at_risk: yes(l.at_risk),
      started: day(l.started_day)!,
      ended: day(l.ended_day),
      minor: scaled(l.recurring, 2)!,
      from: day(l.from_day)!,
      to: day(l.to_day),
    })),
    happenings: rows('account_events', (l) => ({
      account: l.account_id!,
      day: day(l.at_day)!,
      kind: l.kind!,
      minor: scaled(l.amount, 2),
      currency: text(l.currency),
      product: text(l.product),
    })),
    weights: rows('weights', (l) => ({
      dimension: l.dimension!,
      value: l.value!,
      weight: Number(scaled(l.weight, 3)),
      from: day(l.from_day)!,
    })),
    reviews: rows('qa_reviews', (l) => ({
      ticket: l.ticket_id!,
      person: text(l.person_id),
      reviewer: text(l.reviewer_id),
      reviewed_s: instant(l.reviewed_at)!,
      passed: yes(l.passed)!,
      errors: Number(l.errors),
      sampled: l.sampled!,
      model: l.reviewer_kind === 'model',
      points: scaled(l.points, 3),
      possible: scaled(l.possible, 3),
    })),
    incidents: rows('incidents', (l) => ({
      product: text(l.product),
      region: text(l.region),
      priority: text(l.priority),
      raised_s: instant(l.raised_at),
      acknowledged_s: instant(l.acknowledged_at),
      started_s: instant(l.started_at),
      ended_s: instant(l.ended_at),
      down: yes(l.down) === true,
    })),
  };
}
export type Post = Tables['roster'][number];
export type Account = Tables['accounts'][number];

/** One moment's view of the organisation. */
export interface World {
  readonly org: Organisation;
  readonly zone: string;
  readonly as_of_s: number;
  /** The local day of as_of. */
  readonly today: number;
  readonly cases: readonly Case[];
  /** Those that count. */
  readonly counted: readonly Case[];
  readonly caseById: ReadonlyMap<string, Case>;
  readonly tables: Tables;
}

export function worldAt(org: Organisation, tables: Tables, as_of_s: number): World {
  const cases = casesAt(org, as_of_s, idsOf.zendesk);
  return {
    org,
    zone: org.zone,
    as_of_s,
    today: localDay(org.zone, as_of_s),
    cases,
    counted: cases.filter((one) => one.is_counted),
    caseById: new Map(cases.map((one) => [one.id, one])),
    tables,
  };
}

/** A local day that lies in the period and has come. */
export const dayIn = (w: World, period: Stretch, at: number | null): boolean =>
  at !== null && at >= period.start_day && at < period.end_day && at <= w.today;
/** An instant that lies in the period and has come. */
export const timeIn = (w: World, period: Stretch, at_s: number | null): boolean =>
  at_s !== null && at_s >= period.start_s && at_s < period.end_s && at_s <= w.as_of_s;

/** The month of a day, as "2026-09". */
const monthOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 7);
/** Whether any day that has come, of any month the period touches, has a line: if none has, nobody said anything. */
export function isTold(w: World, period: Stretch, spans: readonly (readonly [first: number, end: number])[]): boolean {
  const until = Math.min(period.end_day, w.today + 1);
  if (until <= period.start_day) return false;
  const [from, to] = [period.id === 'all' ? '0000' : monthOf(period.start_day), monthOf(until - 1)];
  return spans.some(([first, end]) => {
    for (let day = first; day < Math.min(end, w.today + 1); day++)
      if (monthOf(day) >= from && monthOf(day) <= to) return true;
    return false;
  });
}

export const postOn = (w: World, person: string | null, on: number): Post | undefined =>
  w.tables.roster.find((post) => post.person === person && post.start <= on && (post.end === null || on < post.end));
/** The team a person belonged to at an instant. */
export function teamOf(w: World, person: string | null, at_s: number): string | null | undefined {
  return postOn(w, person, localDay(w.zone, at_s))?.team;
}
export const accountOn = (w: World, id: string | null, on: number): Account | undefined =>
  w.tables.accounts.find(
    (account) => account.id === id && account.from <= on && (account.to === null || on < account.to),
  );

/** Thousandths of a weight in force on a day; undefined when nobody set one. */
export function weightOn(w: World, dimension: string, value: string, on: number): number | undefined {
  let found: { readonly from: number; readonly weight: number } | undefined;
  for (const one of w.tables.weights)
    if (one.dimension === dimension && one.value === value && one.from <= on && (!found || one.from > found.from))
      found = one;
  return found?.weight;
}
export function coefficientOn(w: World, level: string | null, on: number): number {
  let found: { readonly from: number; readonly coef: number } | undefined;
  for (const one of w.tables.levels)
    if (one.level === level && one.from <= on && (!found || one.from > found.from)) found = one;
  if (!found) throw new Error(`no coefficient for ${level} on day ${on}`);
  return found.coef;
}

/** In the reporting currency, at the rate of the day's month. */
export function inEuro(w: World, minor: bigint, currency: string, on: number): bigint {
  if (currency === w.org.currency) return minor;
  const rate = w.tables.rates.find(
    (one) => one.currency === currency && one.from <= on && (one.to === null || on < one.to),
  );
  if (!rate) throw new Error(`no rate for ${currency} on day ${on}`);
  return converted(minor, rate.rate);
}

/** Share of a working day in half days: 2 open, 1 half a day, 0 closed. */
export function halvesOpen(calendar: string, on: number): number {
  const weekday = ((on + 3) % 7) + 1;
  if (weekday > 5) return 0;
  for (const [date, , hours] of holidays[calendar] ?? []) if (dayNumber(date) === on) return hours === null ? 0 : 1;
  return 2;
}

/** Whom a ticket counts for: who resolved it, else its owner at the end of the period or of what is known. */
export function resolverOf(w: World, period: Stretch, one: Case): { person: string | null; at_s: number } {
  if (one.resolved_s !== null) return { person: one.resolved_by ?? ownerAt(one, one.resolved_s), at_s: one.resolved_s };
  const at_s = Math.min(period.end_s - 1, w.as_of_s);
  return { person: ownerAt(one, at_s), at_s };
}
