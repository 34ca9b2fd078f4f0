import { backlog, dtsP50, handoffRate, ticketVolume } from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import { openCasesCsv } from '../attachments/open-cases.ts';
import { readingsWorkbook } from '../attachments/readings-workbook.ts';
import { caseName, lookedFor, urgentCases } from '../attention.ts';
import { isTied, walkOf } from '../backlog.ts';
import { openCases } from '../lists/open-cases.ts';
import type { Headline, ReportDefinition } from '../report-definition.ts';
import { changeOf, nameOf, ofPeriod, periodName, sliceName } from '../phrases.ts';
import { ahead } from '../sections/ahead.ts';
import { backlogWalk } from '../sections/backlog-walk.ts';
import { carrying } from '../sections/carrying.ts';
import { readingsOf } from '../scorecard.ts';
import { answersSection } from '../sections/answers.ts';
import { commentary } from '../sections/commentary.ts';
import { needsYouToday } from '../sections/needs-you-today.ts';
import { promisesKept } from '../sections/promises-kept.ts';
import { readWithCare } from '../sections/read-with-care.ts';
import { restated } from '../sections/restated.ts';
import { topicMovers } from '../sections/topic-movers.ts';
import { waits } from '../sections/waits.ts';
import { weekInNumbers, weekMeasures } from '../sections/week-in-numbers.ts';
import { weekTrend } from '../sections/week-trend.ts';
import { stated, type Sentence } from '../claim.ts';
import type { Reading, View } from '../section.ts';
import { moversOf } from '../topics.ts';
import { isQuiet, quietHeadline } from '../quiet.ts';

const judged = (view: View): readonly Reading[] => readingsOf([...new Set([...weekMeasures, backlog])], view);

/** What a team lead should touch today, and how the week went. */
export const leadWeekly: ReportDefinition = {
  id: 'lead-weekly',
  title: (words) => words.lead_weekly.kicker,
  audience: 'lead',
  cadence: 'weekly',
  leading: dtsP50,
  heading: (view) =>
    ofPeriod(view.words.lead_weekly.heading(sliceName(view), periodName(view.facts.periods.now, view)), view),
  sections: [
    restated,
    needsYouToday,
    weekInNumbers,
    weekTrend,
    answersSection(judged, 'weekly'),
    promisesKept,
    waits,
    backlogWalk,
    ahead,
    topicMovers,
    commentary,
    carrying,
    readWithCare,
  ],
  asks: (context) => [...historyOf(ticketVolume, context)],
  lists: [openCases],
  judged,
  headline,
  attachments: (view) => [openCasesCsv(view), readingsWorkbook('team-week', [...weekMeasures, backlog], view)],
  checks: (view) => {
    const walk = walkOf(view);
    if (walk === null) return [];
    return [
      { what: view.words.checks.backlog_identity, holds: isTied(walk) },
      { what: view.words.checks.open_cases_rows, holds: view.rows(openCases).length === walk.closing },
    ];
  },
};

function headline(view: View): Headline {
  const { words, format } = view;
  const week = periodName(view.facts.periods.now, view);
  if (isQuiet(view)) return quietHeadline(view, sliceName(view));
  const { marks, bottom_line: texts } = words;
  const urgent = urgentCases(view);
  const breaches = urgent.filter(({ kind }) => kind === 'breached').length;
  const walk = walkOf(view);
  const change = walk === null ? 0 : walk.closing - walk.opening;
  const moved =
    change === 0 ? texts.unchanged : change < 0 ? texts.down(format.count(-change)) : texts.up(format.count(change));
  const open = format.count(walk?.closing ?? 0);
  const attention =
    urgent.length > 0
      ? texts.attention(urgent.length, format.count(urgent.length))
      : lookedFor(view).missing.length > 0
        ? texts.no_known_attention
        : texts.no_attention;
  const facts = [
    ...(breaches > 0 ? [words.lead_weekly.breaches(breaches, format.count(breaches))] : []),
    ...(walk === null ? (breaches > 0 ? [] : [attention]) : [words.lead_weekly.backlog(open, moved)]),
  ].join(marks.comma);
  const points: Sentence[] = [];
  if (walk !== null)
    points.push(
      stated('backlog', { ...walk }, [
        { text: texts.backlog_label(open), strong: true },
        marks.space,
        texts.backlog_point(
          moved,
          format.count(walk.resolved),
          format.count(walk.created + walk.reopened),
          walk.removed === 0 ? '' : format.count(walk.removed),
          walk.restored === 0 ? '' : format.count(walk.restored),
        ),
      ]),
    );
  const mover = moversOf(view)[0];
  if (mover)
    points.push(
      stated('topic_moved', { now: mover.now, usual: mover.usual }, [
        { text: `${mover.topic}${marks.colon.trim()}`, strong: true },
        marks.space,
        texts.topic_point(mover.now, format.count(mover.now), format.count(Math.round(mover.usual))),
      ]),
    );
  const first = urgent[0];
  if (first) {
    const verb =
      first.row.assignee_id === null && first.row.tells_owner !== false
        ? texts.assign
        : first.kind === 'unanswered'
          ? texts.reply
          : texts.look_at;
    const name = caseName(first.row);
    points.push(
      stated('do_first', { kind: first.kind, urgency: first.urgency, of: urgent.length }, [
        { text: texts.do_first, strong: true },
        `${marks.space}${verb}`,
        typeof first.row.url === 'string' ? { text: name, href: first.row.url } : name,
        `${marks.open}${first.pill.word}${marks.semicolon}${first.reason}${marks.close}${marks.stop}`,
      ]),
    );
  }
  const evidence = {
    urgent: urgent.length,
    breaches,
    ...(walk === null ? {} : { opening: walk.opening, closing: walk.closing }),
    speed: view.reading(dtsP50).news,
    handoffs: view.reading(handoffRate).news,
    backlog: view.reading(backlog).news,
  };
  return {
    verdict: null,
    subject: stated('week', evidence, words.lead_weekly.subject(sliceName(view), week, facts)),
    preheader: stated(
      'week',
      evidence,
      [...new Set([facts, attention])].filter((part) => part !== '').join(`${marks.stop}${marks.space}`),
    ),
    sentence: stated('week', evidence, texts.and([...movements(view), attention])),
    points,
  };
}

/** What moved beyond its normal range, better before worse; else that nothing did. */
function movements(view: View): readonly string[] {
  const { words, format } = view;
  const texts = words.bottom_line;
  const walk = walkOf(view);
  const change = walk === null ? null : walk.closing - walk.opening;
  const speed = view.reading(dtsP50);
  const handed = view.reading(handoffRate);
  const moved = [speed, handed].flatMap((reading) => {
    const { tone } = changeOf(reading, view);
    const name = nameOf(reading.metric, words);
    return tone === 'good' ? [texts.faster(name)] : tone === 'bad' ? [texts.slower(name)] : [];
  });
  const judged = [speed, handed, view.reading(backlog)];
  const isCalm = judged.every(({ news }) => news === 'within_noise');
  const isTooEarly = judged.every(({ news }) => news === 'unknown');
  const walked =
    change === null
      ? []
      : change === 0
        ? [texts.backlog_level]
        : [change < 0 ? texts.backlog_fell(format.count(-change)) : texts.backlog_rose(format.count(change))];
  return [...walked, ...moved, ...(isCalm ? [texts.nothing_unusual] : isTooEarly ? [texts.too_early] : [])].slice(0, 3);
}
