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
      /by: found "person", expected a dimension .*; only a breakdown for leads, without people: false, shows names of people$/,
    ],
    [
      'names of customers for leads',
      report('      - ranking: { title: At risk, metric: account_exposure, by: account }\n').replace(
        'executive',
        'lead',
      ),
      /by: found "account", expected a dimension .*; only a report for executives names customers$/,
    ],
    [
      'a kind of section that there is not',
      report('      - trnd: { title: Speed, metrics: [dts_p50] }\n'),
      /^casebook\.yaml:9: reports\[0\]\.sections\[0\]\.trnd: found .*, expected one of scorecard, trend, .*, text, ready \(did you mean trend\?\)$/,
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
      'a ranking of people',
      report('      - ranking: { title: Who, metric: dts_p50, by: person }\n').replace('executive', 'lead'),
      /ranking\.by: found "person", expected another dimension: people are not ranked/,
    ],
    [
      'the best of what is neither good nor bad',
      report('      - ranking: { title: Most, metric: ticket_volume, by: channel, first: best }\n'),
      /ranking\.first: found "best", expected most or least: of ticket_volume neither more nor less is good$/,
    ],
    [
      'a slip in the order of a ranking',
      report('      - ranking: { title: Most, metric: fcr, by: channel, first: wrost }\n'),
      /ranking\.first: found "wrost", expected one of best, worst, most, least \(did you mean worst\?\)$/,
    ],
    [
      'spans of time of what has no times',
      report('      - distribution: { title: How, metric: csat }\n'),
      /distribution\.metric: found "csat", expected .*dts_p50.*, whose cases are counted by spans of time; or by: a dimension that divides csat$/,
    ],
    [
      'cases of a number that has none',
      report('      - cases: { title: Which, metric: net_profit_margin }\n'),
      /cases\.metric: found "net_profit_margin", expected a metric that counts cases, such as .*: net_profit_margin has no cases behind it$/,
    ],
    [
      'cases of nothing',
      report('      - cases: { title: Which }\n'),
      /sections\[0\]\.cases: found .*, expected either which: urgent or oldest, or a metric$/,
    ],
    [
      'a section that no ready report has',
      report('      - ready: by_chanel\n'),
      /ready: found "by_chanel", expected a section of the ready reports: .* \(did you mean by_channel\?\)$/,
    ],
    [
      'the section of a week in a quarter',
      report('      - ready: executive_week\n'),
      /ready: found "executive_week", expected a section for a quarterly report: executive_week is weekly$/,
    ],
    [
      'a section with names of people for executives',
      report('      - ready: carrying\n').replace('quarterly', 'weekly'),
      /ready: found "carrying", expected another section: carrying names people, and only a report for leads does$/,
    ],
    [
      'money of finance for executives',
      report('      - ready: cost_bridge\n'),
      /ready: found "cost_bridge", expected another section: cost_bridge is held against the ledger, which only a report for finance is$/,
    ],
    [
      'a week beside the same one of last year',
      report(text, '    compare: year\n').replace('quarterly', 'weekly'),
      /compare: found "year", expected nothing: a week is compared with the four weeks before it$/,
    ],
    [
      'a fiscal cadence',
      report(text).replace('quarterly', 'fiscal'),
      /cadence: found "fiscal", expected weekly, monthly, quarterly \(quarters follow organisation\.fiscal_year_start_month\)$/,
    ],
    [
      'a monthly report of a quarterly goal',
      `${report('      - scorecard: { title: Goals, metrics: [fcr], targets: true }\n').replace('quarterly', 'monthly')}targets: [{ metric: fcr, at_least: 60 % }]\n`,
      'casebook.yaml:9: reports[0].sections[0].scorecard.metrics[0]: found "fcr", expected a metric with a monthly goal: that of fcr in targets[0] is quarterly (add one with cadence: monthly, or make the report quarterly)',
    ],
    [
      'a goal that nobody set',
      report('      - scorecard: { title: Goals, metrics: [fcr], targets: true }\n'),
      /scorecard\.metrics\[0\]: found "fcr", expected a metric with a quarterly goal: targets has none for fcr/,
    ],
    [
      'a metric twice in a list',
      report('      - scorecard: { title: Twice, metrics: [fcr, csat, fcr] }\n'),
      /scorecard\.metrics: found .*, expected each metric once$/,
    ],
    ['a blank text', report('      - text: "  "\n'), /text: found "  ", expected words as plain text$/],
    [
      'a blank title',
      report('      - coverage: { title: " " }\n'),
      /coverage\.title: found " ", expected the title of the section$/,
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
