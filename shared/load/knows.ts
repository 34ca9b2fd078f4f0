import { factKinds, factKindNames, type FactKind } from '../knowledge/fact-kind.ts';
import type { Known } from '../knowledge/known.ts';
import { literals } from '../lake/literal.ts';
import { toldFacts } from '../lake/tables.ts';
import type { Ports } from '../ports.ts';

/** What every source tells, by channel and kind of fact; sources in the order given, kinds in the order of `factKinds`. */
export async function knownFacts(
  { warehouse }: Pick<Ports, 'warehouse'>,
  sources: readonly string[],
): Promise<readonly Known[]> {
  if (sources.length === 0) return [];
  const { rows } = await warehouse.query(
    'what is told',
    `SELECT source, channel, fact, tickets, told, from_s, until_s, more FROM ${toldFacts.name}
WHERE source IN (${literals(sources)}) ORDER BY source, channel, fact`,
  );
  const all = rows.map((row): Known => {
    const [source, channel, fact, tickets, told, from_s, until_s, more] = row;
    return known(
      String(source),
      String(channel),
      fact as FactKind,
      Number(tickets),
      Number(told),
      [from_s, until_s].map(instant),
      textOf(more),
    );
  });
  return sources.flatMap((source) =>
    factKindNames.flatMap((fact) => joined(all.filter((one) => one.source === source && one.fact === fact))),
  );
}

function known(
  source: string,
  channel: string,
  fact: FactKind,
  tickets: number,
  told_tickets: number,
  [from_s = null, until_s = null]: readonly (number | null)[],
  more: string | null,
): Known {
  return {
    source,
    channel,
    fact,
    meaning: factKinds[fact],
    told: told_tickets === 0 ? 'none' : told_tickets < tickets ? 'some' : 'all',
    tickets,
    told_tickets,
    told_share: tickets === 0 ? null : told_tickets / tickets,
    from_s,
    until_s,
    more,
  };
}

/** One row for all channels that tell the same in the same words. */
function joined(rows: readonly Known[]): readonly Known[] {
  const [first] = rows;
  if (first === undefined || rows.some(({ told, more }) => told !== first.told || more !== first.more)) return rows;
  const sum = (of: (one: Known) => number): number => rows.reduce((total, one) => total + of(one), 0);
  const edge = (of: (one: Known) => number | null, pick: (...all: number[]) => number): number | null => {
    const at = rows.flatMap((one) => of(one) ?? []);
    return at.length === 0 ? null : pick(...at);
  };
  const span = [edge(({ from_s }) => from_s, Math.min), edge(({ until_s }) => until_s, Math.max)];
  return [
    known(
      first.source,
      'all',
      first.fact,
      sum(({ tickets }) => tickets),
      sum(({ told_tickets }) => told_tickets),
      span,
      first.more,
    ),
  ];
}

const instant = (value: unknown): number | null => (value === null ? null : Number(value));
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What a number needs and is not told of every ticket, told in words: "desk, email: when it was resolved (3 of 8 tickets); ...". */
export const untoldTexts = (needs: readonly FactKind[], found: readonly Known[]): readonly string[] =>
  found
    .filter(({ fact, told }) => needs.includes(fact) && told !== 'all')
    .map(({ source, channel, meaning, told_tickets, tickets, more }) =>
      [
        `${source}${channel === 'all' ? '' : `, ${channel}`}: ${meaning} is told of ${told_tickets} of ${tickets} tickets`,
        ...(more === null ? [] : [more]),
      ].join('; '),
    );
