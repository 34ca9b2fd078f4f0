import { minorDigits } from '../../lake/currency.ts';
import { computed } from '../definition.ts';
import { countOf } from '../measure.ts';
import { costsBy } from '../measures/costs.ts';
import { ledgerMonths, monthsWithoutLines, silent, supportCosts } from '../measures/ledger-months.ts';
import { handledByAnyone } from '../measures/tickets.ts';
import { noData, quotient } from '../outcome.ts';
import { tickets } from '../relations/tickets.ts';
import { answersAccepted } from './answers-accepted.ts';

export const deliveryEfficiency = computed({
  id: 'delivery_efficiency',
  title: 'Outcomes per 1,000 of cost',
  question: 'How many outcomes do 1,000 units of cost bring?',
  group: 'Next generation',
  formula: '1000 * (tickets resolved + answers accepted) / cost_of_support in major units',
  unit: 'count',
  direction: 'up',
  audience: ['executive', 'finance'],
  cadence: ['quarterly'],
  inputs: ['tickets.resolved_s', 'knowledge_events.*', 'costs.*'],
  needs: ['resolution'],
  needs_all: true,
  population:
    'counted and bot-only tickets with resolved_s in the period, whatever the policy says of bot-only ones; answers as answers_accepted; costs of the same period',
  axis: 'period',
  dimensions: ['product'],
  requires: ['costs', 'knowledge_events', 'tickets'],
  no_data: ['zero_denominator', 'ledger_mismatch'],
  pitfalls:
    'The outcomes used are named in the mail. Its inverse per outcome is easier to read and is printed beside it.',
  basis: 'described',
  source: ['next-generation metrics article'],
  decision: 'outcome = tickets resolved + answers accepted; reported per 1,000 units of the reporting currency',

  evaluate: async (queries, ask) => {
    const [costs, cases, answers, months] = await Promise.all([
      costsBy(queries, ask),
      queries.measure(ask, { resolved: countOf(tickets('resolved'), 'resolved_s', handledByAnyone) }),
      queries.metric({ ...ask, metric: answersAccepted }),
      ledgerMonths(queries, ask, supportCosts),
    ]);
    const nothing = silent([months]);
    if (nothing) return nothing;
    if (costs.missing.length > 0)
      return [{ segment: {}, value: noData('missing_rate'), extras: { missing: costs.missing.join(', ') } }];
    const untold = answers.find(({ value }) => value.status === 'no_data' && value.reason.startsWith('not_told:'));
    if (untold !== undefined) return [untold];
    const digits = minorDigits(queries.context.organisation.currency);
    return costs.segments.map(({ segment, total }) => {
      const same = (one: { readonly segment: object }) => JSON.stringify(one.segment) === JSON.stringify(segment);
      const resolved = cases.find(same)?.measured.resolved.n ?? 0;
      const answer = answers.find(same)?.value;
      const accepted = answer === undefined || answer.status === 'no_data' ? 0 : (answer.numerator ?? 0);
      const outcomes = resolved + accepted;
      return {
        segment,
        value:
          total === 0n
            ? noData('zero_denominator')
            : {
                status: 'known' as const,
                value: quotient(1000n * BigInt(outcomes) * 10n ** BigInt(digits), total),
                n: outcomes,
                numerator: outcomes,
                denominator: Number(total),
                interval: null,
              },
        extras: {
          cases_resolved: resolved,
          answers_accepted: accepted,
          cost_per_outcome_minor: outcomes === 0 ? null : quotient(total, BigInt(outcomes)),
          ...monthsWithoutLines(months),
        },
      };
    });
  },
});
