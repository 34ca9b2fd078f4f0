import type { TicketExport } from '../export.ts';

export const redmineExport: TicketExport = {
  id: 'redmine',
  title: 'an issue list of Redmine',
  signs: [
    ['#', 'Project', 'Tracker', 'Status', 'Priority', 'Subject'],
    ['#', 'Projekt', 'Tracker', 'Status', 'Thema'],
    ['#', 'Projet', 'Tracker', 'Statut', 'Sujet'],
  ],
  columns: {
    ticket: ['#'],
    updated: ['Updated', 'Aktualisiert', 'Mis-à-jour'],
    created_at: ['Created', 'Angelegt', 'Créé'],
    closed_at: ['Closed', 'Geschlossen', 'Fermé'],
    assignee: ['Assignee', 'Zugewiesen an', 'Assigné à'],
    requester: ['Author', 'Autor', 'Auteur'],
    type: ['Tracker'],
    group: ['Project', 'Projekt', 'Projet'],
    category: ['Category', 'Kategorie', 'Catégorie'],
  },
  statuses: {
    New: 'new',
    'In Progress': 'open',
    Feedback: 'pending_customer',
    Resolved: 'solved',
    Closed: 'closed',
    Rejected: 'closed',
  },
  priorities: { Low: 'p4', Normal: 'p3', High: 'p2', Urgent: 'p1', Immediate: 'p1' },
};
