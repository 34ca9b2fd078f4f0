import type { InputMapping, MappedColumn } from '../../config/input-mapping.ts';
import {
  amountText,
  dayOf,
  dayText,
  digitsAfter,
  hoursText,
  monthStart,
  wallTime,
  yesNoText,
} from './foreign-values.ts';
import type { InputTable } from './input-table.ts';

/** Columns of a file that a mapping reads. */
export const columnsRead = ({ columns, negative }: InputMapping): readonly string[] => [
  ...new Set([
    ...Object.values(columns).flatMap((spec) => namesIn(spec)),
    ...(negative === undefined ? [] : [negative.column]),
  ]),
];

const namesIn = (spec: MappedColumn): readonly string[] =>
  typeof spec === 'string'
    ? [spec]
    : 'column' in spec
      ? [spec.column]
      : 'columns' in spec
        ? spec.columns
        : 'debit' in spec
          ? [spec.debit, spec.credit]
          : [];

const exact = (name: string): string => name.trim().toLowerCase();

/** The mapping of a table whose columns a file all has; undefined: it is written in the table's own columns, or in none we know. */
export function mappingFor(
  mappings: readonly InputMapping[],
  table: string,
  header: readonly string[],
): InputMapping | undefined {
  const names = new Set(header.map(exact));
  return mappings.find(
    (mapping) => mapping.table === table && columnsRead(mapping).every((name) => names.has(exact(name))),
  );
}

/** Reads the rows of a file as cells of the table's own columns; what cannot be read stays as it is, and is refused as what it is. */
export function mappedCells(mapping: InputMapping, input: InputTable, header: readonly string[]) {
  const names = header.map(exact);
  const at = (name: string): number => names.indexOf(exact(name));
  const targets = Object.entries(mapping.columns);
  const isNegative = (cells: readonly string[]): boolean =>
    mapping.negative !== undefined &&
    mapping.negative.values.map(exact).includes(exact(cells[at(mapping.negative.column)] ?? ''));
  const read = (target: string, spec: MappedColumn, cells: readonly string[]): string => {
    const cell = (name: string): string => cells[at(name)] ?? '';
    if (typeof spec === 'string') return written(target, cell(spec), cells);
    if ('value' in spec) return spec.value;
    if ('columns' in spec)
      return spec.columns
        .map(cell)
        .filter((text) => text !== '' || spec.joined_by === undefined)
        .join(spec.joined_by ?? '-');
    if ('debit' in spec) return less(cell(spec.debit), cell(spec.credit));
    const raw = cell(spec.column);
    if (spec.map !== undefined || spec.default !== undefined) {
      const found = Object.entries(spec.map ?? {}).find(([value]) => exact(value) === exact(raw));
      return found?.[1] ?? spec.default ?? raw;
    }
    const day = spec.month === undefined || raw === '' ? undefined : dayOf(raw, mapping.dates);
    if (day !== undefined) return dayText(monthStart(day, spec.month === 'next' ? 1 : 0));
    if (spec.digits_after !== undefined) return digitsAfter(spec.digits_after, raw);
    const full = spec.percent === true ? 100 : spec.full;
    if (full === undefined) return written(target, raw, cells);
    const text = written(target, raw.replace('%', ''), cells);
    return /^\d+(?:\.\d+)?$/.test(text) ? String(Math.round((Number(text) * 1000) / full) / 1000) : text;
  };
  const less = (debit: string, credit: string): string => {
    const amount = (text: string): string | undefined =>
      /^[-–]?$/.test(text) ? '0' : amountText(text, mapping.decimal);
    const [plus, minus] = [amount(debit), amount(credit)];
    if (plus === undefined || minus === undefined) return `${debit} ${credit}`.trim();
    if (Number(minus) === 0) return plus;
    return Number(plus) === 0 ? (minus.startsWith('-') ? minus.slice(1) : `-${minus}`) : `${debit} and ${credit}`;
  };
  const written = (target: string, raw: string, cells: readonly string[]): string => {
    const kind = input.columns[target]?.cell.kind;
    if (raw === '') return '';
    if (kind === 'minor' || kind === 'milli' || kind === 'e8') {
      const amount = amountText(raw, mapping.decimal);
      if (amount === undefined) return raw;
      return isNegative(cells) && Number(amount) !== 0
        ? amount.startsWith('-')
          ? amount.slice(1)
          : `-${amount}`
        : amount;
    }
    if (kind === 'duration_s') return hoursText(raw) ?? raw;
    if (kind === 'flag') return yesNoText(raw) ?? raw;
    if (kind === 'epoch_s') return wallTime(raw, mapping.dates) ?? raw;
    if (kind !== 'day') return raw;
    // BambooHR's text for "no day".
    if (raw === '0000-00-00') return '';
    const day = dayOf(raw, mapping.dates);
    return day === undefined
      ? raw
      : dayText(target.startsWith('period_end') || target === 'end_day' ? after(day) : day);
  };
  const after = (day: number): number =>
    mapping.ends === 'inclusive' || (mapping.ends === 'months' && monthStart(day, 1) === day + 1) ? day + 1 : day;
  return {
    header: targets.map(([target]) => target),
    cells: (cells: readonly string[]): readonly string[] => targets.map(([target, spec]) => read(target, spec, cells)),
  };
}
