import { name, oneOf, seconds, time, whole, yesNo } from '../input-files/cells.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { knowledgeEvents } from '../../lake/tables.ts';

export const knowledgeEventsInput = inputTable({
  table: knowledgeEvents,
  about: 'Uses of articles: read, cited, copied, rated.',
  replaces: { by: 'key' },
  columns: {
    event_id: required(name, 'the event', 'e-771'),
    article_id: required(name, 'the article', 'kb-210'),
    at: required(time, 'when', '2026-09-21T09:31', { into: 'at_s' }),
    kind: required(oneOf('read', 'cited', 'copied', 'feedback'), 'what happened', 'read'),
    visitor_id: optional(name, 'visitor', 'v-9'),
    account_id: optional(name, 'customer organisation', 'a-88'),
    contact_id: optional(name, 'customer person', 'c-3120'),
    session_id: optional(name, 'session', 'n-12'),
    dwell_s: optional(seconds, 'seconds on the article', '75'),
    scroll_pct: optional(whole(0, 100), 'deepest point, percent', '80'),
    helpful: optional(yesNo, 'answer to "did this help"'),
    ticket_id: optional(name, 'ticket'),
    surface: optional(oneOf('help_center', 'form_suggest', 'bot', 'search', 'reply'), 'where', 'help_center'),
    robot: optional(yesNo, 'a robot; empty = no', 'no', { into: 'is_bot', otherwise: false }),
  },
});
