import { answerTo, owed, ownerOf, redOnes } from '../answers.ts';
import type { Cadence } from '../../config/cadence.ts';
import { always, quoted, stated, whenTrue, type Sentence } from '../claim.ts';
import { evidenceOf } from '../evidence.ts';
import type { Answer } from '../facts.ts';
import { metricOf } from '../metrics.ts';
import { changeOf, changeWords, data, labelOf, nameOf, pillOf, valueText } from '../phrases.ts';
import { redListOf, mostRedRows } from '../red-list.ts';
import { ownGoal } from '../scorecard.ts';
import { section, type Reading, type Section, type View } from '../section.ts';
import type { Words } from '../words/words.ts';
import { dayOf, zonedDayStart_s } from '../../time/zone.ts';

/** More numbers without an answer than this are named together. */
const fewUnanswered = 6;

/** Who answers for each number that moved or missed its goal, and what: in their words, “not known yet”, or nobody at all. */
export const answersSection = (judged: (view: View) => readonly Reading[], cadence?: Cadence): Section =>
  section({
    id: 'answers',
    title: (words) => always(words.answers.title),
    // a week is compared with four others here, and with the one before in its backlog
    ...(cadence === 'weekly'
      ? {
          lead: (words: Words, { facts, format }: View) =>
            stated(
              'compared_with',
              { period: facts.periods.baseline.id },
              words.compared_with_weeks(format.shortRange(facts.periods.baseline)),
            ),
        }
      : {}),
    blocks: (view) => {
      const readings = judged(view);
      const all = owed(readings, view);
      const answered = all.filter((reading) => answerTo(reading, view) !== undefined);
      const open = all.filter((reading) => !answered.includes(reading));
      const told = [...answered, ...open.slice(0, fewUnanswered)];
      const unowned = told.filter((reading) => !answered.includes(reading) && ownerOf(reading, view) === null);
      // said of each by itself, the same words would stand below every number
      const together = unowned.length > 1 ? unowned : [];
      const items = told.map((reading) => itemOf(reading, together.includes(reading), view));
      const notes = [
        ...whenTrue('nobody_answers', together.length > 0, { numbers: together.length }, () =>
          view.words.answers.nobody_of_these(namesOf(together, view)),
        ),
        ...otherOpen(open.slice(fewUnanswered), view),
        ...unknownMetrics(view),
        ...attached(redOnes(readings, view), view),
      ];
      return [
        ...(items.length === 0 ? [] : [{ kind: 'list' as const, ordered: false, items }]),
        ...notes.map((line) => ({ kind: 'paragraph' as const, line, small: true })),
      ];
    },
  });

/** `isTogether`: what is not answered is said of several numbers below. */
function itemOf(reading: Reading, isTogether: boolean, view: View): Sentence {
  const { words } = view;
  const answer = answerTo(reading, view);
  const { marks } = words;
  const name = { text: `${labelOf(reading, words)}${marks.colon.trim()}`, strong: true };
  const isMissed = reading.verdict === 'off_target' && ownGoal(reading, view) !== null;
  const said = [
    valueText(reading.metric, reading.now, view),
    changeWords(reading, view),
    changeOf(reading, view).word,
    ...(isMissed ? [pillOf(reading, words).word.toLocaleLowerCase(words.language)] : []),
  ];
  const number = `${marks.space}${said.filter((part, i) => part !== '' && said.indexOf(part) === i).join(marks.comma)}${marks.stop}`;
  if (answer === undefined) {
    const owner = ownerOf(reading, view);
    const asked = owner === null ? words.answers.nobody : words.answers.asked(data(owner, 60));
    const evidence = { ...evidenceOf(reading), owner };
    return stated('not_answered', evidence, [name, isTogether ? number : `${number}${marks.space}${asked}`]);
  }
  const line = [name, `${number}${marks.space}${answerText(answer, view)}`];
  // who only named a day has said nothing yet
  return answer.text === null
    ? stated('answer_due', { ...evidenceOf(reading), owner: answer.owner, by_day: answer.by_day }, line)
    : quoted(answer.owner, line);
}

function answerText({ owner, text, by_day }: Answer, { words, format, facts }: View): string {
  const texts = words.answers;
  const who = data(owner, 60);
  const zone = facts.organisation.time_zone;
  const day = by_day === null ? null : format.day(zonedDayStart_s(by_day, zone));
  if (text !== null) return day === null ? texts.said(data(text, 400), who) : texts.said_by(data(text, 400), who, day);
  const isLate = by_day !== null && by_day < dayOf(facts.as_of_s, zone);
  return isLate ? texts.late(who, day ?? '') : texts.not_known(who, day ?? '');
}

const namesOf = (readings: readonly Reading[], { words }: View): string =>
  readings.map((reading) => labelOf(reading, words)).join(words.written.list_comma);

const otherOpen = (rest: readonly Reading[], view: View): readonly Sentence[] =>
  whenTrue('not_answered_either', rest.length > 0, { numbers: rest.length }, () =>
    view.words.answers.others(namesOf(rest, view)),
  );

/** An answer to a number that the catalogue does not have is told, not dropped. */
function unknownMetrics({ facts, words }: View): readonly Sentence[] {
  const unknown = (facts.answers ?? []).filter(
    ({ metric, period }) => period === facts.periods.now.id && metricOf(metric) === undefined,
  );
  const names = unknown.map(
    ({ metric, owner }) => `${data(metric, 40)}${words.marks.open}${data(owner, 60)}${words.marks.close}`,
  );
  return whenTrue('answer_without_number', names.length > 0, { answers: names.length }, () =>
    words.answers.unknown(names.join(words.marks.comma)),
  );
}

/** What the attached list holds of each number that went wrong. */
function attached(red: readonly Reading[], view: View): readonly Sentence[] {
  const { words, format } = view;
  const texts = words.answers;
  const parts = red.flatMap((reading) => {
    const list = redListOf(reading, view);
    if (list === null || list.rows.length === 0) return [];
    const { all, isMore } = list;
    const name = nameOf(reading.metric, words);
    if (all <= mostRedRows) return [texts.behind(name, all, format.count(all))];
    return [(isMore ? texts.first_of_more : texts.first_of)(name, format.count(mostRedRows), format.count(all))];
  });
  return whenTrue('cases_attached', parts.length > 0, { numbers: parts.length }, () =>
    texts.attached(parts.join(words.marks.comma)),
  );
}
