import type { Ticket } from '../../shared/sandbox/model.ts';
import { noData, plain, share, split, type Answer } from './answer.ts';
import { percentile, percentileInterval } from './arithmetic.ts';
import { valueOf, type Metric } from './about-tickets.ts';
import type { Case } from './cases.ts';
import { timeIn, type World } from './world.ts';
import type { Stretch } from './zone.ts';

/** The policy of the made-up organisation, in minutes by the priority that a case came with. */
const minutes = {
  first_reply: { p1: 60, p2: 240, p3: 480, p4: 1440 },
  wait: { p1: 480, p2: 1440, p3: 2880, p4: 7200 },
} as const;

/** A promise as its helpdesk tells it in the end; what came after the instant of the question is hidden by the questions below. */
interface Kept {
  readonly one: Case;
  readonly made_s: number;
  /** null: its clock stands still. */
  readonly due_s: number | null;
  readonly met_s: number | null;
  readonly missed: boolean;
}

/** Stretches in which a clock runs, in order; the last may be without an end. */
type Runs = readonly (readonly [from_s: number, to_s: number])[];

function keep(one: Case, runs: Runs, met_s: number | null, target_s: number): Kept {
  let spent_s = 0;
  for (const [from_s, to_s] of runs) {
    if (spent_s + (to_s - from_s) > target_s)
      return { one, made_s: one.created_s, due_s: from_s + target_s - spent_s, met_s, missed: true };
    spent_s += to_s - from_s;
  }
  const last = runs.at(-1)!;
  const before_s = spent_s - (last[1] - last[0]);
  const stands = met_s === null && last[1] !== Infinity;
  return { one, made_s: one.created_s, due_s: stands ? null : last[0] + target_s - before_s, met_s, missed: false };
}

function firstReply(one: Case, ticket: Ticket): Kept {
  const reply = ticket.history.find((step) => step.kind === 'replied' && step.by.startsWith('p'));
  const met_s = reply?.at_s ?? null;
  return keep(one, [[one.created_s, met_s ?? Infinity]], met_s, minutes.first_reply[ticket.priority] * 60);
}

/** The requester waits while the case is neither solved nor with them. */
function wait(one: Case, ticket: Ticket): Kept {
  const runs: [number, number][] = [[one.created_s, Infinity]];
  let met_s: number | null = null;
  for (const step of ticket.history) {
    if (step.kind !== 'status') continue;
    const solved = step.to === 'solved' || step.to === 'closed';
    const runsOn = !solved && !step.to.startsWith('pending');
    const last = runs.at(-1)!;
    if (runsOn && last[1] !== Infinity) runs.push([step.at_s, Infinity]);
    if (!runsOn && last[1] === Infinity) last[1] = step.at_s;
    met_s = solved ? (met_s ?? step.at_s) : null;
  }
  return keep(one, runs, met_s, minutes.wait[ticket.priority] * 60);
}

const known = new WeakMap<World, readonly Kept[]>();
function promisesOf(w: World): readonly Kept[] {
  const found =
    known.get(w) ??
    w.counted.flatMap((one) => {
      const ticket = w.org.tickets.find(({ n }) => n === one.n)!;
      return ticket.is_outbound ? [] : [firstReply(one, ticket), wait(one, ticket)];
    });
  known.set(w, found);
  return found;
}

/** Customers to whom a promise was broken from one instant to another. */
export const brokenTo = (w: World, from_s: number, end_s: number): ReadonlySet<string> =>
  new Set(
    promisesOf(w)
      .filter((one) => isMissed(w, one) && one.due_s! >= from_s && one.due_s! < end_s)
      .map(({ one }) => one.account),
  );

/** A clock that runs past the end of all that happened is late once its time has come. */
const met = (w: World, { met_s }: Kept): number | null => (met_s !== null && met_s <= w.as_of_s ? met_s : null);
const isMissed = (w: World, { missed, due_s }: Kept): boolean => missed && due_s! <= w.as_of_s;
const isKept = (w: World, one: Kept): boolean => !one.missed && met(w, one) !== null;

const bySegment = (
  w: World,
  members: readonly Kept[],
  cut: string | null,
  answer: (group: readonly Kept[]) => Answer,
): ReturnType<Metric> => {
  const value = valueOf(w, null);
  return split(members, cut, ({ one }, dimension) => value(one, dimension)).map(([segment, group]) => [
    segment,
    answer(group),
  ]);
};
const endOf = (w: World, period: Stretch): number => Math.min(period.end_s, w.as_of_s + 1);

export const aboutPromises: Readonly<Record<string, Metric>> = {
  sla_attainment: (w, period, cut) =>
    bySegment(
      w,
      promisesOf(w).filter(
        (one) => (isMissed(w, one) && timeIn(w, period, one.due_s)) || (isKept(w, one) && timeIn(w, period, one.met_s)),
      ),
      cut,
      (group) => share(group.filter((one) => isKept(w, one)).length, group.length),
    ),
  sla_overrun_p80: (w, period, cut) =>
    bySegment(
      w,
      promisesOf(w).filter((one) => isMissed(w, one) && timeIn(w, period, one.due_s) && met(w, one) !== null),
      cut,
      (group) => {
        const late = group.map((one) => met(w, one)! - one.due_s!);
        return late.length === 0
          ? noData('empty_population')
          : plain(percentile(late, 0.8), late.length, percentileInterval(late, 0.8));
      },
    ),
  promises_at_risk: (w, period, cut) => {
    const end_s = endOf(w, period);
    return bySegment(
      w,
      promisesOf(w).filter((one) => {
        const met_s = met(w, one);
        const runs = one.made_s < end_s && (met_s === null || met_s >= end_s);
        const isOpen = one.one.opens.some(([from, to]) => from < end_s && (to === null || to >= end_s));
        return isOpen && runs && one.due_s !== null && one.due_s >= end_s && one.due_s < end_s + 86_400;
      }),
      cut,
      (group) => plain(group.length, group.length),
    );
  },
};
