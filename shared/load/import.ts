import { tellsAll } from '../knowledge/telling.ts';
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Configuration } from '../config/configuration.ts';
import { inputsOf } from '../config/input-mapping.ts';
import type { InputFlag, LineRow } from '../connectors/input-files/input-table.ts';
import { references, referencesIn, unlistedInFile } from '../connectors/input-files/named-elsewhere.ts';
import { inputNormaliser, inputsSource } from '../connectors/input-files/normalise.ts';
import { readInput, rejected, type InputContext } from '../connectors/input-files/read-input.ts';
import { uncheckedCentres } from '../connectors/input-files/references.ts';
import { inputNamed, inputNames } from '../connectors/input-files/registry.ts';
import { templateOf as template, writeInput } from '../connectors/input-files/write-input.ts';
import { ConflictError, InputError, InternalError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { fileId, inputKey, inputObjectOf, inputPrefix } from './input-objects.ts';
import { storedUnlisted } from './input-flags.ts';
import { listsFor } from './lists.ts';
import { load, type LoadDeps } from './load.ts';
import { loadedObjects } from './loaded.ts';
import { forgetRejected } from './rejected-inputs.ts';
import { replayMarker } from './replay.ts';
import { settleInputs } from './settle-inputs.ts';
import { storedBeside } from './stored-rows.ts';
import { dayOf } from '../time/zone.ts';

/** Names of the input tables of contract 4.3. */
export const inputTables: readonly string[] = inputNames;

export type ImportPorts = Pick<Ports, 'lake' | 'state' | 'warehouse' | 'clock' | 'log'>;
export interface ImportRequest {
  readonly table: string;
  /** Names the file in errors; deliveries under one name replace each other (InputTable.replaces). */
  readonly name: string;
  /** CSV, or CSV.gz. */
  readonly bytes: Uint8Array;
}
export interface ImportResult {
  readonly table: string;
  /** Rows brought into the table; 0 when unchanged. */
  readonly rows: number;
  /** What is not wrong but should be known. */
  readonly flags: readonly InputFlag[];
  /** The latest delivery under this name had the same bytes: nothing was done. */
  readonly isUnchanged: boolean;
}

/**
 * Imports one file: checked whole, kept in raw/ as received, merged into its table, then everything that follows from the inputs
 * is settled. Repeating it changes nothing; killed anywhere, the next import finishes it.
 * @throws UsageError for an unknown table; InputError when the file is rejected: then nothing has changed; ConflictError while
 *   another process imports, or when a replay was cut short
 */
export async function importInput(
  { table, name, bytes }: ImportRequest,
  ports: ImportPorts,
  configuration: Configuration,
): Promise<ImportResult> {
  const input = inputNamed(table);
  if ((await ports.state.read(replayMarker)) !== undefined) {
    throw new ConflictError('A replay was cut short. Finish it with casebook replay, then import again.');
  }
  const content = unpacked(bytes, name);
  const { rows, lines, flags, months, isMapped } = await readInput(input, content, name, {
    ...inputContext(configuration),
    today: dayOf(ports.clock.now_s(), configuration.organisation.time_zone),
  });
  // What was read by a mapping is kept in the columns of the table: a later mapping cannot make it unreadable, and a corrected one counts as a new delivery.
  const kept = isMapped ? Buffer.from(writeInput(input, rows, configuration.organisation.time_zone)) : content;
  const hash = createHash('sha256').update(kept).digest('hex').slice(0, 32);
  const file = fileId(name);
  const objects = (await ports.lake.list(inputPrefix(input.name))).flatMap((key) => inputObjectOf(key) ?? []);
  const earlier = objects.filter((object) => object.file === file).sort((a, b) => a.received_s - b.received_s);
  const isUnchanged = earlier.at(-1)?.hash === hash;
  if (!isUnchanged) {
    if (input.stored !== undefined) {
      // What a killed import left in raw/ counts as stored.
      await bringIn(hash, ports, configuration);
      const { faults = [] } = input.stored.check(lines, await storedBeside({ input, lines, months, earlier }, ports));
      if (faults.length > 0) throw rejected(name, faults);
    }
    // Later than every delivery of the table, whatever the clock says: the order of deliveries decides between versions.
    const received_s = Math.max(ports.clock.now_s(), ...objects.map((object) => object.received_s + 1));
    const key = inputKey({ table: input.name, file, hash, received_s, months });
    await ports.lake.put(key, bytes === kept || kept !== content ? gzipSync(kept) : bytes, {
      contentType: 'application/gzip',
    });
  }
  await bringIn(hash, ports, configuration);
  await forgetRejected(ports.state, input.name, name);
  const unlisted = isUnchanged ? [] : await unlistedAfter(input.name, name, lines, ports, configuration);
  return { table: input.name, rows: isUnchanged ? 0 : rows.length, flags: [...flags, ...unlisted], isUnchanged };
}

/** What the file names in vain, and what stored rows of other tables name in vain since this one is as it is now. */
async function unlistedAfter(
  table: string,
  name: string,
  lines: readonly LineRow[],
  { warehouse }: ImportPorts,
  configuration: Configuration,
): Promise<readonly InputFlag[]> {
  const [own, others] = [referencesIn(table), references.filter(({ from }) => from === table)];
  const lists = await listsFor([...own, ...others], { warehouse }, configuration);
  const flags = [...unlistedInFile(name, table, lines, lists)];
  if (table === 'costs') {
    const cost_centres = configuration.organisation.cost_centres ?? null;
    flags.push(...uncheckedCentres({ costs: lines.map(({ row }) => row), cost_centres }));
  }
  for (const reference of others) flags.push(...(await storedUnlisted(reference, lists, { warehouse })));
  return flags;
}

/** A file of the table with its header and one example row, which can be imported as it is. Throws UsageError. */
export const templateOf = (table: string): string => template(inputNamed(table)).trimEnd();

/** What the configuration says about all files. */
export function inputContext({ organisation, sources, inputs }: Configuration): InputContext {
  const [only, ...others] = sources;
  return {
    zone: organisation.time_zone,
    ticket_source: only && others.length === 0 ? only.id : null,
    mappings: inputsOf(inputs).files,
  };
}

/** Loads the deliveries that are in raw/ but not in the tables, and settles. */
async function bringIn(run: string, ports: ImportPorts, configuration: Configuration): Promise<void> {
  const loaded = await loadedObjects(ports.state, inputsSource);
  const keys = await ports.lake.list(`raw/source=${inputsSource}/`);
  if (keys.some((key) => !loaded.has(key))) await load({ source: inputsSource, run }, inputDeps(ports, configuration));
  await settleInputs(ports, configuration);
}

/** Inputs have no tickets: nothing is derived. */
const inputDeps = (ports: ImportPorts, configuration: Configuration): LoadDeps => ({
  ports,
  normaliserFor: () => inputNormaliser(inputContext(configuration)),
  factsRules: () => ({
    fingerprint: 'inputs have no tickets',
    telling: tellsAll,
    derive: () => {
      throw new InternalError('Input files have no tickets.');
    },
  }),
});

/** Input files are tables that people keep: what unpacks to more is none. */
const mostBytes = 512 * 1024 * 1024;

function unpacked(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (cause) {
    const fault = `${name}:1: (file): found a gzip file that ends early, is damaged, or holds more than ${mostBytes / 1024 / 1024} MB, expected a whole one`;
    throw new InputError(
      `${name} was rejected: 1 fault. Nothing was changed; correct the file and import it again.`,
      [fault],
      { cause },
    );
  }
}
