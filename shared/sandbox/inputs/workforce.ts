import type { Row } from '../../lake/table.ts';
import type { activityWeights, levelCoefficients, roster, timeLog } from '../../lake/tables.ts';
import { day_s, dayOf, instantOf, localDayOf, weekdayOf } from '../civil.ts';
import { holidaysOf } from '../holidays.ts';
import { idsOf, secondNames } from '../ids.ts';
import type { Organisation } from '../model.ts';
import { postOn, teams } from '../people.ts';
import { randomOf } from '../random.ts';
import { type Served, ticketAt } from '../served.ts';

const leads = { emea: 'p1', americas: 'p8', apac: 'p17' } as const;

export const rosterRows = (org: Organisation, sources: readonly Served[]): readonly Partial<Row<typeof roster>>[] =>
  org.people.flatMap((person) =>
    person.posts.map((post) => ({
      person_id: person.id,
      name: person.name,
      helpdesk_ids: JSON.stringify(helpdeskIds(person.n, sources)),
      role: post.role,
      team: post.role === 'engineering' ? null : post.team,
      level: post.level,
      skill_stack: post.skill,
      location: { emea: 'Berlin', americas: 'New York', apac: 'Singapore' }[post.team],
      manager_id: post.role === 'support' ? leads[post.team] : null,
      calendar_id: post.team,
      fte_milli: post.fte_milli,
      start_day: post.from,
      end_day: post.to,
      end_reason: post.end_reason,
    })),
  );

/** By source; where a helpdesk names people twice, all names of the person in one list. */
const helpdeskIds = (n: number, sources: readonly Served[]): readonly string[] | Readonly<Record<string, string>> =>
  sources.some(({ vendor }) => secondNames[vendor])
    ? sources.flatMap(({ vendor }) => [idsOf[vendor].person(n), secondNames[vendor]?.(n) ?? []].flat())
    : Object.fromEntries(sources.map(({ id, vendor }) => [id, idsOf[vendor].person(n)]));

/** Local policy: how much of an activity's time is effective. */
export const activityWeightRows: readonly Partial<Row<typeof activityWeights>>[] = (
  [
    ['online_support', 1000, true],
    ['training', 1000, true],
    ['service_review', 500, true],
    ['tool_development', 1000, true],
    ['tool_bug_fix', 500, true],
    ['complaint_handling', 500, true],
    ['knowledge', 1000, true],
    ['non_support', 0, false],
    ['leave', 0, false],
    ['other', 0, false],
  ] as const
).map(([activity, validity_milli, counts_as_support]) => ({
  activity,
  validity_milli,
  counts_as_support,
  from_day: dayOf('2025-01-01'),
  to_day: null,
}));

export const levelCoefficientRows: readonly Partial<Row<typeof levelCoefficients>>[] = (
  [
    ['P2', 800],
    ['P3', 1000],
    ['P4', 1200],
  ] as const
).map(([level, coef_milli]) => ({ level, coef_milli, from_day: dayOf('2022-01-01'), to_day: null }));

/** Minutes a day beside the tickets, each activity now and then. */
const dayWork = [
  ['online_support', 0.9, 85],
  ['service_review', 0.35, 40],
  ['training', 0.16, 75],
  ['knowledge', 0.3, 50],
  ['tool_development', 0.14, 80],
  ['tool_bug_fix', 0.07, 55],
  ['complaint_handling', 0.05, 45],
  ['non_support', 0.6, 55],
] as const;

/** Time of tickets as it was worked, and what else a working day holds; leave as whole days without work. */
export function timeLogRows(org: Organisation, sources: readonly Served[]): readonly Partial<Row<typeof timeLog>>[] {
  const rows: Partial<Row<typeof timeLog>>[] = [];
  const zones = new Map(teams.map(({ id, zone }) => [id, zone]));
  const busy = new Set<string>();
  for (const ticket of org.tickets) {
    const zone = zones.get(ticket.team) ?? org.zone;
    ticket.history.forEach((one, i) => {
      if (one.kind !== 'worked') return;
      const work_day = localDayOf(zone, one.at_s);
      busy.add(`${one.by}/${work_day}`);
      rows.push({
        entry_id: `T${ticket.n}-${i}`,
        person_id: one.by,
        ...ticketAt(sources, ticket),
        work_day,
        started_s: one.at_s - one.seconds,
        worked_s: one.seconds,
        activity: 'online_support',
        is_billable: false,
        updated_s: one.at_s,
      });
    });
  }
  const from = localDayOf(org.zone, org.start_s);
  const to = localDayOf(org.zone, org.end_s);
  for (const person of org.people) {
    const random = randomOf(org.seed, 'time', person.id);
    for (let day = from; day < to; day++) {
      const post = postOn(person, day);
      if (!post || post.role === 'engineering' || weekdayOf(day) > 5 || holidaysOf(post.team).has(day)) continue;
      const start_s = instantOf(zones.get(post.team) ?? org.zone, day, 9 * 60);
      const common = { person_id: person.id, ticket_id: null, ticket_source: null, work_day: day, is_billable: false };
      if (!busy.has(`${person.id}/${day}`) && random.chance(0.3)) {
        const worked_s = Math.round((8 * 3600 * post.fte_milli) / 1000);
        rows.push({
          entry_id: `L${person.n}-${day}`,
          ...common,
          started_s: start_s,
          worked_s,
          activity: 'leave',
          updated_s: start_s + day_s,
        });
        continue;
      }
      dayWork.forEach(([activity, chance, minutes], i) => {
        if (!random.chance(chance * (post.role === 'lead' ? 1.1 : post.fte_milli / 1000))) return;
        const worked_s = 300 * Math.max(1, Math.round(random.around(minutes, 0.3) / 5));
        rows.push({
          entry_id: `D${person.n}-${day}-${i}`,
          ...common,
          started_s: start_s + i * 3600,
          worked_s,
          activity,
          updated_s: start_s + 10 * 3600,
        });
      });
    }
  }
  return rows;
}
