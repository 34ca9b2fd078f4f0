import { describe, expect } from 'vitest';
import * as lake from '../../../shared/lake/tables.ts';
import type { Value } from '../../../shared/lake/table.ts';
import { goodRate } from '../../../shared/metrics/catalogue/all.ts';
import { goldenLake } from '../../support/golden-metrics.ts';
import { at, ticket } from '../../support/lake.ts';

describe('the golden vectors of what customers say', () => {
  const { put, ask, known, each, near } = goldenLake('ratings');

  const survey = (fields: Readonly<Record<string, Value>>, i: number) => ({
    survey_id: `s${i}`,
    kind: 'csat',
    ticket_id: `r${i}`,
    ticket_source: 'helpdesk',
    answered_s: at('Wed 10:00'),
    ...fields,
  });
  const rated = async (rows: readonly Readonly<Record<string, Value>>[], all = rows.length) => {
    await put(
      lake.tickets,
      Array.from({ length: all }, (_, i) => ticket({ ticket_id: `r${i}`, resolved: 'Tue 09:00' })),
    );
    await put(lake.surveys, rows.map(survey));
  };
  const labels = (counts: Record<string, number>) =>
    Object.entries(counts).flatMap(([label, n]) => Array.from({ length: n }, () => ({ label })));
  each<Record<string, number>, Record<string, number> & { interval95: number[] }>(
    ['nps_30', 'nps_all_promoters', 'nps_negative'],
    async (input, expected) => {
      const scores = Object.entries(input).flatMap(([name, n]) =>
        Array.from({ length: n }, () => Number(name.split('-')[0])),
      );
      await put(
        lake.surveys,
        scores.map((score, i) => ({
          ...survey({}, i),
          kind: 'nps',
          ticket_id: null,
          respondent_id: `c${i}`,
          score,
          scale_min: 0,
          scale_max: 10,
        })),
      );
      const [found] = await ask(['nps']);
      near(known(found).value, expected.value!);
      expected.interval95.forEach((bound, i) => near(known(found).interval![i], bound));
      expect(found!.extras).toMatchObject({
        promoters: expected.promoters,
        passives: expected.passives,
        detractors: expected.detractors,
      });
    },
  );
  each<{ scale: [number, number]; scores: number[] }, Record<string, number> & { interval95?: number[] }>(
    ['csat_top2', 'csat_scale_7'],
    async ({ scale, scores }, expected) => {
      await rated(scores.map((score) => ({ score, scale_min: scale[0], scale_max: scale[1] })));
      const [found] = await ask(['csat']);
      expect(known(found)).toMatchObject({
        numerator: expected.numerator,
        denominator: expected.denominator,
        value: expected.value,
      });
      (expected.interval95 ?? []).forEach((bound, i) => near(known(found).interval![i], bound));
      expect(expected.mean === undefined || found!.extras.mean_of_1_to_5 === expected.mean).toBe(true);
    },
  );
  each<Record<string, number>, Record<string, number> & { good_interval95: number[] }>(
    ['good_bad_rates'],
    async ({ tickets, good, neutral, bad }, expected) => {
      await rated(labels({ good: good!, neutral: neutral!, bad: bad! }), tickets);
      const found = await ask(['good_rate', 'bad_rate', 'evaluation_rate']);
      near(known(found[0]).value, expected.good_rate!);
      near(known(found[1]).value, expected.bad_rate!);
      near(known(found[2]).value, expected.evaluation_rate!);
      expected.good_interval95.forEach((bound, i) => near(known(found[0]).interval![i], bound));
    },
  );
  each<{ rated: number; good: number; minimum_n: number }, { value: number; n: number; interval95: number[] }>(
    ['good_rate_one_answer'],
    async ({ good, minimum_n }, expected) => {
      await rated(labels({ good }));
      const [found] = await ask(['good_rate']);
      expect(known(found)).toMatchObject({ value: expected.value, n: expected.n });
      expected.interval95.forEach((bound, i) => near(known(found).interval![i], bound));
      expect(goodRate.change_from_n).toBe(minimum_n);
    },
  );
  each<{ rated: number; bad: { cause: string | null }[] }, Record<string, number>>(
    ['bad_rate_individual_product'],
    async (input, expected) => {
      const others = Array.from({ length: input.rated - input.bad.length }, () => ({ label: 'good', person_id: 'u' }));
      await rated([...input.bad.map(({ cause }) => ({ label: 'bad', cause, person_id: 'u' })), ...others]);
      const [found] = await ask(['bad_rate_individual']);
      expect(known(found)).toMatchObject({
        numerator: expected.numerator,
        denominator: expected.denominator,
        value: expected.value,
      });
      expect(found!.extras).toMatchObject({
        unknown_cause: expected.unknown_cause,
        removed_product: expected.removed_product,
      });
      const [variant] = await ask(['bad_rate_individual'], {
        more: { policies: { bad_rate_denominator: 'without_product' } },
      });
      near(known(variant).value, expected.variant_without_product!);
    },
  );
  each<{ scale: [number, number]; reversed: boolean; scores: number[] }, { value: number; n: number }>(
    ['ces_reversed_scale'],
    async ({ scale, reversed, scores }, expected) => {
      await rated(
        scores.map((score) => ({
          kind: 'ces',
          score,
          scale_min: scale[0],
          scale_max: scale[1],
          scale_reversed: reversed,
        })),
      );
      expect((await ask(['ces']))[0]!.value).toMatchObject({ status: 'known', ...expected });
    },
  );
  each<{ answers: { ticket: string; at?: number; label?: string; offered?: number }[] }, Record<string, number>>(
    ['survey_latest_wins'],
    async ({ answers }, expected) => {
      await put(
        lake.tickets,
        ['A', 'B', 'C'].map((ticket_id) => ticket({ ticket_id })),
      );
      await put(
        lake.surveys,
        answers.map((one, i) => ({
          ...survey({}, i),
          ticket_id: one.ticket,
          label: one.label ?? null,
          offered_s: at('Tue 00:00') + (one.offered ?? 0),
          answered_s: one.at === undefined ? null : at('Tue 00:00') + one.at,
        })),
      );
      expect((await ask(['good_rate']))[0]!.value).toMatchObject({
        value: expected.good_rate,
        numerator: expected.good,
        denominator: expected.rated,
      });
    },
  );
});
