import { describe, expect, it } from 'vitest';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import { metric } from '../../shared/metrics/definition.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate } from '../../shared/metrics/evaluate.ts';
import { countOf } from '../../shared/metrics/measure.ts';
import { relation } from '../../shared/metrics/relation.ts';
import { t, tickets } from '../../shared/metrics/relations/tickets.ts';
import { sql } from '../../shared/metrics/sql.ts';
import { ticket, week39 } from '../support/lake.ts';
import { testLake } from '../support/measured.ts';

const { evaluate: _, ...words } = catalogue.handoffCoefficient;
const withMeasure = (measure: ReturnType<typeof countOf>): Metric =>
  metric({
    ...words,
    id: 'many_hands_rate',
    measures: { handed: measure },
    value: ({ handed }) => ({ value: { ...known, n: handed.n } }),
  });
const known = { status: 'known', value: 1, numerator: null, denominator: null, interval: null } as const;

describe('SQL of a measure', () => {
  it('joins typed columns, other SQL, and values as literals', () => {
    const late = sql`${t.resolved_s} > ${86_400}`;
    expect(sql`${late} AND ${t.channel} IN (${['email', "o'clock"]}) AND ${t.is_spam} IS NOT ${true}`).toEqual({
      text: `t.resolved_s > 86400 AND t.channel IN ('email', 'o''clock') AND t.is_spam IS NOT TRUE`,
      columns: ['resolved_s', 'channel', 'is_spam'],
    });
  });
  it('takes no column written by hand, which nobody could check', () => {
    expect(() => sql`${t.is_counted} AND t.handoff_count >= 1`).toThrow('found the word t, expected a typed column');
    expect(() => sql`handoff_count >= 1`).toThrow('found the word handoff_count');
  });
  it('does not compile with a column that its relation lacks', () => {
    // @ts-expect-error a date that tickets do not have
    countOf(tickets('resolved'), 'resolvd_s');
    // @ts-expect-error a column that tickets do not have
    const misspelt: unknown = t.first_reopend_s;
    expect(misspelt).toBeUndefined();
    // @ts-expect-error columns of ratings are none of tickets
    countOf(tickets('resolved'), 'resolved_s', catalogueOf('label'));
  });
});
const catalogueOf = <C extends string>(name: C) => ({ text: `t.${name}`, columns: [name] });

describe('a column that the compiler could not see', () => {
  it('fails the load of the definition, which names metric, measure, column and the nearest right one', () => {
    expect(() => withMeasure(countOf(tickets('resolved'), 'resolvd_s' as 'resolved_s'))).toThrow(
      'Metric many_hands_rate, measure handed of tickets: found the column resolvd_s, expected one that exists; did you mean resolved_s?',
    );
    expect(() =>
      withMeasure(countOf(tickets('resolved'), 'resolved_s', catalogueOf('hand_off_count') as never)),
    ).toThrow('found the column hand_off_count, expected one that exists; did you mean handoff_count?');
  });
  it('fails the load of a relation in whose text it stands', () => {
    const text = {
      name: 'costs',
      columns: [],
      tables: ['costs'],
      key: () => '',
      cut: () => undefined,
      row: [],
    } as const;
    expect(() => relation({ ...text, from: () => '(SELECT t.amount_minr FROM costs AS t) AS t' })).toThrow(
      'Rows of costs: found the column amount_minr, expected one that exists; did you mean amount_minor?',
    );
  });
});

describe('a bad measure', () => {
  const home = testLake();
  const ask = (one: Metric) => ({ metric: one, period: week39, by: [] });
  /** Right names, yet no statement: a text where a truth value belongs. */
  const bad = withMeasure(
    countOf(tickets('resolved'), 'resolved_s', sql`${t.is_counted} AND ${t.handoff_count} = ${'x'}`),
  );

  it('fails its own metric, never the others of its batch', async () => {
    await home.tickets([ticket({ resolved: 'Tue 09:00', handoff_count: 1 })]);
    const [one, other, rate] = await evaluate(
      [catalogue.resolutionRatePeriod, bad, catalogue.handoffCoefficient].map(ask),
      home.context(),
    );
    expect(one?.value).toMatchObject({ status: 'known', numerator: 1, denominator: 1 });
    expect(rate?.value).toMatchObject({ status: 'known', value: 1 });
    expect(other?.value).toEqual({ status: 'no_data', reason: 'failed' });
    expect(other?.extras.why).toContain('Metric many_hands_rate: its query fails, those of other metrics do not');
  });
  it('is an error where nothing else was asked: then the engine may have failed', async () => {
    await home.tickets([ticket({ resolved: 'Tue 09:00', handoff_count: 1 })]);
    await expect(evaluate([ask(bad)], home.context())).rejects.toThrow('tickets');
  });
});
