import { isOneOf } from '../../shared/events/words.ts';
import type { EventKind, TicketEvent } from '../../shared/events/event.ts';
import type { FactKind } from '../../shared/knowledge/fact-kind.ts';
import { untoldFor, type Telling } from '../../shared/knowledge/telling.ts';
import type { TicketInput } from '../../shared/load/derive-tickets.ts';

/** What a source would not give, were a kind of fact hidden: what it then says that it does not tell, and what would be missing. */
export interface Hiding {
  readonly untold: readonly FactKind[];
  readonly events?: readonly EventKind[];
  readonly given?: readonly (keyof TicketInput['attributes'])[];
  /** Who did what. */
  readonly isWithoutAuthors?: true;
}

const replies = ['first_reply', 'person_replies', 'reply_count', 'customer_replies'] as const;
const said = ['replied', 'noted', 'heard', 'hidden'] as const;
const givenReply = ['given_first_reply_s', 'has_given_first_reply', 'given_reply_count'] as const;
const owners = ['assignments', 'handoffs', 'group_changes', 'work_started'] as const;
const finishes = ['given_resolved_s', 'has_given_resolved', 'given_closed_s', 'has_given_closed'] as const;

export const hidings = {
  'what was said': { untold: replies, events: said, given: givenReply },
  'messages of customers': { untold: ['customer_replies'] },
  reopenings: { untold: ['reopenings', 'reopen_count'], given: ['given_reopen_count'] },
  owners: { untold: owners, events: ['assigned', 'grouped'], given: ['given_handoff_count'] },
  'the history of statuses': {
    untold: ['status_history', 'reopenings', 'reopen_count', 'work_started', 'resolution'],
    events: ['status'],
    given: [...finishes, 'given_reopen_count'],
  },
  escalations: { untold: ['escalation'], events: ['escalated', 'linked', 'unlinked'] },
  'the time worked': { untold: ['time_worked'], events: ['worked'], given: ['given_touch_s'] },
  authors: { untold: [...replies, ...owners, 'authors'], isWithoutAuthors: true, given: givenReply },
  'when customers asked': { untold: ['creation'], events: ['created'], given: ['created_s'] },
  'all but the present': {
    untold: [
      ...replies,
      ...owners,
      'status_history',
      'reopenings',
      'reopen_count',
      'escalation',
      'authors',
      'resolution',
    ],
    events: ['status', 'assigned', 'grouped', 'escalated', 'linked', 'unlinked', ...said],
    given: [...finishes, ...givenReply, 'given_reopen_count', 'given_handoff_count'],
  },
} as const satisfies Readonly<Record<string, Hiding>>;
export type HidingName = keyof typeof hidings;
export const hidingNames = Object.keys(hidings) as readonly HidingName[];

/** Of every ticket, or of those of one channel of the helpdesk's. */
export function tellingWithout({ untold }: Hiding, channel: string | null, telling: Telling): Telling {
  const more = untoldFor(untold, 'hidden by the test');
  if (channel === null) return { ...telling, untold: { ...telling.untold, ...more } };
  const before = telling.of_channels ?? {};
  return { ...telling, of_channels: { ...before, [channel]: { ...before[channel], ...more } } };
}

/** What the source would have given of a ticket. */
export function inputWithout(
  { events: kinds = [], given = [], isWithoutAuthors }: Hiding,
  input: TicketInput,
): TicketInput {
  return {
    ...input,
    attributes: { ...input.attributes, ...Object.fromEntries(given.map((name) => [name, null])) },
    events: input.events
      .filter(({ kind }) => !isOneOf(kinds, kind))
      .map((event): TicketEvent => (isWithoutAuthors === true ? { ...event, actor: null, actor_id: null } : event)),
  };
}

/** Which helpdesk's own word of a channel is hidden: the most frequent one that is not the only one. */
export const channelToHide = (channels: ReadonlyMap<string, number>): string | null =>
  channels.size < 2 ? null : ([...channels].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? null);
