import { listReport } from '../written-report.ts';

/** The four elements of the technical-support-excellence article. */
export const supportExcellenceQuarterly = listReport({
  id: 'support-excellence-quarterly',
  title: (words) => words.models.excellence.title,
  audience: 'executive',
  cadence: 'quarterly',
  sections: [
    {
      scorecard: {
        title: (words) => words.scorecard.profit,
        charts: false,
        definitions: true,
        metrics: ['support_revenue', 'cost_of_support', 'support_profit', 'cost_per_case', 'renewal_rate_supported'],
      },
    },
    {
      scorecard: {
        title: (words) => words.scorecard.reputation,
        charts: false,
        definitions: true,
        metrics: ['nps', 'csat'],
      },
    },
    {
      scorecard: {
        title: (words) => words.scorecard.efficiency,
        charts: false,
        definitions: true,
        metrics: ['time_to_resolve', 'dts_mean', 'support_output', 'output_per_effort'],
      },
    },
    {
      scorecard: {
        title: (words) => words.scorecard.effectiveness,
        charts: false,
        definitions: true,
        metrics: ['effectiveness_quality', 'fcr'],
      },
    },
    { coverage: {} },
  ],
});
