import { factKindNames, tellsColumn, type FactKind } from '../knowledge/fact-kind.ts';
import { untoldOfTicket, type Telling } from '../knowledge/telling.ts';
import { literal } from '../lake/literal.ts';
import { toldFacts } from '../lake/tables.ts';
import type { Row } from '../lake/table.ts';
import type { Ports } from '../ports.ts';

export type ToldFact = Row<typeof toldFacts>;

/** What single tickets lack where their source could tell: the flags of data quality say why. */
const seeFlags = 'see the flags of data quality that casebook doctor counts';
/** What no source can be told to tell, and only its data show. */
const ofData: Partial<Record<FactKind, string>> = { time_of_day: 'export times with their time of day' };

/** Writes down what is told of the tickets of a source: one row a channel and kind of fact. */
export async function storeToldFacts(
  source: string,
  telling: Telling,
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<void> {
  const { rows } = await warehouse.query(
    `told facts of ${source}`,
    `SELECT coalesce(channel, 'unknown') AS channel, channel_raw, count(*) AS n, min(created_s) AS from_s,
  max(greatest(coalesce(updated_s, created_s), created_s)) AS until_s, max(ingested_s) AS ingested_s,
  ${factKindNames.map((kind) => `sum(CASE WHEN ${tellsColumn(kind)} THEN 1 ELSE 0 END) AS ${tellsColumn(kind)}`).join(',\n  ')}
FROM tickets WHERE source = ${literal(source)} AND deleted_s IS NULL AND created_s IS NOT NULL
GROUP BY coalesce(channel, 'unknown'), channel_raw ORDER BY channel, channel_raw`,
  );
  const found = new Map<string, ToldFact>();
  for (const [channel, channel_raw, n, from_s, until_s, ingested_s, ...told] of rows) {
    const untold = untoldOfTicket(telling, {
      channel_raw: channel_raw === null ? null : String(channel_raw),
      created_s: null,
    });
    for (const [i, fact] of factKindNames.entries()) {
      const key = `${String(channel)}\n${fact}`;
      const before = found.get(key);
      const tickets = Number(n) + (before?.tickets ?? 0);
      const known = Number(told[i] ?? 0) + (before?.told ?? 0);
      found.set(key, {
        channel: String(channel),
        fact,
        from_s:
          known === 0 ? null : Math.max(Math.min(Number(from_s), before?.from_s ?? Infinity), fromOf(fact, telling)),
        until_s: known === 0 ? null : Math.max(Number(until_s), before?.until_s ?? 0),
        tickets,
        told: known,
        more: known < tickets ? (untold[fact] ?? before?.more ?? ofData[fact] ?? seeFlags) : null,
        source,
        version_key: '0',
        ingested_s: Number(ingested_s),
        raw_key: null,
      });
    }
  }
  await warehouse.remove(toldFacts, `source = ${literal(source)}`);
  if (found.size === 0) return;
  const intake = warehouse.intake();
  await intake.add(toldFacts, [...found.values()]);
  await intake.commit();
}

const fromOf = (fact: FactKind, { history_from_s }: Telling): number =>
  fact === 'creation' || fact === 'resolution' ? -Infinity : (history_from_s ?? -Infinity);
