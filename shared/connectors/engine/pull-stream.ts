import { z } from 'zod';
import { ConflictError, RateLimited, SourceError } from '../../errors.ts';
import type { StreamFigures } from '../pull-result.ts';
import { reserve_s } from './http-client.ts';
import { recent } from './recent.ts';
import { remembered } from './vanished.ts';
import { hold } from '../../state.ts';
import { compare } from './comparisons.ts';
import {
  type PullCheckpoint,
  type Promoted,
  type StreamPull,
  type PullProgress,
  begin,
  cursorText,
} from './checkpoint.ts';
import { turn } from './next-page.ts';

/** A million tickets a page of one each, and as many questions about each again. */
const mostPages = 5_000_000;

const Kept = z.looseObject({ v: z.literal(1) });

/**
 * Reads one stream to its end: page by page raw first, then state, and at the end the state is promoted by a conditional write.
 * Every step can be repeated. Failures become `figures.error`; only ConflictError and errors of Casebook itself are thrown.
 */
export async function walk(pull: StreamPull): Promise<PullProgress> {
  const { source, stream, run, ports } = pull;
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
    open.text === undefined
      ? undefined
      : (Kept.safeParse(JSON.parse(open.text)).data as unknown as PullCheckpoint | undefined);
  const checkpoint = found?.base === base ? found : begin(stream, base, before?.state ?? null, pull.at);
  if (!checkpoint.runs.includes(run)) checkpoint.runs.push(run);

  const keep = (): Promise<void> => open.write(JSON.stringify(checkpoint));
  const ended = (error: string | null, complete: boolean): StreamFigures => ({
    name: stream.name,
    requests: checkpoint.requests,
    rows: checkpoint.rows,
    duplicates: checkpoint.duplicates,
    throttled: checkpoint.throttled,
    waited_s: Math.round(checkpoint.waited_s),
    complete,
    error,
    watermark_s: stream.watermark?.(checkpoint.state) ?? null,
    first_cursor: checkpoint.first,
    last_cursor: cursorText(checkpoint.state),
    expected_children: checkpoint.expected,
    stored_children: checkpoint.stored,
    rejects: checkpoint.rejects,
    compares: checkpoint.compares,
  });

  try {
    await askForMissing(pull, checkpoint, keep);
    const seen = recent(20_000);
    const asked = recent(256);
    for (let pages = 0; checkpoint.pending.length > 0 || checkpoint.next !== null; pages++) {
      if (pull.deadline_s !== undefined && pages > 0 && ports.clock.now_s() >= pull.deadline_s - reserve_s)
        return { figures: ended(null, false), wait_s: 0, runs: checkpoint.runs };
      if (checkpoint.pages >= mostPages)
        throw new SourceError(
          `${source.id}/${stream.name} offers more than ${mostPages} pages: no helpdesk has that many. The state stands where it was.`,
        );
      await pull.heartbeat();
      await turn(pull, checkpoint, seen, asked);
      await keep();
    }
    await compare(pull, checkpoint);
  } catch (error) {
    if (error instanceof RateLimited) {
      await keep();
      return { figures: ended(null, false), wait_s: error.wait_s, runs: checkpoint.runs };
    }
    if (error instanceof ConflictError || !(error instanceof Error)) throw error;
    const message = pull.credentials.redact(`${error.name}: ${error.message}`);
    ports.log.warn('pull.failed', { source: source.id, stream: stream.name, error: message });
    return { figures: ended(message, false), wait_s: null, runs: checkpoint.runs };
  }

  const figures = ended(null, true);
  const value: Promoted = { v: 1, state: checkpoint.state, run, runs: checkpoint.runs, figures };
  await promoted.write(JSON.stringify(value));
  await open.remove();
  return { figures, wait_s: null, runs: checkpoint.runs };
}

/** Tickets that the last list lacked, or had too much: asked for by their ids, noted in the walk before they are forgotten. */
async function askForMissing(
  { source, stream, ports }: StreamPull,
  checkpoint: PullCheckpoint,
  keep: () => Promise<void>,
): Promise<void> {
  const missing = stream.confirm === undefined ? undefined : await remembered(source.id, ports.state);
  if (missing === undefined) return;
  const children = [
    ...missing.ids.flatMap((ticket) => stream.confirm?.(ticket) ?? []),
    ...missing.unread.flatMap((ticket) => stream.recover?.(ticket) ?? []),
  ];
  for (const { stream: name, requests } of children)
    for (const request of requests) checkpoint.pending.push({ stream: name, request, got: 0 });
  await keep();
  await missing.forget();
}
