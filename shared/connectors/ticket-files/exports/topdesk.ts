import type { TicketExport } from '../export.ts';

export const topdeskExport: TicketExport = {
  id: 'topdesk',
  title: 'incidents of TOPdesk',
  signs: [
    ['number', 'briefDescription', 'callType', 'creationDate', 'operatorGroup'],
    ['Incident number', 'Caller name', 'Operator group', 'Creation date'],
    ['Meldingnummer', 'Naam aanmelder', 'Behandelaarsgroep', 'Aanmelddatum'],
    ['Meldingsnummer', 'Naam aanmelder', 'Behandelaarsgroep', 'Aanmelddatum'],
  ],
  columns: {
    ticket: ['number', 'Incident number', 'Meldingnummer', 'Meldingsnummer'],
    updated: ['modificationDate', 'Modification date', 'Wijzigingsdatum'],
    created_at: ['creationDate', 'Creation date', 'Aanmelddatum'],
    resolved_at: ['completedDate', 'Completion date', 'Datum gereed'],
    closed_at: ['closedDate', 'Closure date', 'Closed date', 'Datum afgemeld'],
    first_reply_at: ['responseDate', 'Response date'],
    status: ['processingStatus', 'Processing status', 'Status (Processing status)', 'Status', 'status'],
    group: ['operatorGroup.name', 'operatorGroup', 'Operator group', 'Behandelaarsgroep'],
    assignee: ['operator.name', 'operator', 'Operator', 'Behandelaar'],
    requester: ['caller.dynamicName', 'Caller name', 'Naam aanmelder'],
    category: ['category.name', 'category', 'Category', 'Soort melding'],
    subcategory: ['subcategory.name', 'subcategory', 'Subcategory'],
    channel: ['entryType.name', 'entryType', 'Entry type', 'Soort binnenkomst'],
    priority: ['priority.name', 'priority', 'Priority', 'Prioriteit'],
    type: ['callType.name', 'callType', 'Call type'],
  },
  // Its API calls the line that handles an incident its status: that says nothing about how far it is.
  empty: ['firstLine', 'secondLine', 'partial'],
};
