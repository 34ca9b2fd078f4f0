import { CredentialsError, SourceError } from '../../errors.ts';
import type { PageRequest } from '../connector.ts';
import { named } from './address.ts';
import type { Reply } from './courier.ts';
import { refused as refusedPages } from './refused.ts';
import { vanished } from './vanished.ts';
import { childStream, firstLine, reject, type Pending, type Trip, type Walk } from './walk-log.ts';
import { tell } from './walk-store.ts';

/** What a refusal means: a child is skipped and said (R12), a forgotten cursor begins again, the rest ends the stream by name (R13). */
export async function refused(
  trip: Trip,
  log: Walk,
  request: PageRequest,
  reply: Reply,
  child: Pending | undefined,
): Promise<void> {
  const { source, stream } = trip;
  const name = trip.hidden.redact(named(request, source.site.base_url));
  const text = new TextDecoder().decode(reply.bytes.slice(0, 4000));
  const lacks = (child === undefined ? stream : childStream(trip, child.stream)).lacks?.(reply.status, text) === true;
  const absent = lacks || [402, 403, 404, 410].includes(reply.status);
  if (child !== undefined && absent) {
    log.pending.shift();
    const asked = childStream(trip, child.stream);
    const isGone = asked.isTicket === true && [404, 410].includes(reply.status);
    const elsewhere = isGone ? asked.elsewhere?.(request) : undefined;
    if (elsewhere !== undefined) {
      log.pending.unshift({ ...child, request: elsewhere });
      return;
    }
    reject(log, request.of ?? name, `${child.stream}: ${reply.status}`, trip);
    if (isGone && request.of !== undefined) await tell(trip, log, vanished, [request.of]);
    else if (asked.isSpoken === true && request.of !== undefined)
      await tell(trip, log, refusedPages, [{ ticket: request.of, stream: child.stream }]);
    return;
  }
  if (child === undefined) {
    if (log.restarts < 3 && stream.expired?.(reply.status, text) === true) {
      log.restarts += 1;
      log.next = stream.first?.(Object.keys(log.state).length === 0 ? null : log.state, log.at) ?? null;
      return;
    }
    if (stream.ends?.(reply.status, text) === true) {
      log.next = null;
      return;
    }
    const smaller = reply.status === 504 ? stream.smaller?.(request) : undefined;
    if (smaller) {
      log.next = smaller;
      return;
    }
    if (absent && stream.optional === true && log.pages === 0) {
      log.next = null;
      reject(log, stream.name, `not available: ${reply.status} for ${name} (plan or scope)`, trip);
      return;
    }
  }
  if (reply.status === 401 || reply.status === 403)
    throw new CredentialsError(
      `${source.site.base_url} refuses ${name} (${reply.status}). Give the user of the source the right to read ${stream.name}.`,
    );
  throw new SourceError(
    `${source.site.base_url} answered ${reply.status} to ${name}${detail(reply, trip)}. Nothing was skipped; the state stands where it was.`,
  );
}

/** The vendor's own short words on the fault, when they are JSON: never HTML, never more than a line. */
function detail(reply: Reply, trip: Trip): string {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(reply.bytes));
    const { error, message, description, errorMessages } = (body ?? {}) as Readonly<Record<string, unknown>>;
    const said = [description, message, errorMessages, error]
      .flat()
      .find((each): each is string => typeof each === 'string' && each !== '');
    return said === undefined ? '' : ` (${trip.hidden.redact(firstLine(said))})`;
  } catch {
    return '';
  }
}
