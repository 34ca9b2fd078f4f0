import { metric } from '../definition.ts';
import { countOf } from '../measure.ts';
import { counted } from '../measures/tickets.ts';
import { ratioOf } from '../outcome.ts';
import { sessionsByPeople } from '../relations/knowledge.ts';
import { tickets } from '../relations/tickets.ts';

export const selfServiceUsage = metric({
  id: 'self_service_usage',
  title: 'Self-service use',
  question: 'How much of the demand uses self-service?',
  group: 'Self-service',
  formula: 'self-service sessions / (self-service sessions + tickets)',
  unit: 'rate',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['quarterly'],
  inputs: [
    'self_service_sessions.session_id',
    'self_service_sessions.started_s',
    'self_service_sessions.is_bot',
    'tickets.created_s',
    'tickets.is_counted',
  ],
  needs: ['creation'],
  needs_all: true,
  population: 'sessions by people started in the period; counted tickets created in the period',
  axis: 'period',
  dimensions: ['product', 'language', 'account_band'],
  requires: ['self_service_sessions', 'tickets'],
  no_data: ['zero_denominator'],
  pitfalls: 'Sessions, not page views; a session that ends in a ticket is in both.',
  basis: 'described',
  source: ['support KPI article'],

  measures: {
    sessions: countOf(sessionsByPeople, 'started_s'),
    asked: countOf(tickets('nobody'), 'created_s', counted),
  },
  value: ({ sessions, asked }) => ({
    value: ratioOf(sessions.n, sessions.n + asked.n),
    extras: { sessions: sessions.n, tickets: asked.n },
  }),
});
