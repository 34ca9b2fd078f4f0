import { always, stated } from '../claim.ts';
import { courseOf, evidenceOf } from '../evidence.ts';
import { costPerCase, fcr } from '../../metrics/catalogue/all.ts';
import type { Metric } from '../../metrics/model.ts';
import { historyOf, pair } from '../asks.ts';
import { channelMix } from '../channels.ts';
import { knownValue, nameOf, series, isShownZero, sizeText, valueText } from '../phrases.ts';
import { section, type Reading, type View } from '../section.ts';
import type { Line } from '../line.ts';
import { commentsOf } from './commentary.ts';

/** The numbers that are told in a picture, and what arithmetic says of their change: channel mix against the channels' own rates. */
const told = [costPerCase, fcr];

export const whatMoved = section({
  id: 'what_moved',
  title: (words) => always(words.moved.title),
  asks: (context) => told.flatMap((metric) => [...historyOf(metric, context), ...pair(metric, context, ['channel'])]),
  blocks: (view) => {
    const charts = told.flatMap((metric) => chartOf(metric, view) ?? []);
    if (charts.length === 0) return [];
    const comments = commentsOf(view, 'what_moved');
    return [
      { kind: 'charts', charts },
      ...(comments.length === 0
        ? [
            {
              kind: 'paragraph' as const,
              line: stated('no_commentary', { comments: 0 }, view.words.commentary.none),
              small: true,
            },
          ]
        : comments.map((line) => ({ kind: 'paragraph' as const, line }))),
    ];
  },
});

function chartOf(metric: Metric, view: View) {
  const reading = view.reading(metric);
  const { history, goal, period } = reading;
  const known = history.filter((value) => value.status === 'known');
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || known.length < 2) return null;
  const limit = goal?.at_most ?? goal?.at_least ?? null;
  const shown = (value: number): string => view.format.value(metric.unit, value, metric.id);
  const periods = view.facts.periods.history;
  const axis = (at: number): string => {
    const match = /^(\d{4})-Q(\d)$/.exec(periods[at]?.id ?? '');
    return match ? view.words.quarter_axis(match[2] ?? '', match[1] ?? '') : '';
  };
  return {
    title: nameOf(metric, view.words),
    chart: {
      kind: 'line' as const,
      values: series(history),
      dotted: null,
      goal: limit === null ? null : { value: limit, label: shown(limit) },
      labels: {
        first: valueText(metric, first, view),
        last: valueText(metric, last, view),
        dottedFirst: '',
        dottedLast: '',
      },
      axis: [axis(0), '', axis(periods.findIndex(({ id }) => id === period.id))] as const,
      alt: stated(
        'course',
        courseOf(metric, first.value, last.value),
        view.words.trend.from_to(valueText(metric, first, view), valueText(metric, last, view)),
      ),
    },
    sentence: stated('change', evidenceOf(reading), sentenceOf(reading, view)),
  };
}

/** "Of the $3.24 fall, $1.54 is cheaper channels and $1.70 is the mix of channels." */
function sentenceOf(reading: Reading, view: View): Line {
  const texts = view.words.moved;
  const { metric, now, before } = reading;
  if (now.status === 'immature') {
    return view.words.care.provisional(nameOf(metric, view.words), view.format.soon(now.from_s, view.facts.as_of_s));
  }
  const [after, earlier] = [knownValue(now), knownValue(before)];
  if (after === null || earlier === null) return texts.no_comparison;
  const change = after - earlier;
  const size = (value: number): string => sizeText(metric, value, after, view);
  const direction = change < 0 ? texts.fell(size(change)) : texts.rose(size(change));
  const mix = channelMix(metric, view);
  // The parts must explain the change that is shown; where channels are unknown they do not, and nothing is said of parts.
  if (mix === null || Math.abs(mix.change - change) > Math.abs(change) * 0.001 + 1e-9) return direction;
  const signed = (part: number): string =>
    isShownZero(size(part)) ? size(part) : `${part < 0 ? '\u2212' : '+'}${size(part)}`;
  return `${direction}${view.words.marks.space}${texts.parts(signed(mix.within), signed(mix.mix))}`;
}
