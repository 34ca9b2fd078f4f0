import { compareRow } from '../connectors/ingest-rows.ts';
import type { BoundSource } from '../connectors/connector.ts';
import { parseBytes } from '../connectors/engine/json.ts';
import { runPrefix, unpack } from '../connectors/engine/raw.ts';
import { remember } from '../connectors/engine/vanished.ts';
import { versionOf } from '../connectors/engine/version.ts';
import type { Compare, PullResult } from '../connectors/pull-result.ts';
import type { StagedRow } from '../connectors/staged-row.ts';
import { idOrNull } from '../connectors/shapes.ts';
import type { Ports } from '../ports.ts';
import { batch } from './batch.ts';

export interface Reconciled {
  /** The pull's result with both sides of every comparison. */
  readonly pulled: PullResult;
  /** Tickets found to be gone; the next pull says so in raw/, and they are marked deleted. */
  readonly vanished: number;
}

/**
 * Compares what is stored of a source with what its helpdesk counts and lists (R14), after a load. What vanished is left for the next
 * pull, which alone may write to raw/, so that a replay knows it, too; the comparisons go to ingest_compare. Repeating it changes
 * nothing.
 */
export async function reconcile(
  pulled: PullResult,
  source: BoundSource,
  ports: Pick<Ports, 'lake' | 'state' | 'warehouse' | 'clock' | 'log'>,
): Promise<Reconciled> {
  const rows: StagedRow[] = [];
  let gone = 0;
  const streams: PullResult['streams'][number][] = [];
  for (const figures of pulled.streams) {
    const compares: Compare[] = [];
    for (const compare of figures.compares) {
      const done =
        compare.check_name === 'search_count'
          ? await counted(source, figures.name, compare, ports)
          : compare.check_name === 'id_list' && figures.complete
            ? await listed(pulled, source, figures.name, compare, ports)
            : compare;
      gone += done.vanished ?? 0;
      compares.push(done);
      if (done !== compare) rows.push(compareRow(pulled.run, figures.name, done, versionOf(1, ports.clock.now_s())));
    }
    streams.push({ ...figures, compares });
  }
  if (rows.length > 0) {
    const staged = batch();
    const key = `raw/source=${pulled.source}/run=${pulled.run}.json`;
    staged.add(rows, { key, source: pulled.source, stream: '', run: pulled.run, received_s: pulled.finished_s });
    const intake = ports.warehouse.intake();
    await staged.into(intake);
    await intake.commit();
  }
  return { pulled: { ...pulled, streams }, vanished: gone };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Tickets of a source that exist as far as is stored, created in [from_s, to_s). */
const existing = (source: string, { from_s = null, to_s }: Compare): string =>
  [
    `source = ${quoted(source)}`,
    'deleted_s IS NULL',
    "status <> 'deleted'",
    "status <> 'spam'",
    ...(from_s === null ? [] : [`created_s >= ${Math.trunc(from_s)}`]),
    ...(to_s === undefined ? [] : [`created_s < ${Math.trunc(to_s)}`]),
  ].join(' AND ');

async function counted(
  source: BoundSource,
  stream: string,
  compare: Compare,
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<Compare> {
  const wanted = source.streams.find(({ name }) => name === stream)?.compare;
  const merged = wanted?.leavesOutMerged === true ? " AND status <> 'merged'" : '';
  const { rows } = await warehouse.query(
    `count of ${source.id}`,
    `SELECT count(*) AS n FROM tickets WHERE ${existing(source.id, compare)}${merged}`,
  );
  const stored_count = Number(rows[0]?.[0] ?? 0);
  return { ...compare, stored_count, missing: Math.max(0, compare.vendor_count - stored_count) };
}

async function listed(
  pulled: PullResult,
  source: BoundSource,
  stream: string,
  compare: Compare,
  ports: Pick<Ports, 'lake' | 'state' | 'warehouse' | 'clock' | 'log'>,
): Promise<Compare> {
  const atVendor = await idsListed(pulled, source, stream, ports.lake);
  const lister = source.streams.find(({ name }) => name === stream);
  const archived_after_s = lister?.archived_after_s;
  const recover = lister?.recover?.bind(lister);
  const known = new Set<string>();
  const gone: string[] = [];
  const restored: string[] = [];
  let stored_count = 0;
  // removed ones are known, too: some lists show spam
  const sql = `SELECT ticket_id, created_s, status, updated_s, ${existing(pulled.source, { ...compare, to_s: undefined })} AS is_there
FROM tickets WHERE source = ${quoted(pulled.source)}`;
  for await (const batchOfRows of ports.warehouse.stream(`ids of ${pulled.source}`, sql)) {
    for (const { ticket_id, created_s, status, updated_s, is_there } of batchOfRows) {
      const id = String(ticket_id);
      known.add(id);
      if (is_there === true || atVendor.has(id)) stored_count += 1;
      if (is_there !== true && status === 'deleted' && atVendor.has(id)) restored.push(id);
      if (is_there !== true || atVendor.has(id)) continue;
      const isOld = compare.to_s === undefined || Number(created_s) < compare.to_s;
      const mayBeArchived =
        archived_after_s !== undefined &&
        (status === 'solved' || status === 'closed') &&
        Number(updated_s) < compare.at_s - archived_after_s;
      // a merged one has said where it went
      if (isOld && status !== 'merged' && !mayBeArchived) gone.push(id);
    }
  }
  const unread = [...atVendor].filter((id) => !known.has(id));
  // a list without a fifth of everything is a right that was lost, not a deletion: said, not believed
  const isBelievable = gone.length <= Math.max(50, stored_count / 5);
  if (!isBelievable) ports.log.warn('reconcile.doubtful', { source: pulled.source, tickets: gone.length });
  const ids = isBelievable ? gone.toSorted() : [];
  const wanted = recover === undefined ? [] : [...unread, ...restored].toSorted().slice(0, mostRecovered);
  if (ids.length > 0 || wanted.length > 0) {
    await remember(pulled.source, { at_s: compare.at_s, ids, unread: wanted }, ports.state);
    ports.log.warn('reconcile.differs', { source: pulled.source, vanished: ids.length, unread: unread.length });
  }
  return { ...compare, stored_count, missing: unread.length, vanished: ids.length };
}

/** So many tickets that nobody read are asked for by their ids after a list; more than that is a load of its own. */
const mostRecovered = 1000;

/** Every id of the list, over all pages of the runs that it was read in. */
async function idsListed(
  pulled: PullResult,
  source: BoundSource,
  name: string,
  lake: Pick<Ports['lake'], 'list' | 'get'>,
): Promise<ReadonlySet<string>> {
  const stream = source.streams.find((each) => each.name === name);
  const prefixes = pulled.raw.filter((prefix) => prefix.startsWith(`raw/source=${pulled.source}/stream=${name}/`));
  const found = new Set<string>();
  for (const prefix of prefixes.length > 0 ? prefixes : [runPrefix(pulled.source, name, pulled.run)]) {
    for (const key of await lake.list(prefix)) {
      const body = await lake.get(key);
      if (!body || !stream) continue;
      for (const item of stream.items(parseBytes(unpack(body)))) {
        const id = idOrNull.parse((item as { id?: unknown } | null)?.id);
        if (id !== null) found.add(id);
      }
    }
  }
  return found;
}
