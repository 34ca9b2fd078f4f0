/** Rows of sub-selects, made once for the statements that repeat them. */
export interface KeptRows {
  keep(select: string): Promise<void>;
  /** A statement that reads kept rows where there are some; `done` is told when it was read. */
  placed(sql: string): { readonly sql: string; readonly done: () => void };
  /** Tables change: what was kept is of the past. */
  forget(): void;
  /** Ends when nothing is being made or dropped any more. */
  settled(): Promise<unknown>;
}

interface Kept {
  readonly name: string;
  readonly made: Promise<void>;
  isReady: boolean;
  isForgotten: boolean;
  readers: number;
}

/** Sub-selects kept at one time; the oldest goes first. */
const most = 2;

/** Keeps rows in memory, in a database of its own beside the file. `run` runs a statement on some connection. */
export function keptRows(run: (sql: string) => Promise<unknown>): KeptRows {
  const bySelect = new Map<string, Kept>();
  let database: Promise<unknown> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let count = 0;
  const dropUnread = (kept: Kept): void => {
    if (!kept.isForgotten || !kept.isReady || kept.readers > 0) return;
    kept.isReady = false;
    last = Promise.allSettled([last, run(`DROP TABLE kept.main.${kept.name}`)]);
  };
  const drop = (select: string, kept: Kept): void => {
    bySelect.delete(select);
    kept.isForgotten = true;
    dropUnread(kept);
  };
  return {
    keep(select) {
      const before = bySelect.get(select);
      if (before !== undefined) return before.made;
      const name = `rows_${(count += 1)}`;
      const make = async (): Promise<void> => {
        try {
          database ??= run(`ATTACH ':memory:' AS kept (READ_WRITE)`);
          await database;
          await run(`CREATE TABLE kept.main.${name} AS SELECT * FROM ${select} AS kept_rows`);
          kept.isReady = true;
          dropUnread(kept);
        } catch {
          // such as too little memory: each statement then finds the rows by itself, or says why it cannot
          if (bySelect.get(select) === kept) bySelect.delete(select);
        }
      };
      const kept: Kept = { name, made: Promise.resolve().then(make), isReady: false, isForgotten: false, readers: 0 };
      bySelect.set(select, kept);
      last = Promise.allSettled([last, kept.made]);
      for (const [old, its] of [...bySelect].slice(0, -most)) drop(old, its);
      return kept.made;
    },
    placed(sql) {
      const read: Kept[] = [];
      let text = sql;
      for (const [select, kept] of bySelect) {
        if (!kept.isReady || !text.includes(select)) continue;
        text = text.replaceAll(select, () => `kept.main.${kept.name}`);
        kept.readers += 1;
        read.push(kept);
      }
      const done = (): void => {
        for (const kept of read) {
          kept.readers -= 1;
          dropUnread(kept);
        }
      };
      return { sql: text, done };
    },
    forget() {
      for (const [select, kept] of bySelect) drop(select, kept);
    },
    settled: () => last,
  };
}
