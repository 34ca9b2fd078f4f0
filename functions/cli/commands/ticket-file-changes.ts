import type { Answers } from '../../../shared/connectors/ticket-files/answers.ts';
import type { Status } from '../../../shared/connectors/ticket-files/value-words.ts';
import type { Arguments } from '../command.ts';
import { withHome } from '../home.ts';
import { wrapped } from '../../../shared/wrapped.ts';
import { columns } from '../terminal.ts';
import { asked, metricNamed } from './metrics.ts';

/** What an answer may change, over all that is stored. */
export interface Figures {
  /** Median time to resolve of all that the files tell, in hours; null: none. */
  readonly median_h: number | null;
  readonly open: number | null;
  /** Tickets by status of the file. */
  readonly tickets: ReadonlyMap<string, number>;
}

/** The figures as they are stored now. */
export const figuresOf = (given: Arguments): Promise<Figures> =>
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

/** How an answer reads in a sentence. */
const meant: Readonly<Record<Status, string>> = {
  new: 'new',
  open: 'open',
  pending_customer: 'waiting for the customer',
  pending_third_party: 'waiting for somebody else',
  solved: 'resolved',
  closed: 'closed',
  deleted: 'deleted',
  spam: 'spam',
  merged: 'merged into another',
  other: 'unfinished, for reasons of its own',
};

/** The answers, and what they changed: "Pending now means waiting for the customer: 312 tickets, ...". */
export function changed({ statuses, day_order, time_zone }: Answers, before: Figures, after: Figures): string {
  const told = [
    ...Object.entries(statuses ?? {}).map(
      ([raw, status]) => `${raw} now means ${meant[status]}: ${ticketsText(after.tickets.get(raw) ?? 0)}`,
    ),
    ...(day_order === undefined
      ? []
      : [`Dates are now read with the ${day_order === 'day_first' ? 'day' : 'month'} first`]),
    ...(time_zone === undefined ? [] : [`Times are now those of ${time_zone}`]),
  ];
  const figures = [
    compared('median time to resolve', before.median_h, after.median_h, (hours) => hours.toFixed(1), ' hours'),
    compared('open tickets', before.open, after.open, String, ''),
  ];
  return wrapped(`${told.join('; ')}, ${figures.join(', ')}.`, columns()).join('\n');
}

const ticketsText = (n: number): string => `${n} ${n === 1 ? 'ticket' : 'tickets'}`;

function compared(
  what: string,
  before: number | null,
  after: number | null,
  text: (value: number) => string,
  unit: string,
): string {
  const [old, now] = [before, after].map((value) => (value === null ? 'unknown' : text(value)));
  return old === now
    ? `${what} ${now}${now === 'unknown' ? '' : unit} as before`
    : `${what} ${now} instead of ${old}${old === 'unknown' && now === 'unknown' ? '' : unit}`;
}
