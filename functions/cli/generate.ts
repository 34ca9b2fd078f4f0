import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generatedFiles } from '../../shared/run/generated.ts';
import { say } from './terminal.ts';

for (const [path, text] of generatedFiles()) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  say(`Wrote ${path}`);
}
