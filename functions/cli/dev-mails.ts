import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { replaceFile } from '../../shared/adapters/embedded/atomic-file.ts';
import { folderLake } from '../../shared/adapters/embedded/folder-lake.ts';
import { folderState } from '../../shared/adapters/embedded/folder-state.ts';
import { compose, render } from '../../shared/report/report.ts';
import { withPictures } from '../../shared/report/inbox.ts';
import { definitionOf } from '../../shared/run/jobs.ts';
import { readFacts, type Issued } from '../../shared/run/measure.ts';
import { readJson } from '../../shared/state.ts';
import { print, say } from './terminal.ts';

/**
 * For work on mails: renders what was issued last in a workspace (default: the demo's) from its kept facts, with the code as it is now.
 * npm run dev:mails starts it again whenever a file changes; the pages load themselves anew.
 */
const folder = argv[2] ?? 'casebook-demo';
const state = folderState(join(folder, '.casebook/state'));
const lake = folderLake(join(folder, '.casebook/lake'));
const issued = await state.list('issued/');
if (issued.length === 0) say(`${folder} has issued no report: npm start makes some.`);
for (const key of issued) {
  const { results_key } = (await readJson<Issued>(state, key)) ?? { results_key: '' };
  const facts = await readFacts(results_key, { lake });
  const { html, images } = await render(compose(definitionOf(facts.configuration), facts));
  const shown = images.map(({ cid = '', body }) => ({ cid, body }));
  const page = withPictures({ html, images: shown }).replace('<head>', '<head><meta http-equiv="refresh" content="2">');
  const path = join(folder, 'dev', `${key.slice('issued/'.length, -'.json'.length).replaceAll('/', '-')}.html`);
  await replaceFile(path, page);
  print(pathToFileURL(path).href);
}
