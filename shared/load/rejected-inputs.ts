import type { InputError } from '../errors.ts';
import type { Ask } from '../metrics/model.ts';
import type { State } from '../ports.ts';
import type { RejectedInput } from '../report/facts.ts';
import { fileId } from './input-objects.ts';
import { readJson, updateJson, writeJson } from '../state.ts';

/** Files of the inputs folder that the last look at it rejected; state `inputs/rejected.json`. */
const key = 'inputs/rejected.json';

export const rejectedInputs = async (state: State): Promise<readonly RejectedInput[]> =>
  (await readJson<readonly RejectedInput[]>(state, key)) ?? [];

/** What the folder rejects now replaces what it rejected before. */
export const keepRejected = (state: State, rejected: readonly RejectedInput[]): Promise<void> =>
  writeJson(state, key, rejected);

/** A file was imported after all: deliveries under one name are one file. */
export async function forgetRejected(state: State, table: string, name: string): Promise<void> {
  await updateJson<readonly RejectedInput[]>(state, key, (rejected) =>
    rejected?.filter((each) => each.table !== table || fileId(each.file) !== fileId(name)),
  );
}

/** Where the first fault of a file is; what the cell holds is nobody's business but the file's. */
export function rejectionOf(file: string, table: string, { faults }: InputError): RejectedInput {
  const match = /:(\d+): ([^:]+): found /.exec(faults[0] ?? '');
  return { file, table, line: Number(match?.[1] ?? 1), column: (match?.[2] ?? 'file').replaceAll(/[()]/g, '') };
}

/** Tables that every report reads, whatever its metrics: who is in which team, what is business time, goals, comments. */
const always = ['roster', 'calendars', 'holidays', 'targets', 'commentary', 'answers'];

/** Rejected files of the tables that a report's numbers are made of. */
export function rejectedFor(asks: readonly Ask[], rejected: readonly RejectedInput[]): readonly RejectedInput[] {
  const read = new Set(always);
  for (const { metric } of asks) {
    for (const input of metric.inputs) read.add(input.split('.')[0] ?? input);
    for (const table of metric.optional_inputs ?? []) read.add(table);
  }
  return rejected.filter(({ table }) => read.has(table));
}
