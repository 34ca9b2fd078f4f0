import type { TicketAttributes } from './context.ts';
import type { Ownership } from './owners.ts';
import type { Stay } from './status.ts';

/** No mark of removal. */
export const unmarked = { deleted_s: null, merged_into_id: null, is_spam: null, status: null };

/** Status, owner and group as the events tell them. */
export const stateOf = (
  stays: readonly Stay[],
  owned: readonly Ownership[],
): Partial<TicketAttributes> & Pick<TicketAttributes, 'status'> => ({
  ...unmarked,
  status: stays.at(-1)?.status ?? null,
  status_raw: null,
  assignee_id: owned.at(-1)?.person_id ?? null,
  group_id: owned.at(-1)?.group_id ?? null,
});

/** Where the rows of a ticket came from. */
export const provenanceOf = ({ source, version_key, ingested_s, raw_key }: TicketAttributes) => ({
  source,
  version_key,
  ingested_s,
  raw_key,
});

/** The attributes that a ticket row repeats. */
export function statedBy(attributes: TicketAttributes) {
  const {
    given_resolved_s: _resolved,
    has_given_resolved: _hasResolved,
    given_closed_s: _closed,
    has_given_closed: _hasClosed,
    given_first_reply_s: _reply,
    has_given_first_reply: _hasReply,
    given_reopen_count: _reopens,
    given_reply_count: _replies,
    given_handoff_count: _handoffs,
    given_touch_s: _touch,
    given_quality: _quality,
    event_count: _events,
    ...stated
  } = attributes;
  return stated;
}
