import type { Part } from '../model.ts';
import { countOf, noneOf, type Counted } from '../measure.ts';
import { promiseUntold } from '../relations/promises.ts';
import type { Scope } from '../scope.ts';
import { sql } from '../sql.ts';

/** Cases of which nobody knows what casebook.yaml promised; cut by promise or policy, they are of none. */
export const untoldPromises = ({ by }: Pick<Scope, 'by'>) => {
  const all = countOf(promiseUntold, 'created_s', sql`TRUE`);
  return by.some((dimension) => dimension === 'promise' || dimension === 'policy') ? noneOf(all) : all;
};

/** How many such cases a number of promises leaves out. */
export const withoutPromise = ({ n }: Counted): Pick<Part, 'not_told'> => (n === 0 ? {} : { not_told: n });
