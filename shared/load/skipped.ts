import { counted } from '../counted.ts';
import { leftOut } from '../connectors/shapes.ts';
import { literal } from '../lake/literal.ts';
import { ingestRejects, tickets } from '../lake/tables.ts';
import type { Ports } from '../ports.ts';

/** What of one source could not be read. */
export interface Skipped {
  /** Records that a connector could not read and that are no stored ticket. */
  readonly records: number;
  /** Values that could not be read and are left out of what was read otherwise. */
  readonly values: number;
  /** Why, of most of them: "tickets: created_at: a time". null when there are none. */
  readonly reason: string | null;
  /** Streams that the helpdesk does not give at all (plan or scope), by name. */
  readonly unavailable: readonly string[];
  /** Tickets of which the helpdesk refused a part: their history is not whole. */
  readonly partly: number;
}
export const nothingSkipped: Skipped = { records: 0, values: 0, reason: null, unavailable: [], partly: 0 };

/** How the engine says that a whole stream is refused, and that there is nothing to compare with: neither is a lost record. */
const words = { unavailable: 'not available:', uncounted: 'no count to compare with' };

/**
 * What was skipped of a source since an instant; what its helpdesk does not give is that of one run, the last one, since a plan or a
 * right may come.
 */
export async function skippedOf(
  { warehouse }: Pick<Ports, 'warehouse'>,
  { source, run, since_s }: { readonly source: string; readonly run: string; readonly since_s: number },
): Promise<Skipped> {
  const starts = (text: string): string => `strpos(r.reason, ${literal(text)}) = 1`;
  const isLeftOut = `strpos(r.reason, ${literal(leftOut)}) > 0`;
  const { rows } = await warehouse.query(
    `skipped of ${source}`,
    `SELECT 'record' AS kind, r.stream, r.reason, count(DISTINCT r.item_id) AS n FROM ${ingestRejects.name} AS r
LEFT JOIN ${tickets.name} AS t ON t.source = r.source AND t.ticket_id = r.item_id
WHERE r.source = ${literal(source)} AND r.at_s >= ${literal(since_s)} AND t.ticket_id IS NULL
  AND NOT (${starts(words.unavailable)}) AND NOT (${starts(words.uncounted)}) AND NOT (${isLeftOut})
GROUP BY r.stream, r.reason
UNION ALL
SELECT 'value' AS kind, r.stream, r.reason, count(DISTINCT r.item_id) AS n FROM ${ingestRejects.name} AS r
WHERE r.source = ${literal(source)} AND r.at_s >= ${literal(since_s)} AND ${isLeftOut}
GROUP BY r.stream, r.reason
UNION ALL
SELECT 'unavailable' AS kind, r.stream, NULL AS reason, count(*) AS n FROM ${ingestRejects.name} AS r
WHERE r.source = ${literal(source)} AND r.run = ${literal(run)} AND ${starts(words.unavailable)}
GROUP BY r.stream
UNION ALL
SELECT 'partly' AS kind, NULL AS stream, NULL AS reason, count(*) AS n FROM ${tickets.name} AS t
WHERE t.source = ${literal(source)} AND t.deleted_s IS NULL AND strpos(t.data_quality, '"partly_unread"') > 0
ORDER BY kind, n DESC, stream, reason`,
  );
  const of = (kind: string) => rows.filter(([each]) => each === kind);
  const total = (kind: string): number => of(kind).reduce((sum, [, , , n]) => sum + Number(n), 0);
  const [most] = [...of('record'), ...of('value')];
  return {
    records: total('record'),
    values: total('value'),
    reason: most === undefined ? null : `${most[1]}: ${most[2]}`,
    unavailable: of('unavailable').map(([, stream]) => String(stream)),
    partly: Number(of('partly')[0]?.[3] ?? 0),
  };
}

/** For people: "2 records could not be read (tickets: created_at: a time); satisfaction_ratings: not available". Empty for none. */
export function skippedText({ records, values, reason, unavailable, partly }: Skipped): string {
  return [
    ...(records === 0 ? [] : [`${counted(records, 'record')} could not be read (${reason})`]),
    ...(values === 0
      ? []
      : [
          `${counted(values, 'value')} could not be read and ${values === 1 ? 'is' : 'are'} left out${records > 0 ? '' : ` (${reason?.replace(leftOut, '')})`}`,
        ]),
    ...unavailable.map((stream) => `${stream}: not available (plan or scope)`),
    ...(partly === 0 ? [] : [`${partly} ${partly === 1 ? 'ticket was' : 'tickets were'} read in part only`]),
  ].join('; ');
}
