import type { Evidence } from './claim.ts';
import { civilDay } from '../time/day.ts';
import type { ListRow } from './facts.ts';
import { ledgerLines } from './lists/ledger-lines.ts';
import { kindName } from './money.ts';
import { data } from './phrases.ts';
import type { View } from './section.ts';

/** What in the imported lines looks like a mistake, though every line by itself is fine. Named, never corrected. */
export interface Oddity {
  readonly kind: 'missing' | 'doubled' | 'unusual';
  readonly text: string;
  readonly evidence: Evidence;
}

/** Months of the period without a kind of cost that the months around it have, lines that say the same, amounts far from usual. */
export function ledgerOddities(view: View): readonly Oddity[] {
  const lines = view.rows(ledgerLines);
  return [...missing(lines, view), ...doubled(lines, view), ...unusual(once(lines), view)];
}

/** Lines that say the same, once: their doubling is told by itself. */
const once = (lines: readonly ListRow[]): readonly ListRow[] => [
  ...new Map(lines.map((line) => [withoutId(line), line])).values(),
];
const withoutId = (line: ListRow): string => JSON.stringify({ ...line, line_id: null });

const text = (value: ListRow[string] | undefined): string => String(value ?? '');
const number = (value: ListRow[string] | undefined): number => Number(value ?? 0);
const monthOf = (day: number): string => {
  const { year, month } = civilDay(day);
  return `${year}-${String(month).padStart(2, '0')}`;
};

/** Lines of one month only, by kind and currency, then by month: sums in minor units. */
function byMonth(lines: readonly ListRow[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const line of lines) {
    const [start, end] = [number(line.period_start_day), number(line.period_end_day)];
    if (monthOf(start) !== monthOf(end - 1)) continue;
    const key = `${text(line.kind)} ${text(line.currency)}`;
    const months = found.get(key) ?? new Map<string, number>();
    months.set(monthOf(start), (months.get(monthOf(start)) ?? 0) + number(line.amount_minor));
    found.set(key, months);
  }
  return found;
}

const monthsOf = ({ facts }: View): readonly string[] => facts.periods.months.map(({ id }) => id);
/** Fewer earlier months than this show no pattern. */
const fewestMonths = 3;
/** A kind of cost that fewer of the months have is no monthly one. */
const usualShare = 0.6;

function missing(lines: readonly ListRow[], view: View): readonly Oddity[] {
  const { words } = view;
  const all = [...new Set([...byMonth(lines).values()].flatMap((months) => [...months.keys()]))];
  return [...byMonth(lines)].flatMap(([key, months]) =>
    monthsOf(view).flatMap((month) => {
      // A month without any line is named elsewhere (months_without_lines).
      const isUsual = months.size >= fewestMonths && months.size >= usualShare * all.length;
      if (months.has(month) || !isUsual || !all.includes(month)) return [];
      return [
        {
          kind: 'missing' as const,
          text: words.finance.odd_missing(kindOf(key, view), month),
          evidence: { kind: key, month, months: months.size },
        },
      ];
    }),
  );
}

function doubled(lines: readonly ListRow[], { words, facts }: View): readonly Oddity[] {
  const { start_day } = facts.periods.now;
  const same = Map.groupBy(
    lines.filter((line) => number(line.period_end_day) > start_day),
    withoutId,
  );
  return [...same.values()].flatMap((group) =>
    group.length < 2
      ? []
      : [
          {
            kind: 'doubled' as const,
            text: words.finance.odd_doubled(
              group.map((line) => data(text(line.line_id), 40)).join(words.written.list_comma),
            ),
            evidence: { lines: group.length },
          },
        ],
  );
}

/** A month outside 0.5 to 2 times the median of the others, where the others keep within a quarter of it. */
function unusual(lines: readonly ListRow[], view: View): readonly Oddity[] {
  const { words, format } = view;
  return [...byMonth(lines)].flatMap(([key, months]) =>
    monthsOf(view).flatMap((month) => {
      const amount = months.get(month);
      const others = [...months].flatMap(([each, sum]) => (each === month ? [] : [sum])).sort((a, b) => a - b);
      const usual = others[Math.floor(others.length / 2)] ?? 0;
      const isSteady = others.length >= fewestMonths && others.every((sum) => Math.abs(sum / usual - 1) <= 0.25);
      if (amount === undefined || usual === 0 || !isSteady || (amount / usual > 0.5 && amount / usual < 2)) return [];
      const change = format.percent(Math.abs(amount / usual - 1));
      const says = amount > usual ? words.finance.odd_more : words.finance.odd_less;
      return [
        {
          kind: 'unusual' as const,
          text: says(kindOf(key, view), month, change),
          evidence: { kind: key, month, amount, usual },
        },
      ];
    }),
  );
}

/** "Tools and licences (USD)" */
function kindOf(key: string, view: View): string {
  const at = key.lastIndexOf(' ');
  return `${kindName(key.slice(0, at) || 'unknown', view)}${view.words.marks.open}${key.slice(at + 1)}${view.words.marks.close}`;
}
