import { dtsP80, frtP80, slaAttainment } from '../metrics/catalogue/all.ts';
import { proved, stated, whenTrue, type Sentence } from './claim.ts';
import { attentionCases } from './lists/open-cases.ts';
import type { ListRow } from './facts.ts';
import { data, knownValue } from './phrases.ts';
import type { Block, Cell, Pill, View } from './section.ts';

/** An open case that should be touched today, and the reason that counts most. */
export interface Urgent {
  readonly row: ListRow;
  readonly pill: Pill;
  /** What stands beside the pill. */
  readonly reason: string;
  /** Larger is more urgent. */
  readonly urgency: number;
  readonly kind: 'breached' | 'due' | 'critical' | 'unanswered' | 'slow' | 'unassigned' | 'reopened' | 'handed' | 'old';
}

/** The cases that need someone today, most urgent first; ties by age, then number, so that the order is always the same. */
export function urgentCases(view: View): readonly Urgent[] {
  const usual = usualTimes(view);
  return view
    .rows(attentionCases)
    .flatMap((row) => urgentOf(row, view, usual) ?? [])
    .sort(
      (a, b) =>
        b.urgency - a.urgency ||
        (number(a.row.created_s) ?? 0) - (number(b.row.created_s) ?? 0) ||
        compare(String(a.row.ticket_id), String(b.row.ticket_id)),
    );
}

/** What the list looks for, in the order in which a mail names it. */
const looks = ['critical', 'promise', 'waiting', 'owner', 'circles'] as const;
export type Look = (typeof looks)[number];

/** What could be seen of the open cases, and what their source does not tell: nobody knows whether a case is urgent by that. */
export function lookedFor(view: View): { readonly seen: readonly Look[]; readonly missing: readonly Look[] } {
  const rows = view.rows(attentionCases);
  const hasPromises = view.facts.measured.some(
    ({ metric, value }) => metric === slaAttainment.id && value.status !== 'no_data',
  );
  const told: Readonly<Record<Look, boolean>> = {
    critical: rows.length === 0 || rows.some((row) => row.priority !== null),
    promise: hasPromises || rows.some((row) => typeof row.promise === 'string'),
    waiting: usualTimes(view).resolve_s !== null || rows.every((row) => row.tells_first_reply !== false),
    owner: rows.every((row) => row.tells_owner !== false),
    circles: rows.every((row) => row.reopen_count !== null && row.handoff_count !== null),
  };
  return { seen: looks.filter((look) => told[look]), missing: looks.filter((look) => !told[look]) };
}

/** That nothing is urgent, as far as the source tells. */
export function nothingUrgent(view: View): readonly Block[] {
  const texts = view.words.attention;
  const { seen, missing } = lookedFor(view);
  const names = seen.map((look) => texts.looks[look]);
  const none = missing.length === 0 ? texts.none(names) : texts.none_known(names);
  const untold = missing.map((look) => texts.untold[look]);
  return [
    stated(
      'nothing_urgent',
      { urgent: 0, looked_for: seen.join(', ') },
      names.length === 0 ? texts.nobody_knows : none,
    ),
    ...whenTrue('urgency_not_told', untold.length > 0, { not_told: missing.join(', ') }, () => texts.not_told(untold)),
  ].map((line) => ({ kind: 'paragraph', line }));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const number = (value: ListRow[string] | undefined): number | null =>
  typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : null;
export const numberOf = number;

const day_s = 86_400;
/** A new case may wait this long for an owner. */
const unowned_s = 4 * 3600;

/** The team's own usual: within this time four of five cases are answered, and solved. A day, and nothing, where it is not known. */
export interface UsualTimes {
  readonly reply_s: number;
  readonly resolve_s: number | null;
}
export const usualTimes = (view: View): UsualTimes => ({
  reply_s: Math.max(3600, knownValue(view.value(frtP80)) ?? day_s),
  resolve_s: knownValue(view.value(dtsP80)),
});

/**
 * The rule of urgency (docs/reports.md, "Most urgent first"): the points of every reason that holds, times the weight of the
 * priority, halved while the next step is the customer's and no promise is broken. A case whose priority is not known weighs like p3.
 */
const weights: Readonly<Record<string, number>> = { p1: 4, p2: 2, p3: 1, p4: 0.5 };
const points = {
  breached: 100,
  due: 60,
  critical: 30,
  unanswered: 40,
  slow: 25,
  unassigned: 30,
  reopened: 20,
  handed: 15,
  old: 10,
} as const;

interface Reason {
  readonly kind: Urgent['kind'];
  readonly points: number;
  readonly pill: Pill;
  readonly text: string;
}

/** Every reason to touch a case today, the weightiest first; null when there is none. */
export function urgentOf(row: ListRow, view: View, usual: UsualTimes): Urgent | null {
  const reasons = reasonsOf(row, view, usual).sort((a, b) => b.points - a.points);
  const [first] = reasons;
  if (first === undefined) return null;
  const isOthersTurn = String(row.status).startsWith('pending') && first.kind !== 'breached';
  const sum = reasons.reduce((all, reason) => all + reason.points, 0);
  const weight = weights[String(row.priority)] ?? 1;
  return {
    row,
    kind: first.kind,
    pill: first.pill,
    reason: first.text,
    urgency: sum * weight * (isOthersTurn ? 0.5 : 1),
  };
}

function reasonsOf(row: ListRow, view: View, usual: UsualTimes): Reason[] {
  const { words, format, facts } = view;
  const texts = words.attention;
  const at = facts.as_of_s;
  const due = number(row.due_s);
  const created = number(row.created_s) ?? at;
  const updated = number(row.updated_s) ?? created;
  const [handoffs, reopened] = [number(row.handoff_count) ?? 0, number(row.reopen_count) ?? 0];
  const promise =
    (texts.promises as Readonly<Record<string, string>>)[String(row.promise)] ?? texts.promises.resolution;
  const evidence = {
    case: String(row.ticket_id),
    as_of_s: at,
    created_s: created,
    due_s: due,
    updated_s: updated,
    first_reply_s: number(row.first_reply_s),
    priority: row.priority === null ? null : String(row.priority),
    assigned: row.tells_owner === false ? null : row.assignee_id !== null,
    reopened: number(row.reopen_count),
    handoffs: number(row.handoff_count),
    usual_reply_s: usual.reply_s,
    usual_resolve_s: usual.resolve_s,
  };
  const found: Reason[] = [];
  const because = (kind: Reason['kind'], word: string, text: string, more = 0): void => {
    const tone = kind === 'breached' ? 'bad' : kind === 'old' ? 'none' : 'warn';
    const pill = proved(kind, evidence, { tone, glyph: tone === 'bad' ? '✕' : '!', word } as const);
    found.push({ kind, points: points[kind] + more, pill, text });
  };
  if (due !== null && due <= at)
    because('breached', texts.breached, texts.breached_by(promise, format.age(at - due)), 50 * past(at - due, day_s));
  else if (due !== null && due < at + day_s)
    because('due', texts.due(format.time(due)), promise, 40 * (1 - (due - at) / day_s));
  if (row.priority === 'p1') because('critical', texts.critical, texts.open_for(format.age(at - created)));
  // What the source does not tell is no lack: nobody knows whether it was answered, or whose it is.
  const isUnanswered = row.first_reply_s === null && row.tells_first_reply !== false && row.is_outbound !== true;
  if (isUnanswered && created < at - usual.reply_s)
    because(
      'unanswered',
      texts.unanswered,
      texts.unanswered_for(format.age(at - created)),
      20 * past(at - created - usual.reply_s, usual.reply_s),
    );
  if (usual.resolve_s !== null && created < at - 2 * usual.resolve_s)
    because(
      'slow',
      texts.slow,
      texts.slower_than_usual(format.age(at - created), format.duration(usual.resolve_s)),
      10 * past(at - created - 2 * usual.resolve_s, 2 * usual.resolve_s),
    );
  if (row.assignee_id === null && row.tells_owner !== false && created < at - unowned_s)
    because('unassigned', texts.unassigned, texts.waiting(format.age(at - created)));
  if (reopened >= 2)
    because('reopened', texts.reopened(reopened, format.count(reopened)), detail(row, texts.still_open));
  if (handoffs >= 3) because('handed', texts.handoffs(handoffs, format.count(handoffs)), detail(row, texts.still_open));
  if (updated < at - 7 * day_s) because('old', texts.old, texts.untouched(format.age(at - updated)));
  return found;
}

/** How far past a limit, from 0 to 1: all of it at once more the limit. */
const past = (over_s: number, limit_s: number): number => Math.min(1, over_s / limit_s);

const detail = (row: ListRow, otherwise: string): string =>
  typeof row.category === 'string' ? data(row.category, 40) : otherwise;

/** What stands beside the pill, in a table of cases. */
export const reasonCell = ({ pill, reason }: Urgent): Cell => ({
  kind: 'said',
  pill,
  sentence: stated(pill.claim, pill.evidence, reason),
});

/** The topic and the priority of a case, as far as they are told. */
export function aboutCase(row: ListRow): Sentence<string> {
  const { category = null, priority = null } = row;
  const told = [category, priority].flatMap((text) =>
    typeof text === 'string' && text !== '' ? [data(text, 28)] : [],
  );
  const evidence = Object.fromEntries(
    Object.entries({ case: row.ticket_id, category, priority }).map(([name, value]) => [name, textOrNull(value)]),
  );
  return stated('case', evidence, told.join(' · '));
}
const textOrNull = (value: ListRow[string] | undefined): string | null => (value == null ? null : String(value));

/** "#48213": the number people know, else the id. */
export const caseName = (row: ListRow): string => `#${data(String(row.number ?? row.ticket_id), 20).replace(/^#/, '')}`;
