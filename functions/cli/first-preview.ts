import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { parse, stringify } from 'yaml';
import { replaceFile } from '../../shared/adapters/embedded/atomic-file.ts';
import { proposedTeams } from '../../shared/config/proposed-teams.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import { suggestMappings } from '../../shared/operate/suggest.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { known } from '../../shared/run/registry.ts';
import type { Arguments } from './command.ts';
import { pullIn } from './commands/pull.ts';
import { replay } from './commands/replay.ts';
import { runIn } from './commands/run.ts';
import { withHome, type Home } from './home.ts';
import { print, say } from './terminal.ts';

/** Groups beyond these stay without a team of their own: a mail has room for so many. */
const mostTeams = 12;
/** A run whose reports a gate held has rendered them all the same. */
const isRendered = (status: number): boolean => status === 0 || status === 3;

/**
 * Reads the helpdesk of a new workspace, proposes a team for each of its groups, tells which values nobody has given a meaning, and
 * renders the first mails without sending any. `given` names the workspace. Answers the exit status.
 */
export async function firstPreview(config: string, given: Arguments): Promise<number> {
  const groups = await withHome(given, 'write', async ({ ports, ...home }) => {
    const isRead = await pullIn(
      { ...home, ports },
      home.configuration.sources.map(({ id }) => id),
    );
    if (!isRead) return undefined;
    await tellUnmapped(ports.warehouse);
    return groupsOf(ports.warehouse);
  });
  if (groups === undefined) {
    say('The first preview waits until the helpdesk was read to its end: casebook run --dry-run goes on with it.');
    return 1;
  }
  if (groups.length > 0) {
    const text = withTeams(await readFile(config, 'utf8'), groups);
    readConfiguration(text, config, known);
    await replaceFile(config, text);
    say(`Teams, one for each group of the helpdesk: ${groups.join(', ')}. Correct them in ${config}.`);
    await replay.run(given);
  }
  return withHome(given, 'write', async (home) => {
    const status = await runIn(home, given);
    if (isRendered(status)) print(pageOf(home));
    return isRendered(status) ? 0 : status;
  });
}

const pageOf = ({ outFolder }: Home): string => `${relative('.', outFolder)}/dry-run/index.html`;

/** Names of the groups that have cases, those with most cases first. */
async function groupsOf(warehouse: Warehouse): Promise<readonly string[]> {
  const { rows } = await warehouse.query(
    'groups with cases',
    `SELECT g.name FROM groups g JOIN tickets t ON t.source = g.source AND t.group_id = g.group_id
     WHERE g.name IS NOT NULL GROUP BY g.name ORDER BY count(*) DESC, g.name LIMIT ${mostTeams}`,
  );
  return rows.map(([name]) => String(name));
}

/** The text of casebook.yaml with a team for each group, before its reports; the text is init's own. */
export function withTeams(text: string, groups: readonly string[]): string {
  const { teams = [] } = parse(text) as { readonly teams?: readonly unknown[] };
  if (teams.length > 0) return text;
  return text.replace(/^reports:$/m, () => `${stringify({ teams: proposedTeams(groups) })}reports:`);
}

/** Nothing is written for these: a guess that stands as a mapping would no longer be doubted. */
async function tellUnmapped(warehouse: Warehouse): Promise<void> {
  for (const [source, fields] of await suggestMappings(warehouse))
    for (const [field, values] of Object.entries(fields)) {
      const told = Object.entries(values).map(([raw, value]) => `${raw} (counts as ${value})`);
      say(`Values of ${field} in ${source} that nobody gave a meaning: ${told.join(', ')}.`);
    }
}
