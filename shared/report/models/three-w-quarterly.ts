import { listReport } from '../written-report.ts';

/** The model of the 3W article: team, technique, business. */
export const threeWQuarterly = listReport({
  id: 'three-w-quarterly',
  title: (words) => words.models.three_w.title,
  audience: 'executive',
  cadence: 'quarterly',
  sections: [
    {
      scorecard: {
        title: (words) => words.models.three_w.team_quantity,
        charts: false,
        definitions: true,
        metrics: ['team_avg_headcount', 'attrition_rate_monthly', 'new_hire_rate_monthly'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.three_w.team_quality,
        charts: false,
        definitions: true,
        metrics: ['work_capacity_std_days', 'work_ability'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.three_w.team_effort,
        charts: false,
        definitions: true,
        metrics: [
          'actual_person_days',
          'effective_person_days',
          'business_involvement',
          'business_involvement_normalised',
          'work_efficiency',
        ],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.three_w.intelligence,
        charts: false,
        definitions: true,
        metrics: ['smart_interception_rate', 'tool_interception_rate'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.three_w.innovation,
        charts: false,
        definitions: true,
        metrics: ['innovation_count', 'innovation_score'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.three_w.fundamentals,
        charts: false,
        definitions: true,
        metrics: [
          'fundamentals_count',
          'fundamentals_score',
          'knowledge_citation_factor',
          'requirements_raised',
          'requirements_landed_rate',
          'requirements_value_score',
        ],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.three_w.influence,
        charts: false,
        definitions: true,
        metrics: ['influence_revenue', 'influence_precommercial'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.three_w.quantity,
        charts: false,
        definitions: true,
        metrics: ['customers_served', 'issues_handled', 'channels_used', 'issues_by_channel', 'mix_adjusted_rate'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.three_w.quality,
        charts: false,
        definitions: true,
        metrics: [
          'fdr_24h',
          'resolution_rate_Nh',
          'fcr',
          'reopen_rate',
          'evaluation_rate',
          'good_rate',
          'bad_rate',
          'bad_rate_individual',
          'independent_closure_broad',
          'independent_closure_narrow',
          'escalation_rate',
          'qa_confidence',
        ],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.three_w.efficiency,
        charts: false,
        definitions: true,
        metrics: ['service_efficiency', 'dts_mean', 'dts_p50', 'dts_p80', 'handoff_rate', 'handoff_coefficient'],
      },
    },
    { coverage: {} },
  ],
});
