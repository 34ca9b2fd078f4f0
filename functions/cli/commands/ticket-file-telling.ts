import { counted } from '../../../shared/counted.ts';
import type { Proposal } from '../../../shared/connectors/ticket-files/proposal.ts';
import { factKindNames } from '../../../shared/knowledge/fact-kind.ts';
import { knownFacts } from '../../../shared/load/knows.ts';
import { flagsOf } from '../../../shared/operate/doctor-source.ts';
import type { Home } from '../home.ts';
import { wrapped } from '../../../shared/wrapped.ts';
import { columns } from '../terminal.ts';

/** What a person should know of a file before believing a number. */
export function shown({ path, what, trial, source, statuses, notes, questions, order, table }: Proposal): string {
  const day = (at_s: number): string => new Date(at_s * 1000).toISOString().slice(0, 10);
  const span = trial.from_s === null || trial.until_s === null ? '' : `, ${day(trial.from_s)} to ${day(trial.until_s)}`;
  const lines = [
    `${path}: ${what}; ${counted(trial.rows, 'row')}, ${counted(trial.tickets, 'ticket')}${span}.`,
    `Taken from it: ${Object.keys(source.columns)
      .map((name) => name.replaceAll('_', ' '))
      .join(', ')}.`,
    ...(table.passed.notes.length === 0
      ? []
      : [`Left out: ${counted(table.passed.notes.length, 'line')} of totals or notes.`]),
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
            `"${raw}" (${counted(rows, 'row')}) counts as unfinished; whom it waits for is not known. Tell it with --status "${raw}=pending_customer", say.`,
          ]
        : [],
    ),
    ...questions.flatMap((question) =>
      question.about === 'status'
        ? [
            `Unknown: the status "${question.raw}" of ${counted(question.rows, 'row')}. Tell it with --status "${question.raw}=pending_customer", say.`,
          ]
        : question.about === 'time_zone'
          ? [`Assumed: its times are of ${source.time_zone}. Another one: --time-zone ZONE, before the first report.`]
          : [],
    ),
  ];
  return lines.flatMap((line) => wrapped(line, columns())).join('\n');
}

/** What the files tell and what they do not, and values that contradict each other. */
export async function told({ configuration, ports }: Home): Promise<string> {
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
  end_in_future: 'with an end that had not come when the file was read: when they were resolved is unknown',
  days_only: 'with days and no time of day: how long they took is known to the day only',
  stale_stamp: 'unfinished, but with a time of resolution: the status counts',
  unclear_status: 'with a status without a meaning: nobody knows whether they are finished',
  no_resolved_at: 'finished, and no column says when',
  no_creation: 'without a time of creation: not counted',
  duplicate_rows: 'with rows that stand in a file twice: they count once',
  unclear_order: 'with different rows of one instant: the later line counts',
  contradicted_count: 'with a count of reopenings or hand-offs that the rows contradict',
};
