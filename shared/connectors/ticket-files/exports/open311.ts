import type { TicketExport } from '../export.ts';

export const open311Export: TicketExport = {
  id: 'open311',
  title: 'service requests of a city (open 311 data)',
  signs: [
    ['Unique Key', 'Created Date', 'Closed Date', 'Agency', 'Status'],
    ['unique_key', 'created_date', 'closed_date', 'agency', 'status'],
    ['service_request_id', 'requested_datetime', 'status'],
    ['SR_NUMBER', 'SR_TYPE', 'STATUS', 'CREATED_DATE', 'CLOSED_DATE'],
    ['CaseID', 'Opened', 'Closed', 'Status', 'Responsible Agency'],
    ['case_enquiry_id', 'open_dt', 'closed_dt', 'case_status'],
  ],
  columns: {
    ticket: ['Unique Key', 'unique_key', 'service_request_id', 'SR_NUMBER', 'CaseID', 'case_enquiry_id'],
    updated: [
      'Resolution Action Updated Date',
      'resolution_action_updated_date',
      'updated_datetime',
      'LAST_MODIFIED_DATE',
      'Updated',
    ],
    created_at: ['Created Date', 'created_date', 'requested_datetime', 'CREATED_DATE', 'Opened', 'open_dt'],
    closed_at: ['Closed Date', 'closed_date', 'CLOSED_DATE', 'Closed', 'closed_dt'],
    status: ['Status', 'status', 'STATUS', 'case_status'],
    group: ['Agency', 'agency', 'agency_responsible', 'OWNER_DEPARTMENT', 'Responsible Agency', 'subject'],
    category: ['Complaint Type', 'complaint_type', 'service_name', 'SR_TYPE', 'Category', 'case_title'],
    channel: ['Open Data Channel Type', 'open_data_channel_type', 'ORIGIN', 'Source', 'source'],
  },
  not: ['type', 'requester', 'assignee', 'account', 'product', 'resolved_at'],
  // The agency's own words; "Pending" and "Assigned" are with the agency.
  statuses: {
    Open: 'open',
    open: 'open',
    Closed: 'closed',
    closed: 'closed',
    Assigned: 'open',
    'In Progress': 'open',
    Started: 'open',
    Pending: 'open',
    Completed: 'closed',
    Canceled: 'closed',
    Unspecified: 'other',
  },
  channels: {
    ONLINE: 'web',
    MOBILE: 'web',
    'Mobile/Open311': 'web',
    Web: 'web',
    'Citizens Connect App': 'web',
    'Constituent Call': 'phone',
    'Self Service': 'self_service',
  },
};
