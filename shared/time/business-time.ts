import { alwaysOpen, openingsOn, versionOn, type Calendar } from './calendar.ts';
import { instantOf, zonedDayStart_s } from './zone.ts';

/**
 * Business seconds in [from_s, to_s): the overlap with the real instants of the calendar's openings (METRICS.md section 4). A
 * wall time in a gap moves forward by the gap; in a repeated hour an opening begins at the first pass and ends at the second;
 * overlapping openings count once; a local day that its zone skips has none. 0 when to_s <= from_s. No limit on the distance.
 */
export function businessSeconds(calendar: Calendar, from_s: number, to_s: number): number {
  if (to_s <= from_s) return 0;
  const index = latest.calendar === calendar ? latest : (latest = indexOf(calendar));
  return businessUntil(index, to_s) - businessUntil(index, from_s);
}

/**
 * How it is fast: for each UTC day the index holds the business seconds before it and its first opening, so a question is one
 * division and a clamp, and nothing depends on the hour. Days are added in blocks when first asked for.
 */
interface Index {
  readonly calendar: Calendar;
  /** The first day held, in days since 1970-01-01; a multiple of blockDays. */
  low: number;
  /**
   * `width` numbers a day: the business seconds before it, counted from where the index began; when it first opens, in seconds
   * since midnight UTC, and for how long; where its further openings stand in `further`, 0 when it has none.
   */
  days: Float64Array;
  /** Business seconds before the day after the last one held. */
  until: number;
  /** The further openings of a day as start and length, start and length, -1. Place 0 is nobody's. */
  readonly further: number[];
}
const indices = new WeakMap<Calendar, Index>();
const day_s = 86_400;
const blockDays = 512;
const block_s = blockDays * day_s;
const width = 4;
/** Callers ask for one calendar many times in a row. */
let latest = indexOf(alwaysOpen);

function indexOf(calendar: Calendar): Index {
  const known = indices.get(calendar) ?? { calendar, low: 0, days: new Float64Array(), until: 0, further: [-1] };
  indices.set(calendar, known);
  return known;
}

function businessUntil(index: Index, at_s: number): number {
  const day = Math.floor(at_s / day_s);
  let place = (day - index.low) * width;
  if (place < 0 || place >= index.days.length) place = extend(index, day);
  const { days } = index;
  const second = at_s - day * day_s;
  const sum = (days[place] ?? 0) + openFor(second, days[place + 1] ?? 0, days[place + 2] ?? 0);
  const further = days[place + 3] ?? 0;
  return further === 0 ? sum : sum + openedFurther(index, further, second);
}

/** How long of an opening has passed at a second of the day. */
const openFor = (second: number, open: number, length: number): number => Math.min(Math.max(second - open, 0), length);

function openedFurther({ further }: Index, from: number, second: number): number {
  let sum = 0;
  for (let i = from; (further[i] ?? -1) >= 0; i += 2) sum += openFor(second, further[i] ?? 0, further[i + 1] ?? 0);
  return sum;
}

/** Adds blocks until `day` is among them; they stay in one piece, so that sums carry over. Answers the day's place. */
function extend(index: Index, day: number): number {
  const { calendar, further } = index;
  if (index.days.length === 0) index.low = Math.floor(day / blockDays) * blockDays;
  while (day < index.low) {
    const { days, total } = build(calendar, index.low / blockDays - 1, further);
    index.days = joined(raised(days, (index.days[0] ?? 0) - total), index.days);
    index.low -= blockDays;
  }
  while ((day - index.low) * width >= index.days.length) {
    const { days, total } = build(calendar, (index.low + index.days.length / width) / blockDays, further);
    index.days = joined(index.days, raised(days, index.until));
    index.until += total;
  }
  return (day - index.low) * width;
}

/** The days of a block as the index holds them, counted from its start; `further` grows by what they need. */
function build(calendar: Calendar, number: number, further: number[]): { days: Float64Array; total: number } {
  const days = new Float64Array(blockDays * width);
  const pieces = piecesOf(calendar, number);
  let total = 0;
  let i = 0;
  for (let day = 0; day < blockDays; day++) {
    const own: number[] = [];
    const before = total;
    for (let piece = pieces[i]; piece && piece[0] < (day + 1) * day_s; piece = pieces[++i]) {
      own.push(piece[0] - day * day_s, piece[1] - piece[0]);
      total += piece[1] - piece[0];
    }
    const [open = 0, length = 0, ...more] = own;
    days.set([before, open, length, more.length === 0 ? 0 : further.length], day * width);
    if (more.length > 0) further.push(...more, -1);
  }
  return { days, total };
}

function raised(days: Float64Array, by: number): Float64Array {
  for (let place = 0; place < days.length; place += width) days[place] = (days[place] ?? 0) + by;
  return days;
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The openings of a block as seconds since its start: sorted, merged, cut at midnights UTC. */
function piecesOf(calendar: Calendar, number: number): readonly (readonly [open: number, close: number])[] {
  const start = number * block_s;
  const real: (readonly [number, number])[] = [];
  // Local days reach 14 hours around UTC, and an opening may end on the day after the next.
  for (let day = number * blockDays - 3; day <= (number + 1) * blockDays + 1; day++) {
    const openings = openingsOn(calendar, day);
    if (openings.length === 0) continue;
    const { zone } = versionOn(calendar, day);
    if (zonedDayStart_s(day, zone) === zonedDayStart_s(day + 1, zone)) continue;
    for (const { open_min, close_min } of openings) {
      const open = instantOf(day, open_min * 60, zone, 'first') - start;
      const close = instantOf(day, close_min * 60, zone, 'second') - start;
      if (close > open) real.push([open, close]);
    }
  }
  const merged: [number, number][] = [];
  for (const [open, close] of real.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && open <= last[1]) last[1] = Math.max(last[1], close);
    else merged.push([open, close]);
  }
  const pieces: (readonly [number, number])[] = [];
  for (const [open, close] of merged) {
    const end = Math.min(close, block_s);
    for (let from = Math.max(open, 0); from < end; from = (Math.floor(from / day_s) + 1) * day_s) {
      pieces.push([from, Math.min(end, (Math.floor(from / day_s) + 1) * day_s)]);
    }
  }
  return pieces;
}
