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
 * How it is fast: for each UTC day the index holds the business seconds before it and the openings inside it, so a question is
 * two array look-ups. Blocks of days are added when first asked for.
 */
interface Index {
  readonly calendar: Calendar;
  /** Consecutive blocks; blocks[0] has the number `low`. */
  readonly blocks: Block[];
  low: number;
}
interface Block {
  /** Business seconds before each day of the block, and at its end, counted from where the index began. */
  readonly before: Float64Array;
  /** Where the openings of each day start in `opens` and `closes`. */
  readonly first: Int32Array;
  /** Seconds since the block's start, in order, without overlap, cut at midnights UTC. */
  readonly opens: Int32Array;
  readonly closes: Int32Array;
}
const indices = new WeakMap<Calendar, Index>();
const day_s = 86_400;
const blockDays = 512;
const block_s = blockDays * day_s;
/** Callers ask for one calendar many times in a row. */
let latest = indexOf(alwaysOpen);

function indexOf(calendar: Calendar): Index {
  const known = indices.get(calendar) ?? { calendar, blocks: [], low: 0 };
  indices.set(calendar, known);
  return known;
}

function businessUntil(index: Index, at_s: number): number {
  const number = Math.floor(at_s / block_s);
  const { before, first, opens, closes } = index.blocks[number - index.low] ?? extend(index, number);
  const second = at_s - number * block_s;
  const day = Math.floor(second / day_s);
  let sum = before[day] ?? 0;
  const end = first[day + 1] ?? 0;
  for (let i = first[day] ?? 0; i < end; i++) {
    const open = opens[i] ?? 0;
    if (second <= open) break;
    const close = closes[i] ?? 0;
    sum += (second < close ? second : close) - open;
  }
  return sum;
}

/** Adds blocks until `number` is among them; they stay in one piece, so that sums carry over. */
function extend(index: Index, number: number): Block {
  const { blocks, calendar } = index;
  if (blocks.length === 0) index.low = number;
  while (index.low > number) {
    blocks.unshift(build(calendar, index.low - 1, blocks[0]?.before[0] ?? 0, 'end'));
    index.low--;
  }
  let block = blocks[number - index.low];
  while (!block) {
    const next = build(calendar, index.low + blocks.length, blocks.at(-1)?.before[blockDays] ?? 0, 'start');
    blocks.push(next);
    block = blocks[number - index.low];
  }
  return block;
}

/** `sum` holds at the start or at the end of the block. */
function build(calendar: Calendar, number: number, sum: number, at: 'start' | 'end'): Block {
  const pieces = piecesOf(calendar, number);
  const total = pieces.reduce((all, [open, close]) => all + close - open, 0);
  const before = new Float64Array(blockDays + 1);
  const first = new Int32Array(blockDays + 1);
  let running = at === 'start' ? sum : sum - total;
  let i = 0;
  for (let day = 0; day < blockDays; day++) {
    before[day] = running;
    first[day] = i;
    for (let piece = pieces[i]; piece && piece[0] < (day + 1) * day_s; piece = pieces[++i])
      running += piece[1] - piece[0];
  }
  before[blockDays] = running;
  first[blockDays] = i;
  return {
    before,
    first,
    opens: Int32Array.from(pieces, ([open]) => open),
    closes: Int32Array.from(pieces, ([, close]) => close),
  };
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
