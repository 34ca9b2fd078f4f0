import { issuesHandled } from '../../metrics/catalogue/all.ts';
import { now } from '../asks.ts';
import { isPartial, metricOf } from '../metrics.ts';
import { data, nameOf, periodName, valueText } from '../say.ts';
import { section, type Line, type Reading, type View } from '../section.ts';

/** What a careful reader has to know before using the numbers: gaps, young cohorts, earlier reports that changed. */
export const readWithCare = section({
  id: 'read_with_care',
  title: (words) => words.care.title,
  asks: (context) => [now(issuesHandled, context)],
  blocks: (view) => {
    const lines = [
      ...coverageLines(view),
      ...cohortLines(view),
      ...restatedLines(view),
      ...leftOutLines(view),
      ...(hasTimes(view) ? [view.words.care.calendar] : []),
    ];
    return lines.length === 0 ? [] : [{ kind: 'note', lines }];
  },
});

function coverageLines(view: View): readonly Line[] {
  const { words, format, facts } = view;
  const texts = words.care;
  return facts.coverage.flatMap(({ name, share, problem, watermark_s }) => {
    const source = data(name, 40);
    if (problem !== null && isPartial({ share, problem })) return [texts.unavailable(source, data(problem, 120))];
    if (share !== null && share < 1) return [texts.partial(source, format.percent(share))];
    if (watermark_s !== null && watermark_s < facts.periods.now.end_s)
      return [texts.incomplete(source, format.instant(watermark_s))];
    return [];
  });
}

/** Each metric whose newest cohort can still change, once. */
function cohortLines(view: View): readonly Line[] {
  const { words, format, facts } = view;
  const young = facts.measured.filter(
    ({ period, segment, value }) =>
      period.id === facts.periods.now.id && Object.keys(segment).length === 0 && value.status === 'immature',
  );
  return young.flatMap(({ metric: id, value }) => {
    const metric = metricOf(id);
    if (!metric || value.status !== 'immature') return [];
    const reading: Reading = view.reading(metric);
    const date = format.soon(value.from_s, facts.as_of_s);
    return reading.period.id === facts.periods.now.id
      ? [words.care.provisional(nameOf(metric, words), date)]
      : [words.care.immature(nameOf(metric, words), periodName(reading.period, view), date)];
  });
}

/** Numbers of earlier mails that late facts moved; those of this report's own period stand at the top instead. */
function restatedLines(view: View): readonly Line[] {
  const { words, format, facts } = view;
  return facts.restatements
    .filter(({ period }) => period !== facts.periods.now.id)
    .flatMap(({ metric: id, period, before, after, tickets_changed }) => {
      const metric = metricOf(id);
      if (!metric) return [];
      return [
        words.care.restated(
          nameOf(metric, words),
          periodName({ id: period }, view),
          valueText(metric, before, view),
          valueText(metric, after, view),
          tickets_changed,
          format.count(tickets_changed),
        ),
      ];
    });
}

/** What the printed policy leaves out of the new cases, each class with its number. */
function leftOutLines(view: View): readonly Line[] {
  const { words, format } = view;
  const classes = Object.entries(words.care.left_out).flatMap(([name, text]) => {
    const n = view.extra(issuesHandled, `left_out_${name}`);
    return typeof n === 'number' && n > 0 ? [text(format.count(n))] : [];
  });
  return classes.length === 0 ? [] : [words.care.not_counted(classes.join(', '))];
}

const hasTimes = (view: View): boolean =>
  view.facts.measured.some(({ unit, value }) => unit === 'seconds' && value.status === 'known');
