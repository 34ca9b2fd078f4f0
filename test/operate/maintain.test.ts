import { describe, expect, it } from 'vitest';
import { WarehouseError, type Remedy } from '../../shared/errors.ts';
import { allTables, tickets } from '../../shared/lake/tables.ts';
import { MaintainRequest, maintainTables, maintainTurn, type MaintainAnswer } from '../../shared/operate/maintain.ts';
import type { Warehouse } from '../../shared/ports.ts';
import { localSteps } from '../../shared/run/local-steps.ts';
import { memoryState } from '../support/memory-state.ts';

const months = Array.from(
  { length: 60 },
  (_, i) => `${2020 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
);
const monthsOf = (sql: string): string[] =>
  [...(/IN \((.*)\)$/.exec(sql)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, m]) => m!);

/** A warehouse that notes what it is asked; `meet` says how a statement fails. */
function lake(meet: (sql: string) => Remedy | undefined = () => undefined) {
  const asked: string[] = [];
  const query: Warehouse['query'] = (_, sql) => {
    asked.push(sql);
    const remedy = meet(sql);
    if (remedy !== undefined) return Promise.reject(new WarehouseError(`${remedy}: ${sql}`, { remedy }));
    const after = /> '([^']*)'/.exec(sql)?.[1] ?? '';
    const rows = sql.startsWith('SELECT') ? months.filter((month) => month > after).map((month) => [month]) : [];
    return Promise.resolve({ columns: [], rows, scanned_bytes: 0 });
  };
  const done = (): string[] => asked.filter((sql) => sql.startsWith('OPTIMIZE tickets ')).flatMap(monthsOf);
  return { warehouse: { query } as Warehouse, asked, done };
}
const request = MaintainRequest.parse({ table: 'tickets' });

describe('tidying one table', () => {
  it('rewrites every month, in parts, then removes what nothing reads any more', async () => {
    const { warehouse, asked, done } = lake();
    expect(await maintainTurn(request, { warehouse })).toEqual({ next: null });
    expect(done()).toEqual(months);
    expect(asked.map(monthsOf).map(({ length }) => length)).toEqual([0, 24, 24, 12, 0]);
    expect(asked.at(-1)).toBe('VACUUM tickets');
  });
  it('ends a turn when its time is used up, and the next one goes on there', async () => {
    const { warehouse, done } = lake();
    let statements = 0;
    const isLate = () => ++statements % 2 === 0;
    const turns: MaintainAnswer[] = [];
    for (let next: MaintainAnswer['next'] = request; next !== null; next = turns.at(-1)!.next)
      turns.push(await maintainTurn(MaintainRequest.parse(next), { warehouse, isLate }));
    expect(turns.length).toBeGreaterThan(2);
    expect(turns[0]!.next).toMatchObject({ table: 'tickets', after: '2021-12' });
    expect(done()).toEqual(months);
  });
  it('halves the months of a statement that is too much, down to one', async () => {
    const { warehouse, asked } = lake((sql) => (monthsOf(sql).length > 5 ? 'halve' : undefined));
    expect(await maintainTurn(request, { warehouse })).toEqual({ next: null });
    const good = asked.map(monthsOf).filter(({ length }) => length > 0 && length <= 5);
    expect(good.flat()).toEqual(months);
  });
  it('leaves half of the months to the next turn when a statement takes longer than a call may', async () => {
    const { warehouse } = lake((sql) => (monthsOf(sql).length > 12 ? 'later' : undefined));
    expect(await maintainTurn(request, { warehouse })).toEqual({ next: { table: 'tickets', after: '', most: 12 } });
  });
  it('repeats what says that more runs are needed', async () => {
    let left = 3;
    const { warehouse, asked } = lake((sql) => (sql.startsWith('VACUUM') && left-- > 0 ? 'more_runs' : undefined));
    await maintainTurn(request, { warehouse });
    expect(asked.filter((sql) => sql.startsWith('VACUUM'))).toHaveLength(4);
  });
  it('does not repeat what only a person can mend', async () => {
    const { warehouse, asked } = lake((sql) => (sql.startsWith('OPTIMIZE') ? 'never' : undefined));
    await expect(maintainTurn(request, { warehouse })).rejects.toThrow('never');
    expect(asked).toHaveLength(2);
  });
});

describe('tidying all tables in the workflow', () => {
  it('gives each its own turns: the dearest takes nothing from the others, and is named', async () => {
    const { warehouse, asked } = lake((sql) => (/^OPTIMIZE ticket_events\b/.test(sql) ? 'halve' : undefined));
    const ports = { state: memoryState(), pause: { sleep: () => Promise.resolve(), random: () => 0.5 } };
    const tasks = { maintain: (input: unknown) => maintainTurn(MaintainRequest.parse(input), { warehouse }) };
    const steps = localSteps('run', ports as never, tasks, () => Promise.resolve(undefined));
    const failed = await maintainTables(steps);
    expect(failed.map(({ table }) => table)).toEqual(['ticket_events']);
    const tidied = asked.filter((sql) => sql.startsWith('VACUUM')).map((sql) => sql.slice('VACUUM '.length));
    expect(tidied).toEqual(allTables.map(({ name }) => name).filter((name) => name !== 'ticket_events'));
    expect(tickets.partition).not.toBeNull();
  });
});
