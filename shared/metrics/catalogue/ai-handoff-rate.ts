import { metric } from '../definition.ts';
import type { Part } from '../model.ts';
import { ticketDimensions } from '../dimensions.ts';
import { countOf } from '../measure.ts';
import { aiAlone, aiInvolved, aiNeeds, askedByCustomers, whereTold } from '../measures/ai.ts';
import { shareOf } from '../outcome.ts';
import { t, tickets } from '../relations/tickets.ts';
import { segmentKey } from '../segments.ts';
import { sql } from '../sql.ts';

const created = tickets('nobody');
const handed = sql`${aiInvolved} AND NOT (${aiAlone})`;

const rate = metric({
  id: 'ai_handoff_rate',
  title: 'Handed over by AI agents',
  question: 'What share of the cases with an AI agent went to a person, and why?',
  group: 'AI agents',
  kind: 'by_part',
  formula: 'tickets with an AI agent that it handed over, or that a person acted on / tickets with an AI agent',
  unit: 'rate',
  direction: 'neutral',
  audience: ['executive', 'finance', 'lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['tickets.created_s', 'tickets.handled_by', 'tickets.ai_handoff_s', 'tickets.ai_handoff_reason'],
  needs: aiNeeds,
  population: 'as ai_containment_rate',
  axis: 'created',
  dimensions: ticketDimensions,
  interval: 'wilson',
  change_from_n: 30,
  requires: ['tickets'],
  no_data: ['zero_denominator'],
  pitfalls:
    'The parts are the reasons, as the field mapped to ai_handoff_reason says; not_told where it is empty. They add up to the rate. Cases that a person took without a hand-over by the AI agent are printed (taken).',
  basis: 'stated',
  source: ['HubSpot, Chatwoot', 'Amazon Connect: AiAgentEscalated', 'METRICS-2026'],
  decision: 'the value without part is the whole rate',

  measures: {
    asked: countOf(created, 'created_s', askedByCustomers),
    involved: countOf(created, 'created_s', aiInvolved),
    handed: countOf(created, 'created_s', handed),
    taken: countOf(created, 'created_s', sql`${handed} AND ${t.ai_handoff_s} IS NULL`),
  },
  value: ({ involved, handed, taken }) => ({ value: shareOf(handed.n, involved.n), extras: { taken: taken.n } }),
});

export const aiHandoffRate: typeof rate = {
  ...rate,
  evaluate: async (queries, ask) => {
    const [whole, reasons] = await Promise.all([
      rate.evaluate(queries, ask),
      queries.tally(ask, {
        relation: created,
        at: 'created_s',
        span: 'period',
        where: whereTold(handed),
        columns: ['ai_handoff_reason'],
      }),
    ]);
    const parts = whole.flatMap(({ segment, value }): readonly Part[] =>
      value.status !== 'known' || value.denominator === null
        ? []
        : reasons
            .filter((one) => segmentKey(one.segment) === segmentKey(segment))
            .map(({ n, row }) => ({
              segment: { ...segment, part: String(row.ai_handoff_reason ?? 'not_told') },
              value: shareOf(n, value.denominator ?? 0),
            })),
    );
    return [...whole, ...parts];
  },
};
