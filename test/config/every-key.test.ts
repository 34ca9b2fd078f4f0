import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readConfiguration } from '../../shared/config/read.ts';
import { ConfigurationError } from '../../shared/errors.ts';
import { known } from '../../shared/run/registry.ts';

/** Every value of a rich casebook.yaml, replaced by each of many wrong ones: read, or refused in sentences that a person wrote. */
const rich = `
organisation: { name: Example Corp, time_zone: Europe/Berlin, locale: en, currency: EUR, fiscal_year_start_month: 1, hours_per_day: 8, address: 1 Sample Street, cost_centres: [a] }
sources:
  - { id: log, connector: event-log, files: ["logs/*.csv"], ticket: number, at: at, set_aside: 0.1, columns: { status: { column: state, map: { open: open } }, group: group } }
  - { id: helpdesk, connector: zendesk, base_url: "https://zendesk.invalid", client_id: "\${secret:a}", client_secret: "\${secret:b}" }
inputs: inputs/
calendars:
  default: { time_zone: Europe/Berlin, hours: { mon-fri: ["09:00-17:30"] }, holidays: [2026-12-25, { date: 2026-12-24, hours: ["09:00-13:00"] }] }
teams:
  - { id: emea, name: Support EMEA, match: { group: ["Support EMEA"] }, calendar: default, tier: l1, url: "https://x.example", owner: a@example.com }
policies: { resolution: last, merged: exclude, reopen_window_days: 7, reopen_grace_s: 60, test_tags: [test], least_told_share: 0.5, staffing: { channels: [phone], service_level: 0.8, answer_within: 20 s } }
promises:
  - { policy: gold, match: { priority: [p1], channel: [web] }, calendar: default, first_reply: 1 h }
targets:
  - { metric: dts_p50, at_most: 10 h, watch: 12 h, from: 2026-01-01, owner: a@example.com }
reports:
  - { id: executive-weekly, schedule: "mon 07:00", recipients: [board@example.com], owner: o@example.com }
  - { id: lead-weekly, slice: team, recipients: { emea: [lead@example.com] } }
  - { id: own, title: Own, cadence: quarterly, audience: executive, recipients: [b@example.com], sections: [ { scorecard: { title: T, metrics: [dts_p50] } }, { trend: { title: S, metrics: [dts_p50], periods: 8 } }, { breakdown: { title: B, metric: csat, by: channel, show: 5 } }, { ready: promises_kept }, { text: hi } ] }
delivery: { from: "M <m@example.com>", patience: 2 d, smtp: { host: h, port: 587, user: "\${secret:u}", password: "\${secret:p}", tls: true } }
gates: { max_staleness: 6 h, min_coverage: 0.95, silence: hold }
keep: { outbox_days: 30 }
engine: { memory_mb: 800 }
aws: { region: eu-central-1, stack: casebook, monthly_budget_usd: 50, pull_at: "05:00", tags: { a: b } }
`;
// prettier-ignore
const wrong: readonly unknown[] = [
  null, '', '   ', 'x', 'a\nb', '\u0000', -1, 0, 0.5, 1e308, Number.NaN, true, [], [[]], {}, { a: 1 }, [null],
  '__proto__', 'constructor', 'toString', '2026-02-30', '25:00', 'a'.repeat(5000),
];

type Path = readonly (string | number)[];
const pathsOf = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [
        path,
        ...Object.entries(value).flatMap(([key, one]) =>
          pathsOf(one, [...path, Array.isArray(value) ? Number(key) : key]),
        ),
      ];
/** The configuration with another value at a path, as text. */
function changed(path: Path, value: unknown): string {
  const root: unknown = parse(rich);
  const inside = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root);
  (inside as Record<string, unknown>)[path.at(-1) ?? ''] = value;
  return stringify(root);
}
function faultsOf(text: string): readonly string[] {
  try {
    readConfiguration(text, 'casebook.yaml', known);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('a wrong value at any place of casebook.yaml', () => {
  it('is told with its line and in words, never as a type of a library, and crashes nothing', () => {
    expect(faultsOf(rich)).toEqual([]);
    const paths = pathsOf(parse(rich)).slice(1);
    const odd = paths.flatMap((path) =>
      wrong.flatMap((value) =>
        faultsOf(changed(path, value)).filter(
          (fault) =>
            !/^casebook\.yaml:\d+: .*: found .*, expected \S/s.test(fault) ||
            /Invalid|Too small|Too big|received|undefined|\[object/.test(fault),
        ),
      ),
    );
    expect(odd).toEqual([]);
  });

  it('is no blank where something has to be said, and nothing that could never match or open', () => {
    const refused = (path: Path, value: unknown): readonly string[] => faultsOf(changed(path, value));
    for (const [path, value] of [
      [['organisation', 'name'], '  '],
      [['organisation', 'address'], 'a\u0000b'],
      [['teams', 0, 'name'], ' '],
      [['teams', 0, 'match'], {}],
      [['teams', 0, 'match', 'group'], []],
      [['teams', 0, 'match', 'group'], ['']],
      [['calendars', 'default', 'hours'], {}],
      [['calendars', 'default', 'hours', 'mon-fri'], []],
      [['promises', 0, 'match', 'priority'], []],
      [['promises', 0, 'first_reply'], '0 h'],
      [['targets', 0, 'at_most'], -1],
      [['policies', 'staffing', 'channels'], []],
      [['reports', 2, 'sections', 3, 'ready'], 'constructor'],
    ] as const)
      expect([path, refused(path, value).length > 0]).toEqual([path, true]);
  });
});
