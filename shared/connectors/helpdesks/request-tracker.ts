import { untoldFor } from '../../knowledge/telling.ts';
import { connector } from '../define.ts';
import { ticketStream, transactionStream, deletedTicketStream } from './request-tracker/feeds.ts';
import { ticketIds } from './request-tracker/ticket-ids.ts';
import { zoneCheck } from './request-tracker/zone.ts';
import { queueStream, staffStream, userStream } from './request-tracker/people.ts';
import { RequestTrackerConfiguration } from './request-tracker/configuration.ts';
import { requestTrackerContract } from './request-tracker/contract.ts';

/**
 * Request Tracker 5, REST 2.0. Tickets by (LastUpdated, id), history by the feed of all transactions in order of id: a read-only
 * user gets short pages without total or next_page, so both walk by id until nothing comes (CONNECTORS.md 3.10).
 */
export const requestTracker = connector({
  id: 'request-tracker',
  title: 'Request Tracker',
  configuration: RequestTrackerConfiguration,
  contract: requestTrackerContract,
  setup: {
    base_url: { ask: 'Address of the server, such as https://rt.example' },
    token: 'environment',
  },
  site: (c) => ({
    base_url: c.base_url.replace(/\/+$/, ''),
    auth: { kind: 'token', scheme: 'token', token: c.token },
  }),
  zone: zoneCheck,
  tells: (c) => ({
    staff_advice:
      'Name the group of your agents in staff_group, with the right SeeGroup for the user of the token; or make that user privileged, so that it is told who else is.',
    untold: {
      ...untoldFor(
        ['article_links'],
        'no setting of Request Tracker: its articles have no address that a reply could link',
      ),
      ...(c.escalation_links.length > 0 ? {} : { escalation: 'name the addresses of development in escalation_links' }),
      ...(c.csat === undefined
        ? untoldFor(['ratings_offered', 'ratings_given'], 'name the field of the rating in csat')
        : {}),
    },
  }),
  streams: (c) => [
    queueStream(c),
    staffStream(c),
    userStream(c),
    ticketStream(c),
    transactionStream(c),
    deletedTicketStream(c),
    ticketIds(),
  ],
});
