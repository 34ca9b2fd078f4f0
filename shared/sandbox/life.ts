import { afterWork, day_s, hour_s, isOpen, localDayOf, type Shifts } from './civil.ts';
import { type Arrival, loginLoop } from './arrivals.ts';
import type { History, Party, Person, Status, TeamId } from './model.ts';
import { answers, questions } from './names.ts';
import { groupOf, postOn } from './people.ts';
import { randomOf } from './random.ts';

/** What a ticket's life depends on. */
export interface World {
  readonly seed: number;
  readonly end_s: number;
  readonly people: readonly Person[];
  readonly shifts: ReadonlyMap<TeamId, Shifts>;
  readonly articles: readonly { readonly id: string; readonly product: string; readonly published_s: number }[];
}

const minute = 60;
/** How long the first answer takes in open time: median seconds and spread. */
const patience = { email: [95 * minute, 1.0], web: [70 * minute, 0.95], chat: [75, 0.8], phone: [20, 0.5] } as const;
const urgency = { p1: 0.16, p2: 0.5, p3: 1, p4: 1.7 } as const;
/** Days until the helpdesk closes what was solved. */
export const closeAfterDays = 4;

/** Why the AI agent hands a chat over. */
const handoffReasons = [
  ['asked_for_person', 5],
  ['no_answer_found', 3],
  ['policy', 2],
] as const;

/** Hand-offs grow in the Americas after the reorganisation of 1 April 2026: the number that gets worse. */
const handoffChance = (arrival: Arrival): number =>
  0.13 + (arrival.team.id === 'americas' && arrival.created_s > 1_774_994_400 ? 0.16 : 0);

/** Plays one ticket from its creation to its close, or to the end of the organisation's history. */
export function lifeOf(arrival: Arrival, world: World): { history: readonly History[]; root_cause: string | null } {
  const random = randomOf(world.seed, 'life', arrival.key);
  /** Draws of its own: what the AI agent does moves nothing else. */
  const assistant = randomOf(world.seed, 'assistant', arrival.key);
  const { team, topic, channel, created_s } = arrival;
  const shifts = world.shifts.get(team.id) as Shifts;
  const customer: Party = arrival.contact.id;
  const history: History[] = [];
  let owner: Party | null = null;
  let group: number | null = null;
  let status: Status = 'new';
  let priority = arrival.priority;
  let root_cause: string | null = null;
  let badExperience = 0;
  /** Things get faster: a third less waiting after fifteen months. */
  const speed = (1.28 - 0.45 * arrival.progress) * topic.effort;

  const turn = (at_s: number, by: Party, to: Status): void => {
    if (to === status) return;
    history.push({ at_s, by, kind: 'status', from: status, to });
    status = to;
  };
  const move = (at_s: number, by: Party, to: number): void => {
    if (to === group) return;
    history.push({ at_s, by, kind: 'grouped', from: group, to });
    group = to;
  };
  const give = (at_s: number, by: Party, to: Party | null): void => {
    if (to === owner) return;
    history.push({ at_s, by, kind: 'assigned', from: owner, to });
    owner = to;
  };
  const colleague = (at_s: number, tier: 'l1' | 'l2', not: Party | null): Party => {
    const day = localDayOf(team.zone, at_s);
    const there = world.people.flatMap((person) => {
      const post = postOn(person, day);
      return post && post.role === 'support' && post.team === team.id && person.id !== not
        ? [[person.id, (post.tier === tier ? 10 : 0.4) * post.fte_milli] as const]
        : [];
    });
    return random.weighted(there);
  };
  const isHere = (party: Party | null, at_s: number): party is `p${number}` => {
    const person = world.people.find(({ id }) => id === party);
    const post = person && postOn(person, localDayOf(team.zone, at_s));
    return post !== undefined && post.team === team.id;
  };
  /** During an incident everybody asks the same: answers are copied. */
  const routine = arrival.subcategory === loginLoop.subcategory && arrival.type === 'incident' ? 0.2 : 1;
  const worked = (at_s: number, by: Party, median: number): void => {
    const minutes = Math.max(1, Math.round((random.around(median, 0.55) * routine) / 60));
    history.push({ at_s, by, kind: 'worked', seconds: 60 * Math.min(minutes, 150) });
  };
  const say = (at_s: number, by: Party): void => {
    const known = world.articles.filter((one) => one.product === arrival.product && one.published_s < at_s);
    const cites = by.startsWith('p') && known.length > 0 && random.chance(0.24);
    history.push({
      at_s,
      by,
      kind: 'replied',
      text: by.startsWith('c') ? random.pick(questions) : random.pick(answers),
      articles: cites ? [random.pick(known).id] : [],
    });
  };
  /** Whoever works on it now: the owner if still in the team, else somebody takes over. */
  const touch = (at_s: number): `p${number}` => {
    if (isHere(owner, at_s)) return owner;
    const who = colleague(at_s, group !== null && group > 3 ? 'l2' : 'l1', owner) as `p${number}`;
    give(at_s, who, who);
    return who;
  };
  const finish = (): { history: readonly History[]; root_cause: string | null } => ({
    history: history
      .map((one, order) => [one, order] as const)
      .sort(([a, i], [b, j]) => a.at_s - b.at_s || i - j)
      .map(([one]) => one)
      .filter(({ at_s }) => at_s <= world.end_s),
    root_cause,
  });
  const close = (solved_s: number): number => {
    const at_s = solved_s + closeAfterDays * day_s + random.below(hour_s);
    turn(at_s, 'system', 'closed');
    return at_s;
  };
  const survey = (solved_s: number, person: Party | null): void => {
    if (!random.chance(0.86)) return;
    const offered_s = solved_s + day_s + random.below(900);
    history.push({ at_s: offered_s, by: 'system', kind: 'offered' });
    if (!random.chance(channel === 'chat' ? 0.42 : 0.27)) return;
    const slow = solved_s - created_s > 3 * day_s ? 0.09 : 0;
    const good = random.chance(0.95 - slow - 0.16 * badExperience);
    history.push({
      at_s: offered_s + 120 + Math.round(random.wait(9 * hour_s)),
      by: customer,
      kind: 'rated',
      good,
      cause: good
        ? null
        : random.weighted([
            ['service', 5],
            ['product', 4],
            ['process', 2],
          ] as const),
      person,
    });
  };

  /** The AI agent takes a chat when it greets, and hands it over before a person has time. */
  const tryFirst = (picked_s: number): void => {
    const [taken_s, last_s] = [created_s + 4, picked_s - 2];
    if (last_s <= taken_s + 2) return;
    const handed_s = taken_s + 2 + assistant.below(Math.min(last_s - taken_s - 1, 300));
    const reason = assistant.weighted(handoffReasons);
    history.push({ at_s: taken_s, by: 'bot', kind: 'assigned', from: null, to: 'bot' });
    history.push({ at_s: handed_s, by: 'bot', kind: 'assigned', from: 'bot', to: null, reason });
  };

  const opener: Party = arrival.kind === 'outbound' ? colleague(created_s, 'l1', null) : customer;
  history.push({ at_s: created_s, by: opener, kind: 'created', text: `${arrival.subject}. ${arrival.subcategory}.` });
  const straightToSpecialist = topic.category === 'Performance' && random.chance(0.35);
  move(created_s, 'system', groupOf(team.id, straightToSpecialist ? 'l2' : 'l1'));

  if (arrival.kind === 'spam' || arrival.kind === 'deleted') {
    const at_s = afterWork(shifts, created_s, random.around(2 * hour_s, 0.8));
    history.push({ at_s, by: colleague(at_s, 'l1', null), kind: 'deleted', spam: arrival.kind === 'spam' });
    return finish();
  }
  if (arrival.kind === 'test') history.push({ at_s: created_s, by: 'system', kind: 'tagged', tag: 'test' });
  if (arrival.kind === 'bot_only') {
    give(created_s + 4, 'bot', 'bot');
    say(created_s + 4, 'bot');
    turn(created_s + 4, 'system', 'pending_customer');
    let solved_s = created_s + 300 + random.below(600);
    turn(solved_s, 'system', 'solved');
    if (assistant.chance(0.3)) {
      const back_s = solved_s + 3600 + assistant.below(3 * day_s + 12 * hour_s);
      say(back_s, customer);
      turn(back_s, customer, 'open');
      say(back_s + 5, 'bot');
      solved_s = back_s + 400;
      turn(solved_s, 'system', 'solved');
    }
    close(solved_s);
    return finish();
  }
  if (channel === 'chat') say(created_s + 4, 'bot');
  if (arrival.kind === 'outbound') {
    give(created_s, opener, opener);
    turn(created_s, opener, 'pending_customer');
    const answered = random.chance(0.6);
    if (answered) {
      const at_s = created_s + Math.round(random.around(9 * hour_s, 0.9));
      say(at_s, customer);
      turn(at_s, customer, 'open');
    }
    const last_s = (history[history.length - 1] as History).at_s;
    const at_s = afterWork(shifts, answered ? last_s : created_s + 2 * day_s, random.around(3 * hour_s, 0.7));
    const who = touch(at_s);
    if (answered) say(at_s, who);
    worked(at_s, who, 9 * minute);
    turn(at_s, who, 'solved');
    close(at_s);
    return finish();
  }
  if (arrival.duplicate_of !== null) {
    const at_s = afterWork(shifts, created_s, random.around(50 * minute, 0.7));
    const who = colleague(at_s, 'l1', null);
    give(at_s, who, who);
    turn(at_s, who, 'closed');
    history.push({ at_s, by: who, kind: 'merged', into: arrival.duplicate_of });
    return finish();
  }

  const open = isOpen(shifts, created_s);
  const [median, spread] =
    patience[channel === 'phone' || (channel === 'chat' && open) ? channel : channel === 'chat' ? 'web' : channel];
  const neglected = channel !== 'phone' && random.chance(0.02) ? 14 : 1;
  const rush = channel === 'email' || channel === 'web' ? urgency[priority] * speed * neglected : 1;
  let now = afterWork(shifts, created_s, Math.max(8, random.around(median, spread) * rush));
  const picked_s = Math.max(
    created_s + 2,
    now - Math.round(random.around(6 * minute, 0.6) * (channel === 'chat' ? 0.05 : 1)),
  );
  let who = colleague(picked_s, straightToSpecialist ? 'l2' : 'l1', null) as `p${number}`;
  if (channel === 'chat' && assistant.chance(0.75)) tryFirst(picked_s);
  give(picked_s, who, who);
  turn(picked_s, who, 'open');
  now = Math.max(now, picked_s);
  if (random.chance(0.05)) {
    const raised = priority === 'p4' ? 'p3' : priority === 'p3' ? 'p2' : 'p1';
    if (raised !== priority) history.push({ at_s: picked_s, by: who, kind: 'priority', from: priority, to: raised });
    priority = raised;
  }

  const escalates = random.chance(topic.escalates);
  let rounds = 1;
  while (rounds < 7 && !random.chance(topic.settles + 0.1 * arrival.progress)) rounds++;
  if (escalates) rounds = Math.max(rounds, 2);
  const answerAfter = (at_s: number): number =>
    afterWork(shifts, at_s, Math.max(4 * minute, random.around(125 * minute, 1.0) * urgency[priority] * speed));

  const handOver = (at_s: number): void => {
    const before = who;
    const up = group !== null && group <= 3 && random.chance(0.55);
    const at = at_s - Math.round(random.around(20 * minute, 0.5));
    const when = Math.max(at, (history[history.length - 1] as History).at_s + 30);
    if (when >= at_s) return;
    if (up) {
      move(when, before, groupOf(team.id, 'l2'));
      give(when, before, null);
    }
    who = colleague(at_s, up ? 'l2' : 'l1', before) as `p${number}`;
    history.push({ at_s: when, by: before, kind: 'noted', text: 'Please take over; what we know is above.' });
    give(Math.min(at_s, when + (up ? 300 : 0)), up ? who : before, who);
    badExperience += 0.4;
  };

  for (let round = 1; round <= rounds; round++) {
    if (round > 1) who = touch(now);
    if (random.chance(handoffChance(arrival) * (round === 1 ? 0.5 : 1))) handOver(now);
    if (random.chance(0.3)) {
      history.push({ at_s: now - 1, by: who, kind: 'noted', text: 'Looked at the logs of the workspace.' });
    }
    if (escalates && round === Math.min(2, rounds)) {
      history.push({ at_s: now, by: who, kind: 'noted', text: 'Handed to engineering with steps to reproduce.' });
      history.push({ at_s: now, by: who, kind: 'escalated', key: `ENG-${1000 + (arrival.key % 9000)}` });
      turn(now, who, 'pending_third_party');
      worked(now, who, 25 * minute);
      const back_s = afterWork(
        shifts,
        now,
        random.around(34 * hour_s, 0.9) * urgency[priority] * (1.15 - 0.3 * arrival.progress),
      );
      history.push({ at_s: back_s, by: 'p23', kind: 'noted', text: 'Corrected; it is live in all regions.' });
      turn(back_s, 'p23', 'open');
      now = answerAfter(back_s);
      who = touch(now);
      root_cause = random.weighted([
        ['product_bug', 5],
        ['product_fault', 3],
        ['environment', 1],
        ['third_party', 1],
      ] as const);
    }
    const inCall = channel === 'phone' && round === 1;
    if (inCall) {
      now += Math.round(random.around(8 * minute, 0.5));
      history.push({ at_s: now, by: who, kind: 'noted', text: 'Call: talked through the steps.' });
    } else {
      say(now, who);
    }
    worked(now, who, (round === 1 ? 34 : 21) * minute * topic.effort);
    if (round === rounds) break;
    turn(now, who, 'pending_customer');
    if (random.chance(0.07)) {
      const at_s = now + 7 * day_s + random.below(hour_s);
      turn(at_s, 'system', 'solved');
      close(at_s);
      survey(at_s, who);
      return finish();
    }
    const heard_s =
      now + Math.max(3 * minute, Math.round(random.around((channel === 'chat' ? 0.25 : 4.5) * hour_s, 1.2)));
    say(heard_s, customer);
    turn(heard_s, customer, 'open');
    if (random.chance(0.02)) {
      give(heard_s, 'system', null);
      if (random.chance(0.5)) give(heard_s + 600, who, who);
    }
    now = answerAfter(heard_s);
  }
  turn(now, who, 'solved');
  root_cause ??= random.pick(topic.causes);
  const resolver: Party = owner ?? who;
  let solved_s = now;
  for (let again = 0; again < 2 && random.chance(0.062 + 0.02 * badExperience); again++) {
    const back_s = solved_s + Math.round(2 * hour_s + random.next() * 3.6 * day_s);
    say(back_s, customer);
    turn(back_s, customer, 'open');
    badExperience += 1;
    now = answerAfter(back_s);
    who = touch(now);
    say(now, who);
    worked(now, who, 26 * minute * topic.effort);
    turn(now, who, 'solved');
    solved_s = now;
  }
  close(solved_s);
  survey(solved_s, resolver);
  return finish();
}

/** Used by follow-ups: when the helpdesk closed it, if it did. */
export const closedAt = (history: readonly History[]): number | null =>
  history.findLast((one) => one.kind === 'status' && one.to === 'closed')?.at_s ?? null;
