import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, replaceFile } from '../../shared/adapters/embedded/atomic-file.ts';
import { ConflictError } from '../../shared/errors.ts';
import { about } from './version.ts';

/** The form in which data folders are kept. It goes up with a change that an older Casebook would misread or damage. */
const ownForm = 1;

interface Kept {
  readonly form: number;
  /** The Casebook that wrote this form here first. */
  readonly version: string;
}
const fileIn = (dataFolder: string): string => join(dataFolder, 'form.json');

/** The form of a data folder; undefined: nothing says it, as in folders of before there was a second one. */
async function formOf(dataFolder: string): Promise<Kept | undefined> {
  try {
    return JSON.parse(await readFile(fileIn(dataFolder), 'utf8')) as Kept;
  } catch (error) {
    // what lies there instead of a folder is told where the folder is opened
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    if (error instanceof SyntaxError)
      throw new ConflictError(
        `${fileIn(dataFolder)} is damaged: it is no JSON, so that nobody knows which Casebook wrote the folder. Restore it, or remove it if it was this one; nothing was changed.`,
        { cause: error },
      );
    throw error;
  }
}

/** Before anything of a data folder is opened: it is none of a newer Casebook. @throws ConflictError */
export async function requireKnownForm(dataFolder: string): Promise<void> {
  const kept = await formOf(dataFolder);
  if (kept === undefined || kept.form <= ownForm) return;
  throw new ConflictError(
    `${dataFolder} was written by Casebook ${kept.version}, in a form that this one (${about().version}) does not know. Install that version or a newer one; nothing was changed.`,
  );
}

/** Says of a data folder that this Casebook writes it. */
export async function stateForm(dataFolder: string): Promise<void> {
  if ((await formOf(dataFolder))?.form === ownForm) return;
  const kept: Kept = { form: ownForm, version: about().version };
  await replaceFile(fileIn(dataFolder), `${JSON.stringify(kept)}\n`);
}
