import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfiguration, type Known } from '../../shared/config/read.ts';
import { nearest } from '../../shared/nearest.ts';
import { ConfigurationError } from '../../shared/errors.ts';
import { known as real } from '../../shared/run/registry.ts';

const known: Known = {
  connectors: {
    zendesk: z.looseObject({ subdomain: z.string({ error: 'the part before .zendesk.com' }) }),
    'event-log': z.looseObject({}),
  },
  metrics: ['dts_p50', 'fcr'],
  reports: ['lead-weekly', 'executive-quarterly'],
};
const read = (text: string) => readConfiguration(text, 'casebook.yaml', known);
const faultsOf = (text: string): readonly string[] => faultsIn(text, known);
const faultsIn = (text: string, names: Known): readonly string[] => {
  try {
    readConfiguration(text, 'casebook.yaml', names);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
};
const zendesk =
  'organisation: { name: X, time_zone: UTC }\nsources:\n  - { id: a, connector: zendesk, subdomain: x, email: a@example.com, token: "${env:T}" }\n';
const least =
  'organisation: { name: Example Corp, time_zone: Europe/Berlin }\nsources:\n  - { id: desk, connector: zendesk, subdomain: example }\n';

describe('casebook.yaml', () => {
  it('needs only an organisation and sources; everything else has its documented default', () => {
    expect(read(least)).toMatchObject({
      organisation: { locale: 'en', currency: 'USD', fiscal_year_start_month: 1, hours_per_day: 8 },
      inputs: 'inputs/',
      policies: { resolution: 'last', merged: 'exclude', reopen_window_days: 7, resolution_hours: [4, 12, 24, 168] },
      gates: { max_staleness: 6 * 3600, min_coverage: 0.95 },
      reports: [],
    });
  });

  it('reads the example of the design whole', () => {
    const configuration = read(`${least}
calendars:
  default:
    time_zone: Europe/Berlin
    hours: { mon-fri: ["09:00-17:30"] }
    holidays: [2026-12-25, { date: 2026-12-24, hours: ["09:00-13:00"] }]
teams:
  - { id: emea, name: Platform Support EMEA, match: { group: ["Support EMEA"] }, calendar: default }
policies: { resolution: last, merged: exclude, spam: exclude, test: exclude, reopen_window_days: 7 }
targets:
  - { metric: dts_p50, at_most: 10 h, from: 2026-01-01 }
reports:
  - { id: lead-weekly, schedule: "mon 07:00", slice: team, recipients: { emea: [lead.emea@example.com] } }
  - { id: executive-quarterly, schedule: "day 5 07:00", recipients: [board@example.com] }
delivery: { from: "Support metrics <metrics@example.com>", reply_to: metrics@example.com }
gates: { max_staleness: 6 h, min_coverage: 0.95 }
`);
    expect(configuration.reports.map(({ schedule }) => schedule)).toEqual([
      { kind: 'weekly', weekday: 'mon', hour: 7, minute: 0 },
      { kind: 'quarterly', day: 5, hour: 7, minute: 0 },
    ]);
    expect(configuration.calendars.default?.holidays).toEqual([
      '2026-12-25',
      { date: '2026-12-24', hours: ['09:00-13:00'] },
    ]);
  });

  it('names file, line, path, what was found and what was expected, all faults at once', () => {
    expect(
      faultsOf(
        'organisation: { name: Example Corp, time_zone: Europe/Berln, currency: EURO }\nsources:\n  - { id: desk, connector: zendesk }\ngates:\n  max_staleness: soon\n',
      ),
    ).toEqual([
      'casebook.yaml:1: organisation.time_zone: found "Europe/Berln", expected an IANA time zone such as Europe/Berlin',
      'casebook.yaml:1: organisation.currency: found "EURO", expected an ISO 4217 code such as EUR',
      'casebook.yaml:5: gates.max_staleness: found "soon", expected a duration such as 30 min, 6 h or 2 d',
      'casebook.yaml:3: sources[0].subdomain: found nothing, expected the part before .zendesk.com',
    ]);
  });

  it('refuses a key it does not know, a connector that does not exist, a second use of an id', () => {
    expect(faultsOf(`${least}policy: {}\n`)).toEqual(['casebook.yaml:4: policy: found {}, expected no such key here']);
    expect(faultsOf(least.replace('zendesk', 'zendsk'))).toEqual([
      'casebook.yaml:3: sources[0].connector: found "zendsk", expected one of zendesk, event-log (did you mean zendesk?)',
    ]);
    expect(faultsOf(`${least}teams: [{ id: a, name: A }, { id: a, name: B }]\n`)).toEqual([
      'casebook.yaml:4: teams[1].id: found "a", expected an id used only once',
    ]);
  });

  it('refuses a secret in the clear only where a secret belongs, a weekly schedule for a quarter, recipients without their slice', () => {
    expect(faultsOf(`${least}reports: [{ id: executive-quarterly, schedule: "mon 07:00" }]\n`)[0]).toContain(
      'expected a day of the month such as "day 5 07:00"',
    );
    expect(faultsOf(`${least}reports: [{ id: lead-weekly, slice: team, recipients: [a@example.com] }]\n`)[0]).toContain(
      'a list of addresses for each team',
    );
    expect(
      faultsOf(`${least}reports: [{ id: lead-weekly, slice: team, recipients: { emae: [a@example.com] } }]\n`)[0],
    ).toContain('a team of this file');
  });

  it('tells what the schema refuses and what the parts say about each other in one go, each fault once', () => {
    const faults = faultsOf(`organisation: { name: X, time_zone: UTC, currency: EURO }
sources:
  - { id: a, connector: zendesk, subdomain: x }
  - { id: a, connector: zendesk, subdomain: y }
teams:
  - { id: e, name: E, match: { group: [G] }, calendar: nocal }
  - { id: e, name: F }
targets:
  - { metric: nope, at_most: 1 }
  - { metric: fcr, at_least: 0.5, at_most: 0.7 }
reports:
  - { id: nope-weekly, recipients: [notmail] }
  - { id: lead-weekly, slice: team, recipients: { zzz: [a@example.com] } }
  - { id: executive-quarterly, schedule: "someday" }
`);
    const [, ...rest] = faults.map((fault) => fault.split(': found ')[0] ?? '');
    expect(faults[0]).toContain('organisation.currency');
    expect(new Set(rest)).toEqual(
      new Set([
        'casebook.yaml:10: targets[1]',
        'casebook.yaml:12: reports[0].id',
        'casebook.yaml:12: reports[0].recipients[0]',
        'casebook.yaml:13: reports[1].recipients.zzz',
        'casebook.yaml:14: reports[2].schedule',
        'casebook.yaml:4: sources[1].id',
        'casebook.yaml:6: teams[0].calendar',
        'casebook.yaml:7: teams[1].id',
        'casebook.yaml:9: targets[0].metric',
      ]),
    );
    expect(rest).toHaveLength(9);
  });

  it('refuses a goal that does not fit its metric: a unit nobody knows, nine of ten times the whole', () => {
    const target = (metric: string, goal: string) =>
      faultsIn(`${zendesk}targets:\n  - { metric: ${metric}, at_most: ${goal} }\n`, real);
    expect(target('dts_p50', '10 parsecs')).toEqual([
      'casebook.yaml:5: targets[0].at_most: found "10 parsecs", expected a duration such as 10 h for dts_p50',
    ]);
    expect(target('fcr', '900 %')).toEqual([
      'casebook.yaml:5: targets[0].at_most: found "900 %", expected a share from 0 % to 100 % for fcr',
    ]);
    expect(target('nope', '10 parsecs').map((fault) => fault.split(': ')[1])).toEqual([
      'targets[0].metric',
      'targets[0].at_most',
    ]);
    expect(target('nope', '10 h')).toHaveLength(1);
    expect(target('fcr', '90 %')).toEqual([]);
    expect(target('revenue_growth', '900 %')).toEqual([]);
  });

  it('says where YAML itself is broken', () => {
    expect(() => read('organisation: [')).toThrow(/casebook\.yaml is not valid YAML[\s\S]*line 1/);
  });

  it('suggests the nearest name, and none when nothing is near', () => {
    expect(nearest('dts_p5', ['dts_p50', 'fcr'])).toBe('dts_p50');
    expect(nearest('xyzzy', ['dts_p50', 'fcr'])).toBeUndefined();
  });

  it('refuses a promise without a calendar, a target or a source that is there', () => {
    const faults = faultsOf(`${least}promises:
  - { policy: gold, first_reply: 1 h }
  - { policy: basic, calendar: nights }
  - { policy: other, calendar: nights, wait: soon, match: { source: [desk, elsewhere] } }
`);
    expect(faults).toEqual([
      'casebook.yaml:7: promises[2].wait: found "soon", expected a duration such as 30 min, 6 h or 2 d',
      'casebook.yaml:5: promises[0]: found {"policy":"gold","first_reply":"1 h"}, expected a calendar, because promises are in business time: name one here, or define calendars.default',
      'casebook.yaml:6: promises[1].calendar: found "nights", expected a calendar of this file: none is defined',
      'casebook.yaml:6: promises[1]: found {"policy":"basic","calendar":"nights"}, expected at least one of first_reply, next_reply, wait, resolution, such as first_reply: 4 h',
      'casebook.yaml:7: promises[2].calendar: found "nights", expected a calendar of this file: none is defined',
      'casebook.yaml:7: promises[2].match.source[1]: found "elsewhere", expected a source of this file: desk',
    ]);
  });
});
