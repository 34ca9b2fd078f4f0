/** What time is spent on (time_log.activity). */
export const activities = [
  'online_support',
  'training',
  'service_review',
  'tool_development',
  'tool_bug_fix',
  'complaint_handling',
  'knowledge',
  'non_support',
  'leave',
  'other',
] as const;
