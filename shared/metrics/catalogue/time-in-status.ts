import { metric } from '../definition.ts';
import { ticketAndPerson } from '../dimensions.ts';
import { sumOf } from '../measure.ts';
import { counted, resolved } from '../measures/tickets.ts';
import { ratioOf } from '../outcome.ts';
import { waits } from '../relations/waits.ts';

const { t } = waits;
const parts = {
  new: t.new_s,
  open: t.open_s,
  pending_customer: t.customer_hold_s,
  pending_third_party: t.third_party_hold_s,
  finished: t.rested_s,
  other: t.unclear_s,
} as const;
type Status = keyof typeof parts;
const statuses = Object.keys(parts) as readonly Status[];
const sumIn = (status: Status) => sumOf(waits, 'resolved_s', parts[status], counted);

/** One element a status, about the same cases: together they are the mean time to resolve. */
export const timeInStatus = metric({
  id: 'time_in_status',
  title: 'Time in each status',
  question: 'Where does the time go until a case is resolved?',
  group: 'Waits',
  kind: 'by_part',
  formula: 'sum of the stays in a status until resolved_s / tickets resolved, a mean for each status',
  unit: 'seconds',
  direction: 'neutral',
  audience: ['lead'],
  cadence: ['weekly', 'quarterly'],
  inputs: ['ticket_intervals.status', 'ticket_intervals.started_s', 'ticket_intervals.ended_s', 'tickets.resolved_s'],
  needs: ['status_history', 'resolution'],
  duration: 'resolve_s',
  population: 'counted tickets with resolved_s in the period, in each part all of them',
  axis: 'resolved',
  credit: 'resolver',
  dimensions: [...ticketAndPerson, 'part'],
  requires: ['ticket_intervals', 'tickets'],
  no_data: ['empty_population'],
  pitfalls:
    'finished: solved, closed or taken away before it was reopened. other: statuses that the mapping has no word for. The means add up to dts_mean; medians would not.',
  basis: 'described',
  source: ['GitLab metrics-definitions'],
  parts: statuses,

  measures: {
    resolved,
    new: sumIn('new'),
    open: sumIn('open'),
    pending_customer: sumIn('pending_customer'),
    pending_third_party: sumIn('pending_third_party'),
    finished: sumIn('finished'),
    other: sumIn('other'),
  },
  value: (measured) =>
    statuses.map((part) => ({
      segment: { part },
      value: ratioOf(Number(measured[part].total), measured[part].n, measured[part].n, 'empty_population'),
    })),
});
