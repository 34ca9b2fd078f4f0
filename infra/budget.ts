import { Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import type { Deployment } from './config.ts';

/** The tag that every resource carries, by which the bill is split. */
export const costTag = 'casebook';

/** Says by mail when the month costs, or will cost, more than casebook.yaml allows. Without an alarm address it only counts. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { name, configuration }: Deployment) {
    super(scope, id);
    const { monthly_budget_usd, alarm_email } = configuration.aws;
    const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
      subscribers: [{ subscriptionType: 'EMAIL', address: alarm_email ?? '' }],
    });
    new CfnBudget(this, 'Month', {
      budget: {
        budgetName: `${name}-${Stack.of(this).region}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthly_budget_usd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:${costTag}$${name}`] },
      },
      ...(alarm_email === undefined
        ? {}
        : { notificationsWithSubscribers: [notify('ACTUAL', 80), notify('FORECASTED', 100)] }),
    });
  }
}
