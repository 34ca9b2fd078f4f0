import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factKindNames, tellsColumn, type FactKind } from '../../shared/knowledge/fact-kind.ts';
import { surveys, ticketFlow, ticketOwners, tickets } from '../../shared/lake/tables.ts';
import type { Table, Value } from '../../shared/lake/table.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, type Measured, type MeasureContext } from '../../shared/metrics/evaluate.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { at, configurationOf, week39 } from '../support/lake.ts';
import { organisation } from '../support/organisation.ts';
import { clear, emptyWarehouse, insert } from '../support/warehouse.ts';

/**
 * Hiding a kind of fact never changes a number into another number: it is what it was, or what it is without the cases of which the
 * fact was hidden, or no data. Of every metric of the catalogue, and of every kind of fact.
 */
/** Made of several numbers, of which some lost cases and others did not. */
const composites = new Set(['effectiveness_quality', 'channel_performance']);
type Row = Readonly<Record<string, Value | undefined>>;
const metrics = Object.values(catalogue) as Metric[];

/** What the lake no longer says of a ticket when a kind of fact is not told: columns, and rows of other tables. */
const says: Readonly<
  Record<
    FactKind,
    {
      readonly columns: readonly string[];
      readonly rows?: readonly [Table, (row: Row) => boolean];
      /** What is not told either, then. */
      readonly also?: FactKind;
    }
  >
> = {
  creation: {
    columns: ['created_s', 'reply_s', 'resolve_s', 'first_resolve_s', 'is_counted'],
    rows: [ticketFlow, () => true],
  },
  owner: { columns: [] },
  first_reply: { columns: ['first_reply_s', 'first_reply_by', 'reply_s', 'reply_business_s'] },
  person_replies: { columns: ['reply_count', 'replies_to_resolution', 'note_count'], also: 'reply_count' },
  reply_count: { columns: ['reply_count', 'replies_to_resolution', 'note_count'], also: 'person_replies' },
  customer_replies: { columns: ['customer_reply_count'] },
  status_history: { columns: [] },
  resolution: {
    columns: ['resolved_s', 'first_resolved_s', 'closed_s', 'resolve_s', 'first_resolve_s', 'cycle_s', 'resolved_by'],
    rows: [ticketFlow, ({ kind }) => kind === 'resolved' || kind === 'reopened'],
  },
  reopenings: { columns: ['first_reopened_s', 'reopen_count'], also: 'reopen_count' },
  reopen_count: { columns: ['first_reopened_s', 'reopen_count'], also: 'reopenings' },
  assignments: { columns: ['first_assigned_s', 'owner_count'], rows: [ticketOwners, () => true] },
  handoffs: { columns: ['handoff_count'] },
  group_changes: { columns: ['group_change_count'] },
  escalation: { columns: ['escalated_s', 'escalation_count', 'first_tier_raise_s'] },
  work_started: { columns: ['started_s', 'cycle_s'] },
  ratings_offered: { columns: [] },
  ratings_given: { columns: [], rows: [surveys, () => true] },
  time_worked: { columns: ['touch_s'] },
  deletions: { columns: [] },
  merges: { columns: [] },
  authors: { columns: [] },
  ai_agents: { columns: [] },
  article_links: { columns: ['kb_linked_count', 'article_linked_s'] },
  time_of_day: { columns: ['reply_business_s', 'resolve_business_s'] },
};

const context = (warehouse: Warehouse, least_told_share: number): MeasureContext => ({
  warehouse,
  as_of_s: at('2027-05-01T00:00:00Z'),
  watermark_s: at('2026-10-01T00:00:00Z'),
  ...configurationOf({ policies: { least_told_share } }),
});

const nameOf = ({ metric, segment }: Measured): string => `${metric} ${JSON.stringify(segment)}`;
const shown = ({ value }: Measured): string =>
  value.status === 'no_data'
    ? 'no_data'
    : JSON.stringify([value.status, value.status === 'known' ? value.value : value.provisional, value.n]);

const ids = organisation()
  .filter(([table]) => table === tickets)
  .flatMap(([, rows]) => rows.map(({ ticket_id }) => String(ticket_id)));
/** A case that came in before the period, and of which nobody knows when it was resolved, is in no number of the period: the last is one. */
const subsets = { all: ids, 'the first': ids.slice(0, 1), 'two others': ids.slice(2, 4) } as const;
type Subset = keyof typeof subsets;
type Change = (table: Table, row: Row) => Row | null;

const leaveOut =
  (hidden: ReadonlySet<string>): Change =>
  (table, row) =>
    hidden.has(String(row['ticket_id'])) && (table === tickets || table === ticketFlow || table === surveys)
      ? null
      : row;
const hide =
  (kind: FactKind, hidden: ReadonlySet<string>): Change =>
  (table, row) => {
    if (!hidden.has(String(row['ticket_id']))) return row;
    const { columns, rows, also = kind } = says[kind];
    if (rows !== undefined && rows[0] === table && rows[1](row)) return null;
    if (table !== tickets) return row;
    const silent = Object.fromEntries(columns.map((name) => [name, name === 'is_counted' ? false : null]));
    return {
      ...row,
      ...silent,
      updated_s: row['created_s'] ?? null,
      [tellsColumn(kind)]: false,
      [tellsColumn(also)]: false,
    };
  };

describe('hiding what a source tells', () => {
  let warehouse: Warehouse;
  let before: ReadonlyMap<string, Measured>;
  const without = new Map<Subset, ReadonlyMap<string, Measured>>();
  /** The numbers of the organisation with some rows changed, or left out. */
  async function measured(change: Change): Promise<ReadonlyMap<string, Measured>> {
    await clear(warehouse);
    for (const [table, rows] of organisation())
      await insert(
        warehouse,
        table,
        rows.flatMap((row): readonly Row[] => {
          const changed = change(table, row);
          return changed === null ? [] : [changed];
        }),
      );
    const asks = metrics.map((metric) => ({ metric, period: week39, by: [] as const }));
    return new Map((await evaluate(asks, context(warehouse, 0))).map((one) => [nameOf(one), one]));
  }
  beforeAll(async () => {
    warehouse = await emptyWarehouse();
    before = await measured((_table, row) => row);
    for (const [name, some] of Object.entries(subsets))
      without.set(name as Subset, await measured(leaveOut(new Set(some))));
  });
  afterAll(() => warehouse.close());

  const every = factKindNames.flatMap((kind) =>
    (Object.keys(subsets) as Subset[]).map((subset) => [kind, subset] as const),
  );
  it.each(every)('%s of %s of the cases leaves every number, or fewer cases, or no data', async (kind, subset) => {
    const after = await measured(hide(kind, new Set(subsets[subset])));
    const others = [...after].flatMap(([name, one]) => {
      const allowed = [before.get(name), without.get(subset)?.get(name)].flatMap((each) =>
        each === undefined ? [] : [shown(each)],
      );
      const isMadeOfOthers = composites.has(one.metric);
      return one.value.status === 'no_data' || isMadeOfOthers || allowed.includes(shown(one))
        ? []
        : [`${name}: ${shown(one)}, was ${allowed.join(', without them ')}`];
    });
    // and where cases are missing, it is said; where nobody rated, there is no case to speak of
    const silent = [...after].flatMap(([name, one]) => {
      const was = before.get(name);
      const isOther = was !== undefined && shown(was) !== shown(one) && kind !== 'ratings_given';
      return isOther && one.value.status !== 'no_data' && one.not_told === undefined
        ? [`${name}: nothing is said`]
        : [];
    });
    expect([...others, ...silent]).toEqual([]);
  });
});
