import { dtsP50, issuesHandled, reopenRate } from '../../metrics/catalogue/all.ts';
import { now } from '../asks.ts';
import { leastFallSeen, leastShareSeen } from '../change.ts';
import type { Coverage } from '../facts.ts';
import { gapsIn } from '../ledger-gaps.ts';
import { isPartial, metricOf } from '../metrics.ts';
import { rejectedLines } from '../rejected-inputs.ts';
import { data, nameOf, periodName, valueText } from '../phrases.ts';
import { section, type Line, type Reading, type View } from '../section.ts';

/** What a careful reader has to know before using the numbers: gaps, young cohorts, earlier reports that changed. */
export const readWithCare = section({
  id: 'read_with_care',
  title: (words) => words.care.title,
  asks: (context) => [now(issuesHandled, context)],
  blocks: (view) => {
    const lines = [
      ...coverageLines(view),
      ...rejectedLines(view),
      ...gapLines(view),
      ...cohortLines(view),
      ...restatedLines(view),
      ...leftOutLines(view),
      ...smallLines(view),
      ...(hasTimes(view) ? [view.words.care.calendar] : []),
    ];
    return lines.length === 0 ? [] : [{ kind: 'note', lines }];
  },
});

function coverageLines(view: View): readonly Line[] {
  const { words, facts } = view;
  return facts.coverage.flatMap((coverage): readonly Line[] => {
    const source = data(coverage.name, 40);
    const { records, unavailable, partly } = coverage.skipped ?? { records: 0, unavailable: [], partly: 0 };
    return [
      ...reachLines(coverage, source, view),
      ...(unavailable.length === 0 ? [] : [words.care.refused(source, data(unavailable.join(', '), 120))]),
      ...(records === 0 ? [] : [words.care.skipped(source, records, view.format.count(records))]),
      ...(partly === 0 ? [] : [words.care.partly(source, partly, view.format.count(partly))]),
    ];
  });
}

/** How far a source was read, and how much of it. */
function reachLines({ share, problem, watermark_s }: Coverage, source: string, view: View): readonly Line[] {
  const { words, format, facts } = view;
  const texts = words.care;
  const until = watermark_s === null ? null : format.instant(watermark_s);
  if (problem !== null && (isPartial({ share, problem }) || until === null))
    return [texts.unavailable(source, data(problem, 120))];
  return [
    ...(share !== null && share < 1 ? [texts.partial(source, format.percent(share))] : []),
    ...(problem !== null && until !== null ? [texts.stopped(source, until, data(problem, 120))] : []),
    ...(problem === null && watermark_s !== null && watermark_s < facts.periods.now.end_s
      ? [texts.incomplete(source, format.instant(watermark_s))]
      : []),
  ];
}

/** Amounts that a month is missing in, of this period and of those it is compared with. */
function gapLines(view: View): readonly Line[] {
  const { now, baseline, quarter } = view.facts.periods;
  return gapsIn(view, [now, baseline, ...(quarter === null ? [] : [quarter])]).map(({ metrics, period, months }) =>
    view.words.care.no_lines(metrics, periodName(period, view), months),
  );
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

/** What a week of this size cannot show, by the two numbers whose changes matter most. */
function smallLines(view: View): readonly Line[] {
  const { words, format } = view;
  if (view.cadence !== 'weekly') return [];
  const [time, reopened] = [view.reading(dtsP50), view.reading(reopenRate)];
  if (time.now.status !== 'known' || time.judgement === null) return [];
  const fall = leastFallSeen(time.now);
  const share = reopened.judgement === null ? null : leastShareSeen(reopened.history);
  const parts = [
    ...(fall === null ? [] : [words.care.fall_seen(nameOf(dtsP50, words), format.percent(fall))]),
    ...(share === null || share.seen === null
      ? []
      : [words.care.share_seen(nameOf(reopenRate, words), format.percent(share.usual), format.percent(share.seen))]),
  ];
  return parts.length === 0
    ? []
    : [words.care.small(words.cases(time.now.n, format.count(time.now.n)), parts.join(words.care.parts))];
}

const hasTimes = (view: View): boolean =>
  view.facts.measured.some(({ unit, value }) => unit === 'seconds' && value.status === 'known');
