import { CursorStuckError, SourceError } from '../../errors.ts';
import type { Page, PageRequest } from '../connector.ts';
import { named } from './address.ts';
import type { Recent } from './recent.ts';
import { childStream, firstLine, reject, type Trip, type Walk } from './walk-log.ts';
import { refused } from './walk-refused.ts';
import { store } from './walk-store.ts';

/** One request and everything that follows from its answer. */
export async function turn(trip: Trip, log: Walk, seen: Recent, asked: Recent): Promise<void> {
  const child = log.pending[0];
  const stream = child === undefined ? trip.stream : childStream(trip, child.stream);
  const request = child?.request ?? log.next;
  if (request === null) return;
  const canShrink = child === undefined && stream.smaller?.(request) !== undefined;
  const reply = await trip.courier.ask(request, log, canShrink ? [504] : []);
  if (reply.status >= 300) {
    await refused(trip, log, request, reply, child);
    return;
  }
  let items: readonly unknown[];
  try {
    items = stream.items(reply.body);
  } catch (error) {
    throw new SourceError(
      `${trip.source.site.base_url} answered ${named(request, trip.source.site.base_url)} with ${reply.status}, but not with ${stream.name}: ${error instanceof Error ? firstLine(error.message) : 'unreadable'}.`,
      { cause: error },
    );
  }
  log.pages += 1;
  await store(trip, log, stream.name, request.of, reply.bytes);
  const page: Page = {
    asked: request,
    body: reply.body,
    headers: reply.headers,
    items,
    state: child === undefined ? log.state : {},
    number: log.pages,
    server_s: reply.server_s,
    at: log.at,
  };
  let fresh: readonly unknown[] = items;
  if (stream.version) {
    const version = stream.version.bind(stream);
    fresh = items.filter((item) => {
      const name = version(item);
      return name === undefined || seen.add(`${stream.name}\n${name}`);
    });
    log.duplicates += items.length - fresh.length;
  }
  log.rows += items.length;
  const step = stream.next?.(page) ?? { request: null, state: page.state };
  if (step.request !== null && !asked.add(signature(step.request)) && log.restarts === 0)
    throw new CursorStuckError(
      `${trip.source.site.base_url} offers a page again that was read, and says there is more (${trip.hidden.redact(named(step.request, trip.source.site.base_url))}, stream ${stream.name}). Everything up to it is stored; the state stands.`,
    );
  asked.add(signature(request));
  if (child !== undefined) {
    const got = child.got + items.length;
    log.stored += items.length;
    log.pending.shift();
    if (step.request !== null) log.pending.unshift({ ...child, request: step.request, got });
    else if (child.expected !== undefined && child.expected !== got)
      reject(
        log,
        child.request.of ?? child.stream,
        `${child.stream}: the parent counts ${child.expected}, ${got} came`,
        trip,
      );
  } else {
    log.next = step.request;
    log.state = step.state;
    if (stream.listsIds === true) log.listed = (log.listed ?? 0) + fresh.length;
    for (const item of fresh) {
      const counted = stream.childCount?.(item);
      if (counted) log.expected += counted.count;
      for (const { stream: name, requests } of stream.children?.(item, page) ?? [])
        for (const each of requests)
          log.pending.push({
            stream: name,
            request: each,
            got: 0,
            ...(counted?.stream === name && counted.of === each.of ? { expected: counted.count } : {}),
          });
    }
    for (const { stream: name, requests } of stream.pageChildren?.(page) ?? [])
      for (const each of requests) log.pending.push({ stream: name, request: each, got: 0 });
  }
  trip.ports.log.info('pull.page', {
    source: trip.source.id,
    stream: stream.name,
    page: log.pages,
    rows: log.rows,
    requests: log.requests,
  });
}

const signature = (request: PageRequest): string =>
  JSON.stringify([request.url, request.body ?? null, request.of ?? null, request.method ?? null]);
