import type { Mappings } from '../../mappings.ts';

/** Properties whose history is read: everything that a fact depends on. */
export const tracked = [
  'hs_pipeline_stage',
  'hubspot_owner_id',
  'hubspot_team_id',
  'hs_ticket_priority',
  'hs_tag_ids',
  'hs_merged_object_ids',
] as const;
const read = [
  'createdate',
  'closed_date',
  'hs_lastmodifieddate',
  'hs_object_id',
  'hs_pipeline',
  'hs_ticket_category',
  'source_type',
  'first_agent_reply_date',
  'hs_time_to_first_response_sla_at',
  'hs_time_to_first_response_sla_status',
  'hs_time_to_close_sla_at',
  'hs_time_to_close_sla_status',
] as const;

export const ticketProperties = ({ mappings: m }: { readonly mappings: Mappings }): readonly string[] => [
  ...new Set([...read, ...tracked, ...Object.values(m.fields), ...m.custom_fields]),
];
