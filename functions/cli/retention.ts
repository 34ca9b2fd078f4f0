import { counted } from '../../shared/counted.ts';
import { join } from 'node:path';
import { removeOlder } from '../../shared/adapters/embedded/atomic-file.ts';
import { loadedObjects } from '../../shared/load/loaded.ts';
import { rawKeyOf } from '../../shared/load/raw-objects.ts';
import { replayMarker } from '../../shared/load/replay.ts';
import type { Ports } from '../../shared/ports.ts';
import type { Home } from './home.ts';
import { say } from './terminal.ts';

const day_s = 86_400;

/**
 * Removes what `keep` in casebook.yaml gives no more time: mails of the outbox, rendered reports, raw pages that are in the tables, staged
 * files; by the age of the file, a raw page by when it was received. Numbers, results and the ledger of mails stay.
 */
export async function endRetention({ configuration: { keep }, dataFolder, outFolder, ports }: Home): Promise<void> {
  const now_s = ports.clock.now_s();
  const older = async (folder: string, days: number | undefined): Promise<number> =>
    days === undefined ? 0 : removeOlder(folder, (now_s - days * day_s) * 1000);
  const lake = join(dataFolder, 'lake');
  // what a killed command was writing there
  await removeOlder(outFolder, (now_s - day_s) * 1000, '.part');
  const mails = await older(join(dataFolder, 'outbox'), keep.outbox_days);
  const files = (await older(outFolder, keep.out_days)) + (await older(join(lake, 'reports'), keep.out_days));
  const isReplaying = (await ports.state.read(replayMarker)) !== undefined;
  if (!isReplaying) await older(join(lake, 'staged'), keep.staged_days);
  const pages = keep.raw_days === undefined || isReplaying ? 0 : await endRaw(now_s - keep.raw_days * day_s, ports);
  if (mails + files + pages > 0)
    say(
      `Removed what casebook.yaml keeps no longer: ${counted(mails, 'mail')}, ${counted(files, 'file')} of reports, ${counted(pages, 'raw page')}.`,
    );
}

/** A page that is not loaded yet stays, however old it is: nothing else has what it tells. */
async function endRaw(before_s: number, { lake, state }: Pick<Ports, 'lake' | 'state'>): Promise<number> {
  const old = (await lake.list('raw/'))
    .flatMap((key) => rawKeyOf(key) ?? [])
    .filter((raw) => raw.received_s < before_s);
  let removed = 0;
  for (const [source, objects] of Map.groupBy(old, (raw) => raw.source)) {
    const loaded = await loadedObjects(state, source);
    for (const { key } of objects.filter((raw) => loaded.has(raw.key))) {
      await lake.remove(key);
      removed += 1;
    }
  }
  return removed;
}
