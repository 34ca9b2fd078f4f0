import type { TicketExport } from '../export.ts';

export const otrsExport: TicketExport = {
  id: 'otrs',
  title: 'a ticket list or statistic of OTRS or Znuny',
  signs: [
    ['Ticket#', 'Created', 'Queue', 'State'],
    ['TicketNumber', 'Created', 'Queue', 'State'],
    ['Ticket Number', 'Age', 'Queue', 'State', 'Owner'],
    ['Ticket#', 'Erstellt', 'Queue', 'Status'],
  ],
  columns: {
    ticket: ['Ticket#', 'TicketNumber', 'Ticket Number'],
    updated: ['Changed', 'Geändert', 'Last Changed'],
    created_at: ['Created', 'Erstellt'],
    closed_at: ['Close Time', 'Closed', 'Geschlossen', 'Schließzeit'],
    first_reply_at: ['First Response', 'FirstResponse'],
    status: ['State', 'Status'],
    group: ['Queue'],
    assignee: ['Owner', 'Agent/Owner', 'Besitzer'],
    requester: ['Customer User', 'CustomerUserID', 'Customer Name', 'Kundenbenutzer'],
    account: ['CustomerID', 'Customer ID', 'Kundennummer'],
  },
  statuses: {
    new: 'new', open: 'open', 'pending reminder': 'other', 'pending auto close+': 'solved', 'pending auto close-': 'closed', 'closed successful': 'solved', 'closed unsuccessful': 'closed', 'closed with workaround': 'solved', merged: 'merged', removed: 'deleted',
    neu: 'new', offen: 'open', 'warten zur erinnerung': 'other', 'erfolgreich geschlossen': 'solved', 'erfolglos geschlossen': 'closed', zusammengefasst: 'merged',
  },
  priorities: { '1 very low': 'p4', '2 low': 'p4', '3 normal': 'p3', '4 high': 'p2', '5 very high': 'p1', '1 sehr niedrig': 'p4', '2 niedrig': 'p4', '4 hoch': 'p2', '5 sehr hoch': 'p1' },
}; // prettier-ignore
