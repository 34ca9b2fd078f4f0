import type { RowContext } from '../../connector.ts';
import { mapping } from '../../mappings.ts';
import type { ServiceNowConfiguration } from '../servicenow.ts';

const states = {
  '1': 'new',
  '2': 'open',
  '3': 'pending_customer',
  '6': 'solved',
  '7': 'closed',
  '8': 'closed',
} as const;
/** Why a case is on hold: only "awaiting caller" waits for the customer. */
export const holdReasons = {
  '1': 'pending_customer',
  '3': 'pending_third_party',
  '4': 'pending_third_party',
  '5': 'pending_third_party',
} as const;

const same = (...words: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(words.map((word) => [word, word]));

export const wordsOf = ({ mappings: m }: ServiceNowConfiguration) => ({
  state: mapping(states, m.status, 'other'),
  hold: mapping(holdReasons, {}, 'pending_customer'),
  priority: mapping({ '1': 'p1', '2': 'p2', '3': 'p3', '4': 'p4', '5': 'p4' }, m.priority, null),
  channel: mapping(
    {
      ...same('email', 'phone', 'chat', 'web', 'social'),
      'self-service': 'portal',
      virtual_agent: 'self_service',
      monitoring: 'api',
      'walk-in': 'other',
      direct: 'other',
    },
    m.channel,
    'other',
  ),
  type: mapping(same('incident', 'question', 'problem', 'request', 'bug'), m.type, 'other'),
  tier: mapping({}, m.tier, null),
});

/** On hold, by its reason. */
export const statusOf = (
  words: ReturnType<typeof wordsOf>,
  context: Pick<RowContext, 'map'>,
  state: string | null,
  reason: string | null,
): string | null =>
  state === '3' && words.state.values['3'] === 'pending_customer' && reason !== null
    ? context.map('hold_reason', reason, words.hold)
    : context.map('status', state, words.state);
