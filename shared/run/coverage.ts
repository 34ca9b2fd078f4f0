import type { Configuration } from '../config/configuration.ts';
import type { Ports, State } from '../ports.ts';
import type { Coverage } from '../report/facts.ts';
import { sourceKey, type SourceRecord } from './record.ts';
import { isUnusual, type Rhythm } from './rhythm.ts';
import { readJson } from '../state.ts';
import { nothingSkipped, skippedOf } from '../load/skipped.ts';
import { momentIn } from '../time/moment.ts';

/** The records of every configured source; one that was never read has none. */
export async function sourceRecords(
  configuration: Configuration,
  state: State,
): Promise<readonly (SourceRecord | undefined)[]> {
  return Promise.all(configuration.sources.map((source) => readJson<SourceRecord>(state, sourceKey(source.id))));
}

/** as_of: the earlier of the instant asked for and the oldest watermark of the sources (METRICS.md section 1). */
export const asOf = (asked_s: number, records: readonly (SourceRecord | undefined)[]): number =>
  Math.min(asked_s, ...records.flatMap((record) => (record?.watermark_s == null ? [] : [record.watermark_s])));

/**
 * The instant up to which numbers count facts: files hold it back in what a report shows as "data as of", not here, because answers and
 * costs that were imported may be newer than the newest row of a log.
 */
export const measuredAsOf = (asked_s: number, records: readonly (SourceRecord | undefined)[]): number =>
  asOf(
    asked_s,
    records.filter((record) => record?.edges?.is_by_data !== true),
  );

/** What a report of a period says of each source: how far it was read, and what of it could not be. */
export async function coverageOf(
  configuration: Configuration,
  records: readonly (SourceRecord | undefined)[],
  titles: Readonly<Record<string, string>>,
  period: { readonly start_s: number },
  ports: Pick<Ports, 'warehouse'>,
  life: readonly Rhythm[],
): Promise<readonly Coverage[]> {
  const found: Coverage[] = [];
  for (const [i, source] of configuration.sources.entries()) {
    const record = records[i];
    const rhythm = life.find((one) => one.source === source.id);
    const { reason: _, ...skipped } =
      record === undefined
        ? nothingSkipped
        : await skippedOf(ports, { source: source.id, run: record.run, since_s: period.start_s });
    found.push({
      source: source.id,
      name: titles[source.connector] ?? source.connector,
      share: record?.share ?? null,
      watermark_s: record?.watermark_s ?? null,
      problem: record === undefined ? 'never read' : record.problem,
      skipped,
      ...(rhythm?.usual != null && isUnusual(rhythm) ? { unusual: { n: rhythm.n, usual: rhythm.usual } } : {}),
    });
  }
  return found;
}

/** Reasons not to correct what was sent: after a reading that stopped early, what changed is half read. Empty = may be sent. */
export function correctionHolds(
  configuration: Configuration,
  records: readonly (SourceRecord | undefined)[],
): readonly string[] {
  return configuration.sources.flatMap(({ id }, i) => {
    const problem = records[i]?.problem ?? null;
    return problem === null
      ? []
      : [`The last reading of ${id} stopped early (${problem}): a correction waits until it is read to its end.`];
  });
}

/** A first ticket so long after the beginning of a period does not make the period a part. */
const quiet_s = 86_400;

/**
 * Reasons not to send a report of a period: a source that was never read, whose data begin after the period or end before it does, is
 * older than `gates.max_staleness` at the instant asked for, or covers less than `gates.min_coverage`. Empty = may be sent.
 */
export function dataHolds(
  configuration: Configuration,
  records: readonly (SourceRecord | undefined)[],
  period: { readonly id: string; readonly start_s: number; readonly end_s: number },
  asked_s: number,
): readonly string[] {
  const zone = configuration.organisation.time_zone;
  return configuration.sources.flatMap((source, i) => {
    const record = records[i];
    const because = record?.problem == null ? '' : ` (${record.problem})`;
    if (record?.watermark_s == null)
      return [`Source ${source.id} has never been read to its end${because}. Run casebook doctor.`];
    const reason =
      lateReason(record, period, configuration, asked_s) ??
      earlyReason(record, period, configuration) ??
      shareReason(record, configuration.gates.min_coverage);
    return reason === null ? [] : [`Source ${source.id} ${reason(momentIn(zone))}${because}.`];
  });
}

type Day = (at_s: number) => string;
type Words = (day: Day) => string;

function lateReason(
  { watermark_s, edges }: SourceRecord,
  period: { readonly id: string; readonly end_s: number },
  { gates: { max_staleness } }: Configuration,
  asked_s: number,
): Words | null {
  const until_s = watermark_s ?? 0;
  if (edges?.is_by_data === true)
    return until_s >= period.end_s - max_staleness
      ? null
      : (day) =>
          `has data up to ${day(until_s)}, and ${period.id} ends on ${day(period.end_s)}: bring newer files, or state complete_until if nothing happened since`;
  if (until_s < period.end_s)
    return (day) => `is read up to ${day(until_s)}, before the end of ${period.id} on ${day(period.end_s)}`;
  return asked_s - until_s <= max_staleness
    ? null
    : (day) => `is read up to ${day(until_s)}, which is more than ${Math.round(max_staleness / 360) / 10} h ago`;
}

/** A period that began before the data is known in part only. */
function earlyReason(
  { edges }: SourceRecord,
  period: { readonly id: string; readonly start_s: number },
  { gates: { partial_periods } }: Configuration,
): Words | null {
  const from_s = edges?.whole_from_s ?? null;
  if (from_s === null || partial_periods === 'mark' || from_s <= period.start_s + quiet_s) return null;
  return (day) =>
    `has data from ${day(from_s)} on, and ${period.id} begins on ${day(period.start_s)}: it is known in part only (gates.partial_periods: mark sends it all the same)`;
}

const shareReason = ({ share }: SourceRecord, least: number): Words | null =>
  share === null || share >= least
    ? null
    : () => `covers ${(share * 100).toFixed(1)} % of its cases; gates.min_coverage asks for ${least * 100} %`;
