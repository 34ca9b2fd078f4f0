import type { AnyRow } from '../../lake/table.ts';
import type { Normalise, StagedRow } from '../staged-row.ts';
import { readInput, type InputContext } from './read-input.ts';
import { inputNamed } from './registry.ts';

/** The source of everything that people deliver as files. */
export const inputsSource = 'inputs';

/** Turns a delivered file into rows of its table; its stream is the table's name. A later delivery is a later version. */
export const inputNormaliser = (context: InputContext): Normalise =>
  async function* (raw) {
    const pieces: Uint8Array[] = [];
    for await (const piece of raw.open()) pieces.push(piece);
    const input = inputNamed(raw.stream);
    const { rows } = await readInput(input, Buffer.concat(pieces), `${raw.stream}.csv`, context, { accepted: true });
    const version = String(raw.received_s).padStart(12, '0');
    for (let i = 0; i < rows.length; i += 10_000) {
      // the columns of an input are those of its table: readInput parsed the row by them
      yield rows.slice(i, i + 10_000).map((row: AnyRow) => ({ table: input.name, row, version }) as StagedRow);
    }
  };
