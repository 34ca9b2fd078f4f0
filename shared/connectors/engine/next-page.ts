import { CursorStuckError, SourceError } from '../../errors.ts';
import type { Page, PageRequest } from '../connector.ts';
import { named } from './address.ts';
import type { Recent } from './recent.ts';
import { childStream, reject, type StreamPull, type PullCheckpoint } from './checkpoint.ts';
import { firstLine } from './first-line.ts';
import { refused } from './refusals.ts';
import { store } from './raw-pages.ts';

/** No walk passes so many: even a file a day is kept for weeks only. */
const mostEmpty = 500;

/** One request and everything that follows from its answer. */
export async function turn(pull: StreamPull, checkpoint: PullCheckpoint, seen: Recent, asked: Recent): Promise<void> {
  const child = checkpoint.pending[0];
  const stream = child === undefined ? pull.stream : childStream(pull, child.stream);
  const request = child?.request ?? checkpoint.next;
  if (request === null) return;
  const canShrink = child === undefined && stream.shrinkPage?.(request) !== undefined;
  const reply = await pull.client.request(request, checkpoint, { returnStatuses: canShrink ? [504] : [] });
  if (reply.status >= 300) {
    await refused(pull, checkpoint, request, reply, child);
    return;
  }
  let items: readonly unknown[];
  try {
    items = stream.items(reply.body);
  } catch (error) {
    throw new SourceError(
      `${pull.source.site.base_url} answered ${named(request, pull.source.site.base_url)} with ${reply.status}, but not with ${stream.name}: ${error instanceof Error ? firstLine(pull.credentials.redact(error.message)) : 'unreadable'}.`,
      { cause: error },
    );
  }
  checkpoint.pages += 1;
  const page: Page = {
    asked: request,
    body: reply.body,
    headers: reply.headers,
    items,
    state: child === undefined ? checkpoint.state : {},
    number: checkpoint.pages,
    server_s: reply.server_s,
    at: checkpoint.at,
  };
  const isWhole = stream.messages !== undefined && child?.got === 0 && stream.next?.(page).request === null;
  await store(pull, checkpoint, stream.name, request.of, reply.bytes, isWhole);
  let fresh: readonly unknown[] = items;
  if (stream.version) {
    const version = stream.version.bind(stream);
    fresh = items.filter((item) => {
      const name = version(item);
      return name === undefined || seen.add(`${stream.name}\n${name}`);
    });
    checkpoint.duplicates += items.length - fresh.length;
  }
  checkpoint.rows += items.length;
  const step = stream.next?.(page) ?? { request: null, state: page.state };
  if (step.request !== null && !asked.add(signature(step.request)) && checkpoint.restarts === 0)
    throw new CursorStuckError(
      `${pull.source.site.base_url} offers a page again that was read, and says there is more (${pull.credentials.redact(named(step.request, pull.source.site.base_url))}, stream ${stream.name}). Everything up to it is stored; the state stands.`,
    );
  asked.add(signature(request));
  checkpoint.empty = items.length === 0 && step.request !== null ? (checkpoint.empty ?? 0) + 1 : 0;
  if (checkpoint.empty >= mostEmpty)
    throw new CursorStuckError(
      `${pull.source.site.base_url} says that there is more on ${mostEmpty} pages without a record (${pull.credentials.redact(named(request, pull.source.site.base_url))}, stream ${stream.name}). Everything up to it is stored; the state stands.`,
    );
  if (child !== undefined) {
    const got = child.got + items.length;
    checkpoint.stored += items.length;
    checkpoint.pending.shift();
    if (step.request !== null) checkpoint.pending.unshift({ ...child, request: step.request, got });
    else if (child.expected !== undefined && child.expected !== got)
      reject(
        checkpoint,
        child.request.of ?? child.stream,
        `${child.stream}: the parent counts ${child.expected}, ${got} came`,
        pull,
      );
  } else {
    checkpoint.next = step.request;
    checkpoint.state = step.state;
    if (stream.listsIds === true) checkpoint.listed = (checkpoint.listed ?? 0) + fresh.length;
    for (const item of fresh) {
      const counted = stream.childCount?.(item);
      if (counted) checkpoint.expected += counted.count;
      for (const { stream: name, requests } of stream.children?.(item, page) ?? [])
        for (const each of requests)
          checkpoint.pending.push({
            stream: name,
            request: each,
            got: 0,
            ...(counted?.stream === name && counted.of === each.of ? { expected: counted.count } : {}),
          });
    }
    for (const { stream: name, requests } of stream.pageChildren?.(page) ?? [])
      for (const each of requests) checkpoint.pending.push({ stream: name, request: each, got: 0 });
  }
  pull.ports.log.info('pull.page', {
    source: pull.source.id,
    stream: stream.name,
    page: checkpoint.pages,
    rows: checkpoint.rows,
    requests: checkpoint.requests,
    watermark_s: stream.watermark?.(checkpoint.state) ?? null,
  });
}

const signature = (request: PageRequest): string =>
  JSON.stringify([request.url, request.body ?? null, request.of ?? null, request.method ?? null]);
