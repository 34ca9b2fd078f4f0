import { RateLimited } from '../../errors.ts';
import type { PageRequest } from '../connector.ts';
import { type Walk, type Trip, reject, firstLine } from './walk-log.ts';

/** The vendor's own count of what is stored: load fills in the other side. A helpdesk that cannot count fails nothing. */
export async function compare(trip: Trip, log: Walk): Promise<void> {
  const wanted = trip.stream.compare;
  const at_s = trip.ports.clock.now_s();
  const open = { stored_count: null, missing: null, vanished: null, at_s };
  const until_s = trip.stream.watermark?.(log.state) ?? at_s;
  const span = wanted?.window ? wanted.window(until_s) : { from_s: wanted?.from_s ?? null, to_s: until_s };
  if (wanted && span !== null && log.compares.length === 0) {
    const vendor_count = await counted(trip, log, wanted.request(span.to_s), wanted.count);
    if (vendor_count !== null) log.compares.push({ check_name: 'search_count', vendor_count, ...span, ...open });
  }
  // what was created after the list began may be missing from it
  if ((log.listed ?? 0) > 0 && !log.compares.some(({ check_name }) => check_name === 'id_list'))
    log.compares.push({
      check_name: 'id_list',
      vendor_count: log.listed ?? 0,
      from_s: trip.stream.listedFrom_s ?? null,
      to_s: log.at.now_s - 3600,
      ...open,
    });
  if (log.expected > 0)
    log.compares.push({
      check_name: 'children',
      vendor_count: log.expected,
      stored_count: log.stored,
      missing: Math.max(0, log.expected - log.stored),
      vanished: null,
      at_s: trip.ports.clock.now_s(),
    });
}

async function counted(
  trip: Trip,
  log: Walk,
  request: PageRequest,
  count: (body: unknown) => number | null,
): Promise<number | null> {
  try {
    const reply = await trip.courier.ask(request, log);
    if (reply.status < 300) return count(reply.body);
    reject(log, trip.stream.name, `no count to compare with: ${reply.status}`, trip);
  } catch (error) {
    if (error instanceof RateLimited || !(error instanceof Error)) throw error;
    reject(log, trip.stream.name, `no count to compare with: ${trip.hidden.redact(firstLine(error.message))}`, trip);
  }
  return null;
}
