import { createReadStream } from 'node:fs';
import { stderr, stdin } from 'node:process';
import { systemClock } from '../../../shared/adapters/embedded/system-clock.ts';
import { type Answers, type Question } from '../../../shared/connectors/ticket-files/answers.ts';
import type { Proposal } from '../../../shared/connectors/ticket-files/proposal.ts';
import { propose } from '../../../shared/connectors/ticket-files/propose.ts';
import { statusNames, type Status } from '../../../shared/connectors/ticket-files/value-words.ts';
import { InputError } from '../../../shared/errors.ts';
import { isZone } from '../../../shared/time/zone.ts';
import { askedLines } from '../asked-lines.ts';
import type { Arguments } from '../command.ts';
import { wrapped } from '../../../shared/wrapped.ts';
import { columns } from '../terminal.ts';

/** Where a proposal stands in casebook.yaml, and the zone of times that name none. */
export interface Place {
  readonly zone: string;
  readonly patterns: readonly string[];
  readonly id: string;
}

/** Proposes again with every answer, until nothing that must be known is open. */
export async function settled(
  file: string,
  told: Answers,
  given: Arguments,
  { zone, patterns, id }: Place,
): Promise<Proposal> {
  const find = (answers: Answers): Promise<Proposal> =>
    propose(file, () => createReadStream(file), { now_s: systemClock.now_s(), zone, files: patterns, id, answers });
  const first = await find(told);
  if (first.questions.length === 0) return first;
  const isAsked = stdin.isTTY && !given.flag('yes');
  const answers = isAsked ? await askedOf(first.questions, told, zone) : told;
  const dates = first.questions.find(({ about }) => about === 'day_order');
  if (dates !== undefined && answers.day_order === undefined)
    throw new InputError(
      `${file}: ${dates.text} Run again with --dates day-first or --dates month-first. Nothing was written.`,
    );
  return answers === told ? first : find(answers);
}

async function askedOf(questions: readonly Question[], told: Answers, zone: string): Promise<Answers> {
  const reader = askedLines(stderr);
  const ask = async <T>(text: string, read: (answer: string) => T | undefined): Promise<T> => {
    for (;;) {
      const found = read((await reader.question(`${wrapped(text, columns()).join('\n')} `)).trim());
      if (found !== undefined) return found;
    }
  };
  let answers = told;
  try {
    for (const question of questions) {
      if (question.about === 'day_order')
        answers = {
          ...answers,
          day_order: await ask(`${question.text} (day or month)`, (text) =>
            /^d/i.test(text) ? 'day_first' : /^m/i.test(text) ? 'month_first' : undefined,
          ),
        };
      else if (question.about === 'time_zone')
        answers = {
          ...answers,
          time_zone: await ask(`In which time zone are its times? [${zone}]`, (text) =>
            text === '' ? zone : isZone(text) ? text : undefined,
          ),
        };
      else {
        const meaning = await ask(
          `${question.text} (${statusNames.join(', ')}) [unknown]`,
          (text): Status | 'unknown' | undefined =>
            text === '' || text === 'unknown' ? 'unknown' : statusNames.find((name) => name === text),
        );
        if (meaning !== 'unknown') answers = { ...answers, statuses: { ...answers.statuses, [question.raw]: meaning } };
      }
    }
  } finally {
    reader.end();
  }
  return answers;
}
