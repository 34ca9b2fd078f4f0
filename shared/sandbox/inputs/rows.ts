import type { AnyRow } from '../../lake/table.ts';
import type { TableName } from '../../lake/tables.ts';
import type { Organisation } from '../model.ts';
import type { Served } from '../served.ts';
import { aiUsageRows } from './ai.ts';
import { accountEventRows, accountRows, orderRows, surveyRows } from './customers.ts';
import { articleRows, contributionRows, knowledgeEventRows, requirementRows, sessionRows } from './knowledge.ts';
import { costRows, fxRows, planRows, revenueRows } from './money.ts';
import { answerRows, commentaryRows, eventRows, incidentRows, qaRows, weightRows } from './quality.ts';
import { activityWeightRows, levelCoefficientRows, rosterRows, timeLogRows } from './workforce.ts';

/** Everything the organisation knows that no helpdesk does, as rows of the lake's input tables; columns left out are empty. */
export function inputRows(
  org: Organisation,
  sources: readonly Served[],
): Readonly<Partial<Record<TableName, readonly Partial<AnyRow>[]>>> {
  return {
    roster: rosterRows(org, sources),
    time_log: timeLogRows(org, sources),
    activity_weights: activityWeightRows,
    level_coefficients: levelCoefficientRows,
    costs: costRows(org),
    plan: planRows(org),
    revenue: revenueRows(org),
    fx_rates: fxRows(org),
    ai_usage: aiUsageRows(org, sources),
    surveys: surveyRows(org, sources),
    knowledge_articles: articleRows(org),
    knowledge_events: knowledgeEventRows(org, sources),
    self_service_sessions: sessionRows(org, sources),
    contributions: contributionRows(org, sources),
    requirements: requirementRows(org, sources),
    accounts: accountRows(org, sources),
    account_events: accountEventRows(org, sources),
    orders: orderRows(org),
    weights: weightRows,
    commentary: commentaryRows(org),
    answers: answerRows(org),
    events: eventRows(org),
    qa_reviews: qaRows(org, sources),
    incidents: incidentRows(org),
  };
}
