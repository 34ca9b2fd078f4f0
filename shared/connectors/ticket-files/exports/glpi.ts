import type { TicketExport } from '../export.ts';

export const glpiExport: TicketExport = {
  id: 'glpi',
  title: 'a search result of GLPI',
  signs: [
    ['ID', 'Title', 'Status', 'Opening date', 'Requester - Requester'],
    ['ID', 'Title', 'Status', 'Opening date', 'Last update'],
    ['ID', 'Titre', 'Statut', "Date d'ouverture"],
  ],
  columns: {
    ticket: ['ID'],
    updated: ['Last update', 'Dernière modification'],
    created_at: ['Opening date', "Date d'ouverture"],
    resolved_at: ['Resolution date', 'Date de résolution'],
    closed_at: ['Closing date', 'Date de clôture'],
    status: ['Status', 'Statut'],
    assignee: ['Assigned to - Technician', 'Technician', 'Attribué à - Technicien'],
    group: ['Assigned to - Technician group', 'Technician group', 'Attribué à - Groupe de techniciens'],
    requester: ['Requester - Requester', 'Requester', 'Demandeur - Demandeur'],
    category: ['Category', 'Catégorie'],
    channel: ['Request source', 'Source de la demande'],
    account: ['Entity', 'Entité'],
  },
  statuses: {
    New: 'new',
    'Processing (assigned)': 'open',
    'Processing (planned)': 'open',
    Pending: 'other',
    Solved: 'solved',
    Closed: 'closed',
    Nouveau: 'new',
    'En cours (Attribué)': 'open',
    'En cours (Planifié)': 'open',
    'En attente': 'other',
    Résolu: 'solved',
    Clos: 'closed',
  },
};
