import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openingHour, startHelpdesks } from '../sandbox/helpdesks/all.ts';
import { allTables } from '../../shared/lake/tables.ts';
import type { Value } from '../../shared/lake/table.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, type Ask, type Measured } from '../../shared/metrics/evaluate.ts';
import type { MetricValue } from '../../shared/metrics/value.ts';
import { parsePeriod } from '../../shared/period.ts';
import { importInput } from '../../shared/load/import.ts';
import { measuring } from '../../shared/run/measure.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { inputs } from '../../shared/sandbox/inputs.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { pullingHome, type PullingHome } from '../support/pulled.ts';
import { emptyWarehouse, insert } from '../support/warehouse.ts';

const org = organisation({ tickets_per_week: 12 });
const metrics = Object.values(catalogue) as Metric[];
const now_s = openingHour(org);
const quarter = parsePeriod('2026-Q3', { zone: org.zone, fiscal_year_start_month: 1, now_s });
const asks = metrics.map((metric): Ask => ({ metric, period: quarter, by: [], companions: false }));

type Row = Readonly<Record<string, Value>>;

/** Columns that name somebody or something of the organisation: the twin has others. What policy names is shared by both. */
const names = new Set(
  `ticket_id number event_id person_id helpdesk_person_id manager_id reviewer_id author_id assignee_id requester_id account_id
  contact_id respondent_id visitor_id session_id first_reply_by resolved_by article_id survey_id entry_id line_id item_id
  requirement_id review_id incident_id merged_into_id followup_of_id actor_id link_target`.split(/\s+/),
);
const policy = new Set([
  'activity_weights',
  'level_coefficients',
  'fx_rates',
  'weights',
  'targets',
  'calendars',
  'holidays',
  'plan',
]);
const twin = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      names.has(name) && typeof value === 'string' ? `${value}-twin` : value,
    ]),
  );

describe('every metric of the made-up organisation', () => {
  let home: PullingHome;
  let close: () => Promise<void>;
  let empty: Warehouse;
  let one: readonly Measured[];
  let two: readonly Measured[];
  let none: readonly Measured[];

  beforeAll(async () => {
    const [desk] = await startHelpdesks(org, [{ id: 'zendesk', vendor: 'zendesk' }]);
    close = () => desk!.server.close();
    home = await pullingHome(configuration(org, [desk!]), {
      secrets: { [demoSecret.name]: demoSecret.value },
      now_s: () => now_s,
    });
    const ports = { ...home.home.ports, clock: { now_s: () => now_s } };
    empty = await emptyWarehouse();
    none = await evaluate(asks, await measuring({ warehouse: empty }, home.configuration, now_s));
    await home.pull('once');
    for (const [name, text] of inputs(org, [desk!]))
      await importInput({ table: name.replace('.csv', ''), name, bytes: Buffer.from(text) }, ports, home.configuration);
    const context = await measuring(ports, home.configuration, now_s);
    one = await evaluate(asks, context);
    for (const table of allTables) {
      if (policy.has(table.name) || !Object.keys(table.columns).some((name) => names.has(name))) continue;
      if (/^staged_|^ingest_|ticket_events$/.test(table.name)) continue;
      const rows = await home.rows(`SELECT * FROM ${table.name}`);
      for (let i = 0; i < rows.length; i += 2000)
        await insert(ports.warehouse, table, rows.slice(i, i + 2000).map(twin));
    }
    two = await evaluate(asks, context);
  }, 120_000);
  afterAll(async () => {
    await home?.close();
    await close?.();
    await empty?.close();
  });

  it('says no data with a reason of its own on an empty lake', () => {
    for (const metric of metrics) {
      const own = none.filter((answer) => answer.metric === metric.id);
      expect(own.length, metric.id).toBeGreaterThan(0);
      for (const { value } of own) {
        expect(value.status, metric.id).toBe('no_data');
        const reason = value.status === 'no_data' ? value.reason : '';
        // a panel with targets has the reason of its first part, one by channel has no channel
        expect(metric.kind === 'panel' ? ['no_input:tickets', 'no_targets'] : metric.no_data, metric.id).toContain(
          reason,
        );
      }
    }
  });

  it('doubles totals and leaves rates, means and medians when the organisation is there twice', () => {
    /** Counts of kinds and ratios counted in units: twice everything leaves them. */
    const ratios = new Set([
      'service_efficiency',
      'output_per_effort',
      'handoff_coefficient',
      'delivery_efficiency',
      'cost_per_case',
      'cost_per_ticket',
      'cost_per_resolution_blended',
      'cost_per_ai_resolution',
      'cac',
      'contact_rate',
      'clv',
      'nps',
    ]);
    const kinds = new Set(['channels_used', 'effectiveness_quality', 'channel_performance', 'mix_adjusted_rate']);
    const totals: string[] = [];
    for (const [i, before] of one.entries()) {
      if (before.metric === 'bad_rate_individual') continue;
      const after = two.find(
        ({ metric, segment }) => metric === before.metric && JSON.stringify(segment) === JSON.stringify(before.segment),
      )!;
      const label = `${before.metric} ${JSON.stringify(before.segment)}`;
      expect(after?.value.status, label).toBe(before.value.status);
      const [a, b] = [shown(before.value), shown(after.value)];
      if (a === null || b === null) continue;
      if (before.metric === 'staff_required') {
        // people share a queue: twice the contacts need more of them, and less than twice as many
        expect(b, label).toBeGreaterThanOrEqual(a);
        expect(b, label).toBeLessThanOrEqual(2 * a);
        continue;
      }
      const isTotal =
        ['count', 'currency', 'days', 'points'].includes(before.unit) &&
        !ratios.has(before.metric) &&
        !kinds.has(before.metric);
      if (isTotal) totals.push(before.metric);
      // allocation and spreading round each line of the ledger to the minor unit, so a double may differ by that from twice one
      const slack = before.unit === 'currency' ? 1e-6 : 1e-9;
      // type 7 lies between two neighbours; with every value twice both may be the same one
      const isPercentile = /_p[58]0$|time_to_resolve|cycle_time|incident_response/.test(before.metric);
      if (isPercentile) {
        expect(Math.abs(b - a), label).toBeLessThanOrEqual(0.2 * Math.abs(a));
        continue;
      }
      expect(Math.abs(b - a * (isTotal ? 2 : 1)), `${label} ${a} ${b} ${i}`).toBeLessThanOrEqual(
        slack * Math.max(1, Math.abs(b)),
      );
    }
    expect(new Set(totals).size).toBeGreaterThan(15);
  });

  it('gives a person and the twin the same rate', () => {
    const rates = (all: readonly Measured[], end: string) =>
      all
        .filter(
          ({ metric, segment }) =>
            metric === 'bad_rate_individual' && segment.person?.endsWith('-twin') === (end !== ''),
        )
        .map(({ segment, value }) => [segment.person?.replace('-twin', ''), value]);
    expect(rates(two, 'twin')).toEqual(rates(one, ''));
  });
});

const shown = (value: MetricValue): number | null =>
  value.status === 'known' ? value.value : value.status === 'immature' ? value.provisional : null;
