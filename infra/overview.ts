import { z } from 'zod';
import { monthlyCost, totalOf, workloadOf } from '../shared/operate/cost.ts';
import { prices } from '../shared/operate/prices.ts';
import type { Deployment } from './config.ts';

const Template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), DeletionPolicy: z.string().optional() })),
});

/** Tickets that the estimate is made for; `casebook cost` makes it for any other number. */
const tickets = [10_000, 1_000_000] as const;

/** What a deployment makes, keeps and costs, in lines for a terminal of 80 columns. */
export function overview(plan: Deployment, template: unknown, secrets: number): readonly string[] {
  const resources = Object.values(Template.parse(template).Resources);
  const counts = new Map<string, number>();
  for (const { Type } of resources) {
    const kind = Type.replace(/^AWS::/, '').replaceAll('::', ' ');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const kept = new Set(
    resources.flatMap(({ Type, DeletionPolicy }) => (DeletionPolicy === 'RetainExceptOnCreate' ? [Type] : [])),
  );
  const cost = tickets.map((n) => totalOf(monthlyCost(workloadOf(plan.configuration, n, 3, secrets))));
  return [
    `Stack ${plan.stack} in ${plan.region}: ${resources.length} resources`,
    ...[...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, count]) => `  ${String(count).padStart(3)}  ${kind}`),
    `Kept on removal: ${[...kept].map((type) => type.split('::').slice(1).join(' ')).join(', ')}`,
    `A month costs about ${cost.map((usd, i) => `${usd.toFixed(0)} USD with ${(tickets[i] ?? 0).toLocaleString('en')} tickets`).join(', ')}`,
    `  (list prices of ${prices.as_of}; casebook cost says how; the budget warns at ${plan.configuration.aws.monthly_budget_usd} USD)`,
    `Mail goes out as ${plan.sender.address}`,
  ];
}
