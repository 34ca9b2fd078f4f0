import { name, oneOf, time, whole, yesNo } from '../input-files/cells.ts';
import { eachRow } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { selfServiceSessions } from '../../lake/tables.ts';

export const selfServiceSessionsInput = inputTable({
  table: selfServiceSessions,
  about: 'Sessions of suggestions, bots, search, tools and voice menus.',
  replaces: { by: 'key' },
  columns: {
    session_id: required(name, 'the session', 'n-12'),
    started_at: required(time, 'start', '2026-09-21T09:30', { into: 'started_s' }),
    ended_at: optional(time, 'end', '2026-09-21T09:36', { into: 'ended_s' }),
    surface: required(oneOf('form_suggest', 'bot', 'search', 'tool', 'ivr'), 'where', 'bot'),
    intent: optional(name, 'what it was about', 'reset_password'),
    product: optional(name, 'product', 'Platform'),
    account_id: optional(name, 'customer organisation', 'a-88'),
    contact_id: optional(name, 'customer person', 'c-3120'),
    offered_count: optional(whole(0), 'answers offered; empty = 0', '3', { otherwise: 0 }),
    accepted: optional(yesNo, 'an answer was accepted', 'yes'),
    outcome: required(
      oneOf('intercepted', 'located', 'solved', 'abandoned', 'handed_over', 'ticket_created'),
      'how it ended',
      'solved',
    ),
    ticket_id: optional(name, 'ticket it led to'),
    tool: optional(name, 'tool'),
    scenario: optional(name, 'scenario of the tool'),
    found_answer: optional(yesNo, 'survey: found what they came for; empty = not asked', 'yes'),
    would_have_asked: optional(yesNo, 'survey: would have opened a case otherwise', 'yes'),
    settled: optional(yesNo, 'survey: need nothing more', 'yes', { into: 'is_settled' }),
    robot: optional(yesNo, 'a robot visited; empty = no', 'no', { into: 'is_bot', otherwise: false }),
  },
  checks: [
    eachRow(
      'ended_at',
      ({ started_s, ended_s }) =>
        ended_s !== null && Number(ended_s) < Number(started_s) ? 'not before started_at' : undefined,
      ({ ended_s }) => `${String(ended_s)} (epoch seconds)`,
    ),
  ],
});
