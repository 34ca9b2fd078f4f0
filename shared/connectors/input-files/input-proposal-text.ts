import { counted } from '../../counted.ts';
import { isMap, parseDocument, stringify } from 'yaml';
import type { z } from 'zod';
import { inputsOf, type InputMapping, type Inputs } from '../../config/input-mapping.ts';
import { columnsRead } from './mapped.ts';
import type { InputProposal } from './suggest-input.ts';

/** The proposal as it stands under `inputs:` of casebook.yaml; `folder`: what stands there so far, where it is a folder alone. */
export function inputProposalText(
  { mapping, notes, open, rows }: InputProposal,
  file: string,
  folder: string | undefined,
): string {
  const { files: _, ...rest } = mapping;
  return [
    ...notes.map((note) => `# ${note}`),
    ...(open.length === 0
      ? [`# Tried on all of ${file}: ${counted(rows, 'row')}.`]
      : [`# Tried on all of ${file}, it does not load yet:`, ...open.map((each) => `#   ${each}`)]),
    stringify({ inputs: { ...(folder !== undefined && { folder }), files: [rest] } }, { lineWidth: 0 }),
  ].join('\n');
}

/** The text of casebook.yaml with the mapping under `inputs:`, in the place of one that reads the same columns; comments stay. */
export function withInputMapping(text: string, { files, ...mapping }: InputMapping): string {
  const document = parseDocument(text);
  const { inputs } = document.toJS() as { inputs?: z.output<typeof Inputs> };
  const told = inputsOf(inputs ?? 'inputs/');
  const same = (other: InputMapping): boolean =>
    other.table === mapping.table &&
    JSON.stringify(columnsRead(other)) === JSON.stringify(columnsRead({ files, ...mapping }));
  const at = told.files.findIndex(same);
  if (!isMap(document.get('inputs', true)))
    document.set('inputs', document.createNode({ folder: told.folder, files: [] }));
  if (at < 0 && !document.hasIn(['inputs', 'files'])) document.setIn(['inputs', 'files'], document.createNode([]));
  if (at < 0) document.addIn(['inputs', 'files'], mapping);
  else document.setIn(['inputs', 'files', at], mapping);
  return document.toString({ lineWidth: 0 });
}
