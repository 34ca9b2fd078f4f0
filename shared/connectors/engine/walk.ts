import { z } from 'zod';
import { ConflictError, CredentialsError, CursorStuckError, RateLimited, SourceError } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { BoundSource, Page, PageRequest, RunInstant, Stream, StreamState } from '../connector.ts';
import type { Compare, Reject, StreamFigures } from '../pull-result.ts';
import { named } from './address.ts';
import { reserve_s, type Courier, type Reply, type Tally } from './courier.ts';
import { pack, rawKey } from './raw.ts';
import { recent, type Recent } from './recent.ts';
import type { Vault } from './secrets.ts';
import { refused as refusedPages, type Refusal } from './refused.ts';
import { remembered, vanished } from './vanished.ts';

/** The unfinished walk of one stream: everything a killed or waiting run needs to go on with the next page. */
interface Walk extends Tally {
  readonly v: 1;
  /** Version of the promoted state that the walk began from; null: none. */
  readonly base: string | null;
  /** Runs whose raw pages belong to this walk. */
  runs: string[];
  at: RunInstant;
  next: PageRequest | null;
  state: StreamState;
  /** Children still to be asked for, before `next`. */
  pending: Pending[];
  pages: number;
  rows: number;
  duplicates: number;
  /** Different items of a stream that lists ids, without its children. */
  listed?: number;
  expected: number;
  stored: number;
  first: string | null;
  restarts: number;
  rejects: Reject[];
  compares: Compare[];
}
interface Pending {
  readonly stream: string;
  readonly request: PageRequest;
  /** Children that the parent counts, when it does. */
  readonly expected?: number;
  readonly got: number;
}
interface Promoted {
  readonly v: 1;
  readonly state: StreamState;
  readonly run: string;
  readonly runs: readonly string[];
  readonly figures: StreamFigures;
}

const Kept = z.looseObject({ v: z.literal(1) });

export interface Trip {
  readonly source: BoundSource;
  readonly stream: Stream;
  readonly run: string;
  readonly at: RunInstant;
  readonly deadline_s: number | undefined;
  readonly courier: Courier;
  readonly hidden: Vault;
  readonly ports: Pick<Ports, 'clock' | 'lake' | 'state' | 'log'>;
  readonly heartbeat: () => Promise<void>;
}
export interface Walked {
  readonly figures: StreamFigures;
  /** Set when the walk has to go on later: seconds to wait. */
  readonly wait_s: number | null;
  readonly runs: readonly string[];
}

/** Longest list of skipped things that is kept one by one; the rest is one line with their number. */
const rejectLimit = 500;

/**
 * Reads one stream to its end: page by page raw first, then state, and at the end the state is promoted by a conditional write.
 * Every step can be repeated. Failures become `figures.error`; only ConflictError and errors of Casebook itself are thrown.
 */
export async function walk(trip: Trip): Promise<Walked> {
  const { source, stream, run, ports } = trip;
  const stateKey = `cursors/${source.id}/${stream.name}.json`;
  const walkKey = `cursors/${source.id}/${stream.name}.walk.json`;
  const promoted = await ports.state.read(stateKey);
  const before = promoted ? (Kept.parse(JSON.parse(promoted.value)) as unknown as Promoted) : undefined;
  if (before?.run === run) return { figures: before.figures, wait_s: null, runs: before.runs };

  const base = promoted?.version ?? null;
  const open = await ports.state.read(walkKey);
  let version = open?.version ?? null;
  const found = open ? (Kept.safeParse(JSON.parse(open.value)).data as unknown as Walk | undefined) : undefined;
  const log = found?.base === base ? found : begin(stream, base, before?.state ?? null, trip.at);
  if (!log.runs.includes(run)) log.runs.push(run);

  const keep = async (): Promise<void> => {
    const made = await ports.state.write(walkKey, JSON.stringify(log), version);
    if (made === undefined)
      throw new ConflictError(
        `Another run changed the state of ${source.id}/${stream.name}. Let one run finish first.`,
      );
    version = made;
  };
  const ended = (error: string | null, complete: boolean): StreamFigures => ({
    name: stream.name,
    requests: log.requests,
    rows: log.rows,
    duplicates: log.duplicates,
    throttled: log.throttled,
    waited_s: Math.round(log.waited_s),
    complete,
    error,
    watermark_s: stream.watermark?.(log.state) ?? null,
    first_cursor: log.first,
    last_cursor: cursorText(log.state),
    expected_children: log.expected,
    stored_children: log.stored,
    rejects: log.rejects,
    compares: log.compares,
  });

  try {
    await askForMissing(trip, log, keep);
    const seen = recent(20_000);
    const asked = recent(256);
    for (let pages = 0; log.pending.length > 0 || log.next !== null; pages++) {
      if (trip.deadline_s !== undefined && pages > 0 && ports.clock.now_s() >= trip.deadline_s - reserve_s)
        return { figures: ended(null, false), wait_s: 0, runs: log.runs };
      await trip.heartbeat();
      await turn(trip, log, seen, asked);
      await keep();
    }
    await compare(trip, log);
  } catch (error) {
    if (error instanceof RateLimited) {
      await keep();
      return { figures: ended(null, false), wait_s: error.wait_s, runs: log.runs };
    }
    if (error instanceof ConflictError || !(error instanceof Error)) throw error;
    const message = trip.hidden.redact(`${error.name}: ${error.message}`);
    ports.log.warn('pull.failed', { source: source.id, stream: stream.name, error: message });
    return { figures: ended(message, false), wait_s: null, runs: log.runs };
  }

  const figures = ended(null, true);
  const value: Promoted = { v: 1, state: log.state, run, runs: log.runs, figures };
  if ((await ports.state.write(stateKey, JSON.stringify(value), base)) === undefined)
    throw new ConflictError(`Another run finished ${source.id}/${stream.name} first; its result stands.`);
  if (version !== null) await ports.state.remove(walkKey, version);
  return { figures, wait_s: null, runs: log.runs };
}

/** Tickets that the last list lacked, or had too much: asked for by their ids, noted in the walk before they are forgotten. */
async function askForMissing({ source, stream, ports }: Trip, log: Walk, keep: () => Promise<void>): Promise<void> {
  const missing = stream.confirm === undefined ? undefined : await remembered(source.id, ports.state);
  if (missing === undefined) return;
  const children = [
    ...missing.ids.flatMap((ticket) => stream.confirm?.(ticket) ?? []),
    ...missing.unread.flatMap((ticket) => stream.recover?.(ticket) ?? []),
  ];
  for (const { stream: name, requests } of children)
    for (const request of requests) log.pending.push({ stream: name, request, got: 0 });
  await keep();
  await missing.forget();
}

function begin(stream: Stream, base: string | null, state: StreamState | null, at: RunInstant): Walk {
  return {
    v: 1,
    base,
    runs: [],
    at,
    next: stream.first?.(state, at) ?? null,
    state: state ?? {},
    pending: [],
    pages: 0,
    rows: 0,
    duplicates: 0,
    expected: 0,
    stored: 0,
    requests: 0,
    throttled: 0,
    waited_s: 0,
    first: state === null ? null : cursorText(state),
    restarts: 0,
    rejects: [],
    compares: [],
  };
}

/** One request and everything that follows from its answer. */
async function turn(trip: Trip, log: Walk, seen: Recent, asked: Recent): Promise<void> {
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

function childStream(trip: Trip, name: string): Stream {
  const stream = trip.source.streams.find((each) => each.name === name);
  if (!stream) throw new SourceError(`The connector has no stream ${name}.`);
  return stream;
}

/** What a refusal means: a child is skipped and said (R12), a forgotten cursor begins again, the rest ends the stream by name (R13). */
async function refused(
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

/** Keeps in raw/ what the helpdesk itself has no words for, as the truth that replay needs: tickets that are gone, parts it refused. */
async function tell(
  trip: Trip,
  log: Walk,
  name: typeof vanished | typeof refusedPages,
  items: readonly (string | Refusal)[],
): Promise<void> {
  log.pages += 1;
  await store(trip, log, name, undefined, new TextEncoder().encode(JSON.stringify({ [name]: items })));
}

async function store(trip: Trip, log: Walk, stream: string, of: string | undefined, body: Uint8Array): Promise<void> {
  const received_s = trip.ports.clock.now_s();
  for (;;) {
    const key = rawKey({
      source: trip.source.id,
      stream,
      run: trip.run,
      page: log.pages,
      received_s,
      of: of ?? null,
    });
    const put = await trip.ports.lake.put(key, pack(body), { ifAbsent: true, contentType: 'application/gzip' });
    // a run that was killed after this write asks again: both answers are kept, load takes each row once
    if (put === 'written') return;
    log.pages += 1;
  }
}

/** The vendor's own count of what is stored: load fills in the other side. A helpdesk that cannot count fails nothing. */
async function compare(trip: Trip, log: Walk): Promise<void> {
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

function reject(log: Walk, item_id: string, reason: string, trip: Trip): void {
  if (log.rejects.length < rejectLimit) log.rejects.push({ item_id, reason, at_s: trip.ports.clock.now_s() });
  else if (log.rejects.length === rejectLimit)
    log.rejects.push({ item_id: 'further', reason: 'more was skipped', at_s: trip.ports.clock.now_s() });
}

const signature = (request: PageRequest): string =>
  JSON.stringify([request.url, request.body ?? null, request.of ?? null, request.method ?? null]);
const cursorText = (state: StreamState): string => JSON.stringify(state).slice(0, 500);
const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 200);
