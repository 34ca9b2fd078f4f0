import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openingHour, startHelpdesks } from '../sandbox/helpdesks/all.ts';
import type { Sandbox } from '../../functions/sandbox/server.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, type Ask } from '../../shared/metrics/evaluate.ts';
import type { Dimension } from '../../shared/metrics/value.ts';
import { parsePeriod } from '../../shared/period.ts';
import { importInput } from '../../shared/load/import.ts';
import { measuring } from '../../shared/run/measure.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { inputs } from '../../shared/sandbox/inputs.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import type { Answer } from '../oracle/answer.ts';
import { difference, isEmpty, nameOf, oracle } from '../oracle/oracle.ts';
import { tablesOf, worldAt } from '../oracle/world.ts';
import { stretch } from '../oracle/zone.ts';
import { pullingHome, type PullingHome } from '../support/pulled.ts';

/**
 * Every number of the catalogue, computed twice: by the product from what a real connector read over HTTP and from imported files,
 * and by test/oracle from the true histories and the same files' text with plain loops. The two share no code.
 */
const org = organisation({ tickets_per_week: 20 });
const metrics = Object.values(catalogue) as Metric[];

/** After everything has happened; on a Friday, when most cohorts are young and the week is not over; in the middle of a quarter. */
const late_s = openingHour(org);
const friday_s = Date.parse('2026-10-02T10:00:00Z') / 1000;
const summer_s = Date.parse('2026-08-19T10:00:00Z') / 1000;
const cuts = [null, 'channel', 'priority', 'team', 'product'] as const;
const views: readonly (readonly [as_of_s: number, period: string, cuts: readonly (Dimension | null)[]])[] = [
  [late_s, '2026-W40', cuts],
  [late_s, '2026-W13', cuts], // loses an hour
  [late_s, '2026-Q3', cuts],
  [late_s, 'all', [null, 'team']],
  [friday_s, '2026-W40', [null, 'team', 'channel', 'priority']],
  [summer_s, '2026-Q3', [null, 'channel', 'priority']],
];
/** By person, for one metric of each kind of credit. */
const byPerson = ['fdr_24h', 'dts_p80', 'frt_p50', 'good_rate', 'handoff_rate', 'qa_confidence', 'ces', 'backlog'];

interface Question {
  readonly as_of_s: number;
  readonly period: string;
  readonly cut: Dimension | null;
}
/** Metrics of amounts and hours are asked before the ledger and the time log begin, too. */
const isOfLedger = ({ inputs, kind }: Metric): boolean =>
  kind !== 'panel' && inputs.some((input) => /^(costs|revenue|time_log)\./.test(input));
const questionsOf = (metric: Metric): readonly Question[] => [
  ...views.flatMap(([as_of_s, period, by]) =>
    by
      .filter((cut) => cut === null || metric.dimensions.includes(cut))
      .map((cut): Question => ({ as_of_s, period, cut })),
  ),
  ...(isOfLedger(metric) ? [{ as_of_s: late_s, period: '2025-Q1', cut: null }] : []),
  ...(byPerson.includes(metric.id) ? [{ as_of_s: late_s, period: '2026-Q3', cut: 'person' as const }] : []),
];
const keyOf = (metric: string, { as_of_s, period, cut }: Question): string =>
  `${metric} ${period} by ${cut ?? 'nothing'} as of ${new Date(as_of_s * 1000).toISOString()}`;

describe('the catalogue over the made-up organisation', () => {
  let server: Sandbox;
  let home: PullingHome;
  let tables: ReturnType<typeof tablesOf>;
  let worlds: ReadonlyMap<number, ReturnType<typeof worldAt>>;
  const found = new Map<string, Map<string, Answer>>();

  beforeAll(async () => {
    const [desk] = await startHelpdesks(org, [{ id: 'zendesk', vendor: 'zendesk' }]);
    server = desk!.server;
    home = await pullingHome(configuration(org, [desk!]), {
      secrets: { [demoSecret.name]: demoSecret.value },
      now_s: () => late_s,
    });
    await home.pull('once');
    const files = inputs(org, [desk!]);
    const ports = { ...home.home.ports, clock: { now_s: () => late_s } };
    for (const [name, text] of files)
      await importInput({ table: name.replace('.csv', ''), name, bytes: Buffer.from(text) }, ports, home.configuration);
    tables = tablesOf(files);
    worlds = new Map([late_s, friday_s, summer_s].map((as_of_s) => [as_of_s, worldAt(org, tables, as_of_s)]));

    for (const as_of_s of [late_s, friday_s, summer_s]) {
      const context = await measuring(ports, home.configuration, as_of_s);
      const calendar = { zone: org.zone, fiscal_year_start_month: 1, now_s: as_of_s };
      for (const cut of [...cuts, 'person' as const]) {
        const asked = metrics.flatMap((metric) =>
          questionsOf(metric)
            .filter((question) => question.as_of_s === as_of_s && question.cut === cut)
            .map((question) => ({ metric, question })),
        );
        const asks = asked.map(({ metric, question }): Ask => ({
          metric,
          period: parsePeriod(question.period, calendar),
          by: cut === null ? [] : [cut],
          companions: metric.unit === 'seconds', // with the intervals of percentiles
        }));
        for (const { metric, question } of asked) found.set(keyOf(metric.id, question), new Map());
        for (const { metric, period, segment, value } of await evaluate(asks, context))
          found
            .get(keyOf(metric, { as_of_s, period: period.id, cut }))!
            .set(nameOf(segment as Record<string, string>), value as Answer);
      }
    }
  }, 300_000);
  afterAll(async () => {
    await home?.close();
    await server?.close();
  });

  it('has an oracle for every metric, and no other', () => {
    expect(Object.keys(oracle).sort()).toEqual(metrics.map(({ id }) => id).sort());
  });

  it.each(metrics.map((metric) => [metric.id, metric] as const))('%s agrees', (id, metric) => {
    const differences: string[] = [];
    let compared = 0;
    for (const question of questionsOf(metric)) {
      const key = keyOf(id, question);
      const answers = found.get(key)!;
      const period = stretch(question.period, org.zone, question.as_of_s);
      const expected = new Map(
        oracle[id]!(worlds.get(question.as_of_s)!, period, question.cut).map(
          ([segment, answer]) => [nameOf(segment), answer] as const,
        ),
      );
      for (const name of new Set([...answers.keys(), ...expected.keys()])) {
        const [own, wanted] = [answers.get(name), expected.get(name)];
        // a segment without a member may be listed or not; what is only ever cut says that there is none
        if (
          (question.cut !== null || expected.size === 0) &&
          (own === undefined || wanted === undefined) &&
          isEmpty((own ?? wanted)!)
        )
          continue;
        compared++;
        const told = own === undefined ? 'is missing' : wanted === undefined ? 'is too much' : difference(wanted, own);
        if (told !== null) differences.push(`${key} [${name}]: ${told}`);
      }
    }
    expect(compared).toBeGreaterThan(0);
    expect(differences).toEqual([]);
  });

  it('exercises every metric: none is without a number everywhere', () => {
    const silent = metrics.filter(({ id }) =>
      [...found].every(
        ([key, answers]) =>
          !key.startsWith(`${id} `) || [...answers.values()].every(({ status }) => status === 'no_data'),
      ),
    );
    expect(silent.map(({ id }) => id)).toEqual(['support_contribution_index']);
  });

  it('is young in places: some answers ripen later', () => {
    const immature = [...found].filter(([, answers]) =>
      [...answers.values()].some(({ status }) => status === 'immature'),
    );
    expect(new Set(immature.map(([key]) => key.split(' ')[0])).size).toBeGreaterThanOrEqual(10);
  });
});

describe('the oracle', () => {
  it('shares no code with the product: it reads the organisation’s model and the files, nothing else', () => {
    const folder = new URL('../oracle/', import.meta.url);
    const imported = readdirSync(folder).flatMap((name) =>
      [...readFileSync(new URL(name, folder), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from = '']) => from),
    );
    const foreign = [...new Set(imported.filter((from) => !from.startsWith('./')))].sort();
    expect(foreign).toEqual([
      '../../shared/sandbox/holidays.ts',
      '../../shared/sandbox/ids.ts',
      '../../shared/sandbox/model.ts',
      'csv-parse/sync',
    ]);
  });
});
