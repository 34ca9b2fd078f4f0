import type { Configuration } from '../config/configuration.ts';
import type { Known } from '../knowledge/known.ts';
import { knownFacts } from '../load/knows.ts';
import type { Ports } from '../ports.ts';
import { ok, type Finding } from './finding.ts';

/** What every source with tickets does not tell of them, or of some of them only: numbers that need it leave those out. */
export async function untold(
  ports: Pick<Ports, 'warehouse'>,
  { sources }: Pick<Configuration, 'sources'>,
): Promise<readonly Finding[]> {
  const known = await knownFacts(
    ports,
    sources.map(({ id }) => id),
  );
  return sources.flatMap(({ id }) => {
    const own = known.filter(({ source }) => source === id);
    return own.length === 0 ? [] : [finding(id, own)];
  });
}

function finding(id: string, known: readonly Known[]): Finding {
  const area = `source ${id}`;
  const never = known.filter(({ told }) => told === 'none').map(nameOf);
  const partly = known.filter(({ told }) => told === 'some').map((one) => `${nameOf(one)} ${shareOf(one)}`);
  if (never.length + partly.length === 0) return ok(area, 'tells every kind of fact of every ticket');
  const parts = [
    ...(never.length === 0 ? [] : [`does not tell ${never.join(', ')}`]),
    ...(partly.length === 0 ? [] : [`tells of some tickets only: ${partly.join(', ')}`]),
  ];
  return {
    area,
    state: 'note',
    text: parts.join('; '),
    advice: `casebook knows --source ${id} says what each is, and what would tell more.`,
  };
}

const nameOf = ({ fact, channel }: Known): string => {
  const name = fact.replaceAll('_', ' ');
  return channel === 'all' ? name : `${name} (${channel})`;
};

/** Never rounded up to all of them, nor down to none. */
const shareOf = ({ tickets, told_tickets }: Known): string => `${told_tickets} of ${tickets}`;
