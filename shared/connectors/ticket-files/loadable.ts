import { counted } from '../../counted.ts';
import { refused } from '../../files/table.ts';
import type { EventLogConfiguration } from '../event-log/configuration.ts';
import { tried, type Trial } from './trial.ts';

/** Shares of rows that are proposed to be set aside, when some cannot be read. */
const asides = [0.01, 0.05];

/** The source as all of the file loads by it: with a share of rows set aside, or without a stated shape, where that is what it takes. */
export async function loadable(
  path: string,
  open: () => AsyncIterable<Uint8Array>,
  mapped: EventLogConfiguration,
  now_s: number,
  notes: string[],
): Promise<{ readonly source: EventLogConfiguration; readonly trial: Trial }> {
  const { source, trial } = await leastAside(path, open, mapped, now_s);
  if (trial.aside > 0)
    notes.push(
      `${trial.aside} of ${trial.rows + trial.aside} rows cannot be read and are set aside; each pull lists them`,
    );
  const again = trial.rows - trial.repeated - trial.tickets;
  if (again === 0 || (source.shape !== 'snapshots' && !isDatedByCreation(source))) return { source, trial };
  if (again <= trial.rows * mostAgain) {
    notes.push(
      `${again} ${again === 1 ? 'row tells' : 'rows tell'} of a ticket that another row tells of: the latest counts`,
    );
    return { source, trial };
  }
  if (isDatedByCreation(source))
    throw refused(
      path,
      'several rows a ticket, and no column that says when each was written',
      'give one row a ticket, or add the time of each change',
    );
  const { shape: _, ...rest } = source;
  notes.push(
    `${counted(again, 'row tells', 'rows tell')} of a ticket that an earlier row told of: it is read as a log`,
  );
  return { source: rest, trial };
}

/** Tried with no row set aside, then with as few as the file needs. */
async function leastAside(
  path: string,
  open: () => AsyncIterable<Uint8Array>,
  mapped: EventLogConfiguration,
  now_s: number,
): Promise<{ readonly source: EventLogConfiguration; readonly trial: Trial }> {
  let fault: unknown;
  for (const set_aside of [0, ...asides]) {
    const source = { ...mapped, set_aside };
    try {
      return { source, trial: await tried(path, open, source, now_s) };
    } catch (error) {
      fault ??= error;
    }
  }
  throw fault;
}

/** Share of the rows that may tell of a ticket again before a table is taken for a log. */
const mostAgain = 0.1;

/** Nothing says when a row was written: its time is the creation of its ticket. */
const isDatedByCreation = ({ at, columns: { created_at } }: EventLogConfiguration): boolean =>
  at === (typeof created_at === 'string' ? created_at : (created_at?.column ?? created_at?.columns?.[0]));
