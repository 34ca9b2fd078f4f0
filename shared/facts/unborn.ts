import { statedBy } from './stated.ts';
import type { DerivedTicket, FactsContext, FactsInput } from './context.ts';
import { monthOf } from '../events/event-row.ts';
import { tellsColumnsOf } from '../knowledge/fact-kind.ts';
import { noFlags, qualityOf } from './quality.ts';

/** A ticket of which nothing has happened yet, or ever: no flow, no facts, not counted. */
export function unborn({ attributes }: FactsInput, context: FactsContext, created_s: number | null): DerivedTicket {
  const nothing = {
    removed_s: null,
    first_assigned_s: null,
    started_s: null,
    first_reply_s: null,
    first_resolved_s: null,
    resolved_s: null,
    closed_s: null,
    first_reopened_s: null,
    first_followup_s: null,
    escalated_s: null,
    first_tier_raise_s: null,
    first_reply_by: null,
    resolved_by: null,
    reopen_count: null,
    reply_count: null,
    replies_to_resolution: null,
    customer_reply_count: null,
    note_count: null,
    handoff_count: null,
    owner_count: null,
    group_change_count: null,
    escalation_count: null,
    kb_linked_count: null,
    reply_s: null,
    reply_business_s: null,
    resolve_s: null,
    resolve_business_s: null,
    first_resolve_s: null,
    cycle_s: null,
    touch_s: null,
  };
  const team = context.teamOf(attributes, undefined);
  return {
    ticket: {
      ...statedBy(attributes),
      ...nothing,
      created_s,
      created_month: created_s === null ? null : monthOf(created_s),
      team,
      data_quality: qualityOf(attributes.given_quality, { ...noFlags, no_creation: created_s === null }),
      is_bot_only: null,
      is_counted: false,
      calendar_id: context.calendarOf(team),
      ...tellsColumnsOf(() => false),
    },
    flow: [],
    intervals: [],
    owners: [],
    promises: [],
  };
}
