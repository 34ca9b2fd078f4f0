import { RateLimited } from '../../errors.ts';
import type { PageRequest } from '../connector.ts';
import { type PullCheckpoint, type StreamPull, reject } from './checkpoint.ts';
import { firstLine } from './first-line.ts';

/** The vendor's own count of what is stored: load fills in the other side. A helpdesk that cannot count fails nothing. */
export async function compare(pull: StreamPull, checkpoint: PullCheckpoint): Promise<void> {
  const wanted = pull.stream.compare;
  const at_s = pull.ports.clock.now_s();
  const open = { stored_count: null, missing: null, vanished: null, at_s };
  const until_s = pull.stream.watermark?.(checkpoint.state) ?? at_s;
  const span = wanted?.window ? wanted.window(until_s) : { from_s: wanted?.from_s ?? null, to_s: until_s };
  if (wanted && span !== null && checkpoint.compares.length === 0) {
    const vendor_count = await counted(pull, checkpoint, wanted.request(span.to_s), wanted.count);
    if (vendor_count !== null) checkpoint.compares.push({ check_name: 'search_count', vendor_count, ...span, ...open });
  }
  // what was created after the list began may be missing from it
  if ((checkpoint.listed ?? 0) > 0 && !checkpoint.compares.some(({ check_name }) => check_name === 'id_list'))
    checkpoint.compares.push({
      check_name: 'id_list',
      vendor_count: checkpoint.listed ?? 0,
      from_s: pull.stream.listedFrom_s ?? null,
      to_s: checkpoint.at.now_s - 3600,
      ...open,
    });
  if (checkpoint.expected > 0)
    checkpoint.compares.push({
      check_name: 'children',
      vendor_count: checkpoint.expected,
      stored_count: checkpoint.stored,
      missing: Math.max(0, checkpoint.expected - checkpoint.stored),
      vanished: null,
      at_s: pull.ports.clock.now_s(),
    });
}

async function counted(
  pull: StreamPull,
  checkpoint: PullCheckpoint,
  request: PageRequest,
  count: (body: unknown) => number | null,
): Promise<number | null> {
  try {
    const reply = await pull.client.request(request, checkpoint);
    if (reply.status < 300) return count(reply.body);
    reject(checkpoint, pull.stream.name, `no count to compare with: ${reply.status}`, pull);
  } catch (error) {
    if (error instanceof RateLimited || !(error instanceof Error)) throw error;
    reject(
      checkpoint,
      pull.stream.name,
      `no count to compare with: ${pull.credentials.redact(firstLine(error.message))}`,
      pull,
    );
  }
  return null;
}
