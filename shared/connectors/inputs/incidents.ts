import { name, oneOf, time, yesNo } from '../input-files/cells.ts';
import { eachRow, startsBeforeEnds } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { incidents } from '../../lake/tables.ts';

export const incidentsInput = inputTable({
  table: incidents,
  about: 'Incidents of the application, with their outages.',
  replaces: { by: 'key' },
  columns: {
    incident_id: required(name, 'the incident', 'i-42'),
    product: optional(name, 'product', 'Platform'),
    region: optional(name, 'region', 'emea'),
    priority: optional(oneOf('p1', 'p2', 'p3', 'p4'), 'p1 is the most urgent', 'p1'),
    raised_at: required(time, 'raised', '2026-09-21T09:30', { into: 'raised_s' }),
    acknowledged_at: optional(time, 'acknowledged', '2026-09-21T09:34', { into: 'acknowledged_s' }),
    started_at: optional(time, 'outage began', '2026-09-21T09:28', { into: 'started_s' }),
    ended_at: optional(time, 'outage ended; empty = still', '2026-09-21T10:05', { into: 'ended_s' }),
    down: optional(yesNo, 'the application was down; empty = no', 'yes', { into: 'is_down', otherwise: false }),
  },
  checks: [
    eachRow('started_at', ({ is_down, started_s }) =>
      is_down === true && started_s === null ? 'when the outage began' : undefined,
    ),
    startsBeforeEnds('started_s', 'ended_s'),
  ],
});
