import type { SectionConfiguration } from '../../config/configuration.ts';
import type { Metric } from '../../metrics/model.ts';
import { stated } from '../claim.ts';
import { movementTable } from '../movement.ts';
import { nameOf } from '../phrases.ts';
import { ownGoal, scorecardOf } from '../scorecard.ts';
import type { Block, Reading, View } from '../section.ts';
import { hiddenPeople, partsOf } from './parts.ts';

type Scorecard = Partial<NonNullable<SectionConfiguration['scorecard']>>;

/** A number that is only ever shown by part may have hundreds: the mail has the largest, the workbook all. */
const mostParts = 6;

/** A quarter, and what has goals of its cadence, is held against them; else what is normal and what is not. */
export function writtenScorecard(metrics: readonly Metric[], how: Scorecard, view: View): readonly Block[] {
  const parts = metrics.map((metric) => ({ metric, all: partsOf([metric], view) }));
  const readings = parts.flatMap(({ all }) => largest(all));
  return [
    tableOf(readings, how, view),
    ...metrics.flatMap((metric): readonly Block[] => {
      const n = hiddenPeople(metric, view);
      const said = view.words.written.of_people(nameOf(metric, view.words), n, view.format.count(n));
      const line = stated('counted_of_people', { metric: metric.id, people: n }, said);
      return n === 0 ? [] : [{ kind: 'paragraph', line, small: true }];
    }),
    ...parts.flatMap(({ metric, all }): readonly Block[] => {
      const evidence = { metric: metric.id, parts: all.length, shown: mostParts };
      const said = view.words.written.parts_left(
        nameOf(metric, view.words),
        view.format.count(mostParts),
        view.format.count(all.length),
      );
      return all.length > mostParts
        ? [{ kind: 'paragraph', line: stated('more_parts', evidence, said), small: true }]
        : [];
    }),
  ];
}

const largest = (all: readonly Reading[]): readonly Reading[] =>
  all.length <= mostParts ? all : [...all].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, mostParts);
const sizeOf = ({ now }: Reading): number => (now.status === 'no_data' ? -1 : now.n);

function tableOf(readings: readonly Reading[], { targets, ...how }: Scorecard, view: View): Block {
  const hasGoals = readings.some((reading) => ownGoal(reading, view) !== null);
  const isQuarter = view.cadence === 'quarterly';
  if (targets !== true && !isQuarter && (targets === false || !hasGoals)) return movementTable(readings, view, how);
  return scorecardOf(
    readings.map((reading) => {
      const goal = targets === false ? null : ownGoal(reading, view);
      return goal === null ? { ...reading, goal, verdict: 'no_verdict' as const } : reading;
    }),
    view,
    targets === true ? { ...how, goals: 'always' } : how,
  );
}
