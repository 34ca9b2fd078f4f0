import { listReport } from '../written-report.ts';

/** The catalogue of the support KPI article. */
export const kpiCatalogueQuarterly = listReport({
  id: 'kpi-catalogue-quarterly',
  title: (words) => words.models.kpi.title,
  audience: 'executive',
  cadence: 'quarterly',
  sections: [
    {
      scorecard: {
        title: (words) => words.models.kpi.speed,
        charts: false,
        definitions: true,
        metrics: ['frt_mean', 'frt_p50', 'frt_p80', 'dts_mean', 'cycle_time'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.kpi.volume,
        charts: false,
        definitions: true,
        metrics: ['ticket_volume', 'backlog', 'channel_performance'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.kpi.quality,
        charts: false,
        definitions: true,
        metrics: [
          'fcr',
          'resolution_rate_period',
          'escalation_rate',
          'error_rate',
          'sla_attainment',
          'sla_overrun_p80',
        ],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.kpi.productivity,
        charts: false,
        definitions: true,
        metrics: ['agent_utilization', 'aht'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.kpi.satisfaction,
        charts: false,
        definitions: true,
        metrics: ['csat', 'nps', 'ces', 'cx_model', 'quality_score'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.kpi.self_service,
        charts: false,
        definitions: true,
        metrics: ['self_service_usage', 'content_engagement', 'effective_deflection', 'kb_link_rate'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.kpi.money,
        charts: false,
        definitions: true,
        metrics: ['cost_per_case', 'cost_per_ticket', 'support_cost_share', 'support_roi'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.kpi.customers,
        charts: false,
        definitions: true,
        metrics: ['contact_rate', 'contact_rate_orders', 'account_exposure', 'retention_rate', 'churn_rate', 'clv'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.kpi.application,
        charts: false,
        definitions: true,
        metrics: ['uptime', 'incident_response_time'],
      },
    },
    {
      scorecard: {
        title: (words) => words.models.kpi.company,
        charts: false,
        definitions: true,
        metrics: ['net_profit_margin', 'revenue_growth', 'sales_growth', 'lead_conversion', 'cac', 'romi'],
      },
    },
    { coverage: {} },
  ],
});
