import { literal } from '../lake/literal.ts';
import type { Ports } from '../ports.ts';

/** Proof of life: what a source usually tells at which hour of the week, and what it told in a period. */
export interface Rhythm {
  readonly source: string;
  /** When its newest case began. */
  readonly newest_s: number;
  /** New cases that its usual rhythm has between then and the end of the period. */
  readonly expected: number;
  /** New cases in the period. */
  readonly n: number;
  /** The fewest and the most in as many days of the eight weeks before; null without four such spans, or where there were few. */
  readonly usual: readonly [least: number, most: number] | null;
}

const hour_s = 3600;
const week_s = 7 * 86_400;
const weeksBack = 8;
/** A Poisson process with this many expected cases has none once in 22,000 times. */
const silentFrom = 10;
/** Spans with fewer cases than this halve and double by chance. */
const fewest = 20;

/** New cases of an hour, as the lake has them. */
export interface HourOfSource {
  readonly source: string;
  readonly hour_s: number;
  readonly n: number;
}

/** How each source that has any case kept its rhythm up to the end of a period. */
export async function rhythms(
  { warehouse }: Pick<Ports, 'warehouse'>,
  period: { readonly start_s: number; readonly end_s: number },
): Promise<readonly Rhythm[]> {
  const from_s = period.start_s - (weeksBack + 1) * week_s;
  const { rows } = await warehouse.query(
    'rhythm of sources',
    `WITH newest AS (SELECT source, max(created_s) AS newest_s FROM tickets
  WHERE created_s < ${literal(period.end_s)} GROUP BY source)
SELECT t.source, t.created_s - mod(t.created_s, ${hour_s}) AS hour_s, count(*) AS n
FROM tickets AS t JOIN newest ON newest.source = t.source
WHERE t.created_s < ${literal(period.end_s)}
  AND (t.created_s >= ${literal(from_s)} OR t.created_s >= newest.newest_s - ${weeksBack * week_s})
GROUP BY t.source, t.created_s - mod(t.created_s, ${hour_s})`,
  );
  const hours = rows.map(([source, hour, n]): HourOfSource => ({
    source: String(source),
    hour_s: Number(hour),
    n: Number(n),
  }));
  return [...Map.groupBy(hours, ({ source }) => source)].map(([source, own]) => rhythmOf(source, own, period));
}

/** `hours`: of one source, at least one. */
export function rhythmOf(
  source: string,
  hours: readonly HourOfSource[],
  period: { readonly start_s: number; readonly end_s: number },
): Rhythm {
  const oldest_s = Math.min(...hours.map((each) => each.hour_s));
  const newest_s = Math.max(...hours.map((each) => each.hour_s));
  const between = (start_s: number, end_s: number): number =>
    hours.reduce((sum, each) => (each.hour_s >= start_s && each.hour_s < end_s ? sum + each.n : sum), 0);
  const length_s = period.end_s - period.start_s;
  const spans = Array.from({ length: weeksBack }, (_, i) => period.start_s - (i + 1) * week_s)
    .filter((start_s) => length_s <= week_s && start_s >= oldest_s)
    .map((start_s) => between(start_s, start_s + length_s));
  const isSteady = spans.length >= 4 && Math.min(...spans) >= fewest;
  return {
    source,
    newest_s,
    expected: expectedSince(hours, oldest_s, newest_s, period.end_s),
    n: between(period.start_s, period.end_s),
    usual: isSteady ? [Math.min(...spans), Math.max(...spans)] : null,
  };
}

/** Cases that the weeks up to the newest one have at the hours of the week between then and the end: nights and weekends count for what they are. */
function expectedSince(hours: readonly HourOfSource[], oldest_s: number, newest_s: number, end_s: number): number {
  const weeks = Math.min(weeksBack, Math.floor((newest_s - oldest_s) / week_s));
  if (weeks < 1) return 0;
  const from_s = newest_s + hour_s - weeks * week_s;
  const byHour = new Map<number, number>();
  for (const each of hours)
    if (each.hour_s >= from_s) {
      const slot = each.hour_s % week_s;
      byHour.set(slot, (byHour.get(slot) ?? 0) + each.n / weeks);
    }
  let expected = 0;
  for (let at = newest_s + hour_s; at + hour_s <= end_s; at += hour_s) expected += byHour.get(at % week_s) ?? 0;
  return expected;
}

/** Reasons not to send: a source that fell silent. No case at all is no "all clear" where there were always some. */
export const silenceHolds = (
  all: readonly Rhythm[],
  period: { readonly id: string; readonly end_s: number },
): readonly string[] =>
  all
    .filter(({ expected }) => expected >= silentFrom)
    .map(
      ({ source, newest_s, expected }) =>
        `Source ${source} fell silent: its newest case began on ${new Date(newest_s * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC, and by its usual rhythm about ${Math.round(expected)} more should have come before the end of ${period.id}. Look whether its export, its files or its credentials still reach all of it. If nothing came indeed, set gates.silence: send.`,
    );

/** Whether a period has less than half of the least, or more than twice the most, that is usual. */
export const isUnusual = ({ n, usual }: Rhythm): boolean => usual !== null && (n * 2 < usual[0] || n > usual[1] * 2);
