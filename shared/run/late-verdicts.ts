import type { State } from '../ports.ts';
import type { ReportFacts } from '../report/facts.ts';
import { cadenceOf } from '../report/view.ts';
import { readJson } from '../state.ts';
import type { Job } from './jobs.ts';
import { issuedKey, type Issued } from './measure.ts';

// A quarterly that goes out before its windows end leaves goals open. Its schedule comes a second time when they have ended, and the
// report is made again, as a short mail, if what was issued has a goal that can be decided then.

/** When the first of the goals that are provisional in a quarterly can be decided; undefined where none is. */
export function decided_s({ goals, measured, periods }: ReportFacts): number | undefined {
  const held = new Set(goals.filter((goal) => cadenceOf(goal) === 'quarterly').map(({ metric }) => metric));
  const from = measured.flatMap(({ metric, period, segment, value }) =>
    value.status === 'immature' && period.id === periods.now.id && Object.keys(segment).length === 0 && held.has(metric)
      ? [value.from_s]
      : [],
  );
  return from.length === 0 ? undefined : Math.min(...from);
}

/** Was it issued with a goal that can be decided at this instant? */
export async function hasLateVerdicts(state: State, job: Job, at_s: number): Promise<boolean> {
  const issued = await readJson<Issued>(state, issuedKey(job));
  return issued?.decided_s !== undefined && issued.decided_s <= at_s;
}
