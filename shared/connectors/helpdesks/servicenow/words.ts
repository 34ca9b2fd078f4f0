import type { TicketStatus } from '../../../events/event.ts';
import type { Mapping, RowContext } from '../../connector.ts';
import { same, wordsOf } from '../../mappings.ts';
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
export const holdReasons: Mapping<TicketStatus> = {
  values: {
    '1': 'pending_customer',
    '3': 'pending_third_party',
    '4': 'pending_third_party',
    '5': 'pending_third_party',
  },
  otherwise: 'pending_customer',
};

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

export const mappingsOf = ({ mappings }: ServiceNowConfiguration) => ({
  ...wordsOf(mappings, {
    status: states,
    priority: priorities,
    channel: {
      ...same(['email', 'phone', 'chat', 'web', 'social']),
      'self-service': 'portal',
      virtual_agent: 'self_service',
      monitoring: 'api',
      'walk-in': 'other',
      direct: 'other',
    },
    type: same(['incident', 'question', 'problem', 'request', 'bug']),
  }),
  hold: holdReasons,
});

/** On hold, by its reason. */
export const statusOf = (
  words: ReturnType<typeof mappingsOf>,
  context: Pick<RowContext, 'map'>,
  state: string | null,
  reason: string | null,
): TicketStatus | null =>
  state === '3' && words.status.values['3'] === 'pending_customer' && reason !== null
    ? context.map('hold_reason', reason, words.hold)
    : context.map('status', state, words.status);
