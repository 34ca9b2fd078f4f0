import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../shared/config/read.ts';
import { ConfigurationError } from '../../shared/errors.ts';
import { known } from '../../shared/run/registry.ts';

/** Faults of a report that the file writes: file, line, what was found, the nearest right value. */
const head = `organisation: { name: Example Corp, time_zone: UTC }
sources: [{ id: desk, connector: event-log, files: ["*.csv"], ticket: id, at: at, columns: { status: { column: s, map: { a: new } } } }]
reports:
`;
const report = (sections: string, more = ''): string =>
  `  - id: model-check\n    title: Model check\n    cadence: quarterly\n    audience: executive\n${more}    sections:\n${sections}`;
const text = '      - text: Words.\n';
const faultsOf = (reports: string): readonly string[] => {
  try {
    readConfiguration(head + reports, 'casebook.yaml', known);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
};

describe('a report written in casebook.yaml', () => {
  it.each([
    [
      'an unknown metric of a list',
      report('      - scorecard: { title: Team, metrics: [dts_p50, csta] }\n'),
      'casebook.yaml:9: reports[0].sections[0].scorecard.metrics[1]: found "csta", expected a metric id, such as csat (casebook metrics --list shows all)',
    ],
    [
      'a cut that the metric does not have',
      report('      - text: Words.\n      - breakdown: { title: Satisfaction, metric: csat, by: chanel }\n'),
      /^casebook\.yaml:10: reports\[0\]\.sections\[1\]\.breakdown\.by: found "chanel", expected a dimension that csat can be cut by: .*channel.* \(did you mean channel\?\)$/,
    ],
    [
      'names of people for executives',
      report('      - breakdown: { title: Who, metric: dts_p50, by: person }\n'),
      /by: found "person", expected a dimension .*; only a report for leads, without people: false, shows names of people$/,
    ],
    [
      'a kind of section that there is not',
      report('      - trnd: { title: Speed, metrics: [dts_p50] }\n'),
      /^casebook\.yaml:9: reports\[0\]\.sections\[0\]\.trnd: found .*, expected one of scorecard, trend, breakdown, text \(did you mean trend\?\)$/,
    ],
    [
      'two reports with one id',
      report(text) + report(text),
      'casebook.yaml:10: reports[1].id: found "model-check", expected an id used only once; reports[0] has this one (free is model-check-2)',
    ],
    [
      'more periods than the report looks back',
      report('      - trend: { title: Speed, metrics: [dts_p50], periods: 13 }\n'),
      'casebook.yaml:9: reports[0].sections[0].trend.periods: found 13, expected at most 8 periods of a quarterly report',
    ],
    [
      'a weekday for a quarterly report',
      report(text, '    schedule: mon 07:00\n'),
      'casebook.yaml:8: reports[0].schedule: found "mon 07:00", expected a day of the month such as "day 5 07:00" for a quarterly report',
    ],
    [
      'a missing cadence',
      report(text).replace('    cadence: quarterly\n', ''),
      /reports\[0\]\.cadence: found nothing, expected weekly, monthly or quarterly, because the report has sections$/,
    ],
    [
      'the id of a ready report',
      report(text).replace('model-check', 'lead-weekly'),
      /reports\[0\]\.id: found "lead-weekly", expected an id of its own, because lead-weekly is a ready report/,
    ],
  ])('is refused for %s with one fault', (_, reports, fault) => {
    const faults = faultsOf(reports);
    expect(faults).toEqual([typeof fault === 'string' ? fault : expect.stringMatching(fault)]);
  });

  it('goes out monthly on its day of every month', () => {
    const reports = report(text, '    schedule: day 5 07:00\n').replace('quarterly', 'monthly');
    const configuration = readConfiguration(head + reports, 'casebook.yaml', known);
    expect(configuration.reports[0]?.schedule).toEqual({ kind: 'monthly', day: 5, hour: 7, minute: 0 });
  });
});
