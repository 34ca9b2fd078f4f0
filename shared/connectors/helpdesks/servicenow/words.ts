import type { RowContext } from '../../connector.ts';
import { mapping } from '../../mappings.ts';
import type { ServiceNowConfiguration } from './configuration.ts';

const states = {
  '1': 'new',
  '2': 'open',
  '3': 'pending_customer',
  '6': 'solved',
  '7': 'closed',
  '8': 'closed',
  // where only display values were kept
  new: 'new',
  'in progress': 'open',
  'on hold': 'pending_customer',
  resolved: 'solved',
  closed: 'closed',
  canceled: 'closed',
} as const;
/** Why a case is on hold: only "awaiting caller" waits for the customer. */
export const holdReasons = {
  '1': 'pending_customer',
  '3': 'pending_third_party',
  '4': 'pending_third_party',
  '5': 'pending_third_party',
} as const;

const priorities = {
  '1': 'p1',
  '2': 'p2',
  '3': 'p3',
  '4': 'p4',
  '5': 'p4',
  '1 - critical': 'p1',
  '2 - high': 'p2',
  '3 - moderate': 'p3',
  '4 - low': 'p4',
  '5 - planning': 'p4',
} as const;

const same = (...words: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(words.map((word) => [word, word]));

export const wordsOf = ({ mappings: m }: ServiceNowConfiguration) => ({
  state: mapping(states, m.status, 'other'),
  hold: mapping(holdReasons, {}, 'pending_customer'),
  priority: mapping(priorities, m.priority, null),
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
