import type { Contract } from '../../contract.ts';

const page = (anchor: string): string => `https://desk.zoho.com/DeskAPIDocument#${anchor}`;

export const zohoDeskContract: Contract = {
  as_of: '2026-11-30',
  api: 'Zoho Desk API v1',
  logins: [
    {
      keys: ['client_id', 'client_secret', 'refresh_token'],
      grant:
        'OAuth, refresh token of a self client, which stays the same at each use; an account has twenty of them at most, and gets ten access tokens in ten minutes: what is asked beyond is waited for',
      role: 'an agent with access to every department that counts',
      scopes: ['Desk.tickets.READ', 'Desk.contacts.READ', 'Desk.search.READ', 'Desk.basic.READ', 'Desk.settings.READ'],
      plan: 'Standard or higher; time entries and ratings by plan',
      steps: [
        'api-console.zoho.com (of your data centre) > Add client > Self client',
        'Generate code with the scopes, exchange it for a refresh token within its ten minutes',
      ],
      page: page('OauthTokens'),
    },
  ],
  endpoints: [
    { path: '/myinfo', tells: 'who asks, and the time zone', page: page('Agents') },
    { path: '/agents', tells: 'agents', page: page('Agents') },
    { path: '/teams', tells: 'teams', page: page('Teams') },
    { path: '/departments', tells: 'departments', page: page('Departments') },
    { path: '/contacts/search', tells: 'customers', needs: 'the scope Desk.search.READ', page: page('Search') },
    {
      path: '/tickets/search',
      tells: 'which tickets changed, and what is open',
      needs: 'the scope Desk.search.READ',
      page: page('Search'),
    },
    { path: '/ticketsCount', tells: 'how many tickets there are, to compare', page: page('TicketCount') },
    {
      path: '/tickets/archivedTickets',
      tells: 'archived tickets of a department',
      needs: 'archived: true',
      page: page('Tickets'),
    },
    { path: '/tickets/{id}', tells: 'one ticket', page: page('Tickets') },
    { path: '/tickets/{id}/conversations', tells: 'threads and comments', page: page('Threads') },
    {
      path: '/tickets/{id}/History',
      tells: 'everything that happened to it',
      needs: 'history: true',
      page: page('TicketHistory'),
    },
    {
      path: '/tickets/{id}/timeEntry',
      tells: 'time worked',
      needs: 'time_entries: true',
      page: page('TicketTimeEntry'),
    },
    {
      path: '/recycleBin',
      tells: 'deleted tickets, for 60 days',
      needs: 'the scope Desk.settings.READ',
      page: page('RecycleBin'),
    },
    {
      path: '/customerHappiness',
      tells: 'ratings: good, okay, bad',
      needs: 'surveys: true',
      page: page('CustomerHappiness'),
    },
  ],
  fields: {
    pages: 'data count timeZone',
    ticket:
      'id ticketNumber createdTime modifiedTime closedTime dueDate isOverDue slaId status statusType priority channel classification category subCategory language productId contactId accountId assigneeId teamId departmentId webUrl isSpam isTrashed contact account cf customFields sourceTicket contacts products team',
    'thread, comment':
      'id type createdTime commentedTime modifiedTime direction visibility status isDescriptionThread isPublic author commenter commenterId plainText content summary',
    history: 'eventName eventTime eventInfo actor propertyName propertyValue id name type',
    'agent, team, department, contact':
      'id name emailId email rolePermissionType associatedDepartmentIds accountId createdTime modifiedTime',
    'recycled ticket': 'id deletedById deletedTime type',
    rating: 'id ticketId contactId agentId assigneeId rating ratedTime',
    'time entry': 'id ownerId hoursSpent minutesSpent secondsSpent executedTime createdTime modifiedTime isTrashed',
  },
  words: [
    { of: 'statusType', words: ['Open', 'On Hold', 'Closed'], page: page('Tickets') },
    { of: 'rating', words: ['GOOD', 'OKAY', 'BAD'], page: page('CustomerHappiness') },
  ],
  channels: [
    {
      channel: 'email, web, phone, social',
      told: 'threads and comments with author and time; each change by the history',
    },
    {
      channel: 'promises',
      told: 'the one to resolve; that of the next reply (responseDueDate) is told only while it is due, not whether it was kept, and is left out. The description of tickets (version 1.0.0) has no field that says so; its metrics of a ticket (tickets/{id}/metrics) state the time of the first reply in words such as 01:50 hrs, beside no promise',
      page: page('Tickets'),
    },
    { channel: 'chat and instant messages', told: 'threads, where the channel writes them into the ticket' },
    {
      channel: 'merged customers',
      told: 'not told: the merge is a request (contacts/{id}/merge) that leaves nothing to read; a ticket that is read again has the new name',
      page: 'https://desk.zoho.com/DeskAPIDocument#Contacts_MergeContacts',
    },
    {
      channel: 'corrected messages',
      told: 'edited and made private when the ticket is read again; a deleted one is missed in a list of fewer than 100 messages',
      page: 'https://desk.zoho.com/DeskAPIDocument#TicketsComments',
    },
  ],
  ends: [],
};
