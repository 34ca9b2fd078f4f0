import type { TicketExport } from '../export.ts';

export const hubspotExport: TicketExport = {
  id: 'hubspot',
  title: 'a ticket export of HubSpot',
  source: 'https://knowledge.hubspot.com/properties/hubspots-default-ticket-properties',
  signs: [
    ['Ticket ID', 'Ticket name', 'Pipeline', 'Ticket status', 'Create date'],
    ['Record ID', 'Ticket name', 'Pipeline', 'Ticket status', 'Create date'],
    ['Record ID', 'Ticket name', 'Ticket status', 'Create date'],
  ],
  columns: {
    ticket: ['Ticket ID', 'Record ID'],
    updated: ['Last modified date', 'Last activity date'],
    created_at: ['Create date'],
    closed_at: ['Close date'],
    first_reply_at: ['First agent email response date', 'First agent response date'],
    status: ['Ticket status', 'Ticket status stage'],
    assignee: ['Ticket owner', 'Owner'],
    group: ['HubSpot Team', 'HubSpot team', 'Assigned teams'],
    channel: ['Source', 'Ticket source'],
    category: ['Category'],
    account: ['Associated Company', 'Primary company'],
    requester: ['Associated Contact'],
  },
  statuses: { New: 'new', 'Waiting on contact': 'pending_customer', 'Waiting on us': 'open', Closed: 'solved' },
};
