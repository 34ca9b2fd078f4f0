import { currency, day, money, name, whole } from '../input-files/cells.ts';
import {
  countCurrencies,
  dayText,
  eachRow,
  flagOf,
  groupsOf,
  notInFuture,
  startsBeforeEnds,
  text,
} from '../input-files/checks.ts';
import { type Fault, type Findings, inputTable, type LineRow, optional, required } from '../input-files/input-table.ts';
import type { AnyRow } from '../../lake/table.ts';
import { aiUsage } from '../../lake/tables.ts';

export const aiUsageInput = inputTable({
  table: aiUsage,
  about: 'What the vendor of an AI agent billed as resolved: a line a conversation, or a line a day or longer.',
  replaces: { by: 'month', day: 'period_start_day' },
  columns: {
    line_id: required(name, 'the billed line', 'fin-2026-09-21'),
    vendor: required(name, 'who bills', 'fin'),
    period_start_day: required(day, 'first day it is for; of a conversation, the day it was billed', '2026-09-21'),
    period_end_day: required(day, 'first day after', '2026-09-22'),
    ticket_id: optional(name, 'the conversation; empty = the line bills days', '4711'),
    ticket_source: optional(name, 'source of that ticket; empty = the only helpdesk', 'helpdesk'),
    billed: required(whole(-1_000_000, 1_000_000), 'resolutions billed; a credit is negative', '1'),
    amount: required(money, 'amount; a credit is negative', '0.99', { into: 'amount_minor' }),
    currency: required(currency, 'ISO 4217', 'EUR'),
  },
  checks: [
    startsBeforeEnds('period_start_day', 'period_end_day'),
    notInFuture('period_start_day'),
    eachRow('billed', ({ ticket_id, billed }) =>
      ticket_id === null || billed === 1 || billed === -1 || billed === 0
        ? undefined
        : '1 for a conversation, -1 for its credit, or 0',
    ),
    countCurrencies,
    (rows) => billedOnce(rows, []),
    billedTwice,
  ],
  stored: {
    columns: ['line_id', 'vendor', 'ticket_id', 'period_start_day', 'period_end_day'],
    check: billedOnce,
  },
});

interface Billed {
  readonly row: AnyRow;
  /** null: stored from another file. */
  readonly line: number | null;
}

/**
 * A day is billed by one line of a vendor, or by conversations, over all files: otherwise the same resolutions would be counted twice.
 * Conversations may share their days.
 */
function billedOnce(rows: readonly LineRow[], stored: readonly AnyRow[]): Findings {
  const all: readonly Billed[] = [...rows, ...stored.map((row) => ({ row, line: null }))];
  const faults: Fault[] = [];
  for (const vendor of new Set(rows.map(({ row }) => text(row['vendor'])))) {
    const sorted = all
      .filter(({ row }) => text(row['vendor']) === vendor)
      .sort((a, b) => startOf(a) - startOf(b) || (a.line ?? 0) - (b.line ?? 0));
    let days: Billed | undefined;
    let conversations: Billed | undefined;
    for (const one of sorted) {
      const isConversation = text(one.row['ticket_id']) !== '';
      const before = [days, isConversation ? undefined : conversations].find(
        (other) => other !== undefined && endOf(other) > startOf(one),
      );
      if (before !== undefined) faults.push(...overlap(one, before, vendor));
      if (isConversation) conversations = later(conversations, one);
      else days = later(days, one);
    }
  }
  return { faults };
}

/** The fault is told of a line of this file: the later one, else the other. */
function overlap(one: Billed, before: Billed, vendor: string): readonly Fault[] {
  const [told, other] = one.line === null ? [before, one] : [one, before];
  if (told.line === null) return [];
  const where = other.line === null ? `the stored line ${text(other.row['line_id'])}` : `line ${other.line}`;
  return [
    {
      line: told.line,
      column: 'period_start_day',
      found: dayText(told.row['period_start_day'] ?? null),
      expected: `no day that ${where} bills, too: ${dayText(other.row['period_start_day'] ?? null)} up to ${dayText(other.row['period_end_day'] ?? null)}, exclusive (${vendor})`,
    },
  ];
}

const startOf = ({ row }: Billed): number => Number(row['period_start_day']);
const endOf = ({ row }: Billed): number => Number(row['period_end_day']);
const later = (known: Billed | undefined, one: Billed): Billed =>
  known !== undefined && endOf(known) >= endOf(one) ? known : one;

/** One conversation billed more than once, its credits taken off: the vendor says when a second one is due. */
function billedTwice(rows: readonly LineRow[]): Findings {
  const conversations = rows.filter(({ row }) => (row['ticket_id'] ?? null) !== null);
  const twice = [...groupsOf(conversations, ['vendor', 'ticket_source', 'ticket_id']).values()].flatMap((lines) => {
    const billed = lines.reduce((sum, { row }) => sum + Number(row['billed']), 0);
    const [first] = lines;
    return billed > 1 && first
      ? [`${text(first.row['ticket_id'])} on lines ${lines.map(({ line }) => line).join(', ')}`]
      : [];
  });
  return { flags: flagOf('ai_conversation_billed_twice', twice) };
}
