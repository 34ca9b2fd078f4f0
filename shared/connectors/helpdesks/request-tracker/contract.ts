import type { Contract } from '../../contract.ts';

const rest = 'https://docs.bestpractical.com/rt/5.0.3/RT/REST2.html';

export const requestTrackerContract: Contract = {
  as_of: '2026-11-30',
  api: 'REST 2.0 of Request Tracker 5',
  logins: [
    {
      keys: ['token'],
      grant: 'an authentication token of RT',
      role: 'a user who only reads: SeeQueue, ShowTicket, ShowTicketComments, SeeCustomField, SeeGroup; time zone UTC',
      steps: ['Logged in as / Settings / Auth Tokens / Create'],
      page: 'https://docs.bestpractical.com/rt/5.0.3/authentication.html',
    },
  ],
  endpoints: [
    { path: '/REST/2.0/queues/all', tells: 'queues', page: rest },
    { path: '/REST/2.0/queue/{id}', tells: 'one queue', page: rest },
    { path: '/REST/2.0/groups', tells: 'groups', page: rest },
    { path: '/REST/2.0/group/{id}', tells: 'who is staff', page: rest },
    { path: '/REST/2.0/users', tells: 'people', page: rest },
    { path: '/REST/2.0/users/privileged', tells: 'people', page: rest },
    { path: '/REST/2.0/user/{id}', tells: 'one person', page: rest },
    { path: '/REST/2.0/tickets', tells: 'tickets by id and time of change', page: rest },
    { path: '/REST/2.0/ticket/{id}', tells: 'one ticket, deleted or merged ones too', page: rest },
    { path: '/REST/2.0/transactions', tells: 'everything that happened, in order of id', page: rest },
  ],
  fields: {
    pages: 'items count total values',
    ticket:
      'id Status Queue Owner Creator Created LastUpdated Priority EffectiveId Type Requestor CustomFields name Name',
    transaction: 'id Type Field OldValue NewValue TimeTaken Created Creator ObjectId',
    'user, group, queue': 'id Name EmailAddress Privileged Organization Members Created LastUpdated type',
  },
  words: [
    {
      of: 'Status',
      words: ['new', 'open', 'stalled', 'resolved', 'rejected', 'deleted'],
      page: 'https://docs.bestpractical.com/rt/5.0.3/customizing/lifecycles.html',
    },
  ],
  channels: [
    { channel: 'email, web', told: 'messages with author and time, each change, its author; texts are not read' },
    {
      channel: 'merged customers',
      told: 'not told: core has none, and what RT::Extension::MergeUsers does is in no answer of REST 2; tickets keep the user who asked',
      page: 'https://metacpan.org/release/BPS/RT-Extension-MergeUsers-1.10',
    },
    {
      channel: 'corrected messages',
      told: 'none: transactions do not change',
    },
  ],
  ends: [],
};
