import { zonedDayStart_s } from '../../time/zone.ts';
import type { TableName } from '../../lake/tables.ts';
import { numberOf } from '../answers.ts';
import type { FactRow } from '../queries.ts';
import type { Ask, MetricQueries, Part } from '../model.ts';
import { known, noData } from '../outcome.ts';
import type { Frame } from '../relation.ts';
import { openAtEnd } from '../relations/flow.ts';
import { promises } from '../relations/promises.ts';
import { ratings } from '../relations/surveys.ts';
import { ticketsAsOf } from '../relations/tickets.ts';
import { bySegment, isIn } from '../segments.ts';
import { accountsOf, segmentOfAccount, versionOf, type Account } from './accounts.ts';
import { convertLines, exchangeOf, sumOfLines } from './money.ts';
import { knownEndOf } from './weights.ts';

export const window_days = 90;
export const renewal_days = 90;
export const old_p1_days = 7;
/** A renewal that was decided so many days after an earlier one was due belongs to the later one. */
const grace_days = 30;
const day_s = 86_400;

/** The cases of the time that is looked at, and of how many of them it is told what the rules ask. */
interface Cases {
  readonly n: number;
  readonly ofKnown: number;
  readonly reopenings: number;
  readonly priorities: number;
}
type Why = 'promise' | 'reopened' | 'rating' | 'old_p1';
interface Rule {
  readonly why: Why;
  /** Without a row of these nobody can tell. */
  readonly requires: readonly TableName[];
  /** Whether the cases tell what it asks; left out: its tables do. */
  readonly isTold?: (cases: Cases) => boolean;
  /** Accounts of which it holds, as text of a query. */
  readonly accounts: (frame: Frame, from_s: number, end_s: number) => string;
}

/** What puts a renewal at risk: the stated rule, no published standard has one. */
const rules: readonly Rule[] = [
  {
    why: 'promise',
    requires: promises.tables,
    accounts: (frame, from_s, end_s) =>
      `SELECT DISTINCT t.account_id FROM ${promises.from(frame)} WHERE t.is_kept = FALSE AND t.ended_s >= ${from_s} AND t.ended_s < ${end_s}`,
  },
  {
    why: 'reopened',
    requires: ['tickets'],
    isTold: ({ n, reopenings }) => n === 0 || reopenings > 0,
    accounts: (frame, from_s, end_s) =>
      `SELECT DISTINCT t.account_id FROM ${ticketsAsOf(frame)} WHERE t.is_counted AND t.reopen_count >= 2 AND t.created_s >= ${from_s} AND t.created_s < ${end_s}`,
  },
  {
    why: 'rating',
    requires: ratings.tables,
    accounts: (frame, from_s, end_s) =>
      `SELECT DISTINCT t.account_id FROM ${ratings.from(frame)} WHERE t.label = 'bad' AND t.answered_s >= ${from_s} AND t.answered_s < ${end_s}`,
  },
  {
    why: 'old_p1',
    requires: openAtEnd.tables,
    isTold: ({ n, priorities }) => n === 0 || priorities > 0,
    accounts: (frame, _from_s, end_s) =>
      `SELECT DISTINCT t.account_id FROM ${openAtEnd.from(frame)} WHERE t.priority = 'p1' AND t.is_place_told AND t.created_s < ${end_s - old_p1_days * day_s}`,
  },
];

/** Recurring revenue of customers whose renewal is near and whose support went wrong, at the end of the known part of a period. */
export async function exposureOf(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const { time_zone } = queries.context.organisation;
  const end_day = knownEndOf(queries, ask.period.end_day);
  const { end_s } = queries.scope(ask);
  const from_s = zonedDayStart_s(end_day - window_days, time_zone);
  const frame = queries.frame(ask);
  const cases = await casesOf(queries, frame, from_s, end_s);
  const judged = rules.filter(
    ({ requires, isTold }) => requires.every((table) => frame.present.has(table)) && isTold?.(cases) !== false,
  );
  const [accounts, due, exchange, ...found] = await Promise.all([
    accountsOf(queries),
    renewalsDue(queries, end_day),
    exchangeOf(queries),
    ...judged.map(({ why, accounts: text }) => queries.rows(`accounts at risk: ${why}`, text(frame, from_s, end_s))),
  ]);
  // who of the customers had these cases nobody knows: no customer with one is not none
  const lost = cases.n - cases.ofKnown;
  if (lost > 0 && cases.ofKnown < queries.context.policies.least_told_share * cases.n)
    return [{ segment: {}, value: noData('no_input:accounts'), extras: { cases_of_nobody_known: lost } }];
  const whyOf = new Map<string, Why[]>();
  judged.forEach(({ why }, i) => {
    for (const { account_id } of found[i] ?? []) {
      if (account_id !== null) whyOf.set(String(account_id), [...(whyOf.get(String(account_id)) ?? []), why]);
    }
  });
  const isThere = ({ started_day, ended_day }: Account): boolean => started_day < end_day && ended_day >= end_day;
  const exposed = [...accounts.values()].flatMap((account) => {
    const why = whyOf.get(account.id);
    const renewal_day = due.get(account.id);
    return why === undefined || renewal_day === undefined || !isThere(account) ? [] : [{ account, why, renewal_day }];
  });
  const cut = ({ account }: (typeof exposed)[number]) => ({
    ...segmentOfAccount(account, end_day - 1),
    account: account.id,
  });
  const not_judged = rules
    .filter((rule) => !judged.includes(rule))
    .map(({ why }) => why)
    .join(', ');
  return bySegment(
    ask,
    exposed.filter((one) => isIn(ask.where, cut(one))),
    cut,
  ).map(({ segment, rows }) => {
    const versions = rows.map(({ account }): FactRow => ({ ...versionOf(account, end_day - 1), at_day: end_day - 1 }));
    const stated = versions.filter((row) => numberOf(row.recurring_minor) !== null);
    const { lines, missing } = convertLines(stated, exchange, 'at_day', 'recurring_minor');
    const only = ask.by.includes('account') ? rows[0] : undefined;
    const extras = {
      accounts: rows.length,
      ...(stated.length < rows.length ? { revenue_not_stated: rows.length - stated.length } : {}),
      ...Object.fromEntries(judged.map(({ why }) => [`by_${why}`, rows.filter((one) => one.why.includes(why)).length])),
      ...(not_judged === '' ? {} : { not_judged }),
      ...(lost === 0 ? {} : { cases_of_nobody_known: lost }),
      ...(only === undefined ? {} : { why: only.why.join(', '), renewal_day: only.renewal_day }),
    };
    const value = missing.length > 0 ? noData('missing_rate') : known(Number(sumOfLines(lines)), rows.length);
    return { segment, value, extras };
  });
}

async function casesOf(queries: MetricQueries, frame: Frame, from_s: number, end_s: number): Promise<Cases> {
  const [row] = await queries.rows(
    'cases that the rules judge',
    `SELECT count(*) AS n, count(k.known_id) AS of_known, count_if(coalesce(t.tells_reopen_count, TRUE)) AS reopenings, count(t.priority) AS priorities
FROM ${ticketsAsOf(frame)} LEFT JOIN (SELECT DISTINCT account_id AS known_id FROM accounts) AS k ON k.known_id = t.account_id
WHERE t.is_counted AND t.created_s >= ${from_s} AND t.created_s < ${end_s}`,
  );
  const of = (name: string): number => numberOf(row?.[name]) ?? 0;
  return { n: of('n'), ofKnown: of('of_known'), reopenings: of('reopenings'), priorities: of('priorities') };
}

/** The next renewal of each customer that falls due within so many days and was not decided yet: account -> day. */
async function renewalsDue(queries: MetricQueries, end_day: number): Promise<ReadonlyMap<string, number>> {
  const rows = await queries.rows(
    'renewals that come',
    `SELECT account_id, at_day, kind FROM account_events
WHERE kind IN ('renewal_due', 'renewed') AND at_day < ${end_day + renewal_days} ORDER BY account_id, at_day, kind`,
  );
  const due = new Map<string, number>();
  for (const [account, own] of Map.groupBy(rows, (row) => String(row.account_id))) {
    const days = (kind: string) => own.filter((row) => row.kind === kind).map((row) => numberOf(row.at_day) ?? 0);
    const dues = days('renewal_due');
    const next = dues.find((day) => day >= end_day);
    if (next === undefined) continue;
    const before = Math.max(-Infinity, ...dues.filter((day) => day < next)) + grace_days;
    if (!days('renewed').some((day) => day > before && day < end_day)) due.set(account, next);
  }
  return due;
}
