import { counted } from '../../shared/counted.ts';

/** A page tells how far a long pull is only after it has gone on for a while. */
const after_s = 5;
const hour_s = 3600;

interface Begun {
  readonly at_ms: number;
  readonly rows: number;
  readonly watermark_s: number | null;
}

/**
 * How fast the pages of a stream come, and how long that will go on: records a second, and the time left if the rest of the days takes as
 * long as those read by now. Of streams that do not follow time the time left is not known; before five seconds nothing is said.
 * `now_ms`: of the clock that all calls share; `now_s`: where time ends, epoch seconds.
 */
export function paceTeller(): (fields: Readonly<Record<string, unknown>>, now_ms: number, now_s: number) => string {
  const begun = new Map<string, Begun>();
  return ({ source, stream, rows, watermark_s: told }, now_ms, now_s) => {
    const key = `${String(source)} ${String(stream)}`;
    const watermark_s = typeof told === 'number' ? told : null;
    const found = begun.get(key);
    const first: Begun =
      found === undefined || (found.watermark_s === null && watermark_s !== null)
        ? { at_ms: now_ms, rows: Number(rows), watermark_s }
        : found;
    begun.set(key, first);
    const spent_s = (now_ms - first.at_ms) / 1000;
    if (spent_s < after_s) return '';
    const rate = `, ${Math.round((Number(rows) - first.rows) / spent_s)} a second`;
    if (watermark_s === null || first.watermark_s === null || watermark_s <= first.watermark_s) return rate;
    const left_s = (spent_s * Math.max(0, now_s - watermark_s)) / (watermark_s - first.watermark_s);
    return `${rate}, ${leftText(left_s)} left`;
  };
}

const leftText = (left_s: number): string =>
  left_s < 60
    ? 'less than a minute'
    : left_s < hour_s
      ? `about ${counted(Math.round(left_s / 60), 'minute')}`
      : `about ${counted(Math.round(left_s / hour_s), 'hour')}`;
