import { CredentialsError, SourceError } from '../../errors.ts';
import type { PageRequest } from '../connector.ts';
import { named } from './address.ts';
import type { Reply } from './http-client.ts';
import { refused as refusedPages } from './refused.ts';
import { vanished } from './vanished.ts';
import { childStream, reject, type Pending, type StreamPull, type PullCheckpoint } from './checkpoint.ts';
import { firstLine } from './first-line.ts';
import { storeNotice } from './raw-pages.ts';

/** What a refusal means: a child is skipped and said (R12), a forgotten cursor begins again, the rest ends the stream by name (R13). */
export async function refused(
  pull: StreamPull,
  checkpoint: PullCheckpoint,
  request: PageRequest,
  reply: Reply,
  child: Pending | undefined,
): Promise<void> {
  const { source, stream } = pull;
  const name = pull.credentials.redact(named(request, source.site.base_url));
  const text = new TextDecoder().decode(reply.bytes.slice(0, 4000));
  const isUnavailable =
    (child === undefined ? stream : childStream(pull, child.stream)).isUnavailable?.(reply.status, text) === true;
  const absent = isUnavailable || [402, 403, 404, 410].includes(reply.status);
  if (child !== undefined && absent) {
    checkpoint.pending.shift();
    const asked = childStream(pull, child.stream);
    const isGone = asked.isTicket === true && [404, 410].includes(reply.status);
    const elsewhere = isGone ? asked.archiveOf?.(request) : undefined;
    if (elsewhere !== undefined) {
      checkpoint.pending.unshift({ ...child, request: elsewhere });
      return;
    }
    reject(checkpoint, request.of ?? name, `${child.stream}: ${reply.status}`, pull);
    if (isGone && request.of !== undefined) await storeNotice(pull, checkpoint, vanished, [request.of]);
    else if (asked.isConversation === true && request.of !== undefined)
      await storeNotice(pull, checkpoint, refusedPages, [{ ticket: request.of, stream: child.stream }]);
    return;
  }
  if (child === undefined) {
    if (checkpoint.restarts < 3 && stream.expired?.(reply.status, text) === true) {
      checkpoint.restarts += 1;
      checkpoint.next =
        stream.first?.(Object.keys(checkpoint.state).length === 0 ? null : checkpoint.state, checkpoint.at) ?? null;
      return;
    }
    const { state } = checkpoint;
    const { status, server_s } = reply;
    const step = stream.afterRefusal?.({ asked: request, status, body: text, state, server_s });
    if (step !== undefined) {
      checkpoint.next = step.request;
      checkpoint.state = step.state;
      return;
    }
    if (stream.isNotReadyYet?.(reply.status, text) === true) {
      checkpoint.next = null;
      return;
    }
    const smaller = reply.status === 504 ? stream.shrinkPage?.(request) : undefined;
    if (smaller) {
      checkpoint.next = smaller;
      return;
    }
    if (absent && stream.optional === true && checkpoint.pages === 0) {
      checkpoint.next = null;
      reject(checkpoint, stream.name, `not available: ${reply.status} for ${name} (plan or scope)`, pull);
      return;
    }
  }
  if (reply.status === 401 || reply.status === 403)
    throw new CredentialsError(
      `${source.site.base_url} refuses ${name} (${reply.status}). Give the user of the source the right to read ${stream.name}.`,
    );
  throw new SourceError(
    `${source.site.base_url} answered ${reply.status} to ${name}${detail(reply, pull)}. Nothing was skipped; the state stands where it was.`,
  );
}

/** The vendor's own short words on the fault, when they are JSON: never HTML, never more than a line. */
function detail(reply: Reply, pull: StreamPull): string {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(reply.bytes));
    const { error, message, description, errorMessages } = (body ?? {}) as Readonly<Record<string, unknown>>;
    const said = [description, message, errorMessages, error]
      .flat()
      .find((each): each is string => typeof each === 'string' && each !== '');
    return said === undefined ? '' : ` (${firstLine(pull.credentials.redact(said))})`;
  } catch {
    return '';
  }
}
