import { attentionCases } from './lists/open-cases.ts';
import type { ListRow } from './facts.ts';
import { data } from './phrases.ts';
import type { Pill, View } from './section.ts';

/** An open case that should be touched today, and the one reason that counts most. */
export interface Urgent {
  readonly row: ListRow;
  readonly pill: Pill;
  /** What stands beside the pill. */
  readonly reason: string;
  /** Smaller is more urgent. */
  readonly rank: readonly [reason: number, within: number];
  readonly kind: 'breached' | 'due' | 'unassigned' | 'unanswered' | 'reopened' | 'handed' | 'old';
}

/** The cases that need someone today, most urgent first; ties by age, then number, so that the order is always the same. */
export function urgentCases(view: View): readonly Urgent[] {
  return view
    .rows(attentionCases)
    .flatMap((row) => urgentOf(row, view) ?? [])
    .sort(
      (a, b) =>
        a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || compare(String(a.row.ticket_id), String(b.row.ticket_id)),
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const number = (value: ListRow[string] | undefined): number | null =>
  typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : null;
export const numberOf = number;

const day_s = 86_400;
/** A new case may wait this long for an owner. */
const unowned_s = 4 * 3600;

function urgentOf(row: ListRow, view: View): Urgent | null {
  const { words, format, facts } = view;
  const texts = words.attention;
  const at = facts.as_of_s;
  const due = number(row.due_s);
  const created = number(row.created_s) ?? at;
  const updated = number(row.updated_s) ?? created;
  const handoffs = number(row.handoff_count) ?? 0;
  const reopened = number(row.reopen_count) ?? 0;
  const promise =
    (texts.promises as Readonly<Record<string, string>>)[String(row.promise)] ?? texts.promises.resolution;
  const why = (
    kind: Urgent['kind'],
    rank: number,
    within: number,
    tone: Pill['tone'],
    word: string,
    reason: string,
  ): Urgent => ({
    row,
    kind,
    rank: [rank, within],
    pill: { tone, glyph: tone === 'bad' ? '✕' : '!', word },
    reason,
  });
  if (due !== null && due <= at)
    return why('breached', 0, due, 'bad', texts.breached, texts.breached_by(promise, format.age(at - due)));
  if (due !== null && due < at + day_s) return why('due', 1, due, 'warn', texts.due(format.time(due)), promise);
  if (row.assignee_id === null && created < at - unowned_s)
    return why('unassigned', 2, created, 'warn', texts.unassigned, texts.waiting(format.age(at - created)));
  if (row.first_reply_s === null && row.is_outbound !== true && created < at - day_s)
    return why('unanswered', 3, created, 'warn', texts.unanswered, texts.unanswered_for(format.age(at - created)));
  if (reopened >= 2)
    return why(
      'reopened',
      4,
      -reopened,
      'warn',
      texts.reopened(reopened, format.count(reopened)),
      detail(row, texts.still_open),
    );
  if (handoffs >= 3)
    return why(
      'handed',
      5,
      -handoffs,
      'warn',
      texts.handoffs(handoffs, format.count(handoffs)),
      detail(row, texts.still_open),
    );
  if (updated < at - 7 * day_s)
    return why('old', 6, updated, 'none', texts.old, texts.untouched(format.age(at - updated)));
  return null;
}

const detail = (row: ListRow, otherwise: string): string =>
  typeof row.category === 'string' ? data(row.category, 40) : otherwise;

/** "#48213": the number people know, else the id. */
export const caseName = (row: ListRow): string => `#${data(String(row.number ?? row.ticket_id), 20).replace(/^#/, '')}`;
