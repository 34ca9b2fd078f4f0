import type { Metric } from '../metrics/model.ts';
import { isQuiet, quietHeadline } from './quiet.ts';
import { streakOffTarget } from './reading.ts';
import type { Headline } from './report-definition.ts';
import { changeOf, changeWords, goalText, nameOf, periodName, valueText } from './phrases.ts';
import { ownGoal, readingsOf } from './scorecard.ts';
import { proved, stated, type Sentence } from './claim.ts';
import { evidenceOf, valuesOf } from './evidence.ts';
import type { Pill, Reading, View } from './section.ts';

/** How many goals were met, which are off target, and the largest changes: made from arithmetic only. `name` opens the subject. */
export function goalsHeadline(metrics: readonly Metric[], name: string, view: View): Headline {
  if (isQuiet(view)) return quietHeadline(view, name);
  const { words, format } = view;
  const texts = words.executive_quarterly;
  const quarter = periodName(view.facts.periods.now, view);
  const readings = readingsOf(metrics, view);
  const judged = readings.filter((reading) => ownGoal(reading, view) !== null && reading.verdict !== 'no_verdict');
  const set = readings.filter((reading) => ownGoal(reading, view) !== null).length;
  const met = judged.filter(({ verdict }) => verdict === 'on_target');
  const off = judged.filter(({ verdict }) => verdict === 'off_target');
  const watched = judged.length - met.length - off.length;
  const counts = [format.count(met.length), format.count(judged.length)] as const;
  const tones = readings.map((reading) => changeOf(reading, view).tone);
  const better = tones.filter((tone) => tone === 'good').length;
  const worse = tones.filter((tone) => tone === 'bad').length;
  const moved = texts.better_worse(better, format.count(better), worse, format.count(worse));
  const sentence =
    judged.length === 0
      ? set === 0
        ? texts.no_goals
        : texts.none_decided(format.count(set))
      : words.bottom_line.and([
          met.length === judged.length ? texts.all_met(counts[1]) : texts.goals_met(counts[0], counts[1]),
          ...(watched > 0 ? [texts.watched(watched, format.count(watched))] : []),
          ...(off.length === 0
            ? []
            : [
                texts.off(
                  off.slice(0, 2).map(({ metric }) => nameOf(metric, words)),
                  off.length,
                ),
              ]),
        ]);
  const evidence = {
    goals: set,
    judged: judged.length,
    met: met.length,
    off_target: off.map(({ metric }) => metric.id).join(', '),
    within_reach: watched,
    better,
    worse,
  };
  const rest = off[0] ? texts.off_short(nameOf(off[0].metric, words)) : '';
  const points = pointsOf(readings, view);
  const first = judged.slice(0, 4);
  const subjectWith = (part: string): string => texts.subject(name, quarter, counts[0], counts[1], part);
  return {
    verdict: overall(judged, view),
    subject: stated(
      judged.length === 0 ? 'no_goal_judged' : 'goals_met',
      evidence,
      judged.length === 0
        ? texts.subject_without_goals(name, quarter, moved)
        : fitting(subjectWith(rest), subjectWith('')),
    ),
    preheader: stated(
      'values',
      valuesOf(first),
      first
        .map(({ metric, now }) => `${nameOf(metric, words)} ${valueText(metric, now, view)}`)
        .join(words.marks.comma),
    ),
    sentence: stated(judged.length === 0 ? 'no_goal_judged' : 'goals_met', evidence, sentence),
    points,
  };
}

/** The longer text where it fits a subject line of 78 characters, else the shorter. */
const fitting = (long: string, short: string): string => (long.length <= 78 ? long : short);

/** As good as its worst goal; a goal inside the margin does not spoil it. */
function overall(judged: readonly Reading[], view: View): Pill | null {
  if (judged.length === 0) return null;
  const { words, format } = view;
  const met = judged.filter(({ verdict }) => verdict === 'on_target').length;
  const word = words.executive_quarterly.goals_met(format.count(met), format.count(judged.length));
  const missed = judged.filter(({ verdict }) => verdict === 'off_target').length;
  const [tone, glyph] =
    missed > 0 ? (['bad', '✕'] as const) : met === judged.length ? (['good', '✓'] as const) : (['warn', '!'] as const);
  return proved('goals_met', { judged: judged.length, met, off_target: missed }, { tone, glyph, word });
}

/** The goal that is missed, then the largest improvements and setbacks: label, number, change. */
function pointsOf(readings: readonly Reading[], view: View): readonly Sentence[] {
  const order = { off_target: 0, watch: 1, no_verdict: 2, on_target: 3 } as const;
  return readings
    .filter(
      (reading) =>
        reading.now.status === 'known' && (reading.verdict === 'off_target' || changeOf(reading, view).tone !== 'none'),
    )
    .sort((a, b) => order[a.verdict] - order[b.verdict] || relative(b) - relative(a))
    .slice(0, 3)
    .map((reading) => {
      const { words, format } = view;
      const { marks, executive_quarterly: texts } = words;
      const streak = reading.verdict === 'off_target' && view.cadence === 'quarterly' ? streakOffTarget(reading) : 0;
      const goal =
        reading.verdict === 'off_target'
          ? `${marks.comma}${goalText(reading, view)}${texts.quarters_off(streak, format.count(streak))}`
          : '';
      return stated(reading.verdict === 'off_target' ? 'off_target' : reading.news, evidenceOf(reading), [
        { text: `${nameOf(reading.metric, words)}${marks.colon.trim()}`, strong: true },
        `${marks.space}${valueText(reading.metric, reading.now, view)}${marks.comma}${changeWords(reading, view)}${goal}${marks.stop}`,
      ]);
    });
}

const relative = ({ now, before }: Reading): number =>
  now.status === 'known' && before.status === 'known' && before.value !== 0
    ? Math.abs(now.value / before.value - 1)
    : 0;
