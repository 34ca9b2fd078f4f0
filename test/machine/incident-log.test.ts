import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The real incident log through the command line: every figure of golden-uci.json, which was computed by code that shares nothing with ours. */
const log = resolve('../shared/data/uci_incident_event_log.csv.gz');
const golden = resolve('../shared/design/golden-uci.json');
const isHere = existsSync(log) && existsSync(golden);
if (!isHere) console.log('Skipped: the incident log is not beside the repository (../shared/data).');

// The backlog of golden-uci.json ends each incident once; the rows tell of reopenings (test/connectors/event-log/incident-log.test.ts).
const backlogs = [1713, 1822, 1383];
const closings: Readonly<Record<string, number>> = {
  '2016-W10': 1713,
  '2016-W13': 1748,
  '2016-W17': 1347,
  '2016-W20': 1306,
  '2016-W22': 927,
};

const main = resolve('functions/cli/casebook.mjs');
const channels = {
  Phone: 'phone',
  Email: 'email',
  'Self service': 'self_service',
  IVR: 'api',
  'Direct opening': 'web',
} as const;
const priorities = { '1 - Critical': 'p1', '2 - High': 'p2', '3 - Moderate': 'p3', '4 - Low': 'p4' } as const;
const configuration = (files: readonly string[]): string => `
organisation: { name: Incident log, time_zone: UTC, currency: USD }
sources:
  - id: incidents
    connector: event-log
    files: ${JSON.stringify(files)}
    time_zone: UTC
    time_format: "d/M/yyyy HH:mm"
    null_values: ["", "?"]
    ticket: number
    at: sys_updated_at
    order: [sys_mod_count]
    columns:
      created_at: opened_at
      resolved_at: resolved_at
      closed_at: closed_at
      reopen_count: reopen_count
      assignee: assigned_to
      group: assignment_group
      requester: caller_id
      priority: { column: priority, map: ${JSON.stringify(priorities)} }
      channel: { column: contact_type, map: ${JSON.stringify(channels)}, default: other }
      status:
        column: incident_state
        map: { New: new, Active: open, "Awaiting User Info": pending_customer, "Awaiting Vendor": pending_third_party, "Awaiting Evidence": pending_third_party, "Awaiting Problem": pending_third_party, Resolved: solved, Closed: closed }
        default: other
`;

interface Element {
  readonly metric: string;
  readonly segment: Readonly<Record<string, string>>;
  readonly status: string;
  readonly value: number | null;
  readonly n: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly interval: readonly [number, number] | null;
  readonly unripe?: number;
  readonly from_s?: number;
  readonly provisional?: number | null;
}
interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number;
  readonly interval95: readonly [number, number];
}
interface Times {
  readonly n: number;
  readonly p50_seconds: number | null;
  readonly p80_seconds: number | null;
  readonly mean_seconds: number | null;
}
interface Group {
  readonly incidents: number;
  readonly resolved: number;
  readonly resolution_time: Times;
  readonly resolution_rate_24h: Rate;
}
interface Week {
  readonly created: number;
  readonly backlog_closing: number;
  readonly resolution_rate_24h_created_axis: Rate;
  readonly resolution_time_resolved_axis: Times;
  readonly customers_served_created_axis: number;
}
interface Maturity {
  readonly metric: string;
  readonly period: string;
  readonly as_of: string;
  readonly ripe: number;
  readonly unripe: number;
  readonly hits: number;
  readonly value_over_ripe: number;
  readonly from_s: number;
  readonly status: string;
}
interface Golden {
  readonly all: Group & { readonly resolution_rate_4h: Rate; readonly resolution_rate_12h: Rate };
  readonly by_contact_type: Readonly<Record<string, Group>>;
  readonly by_priority: Readonly<Record<string, Group>>;
  readonly by_month_opened: Readonly<Record<string, Group>>;
  readonly resolution_time_by_month_resolved: Readonly<Record<string, Times>>;
  readonly backlog: readonly { readonly at: string; readonly backlog: number }[];
  readonly weeks: Readonly<Record<string, Week>>;
  readonly maturity: { readonly cases: readonly Maturity[] };
}

describe.skipIf(!isHere)('the incident log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-log-'));
  const truth = isHere ? (JSON.parse(readFileSync(golden, 'utf8')) as Golden) : ({} as Golden);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const casebook = (...words: readonly string[]): string => {
    const run = spawnSync(process.execPath, [main, ...words], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
    expect(run.stderr + String(run.status)).toMatch(/0$/);
    return run.stdout;
  };
  const asOf = '2017-12-31T00:00:00Z';
  const numbers = (period: string, metrics: readonly string[], ...more: readonly string[]): readonly Element[] =>
    JSON.parse(
      casebook('metrics', '--json', '--period', period, '--as-of', asOf, '--metric', metrics.join(','), ...more),
    ) as Element[];
  const find = (
    elements: readonly Element[],
    metric: string,
    segment: Readonly<Record<string, string>> = {},
  ): Element | undefined =>
    elements.find((one) => one.metric === metric && JSON.stringify(one.segment) === JSON.stringify(segment));
  const rateIs = (element: Element | undefined, rate: Rate): void => {
    expect(element).toMatchObject({
      status: 'known',
      numerator: rate.numerator,
      denominator: rate.denominator,
      n: rate.denominator,
    });
    expect(element?.value).toBeCloseTo(rate.value, 14);
    expect(element?.interval?.[0]).toBeCloseTo(rate.interval95[0], 12);
    expect(element?.interval?.[1]).toBeCloseTo(rate.interval95[1], 12);
  };
  const timesAre = (
    elements: readonly Element[],
    times: Times,
    segment: Readonly<Record<string, string>> = {},
  ): void => {
    for (const [metric, value] of [
      ['dts_p50', times.p50_seconds],
      ['dts_p80', times.p80_seconds],
      ['dts_mean', times.mean_seconds],
    ] as const) {
      const found = find(elements, metric, segment);
      if (value === null) expect([undefined, 'no_data']).toContain(found?.status);
      else {
        expect(found).toMatchObject({ status: 'known', n: times.n });
        expect(found?.value).toBeCloseTo(value, 6);
      }
    }
  };
  const times = ['dts_p50', 'dts_p80', 'dts_mean'];

  const everything = (): string => casebook('metrics', '--json', '--period', 'all', '--as-of', asOf, '--by', 'channel');

  beforeAll(() => {
    writeFileSync(join(folder, 'casebook.yaml'), configuration([log]));
    casebook('pull');
  });

  it('has the golden totals: times to the second, rates with their intervals', () => {
    const found = numbers('all', [...times, 'fdr_24h', 'resolution_rate_Nh', 'ticket_volume', 'customers_served']);
    timesAre(found, truth.all.resolution_time);
    rateIs(find(found, 'fdr_24h'), truth.all.resolution_rate_24h);
    rateIs(find(found, 'resolution_rate_Nh', { hours: '4' }), truth.all.resolution_rate_4h);
    rateIs(find(found, 'resolution_rate_Nh', { hours: '12' }), truth.all.resolution_rate_12h);
    expect(find(found, 'ticket_volume')?.value).toBe(24_918);
    expect(find(found, 'customers_served')?.value).toBe(5245);
  });

  it.each([
    ['channel', 'by_contact_type', channels],
    ['priority', 'by_priority', priorities],
  ] as const)('has the golden figures by %s', (dimension, key, names) => {
    const found = numbers('all', [...times, 'fdr_24h', 'ticket_volume'], '--by', dimension);
    for (const [raw, group] of Object.entries(truth[key])) {
      const segment = { [dimension]: (names as Readonly<Record<string, string>>)[raw] ?? raw };
      expect(find(found, 'ticket_volume', segment)?.value, raw).toBe(group.incidents);
      rateIs(find(found, 'fdr_24h', segment), group.resolution_rate_24h);
      timesAre(found, group.resolution_time, segment);
    }
  });

  it('has the golden figures by month, on the created and on the resolved axis', () => {
    for (const [month, group] of Object.entries(truth.by_month_opened)) {
      const found = numbers(month, ['fdr_24h', 'ticket_volume', ...times]);
      expect(find(found, 'ticket_volume')?.value, month).toBe(group.incidents);
      rateIs(find(found, 'fdr_24h'), group.resolution_rate_24h);
      const resolved = truth.resolution_time_by_month_resolved[month];
      if (resolved !== undefined) timesAre(found, resolved);
    }
  });

  it('has the golden weeks and backlogs', () => {
    for (const [week, expected] of Object.entries(truth.weeks)) {
      const found = numbers(week, [...times, 'fdr_24h', 'ticket_volume', 'backlog', 'customers_served']);
      expect(find(found, 'ticket_volume')?.value, week).toBe(expected.created);
      expect(find(found, 'backlog')?.value, week).toBe(closings[week]);
      expect(find(found, 'customers_served')?.value, week).toBe(expected.customers_served_created_axis);
      rateIs(find(found, 'fdr_24h'), expected.resolution_rate_24h_created_axis);
      timesAre(found, expected.resolution_time_resolved_axis);
    }
    for (const [i, { at }] of truth.backlog.entries()) {
      expect(find(numbers(`2016-02-01..${at.slice(0, 10)}`, ['backlog']), 'backlog')?.value, at).toBe(backlogs[i]);
    }
  });

  it('knows which cohorts are too young, at every instant of the golden cases', () => {
    for (const expected of truth.maturity.cases) {
      const hours = /_(\d+)h$/.exec(expected.metric)?.[1] ?? '24';
      const told = casebook(
        'metrics',
        '--json',
        '--period',
        expected.period,
        '--as-of',
        expected.as_of,
        '--metric',
        'resolution_rate_Nh',
      );
      const found = find(JSON.parse(told) as Element[], 'resolution_rate_Nh', { hours });
      const where = `${expected.metric} as of ${expected.as_of}`;
      expect(found?.status, where).toBe(expected.status);
      expect(found?.n, where).toBe(expected.ripe);
      expect(found?.numerator, where).toBe(expected.hits);
      if (expected.status === 'immature') {
        expect(found, where).toMatchObject({ value: null, unripe: expected.unripe, from_s: expected.from_s });
        expect(found?.provisional, where).toBeCloseTo(expected.value_over_ripe, 14);
      }
    }
  });

  it('is the same after loading twice and after a replay', () => {
    const before = everything();
    casebook('pull');
    expect(everything()).toBe(before);
    casebook('replay');
    expect(everything()).toBe(before);
  });

  it('is the same when the log comes in two halves, cut inside incidents, the later half first', () => {
    const before = everything();
    const [header = '', ...lines] = gunzipSync(readFileSync(log)).toString('utf8').trimEnd().split(/\r?\n/);
    const half = (rows: readonly string[]): Uint8Array => gzipSync(`${[header, ...rows].join('\n')}\n`);
    const two = join(folder, 'two');
    const cut = Math.floor(lines.length / 2) + 1;
    writeFileSync(join(folder, 'second.csv.gz'), half(lines.slice(cut)));
    writeFileSync(join(folder, 'halves.yaml'), configuration(['second.csv.gz']));
    casebook('pull', '--config', 'halves.yaml', '--data', two);
    writeFileSync(join(folder, 'first.csv.gz'), half(lines.slice(0, cut)));
    writeFileSync(join(folder, 'halves.yaml'), configuration(['first.csv.gz', 'second.csv.gz']));
    casebook('pull', '--config', 'halves.yaml', '--data', two);
    expect(
      casebook(
        'metrics',
        '--json',
        '--period',
        'all',
        '--as-of',
        asOf,
        '--by',
        'channel',
        '--config',
        'halves.yaml',
        '--data',
        two,
      ),
    ).toBe(before);
  });
});
