/** Custom fields of the made-up Zendesk account. */
export const zendeskFields = {
  category: 360_000_000_101,
  subcategory: 360_000_000_102,
  product: 360_000_000_103,
  region: 360_000_000_104,
  root_cause: 360_000_000_105,
  language: 360_000_000_106,
  ai_handoff_reason: 360_000_000_107,
  time_total: 360_000_000_111,
  time_last: 360_000_000_112,
} as const;
