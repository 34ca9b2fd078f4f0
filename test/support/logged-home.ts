import { commandLine, type CommandLine } from './command-line.ts';

/** A log of forty tickets in as many categories, of September 2026. */
export const logConfiguration = `organisation: { name: Example Corp, time_zone: UTC }
sources:
  - id: log
    connector: event-log
    files: ["logs/*.csv"]
    ticket: number
    at: at
    columns: { status: { column: state, map: { open: open, solved: solved } }, category: group }
gates: { max_staleness: 100000 d, min_coverage: 0 }
`;

/** A folder with that log, pulled. */
export async function loggedHome(): Promise<CommandLine> {
  const home = commandLine();
  home.write('casebook.yaml', logConfiguration);
  const rows = Array.from({ length: 40 }, (_, i) => `${i},2026-09-0${(i % 9) + 1}T08:00:00Z,open,G${i}`);
  home.write('logs/a.csv', `number,at,state,group\n${rows.join('\n')}\n`);
  const { status, stderr } = await home.start('pull');
  if (status !== 0) throw new Error(stderr);
  return home;
}
