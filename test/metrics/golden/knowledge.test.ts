import { describe, expect } from 'vitest';
import * as lake from '../../../shared/lake/tables.ts';
import { goldenLake, monday, type Groups } from '../../support/golden-metrics.ts';
import { at, day, ticket } from '../../support/lake.ts';

describe('the golden vectors of customers, requirements, knowledge and self-service', () => {
  const { put, ask, known, values, each, near } = goldenLake('knowledge');

  each<Record<string, number>, Record<string, number>>(['churn_and_retention'], async (input, expected) => {
    const account = (account_id: string, started: string, isLost: boolean) => ({
      account_id,
      started_day: day(started),
      ended_day: isLost ? day('2026-09-20') : null,
      from_day: 0,
    });
    await put(lake.accounts, [
      ...Array.from({ length: input.at_start! }, (_, i) => account(`a${i}`, '2025-01-01', i < input.lost_of_start!)),
      ...Array.from({ length: input.new! }, (_, i) => account(`n${i}`, '2026-09-10', i < input.lost_of_new!)),
    ]);
    const [churn, retention] = await values(['churn_rate', 'retention_rate']);
    near(churn, expected.churn_rate!);
    near(retention, expected.retention_rate!);
  });
  each<
    {
      points_kano: Record<string, number>;
      points_impact: Record<string, number>;
      requirements: { kano: string; impact: string }[];
    },
    number
  >(['kano_score'], async (input, expected) => {
    const users: Record<string, number> = { all: 1000, '60-100': 600, '30-60': 300, '<30': 299 };
    await put(
      lake.weights,
      (['kano', 'impact'] as const).flatMap((dimension) =>
        Object.entries(input[`points_${dimension}`]).map(([value, points]) => ({
          dimension,
          value,
          weight_milli: points * 1000,
          from_day: 0,
        })),
      ),
    );
    await put(
      lake.requirements,
      input.requirements.map(({ kano, impact }, i) => ({
        requirement_id: `y${i}`,
        kano,
        users_affected_milli: users[impact],
        raised_day: monday,
      })),
    );
    expect(await values(['requirements_value_score'])).toEqual([expected]);
  });
  each<{ points: Record<string, number>; assets: Record<string, number> }, number>(
    ['fundamentals_score'],
    async ({ points, assets }, expected) => {
      await put(
        lake.weights,
        Object.entries(points).map(([value, weight]) => ({
          dimension: 'grade',
          value,
          weight_milli: weight * 1000,
          from_day: 0,
        })),
      );
      await put(
        lake.knowledgeArticles,
        Object.entries(assets).flatMap(([grade, n]) =>
          Array.from({ length: n }, (_, i) => ({
            article_id: `${grade}${i}`,
            grade,
            state: 'published',
            published_s: at('Mon 09:00'),
          })),
        ),
      );
      expect(await values(['fundamentals_score'])).toEqual([expected]);
    },
  );
  each<{ points: Record<string, number>; results: Record<string, number> }, number>(
    ['innovation_score'],
    async ({ points, results }, expected) => {
      await put(
        lake.weights,
        Object.entries(points).map(([value, weight]) => ({
          dimension: 'honour',
          value,
          weight_milli: weight * 1000,
          from_day: 0,
        })),
      );
      await put(
        lake.contributions,
        Object.entries(results).flatMap(([kind, n]) =>
          Array.from({ length: n }, (_, i) => ({ item_id: `${kind}${i}`, kind, honour: kind, accepted_day: monday })),
        ),
      );
      expect(await values(['innovation_score'])).toEqual([expected]);
    },
  );
  each<{ scenarios: Groups; weights: Record<string, number> }, Record<string, number | null>>(
    ['tool_interception'],
    async ({ scenarios, weights }, expected) => {
      await put(
        lake.weights,
        Object.entries(weights).map(([value, weight]) => ({
          dimension: 'scenario',
          value,
          weight_milli: weight * 1000,
          from_day: 0,
        })),
      );
      await put(
        lake.tickets,
        Object.entries(scenarios).flatMap(([category, [, n]]) =>
          Array.from({ length: n }, (_, i) =>
            ticket({ ticket_id: `${category}${i}`, category, resolved: 'Tue 09:00' }),
          ),
        ),
      );
      await put(
        lake.selfServiceSessions,
        Object.entries(scenarios).flatMap(([scenario, [hits]]) =>
          Array.from({ length: hits }, (_, i) => ({
            session_id: `${scenario}${i}`,
            tool: 'planner',
            scenario,
            outcome: 'located',
            ticket_id: `${scenario}${i}`,
            started_s: at('Mon 08:00'),
          })),
        ),
      );
      const [whole] = await ask(['tool_interception_rate']);
      near(known(whole).value, expected.overall!);
      near(whole!.extras.covered_weight_share as number, expected.covered_weight!);
      const parts = await ask(['tool_interception_rate'], { by: ['scenario'] });
      expect(parts.map((part) => known(part).value)).toEqual([expected.login, expected.slow_sql]);
    },
  );
  each<
    { sessions: { shown: boolean; ticket_after_s: number | null }[] },
    { numerator: number; denominator: number; value: number }
  >(['smart_interception'], async ({ sessions }, expected) => {
    await put(
      lake.selfServiceSessions,
      sessions.map(({ shown }, i) => ({
        session_id: `q${i}`,
        surface: 'bot',
        offered_count: shown ? 1 : 0,
        outcome: 'intercepted',
        contact_id: `c${i}`,
        started_s: at('Mon 08:00'),
      })),
    );
    await put(lake.tickets, [
      ticket({ created: '2025-01-01T00:00:00Z' }),
      ...sessions.flatMap(({ ticket_after_s }, i) =>
        ticket_after_s === null
          ? []
          : [{ ...ticket({ requester_id: `c${i}` }), created_s: at('Mon 08:00') + ticket_after_s }],
      ),
    ]);
    expect((await ask(['smart_interception_rate']))[0]!.value).toMatchObject({ status: 'known', ...expected });
  });
  each<{ sessions: number; tickets: number }, number>(
    ['self_service_usage'],
    async ({ sessions, tickets }, expected) => {
      await put(
        lake.selfServiceSessions,
        Array.from({ length: sessions }, (_, i) => ({ session_id: `q${i}`, started_s: at('Mon 08:00') })),
      );
      await put(
        lake.tickets,
        Array.from({ length: tickets }, () => ticket()),
      );
      expect(await values(['self_service_usage'])).toEqual([expected]);
    },
  );
});
