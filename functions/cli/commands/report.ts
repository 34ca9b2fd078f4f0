import { createReadStream, existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { systemClock } from '../../../shared/adapters/embedded/system-clock.ts';
import { readConfiguration } from '../../../shared/config/read.ts';
import { EventLogConfiguration } from '../../../shared/connectors/event-log/configuration.ts';
import type { Answers } from '../../../shared/connectors/ticket-files/answers.ts';
import {
  firstConfiguration,
  withFile,
  withStatuses,
  withTimes,
} from '../../../shared/connectors/ticket-files/first-configuration.ts';
import type { Proposal } from '../../../shared/connectors/ticket-files/proposal.ts';
import { propose } from '../../../shared/connectors/ticket-files/propose.ts';
import { ticketSheet } from '../../../shared/connectors/ticket-files/ticket-sheet.ts';
import { UsageError } from '../../../shared/errors.ts';
import { openTable } from '../../../shared/files/table.ts';
import { lastComplete } from '../../../shared/period.ts';
import { rhythms, silenceHolds } from '../../../shared/run/rhythm.ts';
import { sourceKey, type SourceRecord } from '../../../shared/run/record.ts';
import { known } from '../../../shared/run/registry.ts';
import { readJson } from '../../../shared/state.ts';
import type { Arguments, Command } from '../command.ts';
import { configurationAt, withHome, type Home } from '../home.ts';
import { wrapped } from '../../../shared/wrapped.ts';
import { columns, print, say } from '../terminal.ts';
import { placesOf } from '../workspace.ts';
import { isSample } from './init.ts';
import { pullIn } from './pull.ts';
import { runIn } from './run.ts';
import { answersOf, fileAnswers, requireFile } from './ticket-file-answers.ts';
import { changed, figuresOf } from './ticket-file-changes.ts';
import { settled } from './ticket-file-questions.ts';
import { siblings } from './ticket-file-siblings.ts';
import { shown, told } from './ticket-file-telling.ts';

export const report: Command = {
  takes: 'FILE...',
  options: {
    yes: { help: 'asks nothing: what a file does not say stays unknown' },
    ...fileAnswers,
    name: { takes: 'TEXT', help: 'of the organisation (default: Your organisation)' },
  },
  examples: [
    ['casebook report tickets.csv', 'the first mails of an export'],
    ['casebook report tickets.xlsx --yes --time-zone Europe/Berlin', 'the same without a question'],
    ['casebook report "tickets (1).csv"', 'a newer export of the same tickets'],
    ['casebook report tickets.csv --status Parked=pending_customer', 'another answer, and what it changes'],
  ],
  run: async (given) => {
    const files = given.positionals;
    if (files.length === 0)
      throw new UsageError('casebook report: expected a file of tickets, such as casebook report tickets.csv.');
    for (const file of files) requireFile('report', file);
    const { config } = placesOf(given);
    const answers = await withSheet(files[0] ?? '', answersOf(given));
    if (!existsSync(config) || (await isSample(config))) {
      await begin(config, files, answers, given);
      return render(given);
    }
    const isCorrected = [answers.statuses, answers.day_order, answers.time_zone].some((each) => each !== undefined);
    const before = isCorrected ? await figuresOf(given) : undefined;
    await amend(config, files, answers);
    const status = await render(given);
    if (before !== undefined) say(changed(answers, before, await figuresOf(given)));
    return status;
  },
};

/** Of a workbook with several sheets the one with the tickets. */
async function withSheet(file: string, answers: Answers): Promise<Answers> {
  const asked = { now_s: systemClock.now_s(), zone: 'UTC', answers };
  return { ...answers, sheet: await ticketSheet(file, () => createReadStream(file), asked) };
}

/** Proposes, asks, shows, writes the configuration. */
async function begin(config: string, files: readonly string[], answers: Answers, given: Arguments): Promise<void> {
  const zone = given.one('time-zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const proposals: Proposal[] = [];
  for (const [i, group] of (await siblings(files, answers.sheet)).entries()) {
    const patterns = group.patterns.map((path) =>
      relative(dirname(resolve(config)), resolve(path)).replaceAll('\\', '/'),
    );
    proposals.push(
      await settled(group.newest, answers, given, { zone, patterns, id: i === 0 ? 'tickets' : `tickets-${i + 1}` }),
    );
  }
  const time_zone = proposals[0]?.source.time_zone === 'UTC' ? zone : (proposals[0]?.source.time_zone ?? zone);
  const text = firstConfiguration(proposals, { name: given.one('name') ?? 'Your organisation', time_zone });
  readConfiguration(text, config, known);
  await writeFile(config, text);
  for (const proposal of proposals) say(shown(proposal));
  say(`Wrote ${config}: it says what was taken for what.`);
}

/** A configuration that is there already: a newer export joins its source, an answer changes its mapping. */
async function amend(config: string, files: readonly string[], answers: Answers): Promise<void> {
  const configuration = await configurationAt(config);
  let text = await readFile(config, 'utf8');
  const root = dirname(resolve(config));
  for (const file of files) {
    const table = await openTable(createReadStream(file), file, { sheet: answers.sheet });
    const source = configuration.sources.find(
      (each) =>
        each.connector === 'event-log' &&
        [each['ticket'], each['at']].flat().every((name) => table.header.includes(String(name))),
    );
    if (source === undefined)
      throw new UsageError(
        `${config} has no source with the columns of ${file}. Name another configuration with --config, or add a source (casebook doctor --suggest ${file} proposes one).`,
      );
    const { folderFiles } = await import('../../../shared/adapters/embedded/folder-files.ts');
    const path = relative(root, resolve(file)).replaceAll('\\', '/');
    const matched = await folderFiles(root).match(source['files'] as readonly string[]);
    if (!matched.some((each) => each.path === path)) text = withFile(text, source.id, path);
    if (answers.statuses !== undefined) text = withStatuses(text, source.id, answers.statuses);
    if (answers.day_order !== undefined || answers.time_zone !== undefined) {
      const zone = answers.time_zone ?? EventLogConfiguration.parse(source).time_zone;
      const asked = { now_s: systemClock.now_s(), zone, answers: { ...answers, time_zone: zone } };
      text = withTimes(text, source.id, (await propose(file, () => createReadStream(file), asked)).source);
    }
  }
  readConfiguration(text, config, known);
  await writeFile(config, text);
}

/** Renders the reports of the last complete week that the data cover; sends nothing. */
async function render(given: Arguments): Promise<number> {
  return withHome(given, 'write', async (home) => {
    const logs = home.configuration.sources.filter(({ connector }) => connector === 'event-log').map(({ id }) => id);
    if (!(await pullIn(home, logs))) return 1;
    const { until_s, created_s } = await reachOf(home, logs);
    const isSilent = await fellSilent(home, until_s, created_s);
    if (isSilent) {
      const day = new Date(created_s * 1000).toISOString().slice(0, 10);
      const text = `The newest ticket is of ${day}: the mails are of the last week that was complete by then.`;
      say(wrapped(text, columns()).join('\n'));
    }
    const status = await renderedAt(home, isSilent ? created_s : until_s);
    say(await told(home));
    print(`${relative('.', home.outFolder)}/dry-run/index.html`);
    return status;
  });
}

const renderedAt = (home: Home, at_s: number): Promise<number> =>
  runIn(home, {
    positionals: [],
    flag: (name) => name === 'dry-run' || name === 'no-pull',
    one: (name) => (name === 'as-of' ? new Date(at_s * 1000).toISOString() : undefined),
    many: (name) => (name === 'report' ? ['lead-weekly', 'executive-weekly'] : []),
  });

/**
 * Whether a source would hold the last complete week as silent. Ends may reach further than creations: the week may have no new case
 * because the file has none, not because none came.
 */
async function fellSilent({ configuration, ports }: Home, at_s: number, created_s: number): Promise<boolean> {
  if (configuration.gates.silence === 'send') return false;
  const { time_zone: zone, fiscal_year_start_month } = configuration.organisation;
  const week = lastComplete('week', at_s, { zone, fiscal_year_start_month });
  return created_s < week.end_s && silenceHolds(await rhythms(ports, week), week).length > 0;
}

/** How far the files tell: their newest instant that is no future, and the newest creation up to it. */
async function reachOf({ ports }: Home, sources: readonly string[]) {
  const records = await Promise.all(sources.map((id) => readJson<SourceRecord>(ports.state, sourceKey(id))));
  const until_s = Math.max(0, ...records.map((record) => record?.watermark_s ?? 0)) || ports.clock.now_s();
  const { rows } = await ports.warehouse.query(
    'newest creation',
    `SELECT max(created_s) AS created_s FROM tickets WHERE created_s <= ${until_s}`,
  );
  return { until_s, created_s: typeof rows[0]?.[0] === 'number' ? rows[0][0] : until_s };
}
