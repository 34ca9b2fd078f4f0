import { listReport } from '../written-report.ts';

/** The seven areas of the next-generation metrics article. */
export const nextGenerationQuarterly = listReport({
  id: 'next-generation-quarterly',
  title: (words) => words.models.next.title,
  audience: 'executive',
  cadence: 'quarterly',
  sections: [
    {
      scorecard: {
        title: (words) => words.models.next.engagement,
        charts: false,
        definitions: true,
        metrics: ['engagement_by_value', 'engagement_focus_ratio'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.next.reach,
        charts: false,
        definitions: true,
        metrics: ['support_reach'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.next.delivered,
        charts: false,
        definitions: true,
        metrics: ['answers_delivered'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.next.accepted,
        charts: false,
        definitions: true,
        metrics: ['answers_accepted'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.next.effectiveness,
        charts: false,
        definitions: true,
        metrics: ['ng_effectiveness', 'retention_rate', 'expansion_rate'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.next.costs,
        charts: false,
        definitions: true,
        metrics: ['ng_support_cost', 'cost_of_support'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.next.delivery,
        charts: false,
        definitions: true,
        metrics: ['delivery_efficiency', 'support_roi', 'support_contribution_index'],
      },
    },
    { coverage: {} },
  ],
});
