import type { Configuration } from '../config/configuration.ts';
import type { Ports, State } from '../ports.ts';
import type { Coverage } from '../report/facts.ts';
import { sourceKey, type SourceRecord } from './record.ts';
import { readJson } from '../state.ts';
import { nothingSkipped, skippedOf } from '../load/skipped.ts';

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

/** What a report of a period says of each source: how far it was read, and what of it could not be. */
export async function coverageOf(
  configuration: Configuration,
  records: readonly (SourceRecord | undefined)[],
  titles: Readonly<Record<string, string>>,
  period: { readonly start_s: number },
  ports: Pick<Ports, 'warehouse'>,
): Promise<readonly Coverage[]> {
  const found: Coverage[] = [];
  for (const [i, source] of configuration.sources.entries()) {
    const record = records[i];
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

/**
 * Reasons not to send a report of a period: a source that was never read, does not reach the end of the period, is older than
 * `gates.max_staleness` at the instant asked for, or covers less than `gates.min_coverage`. Empty = may be sent.
 */
export function dataHolds(
  configuration: Configuration,
  records: readonly (SourceRecord | undefined)[],
  period: { readonly id: string; readonly end_s: number },
  asked_s: number,
): readonly string[] {
  const { max_staleness, min_coverage } = configuration.gates;
  return configuration.sources.flatMap((source, i): string[] => {
    const record = records[i];
    const because = record?.problem == null ? '' : ` (${record.problem})`;
    if (record?.watermark_s == null)
      return [`Source ${source.id} has never been read to its end${because}. Run casebook doctor.`];
    const until = new Date(record.watermark_s * 1000).toISOString();
    if (record.watermark_s < period.end_s)
      return [`Source ${source.id} is read up to ${until}, before the end of ${period.id}${because}.`];
    if (asked_s - record.watermark_s > max_staleness) {
      return [
        `Source ${source.id} is read up to ${until}, which is more than ${Math.round(max_staleness / 360) / 10} h ago${because}.`,
      ];
    }
    if (record.share !== null && record.share < min_coverage) {
      return [
        `Source ${source.id} covers ${(record.share * 100).toFixed(1)} % of its cases; gates.min_coverage asks for ${min_coverage * 100} %.`,
      ];
    }
    return [];
  });
}
