import { counted } from '../counted.ts';
import type { Configuration } from '../config/configuration.ts';
import { inputsOf } from '../config/input-mapping.ts';
import type { Ports } from '../ports.ts';
import { InputError } from '../errors.ts';
import type { RejectedInput } from '../report/facts.ts';
import { importInput, inputTables } from './import.ts';
import { keepRejected, rejectionOf } from './rejected-inputs.ts';

const endings = ['csv', 'csv.gz', 'xlsx'];

/** The table of a dropped file: inputs/roster.csv, or inputs/roster/2026-09.csv; undefined when neither names one. */
export function tableOfPath(path: string): string | undefined {
  const parts = path.split('/');
  const stem = (parts.at(-1) ?? '').replace(/\.(?:csv|xlsx)(\.gz)?$/i, '');
  return [stem, parts.at(-2) ?? ''].find((name) => inputTables.includes(name));
}

/**
 * Imports every CSV of the inputs folder (contract 4.3). A file that was imported before, byte for byte, changes nothing. Bad files
 * are rejected whole, named together at the end and remembered for the reports that lack them; the good ones are imported, and what
 * should be known of them is noted in the log (casebook doctor has the places).
 * @throws InputError
 */
export async function importFolder(
  ports: Pick<Ports, 'lake' | 'state' | 'warehouse' | 'clock' | 'log' | 'files'>,
  configuration: Configuration,
): Promise<string> {
  const { folder, files: mappings } = inputsOf(configuration.inputs);
  const tables = new Map<string, string>();
  for (const { table, files: patterns } of mappings)
    for (const { path } of await ports.files.match(patterns)) tables.set(path, table);
  const dropped = await ports.files.match(
    endings.flatMap((ending) => [`*.${ending}`, `*/*.${ending}`]).map((pattern) => folder + pattern),
  );
  const files = [...new Set([...dropped.map(({ path }) => path), ...tables.keys()])].sort();
  const faults: string[] = [];
  const rejected: RejectedInput[] = [];
  let rows = 0;
  let imported = 0;
  for (const path of files) {
    const table = tables.get(path) ?? tableOfPath(path);
    if (table === undefined) {
      faults.push(
        `${path}: found no table in the name, expected ${folder}TABLE.csv or ${folder}TABLE/NAME.csv with one of ${inputTables.join(', ')}`,
      );
      continue;
    }
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of ports.files.open(path)) chunks.push(chunk);
      const result = await importInput({ table, name: path, bytes: Buffer.concat(chunks) }, ports, configuration);
      rows += result.rows;
      if (result.isUnchanged) continue;
      imported++;
      for (const { flag, count } of result.flags) ports.log.warn('input.flag', { file: path, flag, count });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(error.message);
      rejected.push(rejectionOf(path, table, error));
    }
  }
  await keepRejected(ports.state, rejected);
  if (faults.length > 0)
    throw new InputError(
      `${faults.length} of ${files.length} input files were rejected; the others are imported.`,
      faults,
    );
  if (files.length === 0) return 'no input files';
  return `${imported} of ${counted(files.length, 'input file')} ${imported === 1 ? 'was' : 'were'} new, ${counted(rows, 'row')}`;
}
