import { describe, expect } from 'vitest';
import * as lake from '../../../shared/lake/tables.ts';
import type { Value } from '../../../shared/lake/table.ts';
import { goldenLake, monday, person, september } from '../../support/golden-metrics.ts';
import { period, ticket } from '../../support/lake.ts';

describe('the golden vectors of people who come, stay and leave, and what they resolve', () => {
  const { put, ask, known, values, each, near } = goldenLake('headcount');

  each<{ intervals: { person: string; active_days: number; fte: number }[] }, number>(
    ['headcount_mean'],
    async ({ intervals }, expected) => {
      await put(
        lake.roster,
        intervals.map((one) =>
          person({
            person_id: one.person,
            fte_milli: one.fte * 1000,
            start_day: september.start_day,
            end_day: september.start_day + one.active_days,
          }),
        ),
      );
      near((await values(['team_avg_headcount']))[0], expected);
    },
  );
  each<{ leavers: number; moved_team: number; joiners: number; average_headcount: number }, Record<string, number>>(
    ['attrition'],
    async (input, expected) => {
      // leavers and the one who moves are there for half of the 30 days, joiners for the other half
      const middle = september.start_day + 15;
      const some = (name: string, n: number, fields: Readonly<Record<string, Value>>) =>
        Array.from({ length: n }, (_, i) => person({ person_id: `${name}${i}`, ...fields }));
      const rest = input.average_headcount - input.leavers / 2 - input.moved_team - input.joiners / 2;
      await put(lake.roster, [
        ...some('leaver', input.leavers, { end_day: middle, end_reason: 'left' }),
        ...some('moved', input.moved_team, { end_day: middle, end_reason: 'moved' }),
        ...some('moved', input.moved_team, { start_day: middle, team: 'other' }),
        ...some('joiner', input.joiners, { start_day: middle }),
        ...some('stays', Math.floor(rest), {}),
        ...(rest % 1 === 0 ? [] : [person({ person_id: 'part', fte_milli: (rest % 1) * 1000 })]),
      ]);
      const [headcount, leaving, joining] = await values([
        'team_avg_headcount',
        'attrition_rate_monthly',
        'new_hire_rate_monthly',
      ]);
      near(headcount, input.average_headcount);
      near(leaving, expected.attrition_rate_monthly!);
      near(joining, expected.new_hire_rate_monthly!);
    },
  );
  each<{ resolved: Record<string, number>; person_days: Record<string, number> }, Record<string, number>>(
    ['service_efficiency'],
    async ({ resolved, person_days }, expected) => {
      await put(
        lake.roster,
        Object.entries(person_days).map(([id, days]) =>
          person({ person_id: id, start_day: monday, end_day: monday + days }),
        ),
      );
      await put(
        lake.memberships,
        Object.keys(person_days).map((id) => ({
          helpdesk_source: '*',
          helpdesk_person_id: `u-${id}`,
          person_id: id,
          from_s: 0,
        })),
      );
      await put(
        lake.tickets,
        Object.entries(resolved).flatMap(([id, n]) =>
          Array.from({ length: n }, () => ticket({ resolved: 'Mon 12:00', resolved_by: `u-${id}` })),
        ),
      );
      const [found] = await ask(['service_efficiency'], { over: period('2026-W39') });
      near(known(found).value, expected.value!);
      expect(known(found)).toMatchObject({ numerator: expected.numerator, denominator: expected.denominator });
      expect(found!.extras).toMatchObject({ not_credited: expected.not_credited });
    },
  );
  each<{ resolved: number; actual_person_days: number }, number>(
    ['output_per_effort'],
    async ({ resolved, actual_person_days }, expected) => {
      await put(lake.roster, [person({ person_id: 'a' })]);
      await put(lake.memberships, [{ helpdesk_source: '*', helpdesk_person_id: 'u', person_id: 'a', from_s: 0 }]);
      await put(lake.activityWeights, [{ activity: 'online_support', validity_milli: 1000, counts_as_support: true }]);
      await put(lake.timeLog, [
        {
          entry_id: 'e',
          person_id: 'a',
          work_day: monday,
          activity: 'online_support',
          worked_s: actual_person_days * 28_800,
        },
      ]);
      await put(
        lake.tickets,
        Array.from({ length: resolved }, () => ticket({ resolved: 'Mon 12:00', resolved_by: 'u' })),
      );
      near((await values(['output_per_effort']))[0], expected);
    },
  );
});
