import { writeFile } from 'node:fs/promises';
import { generatedFiles } from '../../shared/run/generated.ts';
import { say } from './terminal.ts';

for (const [path, text] of generatedFiles()) {
  await writeFile(path, text);
  say(`Wrote ${path}`);
}
