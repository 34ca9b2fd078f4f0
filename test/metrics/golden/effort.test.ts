import { describe } from 'vitest';
import * as lake from '../../../shared/lake/tables.ts';
import type { Period } from '../../../shared/period.ts';
import { goldenLake, metricsById, monday, person, september } from '../../support/golden-metrics.ts';
import { at, day, period } from '../../support/lake.ts';

describe('the golden vectors of capacity and effort', () => {
  const { put, values, each, near } = goldenLake('effort');

  const oneDay: Period = {
    ...september,
    id: 'one day',
    kind: 'range',
    start_day: monday,
    end_day: monday + 1,
    start_s: at('Mon 00:00'),
    end_s: at('Tue 00:00'),
  };
  each<{ heads: { level: string; coef: number; n: number }[] }, number>(
    ['work_ability_example'],
    async ({ heads }, expected) => {
      await put(
        lake.levelCoefficients,
        heads.map(({ level, coef }) => ({ level, coef_milli: coef * 1000 })),
      );
      await put(
        lake.roster,
        heads.flatMap(({ level, n }) =>
          Array.from({ length: n }, (_, i) => person({ person_id: `${level}${i}`, level })),
        ),
      );
      near((await values(['work_ability']))[0], expected);
    },
  );
  const activities = [
    'online_support',
    'training',
    'service_review',
    'tool_development',
    'tool_bug_fix',
    'non_support',
  ];
  const worker = async (input: Record<string, number | Record<string, number>>) => {
    const validity = (input.validity ?? {
      online_support: 1,
      training: 1,
      service_review: 0.5,
      tool_development: 1,
      tool_bug_fix: 0.5,
    }) as Record<string, number>;
    await put(lake.roster, [person({ person_id: 'p', level: 'P4' })]);
    await put(lake.levelCoefficients, [{ level: 'P4', coef_milli: 1200 }]);
    await put(
      lake.activityWeights,
      Object.entries(validity).map(([activity, share]) => ({
        activity,
        validity_milli: share * 1000,
        counts_as_support: true,
      })),
    );
    await put(
      lake.timeLog,
      activities.map((activity) => ({
        entry_id: activity,
        person_id: 'p',
        work_day: monday,
        activity,
        worked_s: Number(input[activity]) * 3600,
      })),
    );
  };
  for (const id of [
    'actual_person_days',
    'effective_person_days',
    'business_involvement',
    'business_involvement_normalised',
    'work_efficiency',
  ])
    each<Record<string, number>, number>([`${id}_example`], async (input, expected) => {
      await worker(input);
      near((await values([id], { over: oneDay }))[0], expected);
    });
  each<{ support_hours: number; paid_hours: number }, number>(
    ['agent_utilization_example'],
    async ({ support_hours, paid_hours }, expected) => {
      await put(lake.roster, [person({ person_id: 'p', level: 'P4' })]);
      await put(lake.activityWeights, [{ activity: 'online_support', validity_milli: 1000, counts_as_support: true }]);
      await put(lake.timeLog, [
        { entry_id: 'e', person_id: 'p', work_day: monday, activity: 'online_support', worked_s: support_hours * 3600 },
      ]);
      near(
        (
          await values(['agent_utilization'], { over: oneDay, more: { organisation: { hours_per_day: paid_hours } } })
        )[0],
        expected,
      );
    },
  );
  each<
    { people: { person: string; coef: number; days: number; actual: number; effective: number }[] },
    Record<string, number>
  >(['team_week'], async ({ people }, expected) => {
    await put(
      lake.levelCoefficients,
      people.map(({ person, coef }) => ({ level: person, coef_milli: coef * 1000 })),
    );
    await put(
      lake.roster,
      people.map((one) =>
        person({ person_id: one.person, level: one.person, start_day: monday, end_day: monday + one.days }),
      ),
    );
    await put(lake.activityWeights, [
      { activity: 'online_support', validity_milli: 1000, counts_as_support: true },
      { activity: 'tool_bug_fix', validity_milli: 0, counts_as_support: true },
    ]);
    await put(
      lake.timeLog,
      people.flatMap((one) =>
        [['online_support', one.effective] as const, ['tool_bug_fix', one.actual - one.effective] as const].map(
          ([activity, days]) => ({
            entry_id: `${one.person} ${activity}`,
            person_id: one.person,
            work_day: monday,
            activity,
            worked_s: Math.round(days * 28_800),
          }),
        ),
      ),
    );
    const ids = Object.keys(expected).filter((id) => metricsById.has(id));
    const found = await values(ids, { over: period('2026-W39') });
    ids.forEach((id, i) => near(found[i], expected[id]!));
  });
  each<{ days: { coef: number; days: number }[] }, number>(['capacity_promotion'], async ({ days }, expected) => {
    // 22 working days of September 2026: 13 until the 17th, 9 from the 18th on
    await put(lake.levelCoefficients, [
      { level: 'P3', coef_milli: days[0]!.coef * 1000 },
      { level: 'P4', coef_milli: days[1]!.coef * 1000 },
    ]);
    await put(lake.roster, [
      person({ person_id: 'p', level: 'P3', end_day: day('2026-09-18'), end_reason: 'moved' }),
      person({ person_id: 'p', level: 'P4', start_day: day('2026-09-18') }),
    ]);
    near((await values(['work_capacity_std_days']))[0], expected);
  });
});
