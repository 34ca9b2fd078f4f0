import { z } from 'zod';
import { ConflictError, RateLimited } from '../../errors.ts';
import type { StreamFigures } from '../pull-result.ts';
import { reserve_s } from './courier.ts';
import { recent } from './recent.ts';
import { remembered } from './vanished.ts';
import { hold } from '../../state.ts';
import { compare } from './walk-compare.ts';
import { type Walk, type Promoted, type Trip, type Walked, begin, cursorText } from './walk-log.ts';
import { turn } from './walk-turn.ts';

const Kept = z.looseObject({ v: z.literal(1) });

/**
 * Reads one stream to its end: page by page raw first, then state, and at the end the state is promoted by a conditional write.
 * Every step can be repeated. Failures become `figures.error`; only ConflictError and errors of Casebook itself are thrown.
 */
export async function walk(trip: Trip): Promise<Walked> {
  const { source, stream, run, ports } = trip;
  const stateKey = `cursors/${source.id}/${stream.name}.json`;
  const walkKey = `cursors/${source.id}/${stream.name}.walk.json`;
  const promoted = await hold(
    ports.state,
    stateKey,
    () => new ConflictError(`Another run finished ${source.id}/${stream.name} first; its result stands.`),
  );
  const before =
    promoted.text === undefined ? undefined : (Kept.parse(JSON.parse(promoted.text)) as unknown as Promoted);
  if (before?.run === run) return { figures: before.figures, wait_s: null, runs: before.runs };

  const base = promoted.version;
  const open = await hold(
    ports.state,
    walkKey,
    () => new ConflictError(`Another run changed the state of ${source.id}/${stream.name}. Let one run finish first.`),
  );
  const found =
    open.text === undefined ? undefined : (Kept.safeParse(JSON.parse(open.text)).data as unknown as Walk | undefined);
  const log = found?.base === base ? found : begin(stream, base, before?.state ?? null, trip.at);
  if (!log.runs.includes(run)) log.runs.push(run);

  const keep = (): Promise<void> => open.write(JSON.stringify(log));
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
  await promoted.write(JSON.stringify(value));
  await open.remove();
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
