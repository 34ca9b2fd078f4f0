import { day_s, dayOf, instantOf, weekdayOf } from './civil.ts';
import type { Account, Channel, Contact, Priority, Team, Ticket } from './model.ts';
import { topics, type Topic } from './names.ts';
import { type Random, randomOf } from './random.ts';

/** A ticket before anybody touched it. */
export interface Arrival {
  /** Stable within one seed; not the number people see. */
  readonly key: number;
  readonly created_s: number;
  readonly team: Team;
  readonly contact: Contact;
  readonly account: Account;
  readonly channel: Channel;
  readonly priority: Priority;
  readonly type: Ticket['type'];
  readonly topic: Topic;
  readonly subcategory: string;
  readonly product: string;
  readonly subject: string;
  readonly kind: 'customer' | 'bot_only' | 'spam' | 'test' | 'outbound' | 'deleted';
  /** The arrival that this one repeats. */
  readonly duplicate_of: number | null;
  readonly followup_of: number | null;
  /** 0 at the start of the organisation's history, 1 at its end. */
  readonly progress: number;
}

const weekdayWeight = [0, 1.25, 1.12, 1.0, 0.96, 0.84, 0.17, 0.13] as const;
/** Share of a day's tickets by local hour. */
const hourWeight = [
  0.6, 0.4, 0.3, 0.3, 0.4, 0.7, 1.5, 3.4, 6.8, 9.6, 10.2, 9.4, 7.0, 7.8, 9.0, 8.6, 7.4, 5.2, 3.4, 2.4, 1.9, 1.6, 1.2,
  0.8,
].map((weight, hour) => [hour, weight] as const);
const regionShare: Readonly<Record<string, number>> = { EMEA: 0.42, Americas: 0.37, APAC: 0.21 };

/** How busy a day is beside an ordinary one. */
function season(day: number): number {
  const year = new Date(day * 86_400_000).getUTCFullYear();
  const since = (text: string): number => day - dayOf(`${year}-${text}`);
  if (since('12-20') >= 0 || since('01-04') < 0) return 0.42;
  if (since('08-01') >= 0 && since('08-22') < 0) return 0.82;
  if (since('01-04') >= 0 && since('02-01') < 0) return 1.12;
  return since('09-01') >= 0 && since('10-15') < 0 ? 1.07 : 1;
}

/** The outage behind the incident week 2026-W37, and its relapse in 2026-W40: extra tickets a day, mostly in EMEA. */
export const loginLoop = {
  topic: 'Single sign-on',
  subcategory: 'Login loop',
  started_s: Date.parse('2026-09-08T06:40:00Z') / 1000,
  ended_s: Date.parse('2026-09-10T15:20:00Z') / 1000,
  days: [
    ['2026-09-08', 34],
    ['2026-09-09', 41],
    ['2026-09-10', 22],
    ['2026-09-11', 9],
    ['2026-09-30', 14],
    ['2026-10-01', 8],
  ],
} as const;

const channelOf = (random: Random, progress: number): Channel =>
  random.weighted([
    ['email', 44 - 10 * progress],
    ['web', 27],
    ['chat', 15 + 11 * progress],
    ['phone', 14 - progress],
  ] as const);

const poisson = (random: Random, mean: number): number => {
  let n = 0;
  for (let left = random.wait(1); left < mean; left += random.wait(1)) n++;
  return n;
};

/** Every ticket that reaches the organisation between two days, in order of creation. Follow-ups come later. */
export function arrivalsOf(
  seed: number,
  [from, to]: readonly [from: number, to: number],
  end_s: number,
  tickets_per_week: number,
  teams: readonly Team[],
  accounts: readonly Account[],
  contacts: readonly Contact[],
): readonly Arrival[] {
  const random = randomOf(seed, 'arrivals');
  const arrivals: Omit<Arrival, 'key'>[] = [];
  const byRegion = new Map(
    teams.map((team) => [
      team.id,
      contacts.filter((contact) => accounts[Number(contact.account.slice(1)) - 1]?.region === team.region),
    ]),
  );
  const scale = tickets_per_week / 5.47;

  const arrive = (team: Team, day: number, forced: Topic | null): void => {
    const created_s = instantOf(team.zone, day, 60 * random.weighted(hourWeight) + random.below(60)) + random.below(60);
    const contact = random.pick(byRegion.get(team.id) ?? contacts);
    const account = accounts[Number(contact.account.slice(1)) - 1];
    if (!account || created_s >= end_s || created_s < contact.created_s) return;
    if (account.ended !== null && day >= account.ended) return;
    const progress = (day - from) / (to - from);
    const topic = forced ?? random.weighted(topics.map((one) => [one, one.weight] as const));
    const subcategory = forced ? loginLoop.subcategory : random.pick(topic.subcategories);
    const channel = channelOf(random, progress);
    const kind = forced
      ? 'customer'
      : random.weighted([
          ['customer', 95.6],
          ['bot_only', channel === 'chat' ? 12 + 14 * progress : 0],
          ['spam', channel === 'email' ? 2.2 : 0],
          ['test', 0.4],
          ['outbound', channel === 'email' ? 1.6 : 0],
          ['deleted', 0.6],
        ] as const);
    const one = {
      created_s,
      team,
      contact,
      account,
      channel,
      priority: random.weighted([
        ['p1', forced ? 18 : account.band === 'platinum' ? 7 : 3],
        ['p2', forced ? 50 : 17],
        ['p3', 56],
        ['p4', 23],
      ] as const),
      type: forced
        ? ('incident' as const)
        : random.weighted([
            ['question', 46],
            ['incident', 30],
            ['problem', 12],
            ['request', 12],
          ] as const),
      topic,
      subcategory,
      product: random.pick(topic.products),
      subject: topic.subjects[topic.subcategories.indexOf(subcategory)] ?? topic.subjects[0] ?? topic.category,
      kind,
      duplicate_of: null,
      followup_of: null,
      progress,
    };
    arrivals.push(one);
    if (kind === 'customer' && channel !== 'phone' && random.chance(forced ? 0.09 : 0.012)) {
      const again_s = created_s + 240 + random.below(5400);
      if (again_s < end_s)
        arrivals.push({ ...one, created_s: again_s, channel: 'email', duplicate_of: arrivals.length - 1 });
    }
  };

  for (let day = from; day < to; day++) {
    const growth = 0.92 + (0.2 * (day - from)) / (to - from);
    for (const team of teams) {
      const mean =
        scale * (regionShare[team.region] ?? 0) * (weekdayWeight[weekdayOf(day)] ?? 1) * season(day) * growth;
      for (let i = poisson(random, mean); i > 0; i--) arrive(team, day, null);
    }
    const extra = loginLoop.days.find(([text]) => dayOf(text) === day)?.[1] ?? 0;
    const topic = topics.find(({ category }) => category === loginLoop.topic) ?? null;
    for (let i = Math.round((extra * tickets_per_week) / 123); i > 0; i--) {
      const team = random.weighted(teams.map((one) => [one, one.id === 'emea' ? 8 : 1] as const));
      arrive(team, day, topic);
    }
  }
  return arrivals.map((arrival, key) => ({ ...arrival, key }));
}

/** A customer comes back to a closed ticket: a new ticket that points at the old one. */
export const followupTo = (base: Arrival, closed_s: number, random: Random): Omit<Arrival, 'key'> => ({
  ...base,
  created_s: closed_s + Math.round(random.wait(5 * day_s)) + 600,
  channel: 'email',
  kind: 'customer',
  duplicate_of: null,
  followup_of: base.key,
});
