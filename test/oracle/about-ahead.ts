import { noData, plain, split, type Answer, type Answers } from './answer.ts';
import { endOwner, valueOf, type Metric } from './about-tickets.ts';
import type { Case } from './cases.ts';
import { timeIn, type World } from './world.ts';
import { dayStart, localDay, type Stretch } from './zone.ts';

const weeks = 21;

/** The day after the last one that is over, and the week of each instant before it; null: it began later than the weeks. */
function fullWeeks(w: World, period: Stretch): { readonly end_day: number; of(at_s: number): number } | null {
  const end_day = Math.min(period.end_day, localDay(w.zone, w.as_of_s + 1));
  const start_day = end_day - 7 * weeks;
  if (firstDay(w) > start_day) return null;
  return { end_day, of: (at_s) => Math.floor((localDay(w.zone, at_s) - start_day) / 7) };
}

const firstDay = (w: World): number => localDay(w.zone, Math.min(...w.counted.map(({ created_s }) => created_s)));

/** Eight weeks, the older four and the younger four. */
function guess(eight: readonly number[]): number {
  let [old, young] = [0, 0];
  eight.forEach((n, i) => (i < 4 ? (old += n) : (young += n)));
  const momentum = old > 0 ? Math.max(0.5, Math.min(2, young / old)) : 1;
  return ((old + young) / 8) * momentum;
}

const volume: Metric = (w, period, cut): Answers => {
  const full = fullWeeks(w, period);
  if (full === null) return [[{}, noData('below_minimum_n')]];
  const members = w.counted.filter(({ created_s }) => {
    const week = full.of(created_s);
    return week >= 0 && week < weeks;
  });
  return split(members, cut, valueOf(w, null)).map(([segment, group]) => {
    const came = Array.from({ length: weeks }, () => 0);
    for (const { created_s } of group) came[full.of(created_s)]!++;
    const eight = came.slice(13);
    return [
      segment,
      plain(
        guess(eight),
        eight.reduce((a, b) => a + b, 0),
      ),
    ] as const;
  });
};

/** Counted, or counted until somebody took it away. */
function inFlow(w: World): readonly Case[] {
  const tickets = new Map(w.org.tickets.map((ticket) => [ticket.n, ticket]));
  return w.cases.filter((one) => {
    const { is_test, is_outbound, is_bot_only } = tickets.get(one.n)!;
    return one.is_counted || (!one.is_paid_for && !is_test && !is_outbound && !is_bot_only);
  });
}

const backlog: Metric = (w, period, cut): Answers => {
  const full = fullWeeks(w, period);
  if (full === null) return [[{}, noData('below_minimum_n')]];
  const end_s = dayStart(w.zone, full.end_day);
  const members = inFlow(w).filter(({ opens }) => opens.some(([from]) => from < end_s));
  const credit = endOwner(w, { ...period, end_s });
  return split(members, cut, valueOf(w, credit)).map(([segment, group]) => {
    const came = Array.from({ length: weeks }, () => 0);
    const went = Array.from({ length: weeks }, () => 0);
    let open = 0;
    for (const { opens } of group)
      for (const [from, to] of opens) {
        if (from >= end_s) continue;
        open++;
        if (full.of(from) >= 0) came[full.of(from)]!++;
        if (to === null || to >= end_s) continue;
        open--;
        if (full.of(to) >= 0) went[full.of(to)]!++;
      }
    const value = Math.max(0, open + guess(came.slice(13)) - guess(went.slice(13)));
    return [segment, plain(value, open)] as const;
  });
};

/** Erlang C from its sums, not by recursion: A^n / n! for every n. */
function served(agents: number, load: number, answer_s: number, handle_s: number): number {
  if (agents <= load) return 0;
  let [term, sum] = [1, 0];
  for (let n = 0; n < agents; n++) {
    sum += term;
    term = (term * load) / (n + 1);
  }
  const top = (term * agents) / (agents - load);
  return 1 - (top / (sum + top)) * Math.exp((-(agents - load) * answer_s) / handle_s);
}

const staff: Metric = (w, period): Answers => {
  const end_day = Math.min(period.end_day, localDay(w.zone, w.as_of_s + 1));
  if (firstDay(w) > end_day - 56) return [[{}, noData('below_minimum_n')]];
  const days: Stretch = {
    id: '',
    start_day: end_day - 56,
    end_day,
    start_s: dayStart(w.zone, end_day - 56),
    end_s: dayStart(w.zone, end_day),
  };
  return ['chat', 'phone'].flatMap((channel) => {
    const own = w.counted.filter((one) => one.channel === channel && timeIn(w, days, one.created_s));
    const halves = new Map<string, number>();
    for (const { created_s } of own) {
      const clock = new Date(created_s * 1000).toLocaleString('en-GB', {
        timeZone: w.zone,
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
      });
      const [, half = ''] = /^(.*):/.exec(clock) ?? [];
      const key = `${half}:${Number(clock.slice(-2)) < 30 ? '00' : '30'}`;
      halves.set(key, (halves.get(key) ?? 0) + 1);
    }
    const most = Math.max(0, ...halves.values());
    if (most === 0) return [];
    const logged = own.filter(({ touch_s }) => touch_s > 0).map(({ touch_s }) => touch_s);
    const answer: Answer = logged.length === 0 ? noData('not_told:time_worked') : plain(people(most / 8, logged), most);
    return [[{ channel }, answer] as const];
  });
};
function people(arrivals: number, logged: readonly number[]): number {
  const handle_s = logged.reduce((a, b) => a + b, 0) / logged.length;
  const load = (arrivals * handle_s) / 1800;
  let agents = 1;
  while (load / agents > 0.85 || served(agents, load, 20, handle_s) < 0.8) agents++;
  return Math.ceil(agents / 0.7);
}

export const aboutAhead: Readonly<Record<string, Metric>> = {
  volume_forecast: volume,
  backlog_forecast: backlog,
  staff_required: staff,
};
