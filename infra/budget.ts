import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { costTag, type Deployment } from './config.ts';

/** Says by mail when the month costs, or will cost, more than casebook.yaml allows. Without an alarm address it only counts. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { name, configuration }: Deployment) {
    super(scope, id);
    const { monthly_budget_usd, alarm_email } = configuration.aws;
    const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
      subscribers: [{ subscriptionType: 'EMAIL', address: alarm_email ?? '' }],
    });
    // The bill knows no tag that was not activated, and the budget would stay at 0 (Billing user guide, "Activating user-defined
    // cost allocation tags"). CloudFormation has no resource for it.
    new CfnOutput(Stack.of(this), 'ActivateCostTag', {
      description: 'Run once an account, a day after the first deployment; without it the budget sees no cost',
      value: `aws ce update-cost-allocation-tags-status --cost-allocation-tags-status TagKey=${costTag},Status=Active`,
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
