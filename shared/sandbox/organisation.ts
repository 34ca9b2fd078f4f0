import { articlesOf } from './articles.ts';
import { type Arrival, arrivalsOf, followupTo } from './arrivals.ts';
import { dayOf, hour_s, instantOf, localDayOf, shiftsOf, textOf } from './civil.ts';
import { accountsOf, contactsOf } from './customers.ts';
import { holidaysOf } from './holidays.ts';
import { closedAt, lifeOf, type World } from './life.ts';
import type { History, Organisation, Ticket } from './model.ts';
import { groups, people, teams } from './people.ts';
import { randomOf } from './random.ts';

/** Monday 5 October 2026, 06:00 in Berlin: the last complete week is 2026-W40, the last complete quarter 2026-Q3. */
export const defaultEnd_s = Date.parse('2026-10-05T04:00:00Z') / 1000;

export interface Wish {
  readonly seed?: number;
  /** The instant at which history stops. */
  readonly end_s?: number;
  /** Whole months before the month of the end. */
  readonly months?: number;
  readonly tickets_per_week?: number;
}

const firstNumber = 1001;

/**
 * Makes the support organisation of the demo and the tests: people, customers, and every ticket with its true history. Pure: the
 * same wish gives the same organisation, to the last second.
 */
export function organisation(wish: Wish = {}): Organisation {
  const { seed = 1, end_s = defaultEnd_s, months = 15, tickets_per_week = 123 } = wish;
  const zone = 'Europe/Berlin';
  const end_day = localDayOf(zone, end_s) + 1;
  const [year = 2026, month = 10] = textOf(end_day - 1)
    .split('-')
    .map(Number);
  const start_day = dayOf(new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10));
  const accounts = accountsOf(seed, start_day, end_day);
  const contacts = contactsOf(seed, accounts);
  const articles = articlesOf(seed, start_day, end_day);
  const world: World = {
    seed,
    end_s,
    people,
    articles,
    shifts: new Map(
      teams.map((team) => [
        team.id,
        shiftsOf(team.zone, start_day - 1, end_day + 120, holidaysOf(team.calendar), 8 * 60, 18 * 60),
      ]),
    ),
  };
  const first = arrivalsOf(seed, [start_day, end_day], end_s, tickets_per_week, teams, accounts, contacts);
  const lives = first.map((arrival) => ({ arrival, ...lifeOf(arrival, world) }));
  const random = randomOf(seed, 'follow-ups');
  const base = [...lives];
  for (const { arrival, history } of base) {
    const closed_s = closedAt(history);
    if (closed_s === null || arrival.kind !== 'customer' || arrival.duplicate_of !== null || !random.chance(0.021))
      continue;
    const next: Arrival = { ...followupTo(arrival, closed_s, random), key: lives.length };
    if (next.created_s < end_s - hour_s) lives.push({ arrival: next, ...lifeOf(next, world) });
  }
  lives.sort((a, b) => a.arrival.created_s - b.arrival.created_s || a.arrival.key - b.arrival.key);
  const numbers = new Map(lives.map(({ arrival }, i) => [arrival.key, firstNumber + i]));
  return {
    seed,
    name: 'Northwind Cloud',
    zone,
    currency: 'EUR',
    start_s: instantOf(zone, start_day, 0),
    end_s,
    teams,
    groups,
    people,
    accounts,
    contacts,
    articles,
    tickets: lives.map(({ arrival, history, root_cause }) => ticketOf(arrival, history, root_cause, numbers)),
  };
}

function ticketOf(
  arrival: Arrival,
  history: readonly History[],
  root_cause: string | null,
  numbers: ReadonlyMap<number, number>,
): Ticket {
  const numberOf = (key: number): number => numbers.get(key) ?? 0;
  return {
    n: numberOf(arrival.key),
    subject: arrival.subject,
    created_s: arrival.created_s,
    channel: arrival.channel,
    priority: arrival.priority,
    type: arrival.type,
    category: arrival.topic.category,
    subcategory: arrival.subcategory,
    product: arrival.product,
    region: arrival.team.region,
    language: arrival.team.language,
    team: arrival.team.id,
    contact: arrival.contact,
    is_test: arrival.kind === 'test',
    is_outbound: arrival.kind === 'outbound',
    is_spam: arrival.kind === 'spam',
    is_bot_only: arrival.kind === 'bot_only',
    followup_of: arrival.followup_of === null ? null : numberOf(arrival.followup_of),
    root_cause,
    history: history.map((one) => (one.kind === 'merged' ? { ...one, into: numberOf(one.into) } : one)),
  };
}
