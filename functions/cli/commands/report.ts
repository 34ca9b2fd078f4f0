import { createReadStream, existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import process, { stderr, stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { systemClock } from '../../../shared/adapters/embedded/system-clock.ts';
import { readConfiguration } from '../../../shared/config/read.ts';
import {
  firstConfiguration,
  withFile,
  withStatuses,
} from '../../../shared/connectors/ticket-files/first-configuration.ts';
import {
  propose,
  type Answers,
  type Proposal,
  type Question,
} from '../../../shared/connectors/ticket-files/propose.ts';
import { statusNames, type Status } from '../../../shared/connectors/ticket-files/value-words.ts';
import { ticketSheet } from '../../../shared/connectors/ticket-files/ticket-sheet.ts';
import { EventLogConfiguration } from '../../../shared/connectors/event-log/configuration.ts';
import { tried } from '../../../shared/connectors/ticket-files/trial.ts';
import { InputError, UsageError } from '../../../shared/errors.ts';
import { openTable } from '../../../shared/files/table.ts';
import { factKindNames } from '../../../shared/knowledge/fact-kind.ts';
import { flagsOf } from '../../../shared/operate/doctor-source.ts';
import { knownFacts } from '../../../shared/load/knows.ts';
import { known } from '../../../shared/run/registry.ts';
import { isZone } from '../../../shared/time/zone.ts';
import type { Arguments, Command } from '../command.ts';
import { configurationAt, withHome, type Home } from '../home.ts';
import { placesOf } from '../workspace.ts';
import { wrapped } from '../layout.ts';
import { columns, print, say } from '../terminal.ts';
import { isSample } from './init.ts';
import { asked, metricNamed } from './metrics.ts';
import { runIn } from './run.ts';
import { answersOf, fileAnswers } from './ticket-file-answers.ts';
import { siblings } from './ticket-file-siblings.ts';

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
  ],
  run: async (given) => {
    const files = given.positionals;
    if (files.length === 0)
      throw new UsageError('casebook report: expected a file of tickets, such as casebook report tickets.csv.');
    for (const file of files) if (!existsSync(file)) throw new UsageError(`casebook report: there is no file ${file}.`);
    const { config } = placesOf(given);
    const answers = await withSheet(files[0] ?? '', answersOf(given));
    if (!existsSync(config) || (await isSample(config))) {
      await begin(config, files, answers, given);
      return render(given);
    }
    const before = answers.statuses === undefined ? undefined : await figuresOf(given);
    await amend(config, files, answers);
    const status = await render(given);
    if (before !== undefined) say(changed(answers.statuses ?? {}, before, await figuresOf(given)));
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

interface Place {
  readonly zone: string;
  readonly patterns: readonly string[];
  readonly id: string;
}

/** Proposes again with every answer, until nothing that must be known is open. */
async function settled(
  file: string,
  told: Answers,
  given: Arguments,
  { zone, patterns, id }: Place,
): Promise<Proposal> {
  const find = (answers: Answers): Promise<Proposal> =>
    propose(file, () => createReadStream(file), { now_s: systemClock.now_s(), zone, files: patterns, id, answers });
  const first = await find(told);
  if (first.questions.length === 0) return first;
  const isAsked = stdin.isTTY && !given.flag('yes');
  const answers = isAsked ? await askedOf(first.questions, told, zone) : told;
  const dates = first.questions.find(({ about }) => about === 'day_order');
  if (dates !== undefined && answers.day_order === undefined)
    throw new InputError(
      `${file}: ${dates.text} Run again with --dates day-first or --dates month-first. Nothing was written.`,
    );
  return answers === told ? first : find(answers);
}

async function askedOf(questions: readonly Question[], told: Answers, zone: string): Promise<Answers> {
  const reader = createInterface({ input: stdin, output: stderr });
  reader.on('close', () => process.kill(process.pid, 'SIGINT'));
  const ask = async <T>(text: string, read: (answer: string) => T | undefined): Promise<T> => {
    for (;;) {
      const found = read((await reader.question(`${wrapped(text, columns()).join('\n')} `)).trim());
      if (found !== undefined) return found;
    }
  };
  let answers = told;
  try {
    for (const question of questions) {
      if (question.about === 'day_order')
        answers = {
          ...answers,
          day_order: await ask(`${question.text} (day or month)`, (text) =>
            /^d/i.test(text) ? 'day_first' : /^m/i.test(text) ? 'month_first' : undefined,
          ),
        };
      else if (question.about === 'time_zone')
        answers = {
          ...answers,
          time_zone: await ask(`In which time zone are its times? [${zone}]`, (text) =>
            text === '' ? zone : isZone(text) ? text : undefined,
          ),
        };
      else {
        const meaning = await ask(
          `${question.text} (${statusNames.join(', ')}) [unknown]`,
          (text): Status | 'unknown' | undefined =>
            text === '' || text === 'unknown' ? 'unknown' : statusNames.find((name) => name === text),
        );
        if (meaning !== 'unknown') answers = { ...answers, statuses: { ...answers.statuses, [question.raw]: meaning } };
      }
    }
  } finally {
    reader.removeAllListeners('close').close();
  }
  return answers;
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
        [each['ticket'], each['at']].every((name) => table.header.includes(String(name))),
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
  }
  readConfiguration(text, config, known);
  await writeFile(config, text);
}

/** What a person should know of a file before believing a number. */
function shown({ path, what, trial, source, statuses, notes, questions, order, table }: Proposal): string {
  const day = (at_s: number): string => new Date(at_s * 1000).toISOString().slice(0, 10);
  const span = trial.from_s === null || trial.until_s === null ? '' : `, ${day(trial.from_s)} to ${day(trial.until_s)}`;
  const lines = [
    `${path}: ${what}; ${trial.rows} rows, ${trial.tickets} tickets${span}.`,
    `Taken from it: ${Object.keys(source.columns)
      .map((name) => name.replaceAll('_', ' '))
      .join(', ')}.`,
    ...(table.passed.notes.length === 0 ? [] : [`Left out: ${table.passed.notes.length} lines of totals or notes.`]),
    ...(trial.aside === 0
      ? []
      : [
          `Set aside: ${trial.aside} ${trial.aside === 1 ? 'row' : 'rows'} that cannot be read; casebook doctor and the mails count them.`,
        ]),
    ...(trial.repeated === 0
      ? []
      : [`${trial.repeated} ${trial.repeated === 1 ? 'row stands' : 'rows stand'} in it twice and count once.`]),
    ...(order.by === 'proved' ? [`Day and month: ${order.because}.`] : []),
    ...notes.map((note) => `${note}.`),
    ...(statuses?.doubts ?? []).map((doubt) => `Look at this: ${doubt}.`),
    ...(statuses?.meanings ?? []).flatMap(({ raw, rows, by }) =>
      by === 'waiting'
        ? [
            `"${raw}" (${rows} rows) counts as unfinished; whom it waits for is not known. Tell it with --status "${raw}=pending_customer", say.`,
          ]
        : [],
    ),
    ...questions.flatMap((question) =>
      question.about === 'status'
        ? [
            `Unknown: the status "${question.raw}" of ${question.rows} rows. Tell it with --status "${question.raw}=pending_customer", say.`,
          ]
        : question.about === 'time_zone'
          ? [`Assumed: its times are of ${source.time_zone}. Another one: --time-zone ZONE, before the first report.`]
          : [],
    ),
  ];
  return lines.flatMap((line) => wrapped(line, columns())).join('\n');
}

/** Renders the reports of the last complete week that the data cover; sends nothing. */
async function render(given: Arguments): Promise<number> {
  return withHome(given, 'write', async (home) => {
    const as_of = new Date((await reachOf(home)) * 1000).toISOString();
    const status = await runIn(home, {
      positionals: [],
      flag: (name) => name === 'dry-run',
      one: (name) => (name === 'as-of' ? as_of : undefined),
      many: (name) => (name === 'report' ? ['lead-weekly', 'executive-weekly'] : []),
    });
    say(await told(home));
    print(`${relative('.', home.outFolder)}/dry-run/index.html`);
    return status;
  });
}

/** What the files tell and what they do not, and values that contradict each other. */
async function told({ configuration, ports }: Home): Promise<string> {
  const sources = configuration.sources.filter(({ connector }) => connector === 'event-log').map(({ id }) => id);
  const facts = await knownFacts(ports, sources);
  const named = (wanted: boolean): string =>
    factKindNames
      .filter((fact) => facts.some((known) => known.fact === fact && (known.told !== 'none') === wanted))
      .map((fact) => fact.replaceAll('_', ' '))
      .join(', ');
  const doubts = (await Promise.all(sources.map((source) => flagsOf(source, ports)))).flat();
  const lines = [
    `Told: ${named(true)}.`,
    `Not told, so no number says it: ${named(false)}. casebook knows says which column would tell it.`,
    ...doubts.flatMap(([flag, n]) => {
      const text = doubtful[flag];
      return text === undefined ? [] : [`Doubtful: ${n} ${n === 1 ? 'ticket' : 'tickets'} ${text}.`];
    }),
  ];
  return lines.flatMap((line) => wrapped(line, columns())).join('\n');
}

/** What is odd about a ticket, by the flags of data quality that files bring about. */
const doubtful: Readonly<Record<string, string>> = {
  clock_order: 'with an end or a reply before the creation: such times are unknown',
  stale_stamp: 'unfinished, but with a time of resolution: the status counts',
  no_resolved_at: 'finished, and no column says when',
  no_creation: 'without a time of creation: not counted',
  duplicate_rows: 'with rows that stand in a file twice: they count once',
  unclear_order: 'with different rows of one instant: the later line counts',
  contradicted_count: 'with a count of reopenings or hand-offs that the rows contradict',
};

/** The newest instant that the files of all logs tell, but not the future: typing errors lie there. */
async function reachOf({ configuration, ports }: Home): Promise<number> {
  const now_s = ports.clock.now_s();
  let until_s = 0;
  for (const found of configuration.sources.filter(({ connector }) => connector === 'event-log')) {
    const source = EventLogConfiguration.parse(found);
    for (const { path } of await ports.files.match(source.files))
      until_s = Math.max(until_s, (await tried(path, () => ports.files.open(path), source, now_s)).until_s ?? 0);
  }
  return until_s === 0 ? now_s : until_s;
}

interface Figures {
  /** Median time to resolve of all that the files tell, in hours; null: none. */
  readonly median_h: number | null;
  readonly open: number | null;
  /** Tickets by status of the file. */
  readonly tickets: ReadonlyMap<string, number>;
}

/** What an answer about a status changes, over all that is stored. */
const figuresOf = (given: Arguments): Promise<Figures> =>
  withHome(given, 'read', async (home) => {
    const { evaluate } = await import('../../../shared/metrics/evaluate.ts');
    const { period, context } = await asked({ ...given, one: (name) => (name === 'period' ? 'all' : undefined) }, home);
    const measured = await evaluate(
      ['dts_p50', 'backlog'].map((id) => ({ metric: metricNamed(id), period, by: [] })),
      context,
    );
    const [median, open] = measured.map(({ value }) => (value.status === 'known' ? value.value : null));
    const { rows } = await home.ports.warehouse.query(
      'tickets by status',
      'SELECT status_raw, count(*) AS n FROM tickets GROUP BY status_raw',
    );
    return {
      median_h: median == null ? null : median / 3600,
      open: open ?? null,
      tickets: new Map(rows.map(([raw, n]) => [String(raw), Number(n)])),
    };
  });

/** The answer, and what it changed. */
function changed(statuses: NonNullable<Answers['statuses']>, before: Figures, after: Figures): string {
  const hours = (value: number | null): string => (value === null ? 'unknown' : `${value.toFixed(1)} h`);
  const count = (value: number | null): string => (value === null ? 'unknown' : String(value));
  const told = Object.entries(statuses).map(
    ([raw, status]) => `${raw} now means ${status.replaceAll('_', ' ')}: ${after.tickets.get(raw) ?? 0} tickets`,
  );
  const text = `${told.join('; ')}. Median time to resolve ${hours(after.median_h)} instead of ${hours(before.median_h)}, open tickets ${count(after.open)} instead of ${count(before.open)}.`;
  return wrapped(text, columns()).join('\n');
}
