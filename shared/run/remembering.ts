import type { QueryResult, Warehouse } from '../ports.ts';

/** Answers with more rows than this are not kept: lists of cases, not counts. */
const most_rows = 50_000;

/**
 * A warehouse that answers the same statement once: reports of one run, and slices of one report, share their measurement. What it
 * knows is forgotten with every change of a table. For a home in which nobody else changes tables meanwhile.
 */
export function remembering(warehouse: Warehouse): Warehouse {
  const known = new Map<string, Promise<QueryResult>>();
  const changed = <T>(work: Promise<T>): Promise<T> => {
    known.clear();
    return work.finally(() => known.clear());
  };
  return {
    ...warehouse,
    remembers: true,
    query(name, sql) {
      const before = known.get(sql);
      if (before !== undefined) return before;
      const asked = warehouse.query(name, sql);
      known.set(sql, asked);
      const forget = (): void => void (known.get(sql) === asked && known.delete(sql));
      asked.then(({ rows }) => rows.length > most_rows && forget(), forget);
      return asked;
    },
    migrate: (tables) => changed(warehouse.migrate(tables)),
    merge: (...all) => changed(warehouse.merge(...all)),
    remove: (...all) => changed(warehouse.remove(...all)),
    intake() {
      const intake = warehouse.intake();
      return { ...intake, commit: (options) => changed(intake.commit(options)) };
    },
  };
}
