import { createReadStream } from 'node:fs';
import { stringify } from 'yaml';
import { proposalText } from '../../../shared/connectors/ticket-files/proposal-text.ts';
import type { Proposal } from '../../../shared/connectors/ticket-files/proposal.ts';
import { propose } from '../../../shared/connectors/ticket-files/propose.ts';
import { ticketSheet } from '../../../shared/connectors/ticket-files/ticket-sheet.ts';
import { systemClock } from '../../../shared/adapters/embedded/system-clock.ts';
import { counted } from '../../../shared/counted.ts';
import { UsageError } from '../../../shared/errors.ts';
import { doctor as examine } from '../../../shared/operate/doctor.ts';
import type { Finding } from '../../../shared/operate/finding.ts';
import { hasSeenValues, suggestMappings } from '../../../shared/operate/suggest.ts';
import type { Arguments, Command } from '../command.ts';
import { configurationAt, connectors, otherRules, withHome } from '../home.ts';
import { placesOf } from '../workspace.ts';
import { fitted, print, progress, say } from '../terminal.ts';
import { answersOf, fileAnswers, requireFile } from './ticket-file-answers.ts';

const glyphs = { ok: '✓', note: '!', fault: '✕' } as const;

export const doctor: Command = {
  takes: '[FILE...]',
  options: {
    json: { help: 'the findings as JSON, to stdout' },
    aws: { help: 'checks the deployed stack instead, with the credentials of this shell' },
    ...fileAnswers,
    suggest: { help: 'proposes mappings: for the log FILEs given, else for every value seen that has none' },
  },
  examples: [
    ['casebook doctor', 'looks at every source, and says what to do'],
    ['casebook doctor --suggest tickets.csv', 'proposes a mapping of a log nobody has mapped'],
    ['casebook doctor --aws', 'looks at the deployed stack'],
  ],
  run: async (given) => {
    const files = given.positionals;
    if (files.length > 0 && !given.flag('suggest'))
      throw new UsageError('casebook doctor: files are read only with --suggest.');
    if (files.length > 0) {
      for (const file of files) {
        requireFile('doctor', file);
        const found = await proposed(file, given);
        for (const { about, text } of found.questions) if (about === 'day_order') say(dayOrderOpen(file, text));
        print(proposalText(found));
      }
      return 0;
    }
    if (given.flag('aws')) {
      const configuration = await configurationAt(placesOf(given).config);
      // Loaded only here: the SDK is no part of the embedded home.
      const { examineDeployment } = await import('../../aws.ts');
      progress(`Looking at stack ${configuration.aws.stack} in ${configuration.aws.region}`);
      const found = await examineDeployment(configuration);
      tell(found, given.flag('json'), `configuration: ${placesOf(given).config} is right`);
      return found.some(({ state }) => state === 'fault') ? 1 : 0;
    }
    return withHome(given, 'read', async (home) => {
      if (given.flag('suggest')) {
        const found = await suggestMappings(home.ports.warehouse);
        if (found.size === 0)
          print(
            (await hasSeenValues(home.ports.warehouse))
              ? '# Every value seen has a mapping.'
              : '# No value was seen yet: casebook pull reads some.',
          );
        for (const [source, mappings] of found) {
          print(`# Source ${source}: add this, and correct the right-hand sides.\n${stringify({ mappings })}`);
        }
        return 0;
      }
      progress('Looking at every source');
      const stale = await otherRules(home);
      const found = [
        ...(stale === undefined
          ? []
          : [{ area: 'rules', state: 'note' as const, text: stale, advice: 'Run casebook pull.' }]),
        ...(await examine(home.ports, home.configuration, connectors)),
      ];
      progress(`Looked at ${counted(home.configuration.sources.length, 'source')}`, true);
      tell(found, given.flag('json'), `configuration: ${home.configFile} is right`);
      return found.some(({ state }) => state === 'fault') ? 1 : 0;
    });
  },
};

async function proposed(file: string, given: Arguments): Promise<Proposal> {
  const answers = answersOf(given);
  const open = () => createReadStream(file);
  const asked = { now_s: systemClock.now_s(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone, answers };
  const sheet = await ticketSheet(file, open, asked);
  return propose(file, open, { ...asked, answers: { ...answers, sheet } });
}

/** Said apart from the mapping, which may be piped into a file. */
const dayOrderOpen = (file: string, text: string): string =>
  `${file}: ${text} The mapping takes the day; --dates month-first takes the month.`;

function tell(found: readonly Finding[], isJson: boolean, first: string): void {
  if (isJson) {
    print(JSON.stringify(found, null, 1));
    return;
  }
  print(`${glyphs.ok} ${first}`);
  for (const { area, state, text, advice } of found) {
    print(fitted(`${glyphs[state]} ${area}: ${text}`, 2));
    if (advice !== '') print(fitted(`    ${advice}`));
  }
}
