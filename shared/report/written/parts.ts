import type { Metric } from '../../metrics/model.ts';
import type { Measured } from '../../metrics/evaluate.ts';
import type { Dimension, Segment } from '../../metrics/value.ts';
import { channelName } from '../channels.ts';
import { personName } from '../people.ts';
import { data, partWord } from '../phrases.ts';
import type { Reading, View } from '../section.ts';
import { keyOf } from '../view.ts';

/**
 * What a metric answers of the reported period: one number, or one for each of its own parts (such as those of `issues_handled`).
 * One that could not be measured is among them and says so: the author asked for it. People are for leads alone (`hiddenPeople`).
 */
export const partsOf = (metrics: readonly Metric[], view: View): readonly Reading[] =>
  metrics.flatMap((metric) => {
    const found = ownParts(metric, view);
    const shown = found.filter(({ segment }) => !isOfPerson(segment) || showsPeople(view));
    return found.length === 0 ? [view.reading(metric)] : shown.map((one) => readingIn(metric, one, view));
  });

/** Of how many people a metric was counted, in a report that does not say of whom. */
export const hiddenPeople = (metric: Metric, view: View): number =>
  showsPeople(view) ? 0 : ownParts(metric, view).filter(({ segment }) => isOfPerson(segment)).length;

const isOfPerson = ({ person, author }: Segment): boolean => person !== undefined || author !== undefined;
const showsPeople = ({ facts: { configuration } }: View): boolean =>
  configuration.audience === 'lead' && configuration.people;

/** A metric of several parts shows them with the whole, unless one of them is the whole. */
function ownParts(metric: Metric, view: View): readonly Measured[] {
  const found = measuredNow(metric, view);
  const least = leastCut(found);
  const [whole] = least;
  if (metric.kind !== 'by_part' || whole === undefined || Object.keys(whole.segment).length > 0) return least;
  const parts = found.filter(({ segment }) => Object.keys(segment).join() === 'part');
  const isPart = parts.some(({ value }) => JSON.stringify(value) === JSON.stringify(whole.value));
  return isPart ? parts : [whole, ...parts];
}

/** The same cut by a dimension. */
export const cutOf = (metric: Metric, by: Dimension, view: View): readonly Reading[] =>
  leastCut(measuredNow(metric, view).filter(({ segment }) => segment[by] !== undefined)).map((one) =>
    readingIn(metric, one, view),
  );

const measuredNow = (metric: Metric, { facts }: View): readonly Measured[] =>
  facts.measured.filter((one) => one.metric === metric.id && one.period.id === facts.periods.now.id);

/** Other sections may have asked for finer cuts of the same metric; a cut without any input answers the whole again. */
function leastCut(found: readonly Measured[]): readonly Measured[] {
  const least = Math.min(...found.map(({ segment }) => Object.keys(segment).length));
  const keys = found.map(({ segment }) => keyOf('', '', segment));
  return found.filter(({ segment }, i) => Object.keys(segment).length === least && keys.indexOf(keys[i] ?? '') === i);
}

/** A part may have a unit of its own, such as money at a fixed mix. */
const readingIn = (metric: Metric, { segment, unit }: Measured, view: View): Reading =>
  view.reading(unit === metric.unit ? metric : { ...metric, unit }, segment);

/** The part by its name, and after it the metric's own parts where it has some. */
export function partName({ segment }: Reading, by: Dimension, view: View): string {
  const key = segment[by] ?? 'unknown';
  const rest = Object.entries(segment).flatMap(([name, part]) =>
    name === by ? [] : [partWord(name, part, view.words)],
  );
  return [data(nameIn(by, key, view), 40), ...rest].join(view.words.marks.comma);
}

function nameIn(by: Dimension, key: string, view: View): string {
  if (by === 'channel') return channelName(key, view);
  if (by === 'person' || by === 'author') return personName(key, view) ?? view.words.channels.unknown;
  if (by === 'category' && key === 'unknown') return view.words.topics.unknown;
  return key === 'unknown' ? view.words.channels.unknown : partWord(by, key, view.words);
}
