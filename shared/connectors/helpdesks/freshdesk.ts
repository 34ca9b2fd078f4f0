import { untoldFor } from '../../knowledge/telling.ts';
import type { Stream } from '../connector.ts';
import { connector } from '../define.ts';
import { record, textOrNull, versionBy } from '../shapes.ts';
import { activityExport, activityFiles } from './freshdesk/activity-export.ts';
import { archivedTickets } from './freshdesk/archive.ts';
import { byCreation, byUpdate, conversationsOf, listed, listOf, pages } from './freshdesk/lists.ts';
import { archivedOrLive, createdCount, ticketIds, unreadTicket } from './freshdesk/reconciliation.ts';
import { fromExport } from './freshdesk/reach.ts';
import { agentRows, contactRows, groupRows, ratingRows, timeEntryRows } from './freshdesk/rows.ts';
import { archivedRows, conversationRows, foundRows, ticketRows } from './freshdesk/tickets.ts';
import { FreshdeskConfiguration } from './freshdesk/configuration.ts';
import { freshdeskContract } from './freshdesk/contract.ts';

/**
 * Freshdesk: tickets by update time, their conversations child by child, history from the daily activity export while it is kept
 * and from the times and snapshots of each pull otherwise; once a week the ids of everything (CONNECTORS.md 3.2).
 */
export const freshdesk = connector({
  id: 'freshdesk',
  title: 'Freshdesk',
  configuration: FreshdeskConfiguration,
  contract: freshdeskContract,
  setup: {
    domain: { ask: 'Name of the account: what stands before .freshdesk.com' },
    api_key: 'environment',
  },
  site: (c) => ({
    base_url: `${c.base_url ?? `https://${c.domain}.freshdesk.com`}/api/v2`,
    auth: { kind: 'basic', user: c.api_key, password: 'X' },
    ...(c.requests_per_minute === undefined ? {} : { per_minute: c.requests_per_minute }),
  }),
  zone: () => ({
    use: 'never_matters',
    first: { url: '/agents/me' },
    read: (body) => ({ zone: textOrNull.parse(record.parse(record.parse(body).contact).time_zone) }),
  }),
  tells: (c) => ({
    untold: {
      ...(c.activities
        ? {}
        : untoldFor(
            ['status_history', 'reopenings', 'assignments', 'handoffs', 'group_changes', 'work_started'],
            'set activities: true, on a plan that exports them',
          )),
      ...(c.surveys ? {} : untoldFor(['ratings_offered', 'ratings_given'], 'set surveys: true')),
      ...(c.time_entries ? {} : { time_worked: 'set time_entries: true' }),
    },
  }),
  streams: (c) => [
    listed('groups', '/groups', groupRows(c)),
    listed('agents', '/agents', agentRows(c)),
    byUpdate('contacts', '/contacts', '_updated_since', {}, c, contactRows),
    fromExport(c, {
      ...byUpdate('tickets', '/tickets', 'updated_since', { include: 'stats,requester' }, c, ticketRows(c, 'listed')),
      children: conversationsOf,
      compare: createdCount(c),
    }),
    {
      name: 'conversations',
      isConversation: true,
      messages: ['conversation.'],
      items: listOf,
      next: pages,
      version: versionBy('updated_at'),
      rows: conversationRows(c),
    },
    byUpdate('deleted_tickets', '/tickets', 'updated_since', { filter: 'deleted' }, c, ticketRows(c, 'deleted')),
    byUpdate('spam_tickets', '/tickets', 'updated_since', { filter: 'spam' }, c, ticketRows(c, 'spam')),
    ticketIds(c),
    archivedOrLive(foundRows(c)),
    unreadTicket(ticketRows(c, 'listed')),
    ...(c.surveys ? [satisfactionRatings(c)] : []),
    ...(c.time_entries ? [timeEntries(c)] : []),
    ...(c.activities ? [activityExport(c), activityFiles(c)] : []),
    // last, since it may take hours
    ...(c.archived ? [archivedTickets(archivedRows(c))] : []),
  ],
});

const day_s = 86_400;

/** Ratings are listed by creation only (R3). */
const satisfactionRatings = (c: FreshdeskConfiguration): Stream =>
  byCreation(
    'satisfaction_ratings',
    '/surveys/satisfaction_ratings',
    'created_since',
    'created_at',
    day_s,
    c,
    ratingRows(c),
  );

/** Executed is when the work was done, entered later perhaps: a month is read again each time. */
const timeEntries = (c: FreshdeskConfiguration): Stream =>
  byCreation('time_entries', '/time_entries', 'executed_after', 'executed_at', 30 * day_s, c, timeEntryRows);
