import { counted } from '../counted.ts';
import { z } from 'zod';
import type { PullResult } from '../connectors/pull-result.ts';
import { importFolder } from '../load/import-folder.ts';
import { load } from '../load/load.ts';
import { loadDeps } from '../load/load-deps.ts';
import { connectorOf, pullSource, runRecordKey } from '../load/pull.ts';
import { reconcile } from '../load/reconcile.ts';
import { sourceKey, type SourceEdges, type SourceRecord } from './record.ts';
import { readJson, writeJson } from '../state.ts';
import type { LoadAnswer, PullAnswer } from './task-answers.ts';
import type { TaskHome } from '../load/task-home.ts';
import { skippedOf, skippedText } from '../load/skipped.ts';
import { tellingOf } from '../load/telling.ts';
import { literal } from '../lake/literal.ts';
import { TurnEnded, type Turn } from '../load/turn.ts';

/** A source and the run that asks; without a pull a load only derives anew by changed rules, and how far the source reaches stays. */
export const SourceRequest = z.object({ source: z.string(), run: z.string(), does_pull: z.boolean().optional() });
export type SourceRequest = z.output<typeof SourceRequest>;

/** Reads a source as far as time allows; the run calls again after `wait_s` while it is not done. */
export async function pullTask({ source, run }: SourceRequest, home: TaskHome): Promise<PullAnswer> {
  const deadline_s = home.deadline_s?.();
  const result = await pullSource(
    { source, run, ...(deadline_s === undefined ? { takeOver: true } : { deadline_s }) },
    home.ports,
    home.configuration,
    home.connectors,
  );
  const rows = result.streams.reduce((sum, stream) => sum + stream.rows, 0);
  const requests = result.streams.reduce((sum, stream) => sum + stream.requests, 0);
  const failed = result.streams.filter(({ error }) => error !== null);
  const message = `${counted(rows, 'record')} in ${counted(requests, 'request')}${failed.length === 0 ? '' : `; ${failed.map(({ name, error }) => `${name}: ${error}`).join('; ')}`}`;
  return { is_done: result.done, wait_s: result.wait_s, message, has_failed: failed.length > 0 };
}

/** How long before the end of a call no new piece of a load is begun: one takes a dozen statements of Athena. */
const margin_s = 150;

/** One turn of a load, as far as time allows; the run calls again while it is not done. */
export async function loadTurn(request: SourceRequest, home: TaskHome): Promise<LoadAnswer> {
  const end_s = home.deadline_s?.();
  const isLate = (): boolean => end_s !== undefined && home.ports.clock.now_s() >= end_s - margin_s;
  try {
    return { is_done: true, message: await loadTask(request, home, { isLate }) };
  } catch (error) {
    if (error instanceof TurnEnded) return { is_done: false, message: error.message };
    throw error;
  }
}

/** Loads what was pulled of a source, then records how far it reaches; the name "inputs" loads the dropped files instead. */
export async function loadTask(request: SourceRequest, home: TaskHome, turn: Turn = {}): Promise<string> {
  const { source, run, does_pull = true } = request;
  if (source === 'inputs') return importFolder(home.ports, home.configuration);
  const { ports, configuration, connectors } = home;
  const pulled = await pullResult(source, run, home);
  const settings = configuration.sources.find(({ id }) => id === source);
  const before = await readJson<SourceRecord>(ports.state, sourceKey(source));
  let compared = pulled;
  let rules = before?.rules;
  const keep = async (problems: readonly string[]): Promise<void> => {
    if (!does_pull) {
      if (before === undefined) return;
      const edges = await edgesOf(source, home);
      const after = { ...before, edges, ...(rules === undefined ? {} : { rules }) } satisfies SourceRecord;
      if (JSON.stringify(after) !== JSON.stringify(before)) await writeJson(ports.state, sourceKey(source), after);
      return;
    }
    const isComplete = pulled?.done === true && problems.length === 0;
    await writeJson(ports.state, sourceKey(source), {
      source,
      connector: settings === undefined ? '' : connectorOf(settings, connectors).id,
      run,
      finished_s: ports.clock.now_s(),
      watermark_s: isComplete ? watermarkOf(pulled) : (before?.watermark_s ?? null),
      is_complete: isComplete,
      share: compared === undefined ? (before?.share ?? null) : shareOf(compared),
      problem: problems.length === 0 ? null : (problems.join('; ').split('\n')[0] ?? '').slice(0, 300),
      edges: await edgesOf(source, home),
      ...(rules === undefined ? {} : { rules }),
    } satisfies SourceRecord);
  };
  const streams = (pulled?.streams ?? []).flatMap(({ name, error }) => (error === null ? [] : [`${name}: ${error}`]));
  try {
    const { objects, tickets, orphans, changed } = await load({ source, run }, { ...loadDeps(home), ...turn });
    const connector = settings === undefined ? undefined : connectorOf(settings, connectors);
    if (pulled !== undefined && settings !== undefined && connector?.kind === 'api') {
      compared = (await reconcile(pulled, connector.bind(settings), ports)).pulled;
    }
    if (changed !== null) rules = { changed_s: ports.clock.now_s(), tickets: changed };
    await keep(pulled === undefined ? ['the pull did not end'] : streams);
    if (!does_pull && changed === null && objects === 0) return '';
    const skipped = skippedText(await skippedOf(ports, { source, run, since_s: (before?.finished_s ?? -1) + 1 }));
    return `${counted(objects, 'new object')}, ${counted(tickets, 'ticket')} derived${orphans === 0 ? '' : `, ${orphans} without a ticket record`}${changed === null ? '' : `; the rules changed: ${changed} ${changed === 1 ? 'ticket has' : 'tickets have'} other facts`}${skipped === '' ? '' : `; ${skipped}`}`;
  } catch (error) {
    if (error instanceof TurnEnded) throw error;
    await keep([...streams, error instanceof Error ? error.message : String(error)]);
    throw error;
  }
}

/** Where the data of a source begin, and whether the files themselves say where they end. */
async function edgesOf(source: string, home: TaskHome): Promise<SourceEdges> {
  const { ports, configuration, connectors } = home;
  const settings = configuration.sources.find(({ id }) => id === source);
  const isFiles = settings !== undefined && connectorOf(settings, connectors).kind === 'files';
  const { rows } = await ports.warehouse.query(
    `first ticket of ${source}`,
    `SELECT min(created_s) AS first_s FROM tickets WHERE source = ${literal(source)}`,
  );
  const first_s = typeof rows[0]?.[0] === 'number' ? rows[0][0] : null;
  const { whole_from_s, history_from_s } = await tellingOf(source, home);
  return {
    first_s,
    whole_from_s: whole_from_s ?? history_from_s ?? (isFiles ? first_s : null),
    is_by_data: isFiles && settings['complete_until'] === undefined,
  };
}

/** Everything before this instant has been read: the oldest of the streams that know, else when the pull ended. */
const watermarkOf = (pulled: PullResult): number =>
  Math.min(
    pulled.finished_s,
    ...pulled.streams.flatMap(({ watermark_s }) => (watermark_s === null ? [] : [watermark_s])),
  );

/** The lowest share of any comparison with the vendor's own count; null when there was none. */
export function shareOf(pulled: Pick<PullResult, 'streams'>): number | null {
  const shares = pulled.streams.flatMap(({ compares, expected_children, stored_children }) => [
    ...compares.flatMap(({ vendor_count, missing }) =>
      vendor_count > 0 && missing !== null ? [(vendor_count - missing) / vendor_count] : [],
    ),
    ...(expected_children > 0 ? [Math.min(1, stored_children / expected_children)] : []),
  ]);
  return shares.length === 0 ? null : Math.max(0, Math.min(...shares));
}

async function pullResult(source: string, run: string, home: TaskHome): Promise<PullResult | undefined> {
  const body = await home.ports.lake.get(runRecordKey(source, run));
  return body === undefined ? undefined : (JSON.parse(new TextDecoder().decode(body)) as PullResult);
}
