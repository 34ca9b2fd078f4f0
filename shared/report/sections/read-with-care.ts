import { doubtIds } from '../../knowledge/doubt.ts';
import { always, firstTrue, stated, whenTrue, type Sentence } from '../claim.ts';
import { evidenceOf } from '../evidence.ts';
import { dtsP50, issuesHandled, reopenRate } from '../../metrics/catalogue/all.ts';
import type { Measured } from '../../metrics/evaluate.ts';
import { now } from '../asks.ts';
import { leastFallSeen, leastShareSeen } from '../change.ts';
import type { Coverage } from '../facts.ts';
import { gapsIn } from '../ledger-gaps.ts';
import { isPartial, metricOf } from '../metrics.ts';
import { rejectedLines } from '../rejected-inputs.ts';
import { data, nameOf, periodName, valueText } from '../phrases.ts';
import { section, type Reading, type View } from '../section.ts';

/** What a careful reader has to know before using the numbers: gaps, young cohorts, earlier reports that changed. */
export const readWithCare = section({
  id: 'read_with_care',
  inQuietPeriods: true,
  title: (words) => always(words.care.title),
  asks: (context) => [now(issuesHandled, context)],
  blocks: (view) => {
    const lines = [
      ...coverageLines(view),
      ...rejectedLines(view),
      ...gapLines(view),
      ...cohortLines(view),
      ...restatedLines(view),
      ...notToldLines(view),
      ...doubtLines(view),
      ...leftOutLines(view),
      ...smallLines(view),
      ...(hasTimes(view) ? [always(view.words.care.calendar)] : []),
    ];
    return lines.length === 0 ? [] : [{ kind: 'note', lines }];
  },
});

function coverageLines(view: View): readonly Sentence[] {
  const { words, facts } = view;
  return facts.coverage.flatMap((coverage): readonly Sentence[] => {
    const source = data(coverage.name, 40);
    const { records, values = 0, unavailable, partly } = coverage.skipped ?? { records: 0, unavailable: [], partly: 0 };
    return [
      ...reachLines(coverage, source, view),
      ...rhythmLines(coverage, source, view),
      ...whenTrue('not_given', unavailable.length > 0, { source, unavailable: unavailable.length }, () =>
        words.care.refused(source, data(unavailable.join(', '), 120)),
      ),
      ...whenTrue('records_skipped', records > 0, { source, records }, () =>
        words.care.skipped(source, records, view.format.count(records)),
      ),
      ...whenTrue('values_left_out', values > 0, { source, values }, () =>
        words.care.leftOut(source, values, view.format.count(values)),
      ),
      ...whenTrue('cases_partly_read', partly > 0, { source, partly }, () =>
        words.care.partly(source, partly, view.format.count(partly)),
      ),
    ];
  });
}

/** How far a source was read, and how much of it. */
function reachLines({ share, problem, watermark_s }: Coverage, source: string, view: View): readonly Sentence[] {
  const { words, format, facts } = view;
  const texts = words.care;
  const until = watermark_s === null ? null : format.instant(watermark_s);
  const evidence = { source, share, problem, watermark_s };
  if (problem !== null && (isPartial({ share, problem }) || until === null))
    return [stated('source_not_available', evidence, texts.unavailable(source, data(problem, 120)))];
  const isShort = problem === null && watermark_s !== null && watermark_s < facts.periods.now.end_s;
  return [
    ...whenTrue('source_covers_part', share !== null && share < 1, evidence, () =>
      texts.partial(source, format.percent(share ?? 0)),
    ),
    ...whenTrue('reading_stopped', problem !== null, evidence, () =>
      texts.stopped(source, until ?? '', data(problem ?? '', 120)),
    ),
    ...whenTrue('read_up_to', isShort, evidence, () => texts.incomplete(source, until ?? '')),
  ];
}

/** A source that halved or flooded: either much happened, or it is read in part or twice. */
function rhythmLines({ unusual }: Coverage, source: string, { words, format }: View): readonly Sentence[] {
  if (unusual === undefined) return [];
  const { n, usual } = unusual;
  const [least, most] = usual.map((each) => format.count(each)) as [string, string];
  return [
    stated(
      'unusual_rhythm',
      { source, n, least: usual[0], most: usual[1] },
      words.care.rhythm(source, format.count(n), least, most),
    ),
  ];
}

/** Amounts that a month is missing in, of this period and of those it is compared with. */
function gapLines(view: View): readonly Sentence[] {
  const { now, baseline, quarter } = view.facts.periods;
  return gapsIn(view, [now, baseline, ...(quarter === null ? [] : [quarter])]).map(({ metrics, period, months }) =>
    stated(
      'ledger_gaps',
      { period: period.id, months_without_lines: months },
      view.words.care.no_lines(metrics, periodName(period, view), months),
    ),
  );
}

/** Each metric whose newest cohort can still change, once. */
function cohortLines(view: View): readonly Sentence[] {
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
    return [
      firstTrue(evidenceOf(reading), [
        {
          claim: 'provisional',
          when: reading.period.id === facts.periods.now.id,
          says: () => words.care.provisional(nameOf(metric, words), date),
        },
        {
          claim: 'earlier_period_shown',
          when: true,
          says: () => words.care.immature(nameOf(metric, words), periodName(reading.period, view), date),
        },
      ]),
    ];
  });
}

/** Numbers of earlier mails that late facts moved; those of this report's own period stand at the top instead. */
function restatedLines(view: View): readonly Sentence[] {
  const { words, format, facts } = view;
  return facts.restatements
    .filter(({ period }) => period !== facts.periods.now.id)
    .flatMap(({ metric: id, period, before, after, tickets_changed, rules_changed = 0 }) => {
      const metric = metricOf(id);
      if (!metric) return [];
      return [
        stated(
          'restated',
          { metric: id, period, tickets_changed, rules_changed },
          (rules_changed > 0 ? words.care.restated_rules : words.care.restated)(
            nameOf(metric, words),
            periodName({ id: period }, view),
            valueText(metric, before, view),
            valueText(metric, after, view),
            rules_changed || tickets_changed,
            format.count(rules_changed || tickets_changed),
          ),
        ),
      ];
    });
}

/** Numbers of this period over all that the report is about, each once. */
const wholeNumbers = (view: View): readonly Measured[] => [
  ...new Map(
    view.facts.measured
      .filter(
        ({ metric, period, segment }) =>
          metricOf(metric) !== undefined &&
          period.id === view.facts.periods.now.id &&
          Object.keys(segment).length === 0,
      )
      .map((measured) => [measured.metric, measured]),
  ).values(),
];
const namesOf = (measured: readonly Measured[], view: View): string =>
  measured
    .flatMap(({ metric: id }) => {
      const metric = metricOf(id);
      return metric === undefined ? [] : [nameOf(metric, view.words)];
    })
    .join(view.words.written.list_comma);

/** How many cases each number had to leave out. */
function notToldLines(view: View): readonly Sentence[] {
  const { words, format } = view;
  const short = wholeNumbers(view).filter(({ not_told = 0 }) => not_told > 0);
  const parts = short.map((one) =>
    words.care.of_cases(namesOf([one], view), words.cases(one.not_told ?? 0, format.count(one.not_told ?? 0))),
  );
  return whenTrue('not_told', parts.length > 0, { numbers: parts.length }, () =>
    words.care.not_told(parts.join(words.care.parts)),
  );
}

/** Reasons not to trust numbers, each with the numbers that it touches. */
function doubtLines(view: View): readonly Sentence[] {
  return doubtIds.flatMap((id) => {
    const touched = wholeNumbers(view).filter(({ doubts = [] }) => doubts.includes(id));
    const about = touched.map(({ extras }) => extras[id]).find((one) => typeof one === 'string') ?? '';
    return whenTrue(`doubt_${id}`, touched.length > 0, { numbers: touched.length, about }, () =>
      view.words.care.doubts[id](namesOf(touched, view), data(about, 80)),
    );
  });
}

/** What the printed policy leaves out of the new cases, each class with its number. */
function leftOutLines(view: View): readonly Sentence[] {
  const { words, format } = view;
  const classes = Object.entries(words.care.left_out).flatMap(([name, text]) => {
    const n = view.extra(issuesHandled, `left_out_${name}`);
    return typeof n === 'number' && n > 0 ? [text(format.count(n))] : [];
  });
  const robots = Number(view.extra(issuesHandled, 'left_out_bot_only') ?? 0);
  return [
    ...whenTrue('left_out', classes.length > 0, { classes: classes.length }, () =>
      words.care.not_counted(classes.join(words.written.list_comma)),
    ),
    ...whenTrue('bot_only_in_neither_part', robots > 0, { left_out_bot_only: robots }, () => words.care.bot_only),
  ];
}

/** What a week of this size cannot show, by the two numbers whose changes matter most. */
function smallLines(view: View): readonly Sentence[] {
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
  const { n } = time.now;
  return whenTrue('least_seen', parts.length > 0, { n, fall, share: share?.seen ?? null }, () =>
    words.care.small(words.cases(n, format.count(n)), parts.join(words.care.parts)),
  );
}

const hasTimes = (view: View): boolean =>
  view.facts.measured.some(({ unit, value }) => unit === 'seconds' && value.status === 'known');
