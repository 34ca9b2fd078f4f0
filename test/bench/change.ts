import { readFileSync } from 'node:fs';
import process from 'node:process';
import { executiveWeekly, leadWeekly } from '../../shared/report/reports/all.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { truthsOf } from '../../shared/sandbox/truth.ts';
import { executiveWeekFacts, leadWeekFacts } from '../support/report-facts.ts';
import { newsIn, randomOf, textbookCase, weekOf, type CaseDraw, type Random } from '../support/unchanging.ts';

/**
 * False alarms and power of the weekly mails, as DECISIONS.md prints them:
 * `node test/bench/change.ts [--seed N] [--mails N] [--times FILE]`. FILE: seconds to resolution of real cases, one a line; the
 * other facts of a case are drawn beside it.
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const seed = option('seed', 1);
const mails = option('mails', 1000);
const sizes = [20, 60, 200, 600];

const from = <T>(all: readonly T[], random: Random): T => all[Math.floor(random() * all.length)] as T;

/** Cases of the made-up organisation, drawn with replacement: whatever week they come from, nothing changes. */
function madeUp(): (random: Random) => CaseDraw {
  const cases = truthsOf(organisation()).flatMap((truth): readonly CaseDraw[] =>
    truth.resolved_s === null
      ? []
      : [
          {
            resolve_s: truth.resolved_s - truth.created_s,
            reply_s: truth.first_reply_s === null ? null : truth.first_reply_s - truth.created_s,
            isReopened: truth.reopen_count > 0,
            isHandedOff: truth.handoff_count > 0,
            isEscalated: truth.escalation_count > 0,
            isGood: null,
            topic: '',
          },
        ],
  );
  return (random) => {
    const beside = textbookCase(random);
    return { ...from(cases, random), isGood: beside.isGood, topic: beside.topic };
  };
}

function realTimes(file: string): (random: Random) => CaseDraw {
  const times = readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);
  return (random) => ({ ...textbookCase(random), resolve_s: from(times, random) });
}

const file = process.argv.indexOf('--times');
const worlds = {
  'log-normal': textbookCase,
  'made-up organisation': madeUp(),
  ...(file < 0 ? {} : { 'real log': realTimes(process.argv[file + 1] ?? '') }),
};
const reports = {
  'lead-weekly': [leadWeekly, leadWeekFacts()],
  'executive-weekly': [executiveWeekly, executiveWeekFacts()],
} as const;
const percent = (n: number): string => `${((100 * n) / mails).toFixed(1)} %`;

/** Halves every time, and reopens 10 of 100 cases instead of 5. */
const halved = (one: CaseDraw): CaseDraw => ({ ...one, resolve_s: Math.round(one.resolve_s / 2) });
const reopened = (one: CaseDraw, random: Random): CaseDraw => ({ ...one, isReopened: random() < 0.1 });

for (const [world, draw] of Object.entries(worlds)) {
  const five = (random: Random): CaseDraw => ({ ...draw(random), isReopened: random() < 0.05 });
  console.log(`\n${world}, ${mails} mails a cell, seed ${seed}`);
  console.log(
    'cases a week | any news, nothing changed: lead-weekly | executive-weekly | median halved, seen | reopen rate 5 % to 10 %, seen',
  );
  for (const n of sizes) {
    const random = randomOf(seed * 1000 + n);
    const count = { lead: 0, executive: 0, halved: 0, reopened: 0 };
    for (let i = 0; i < mails; i += 1) {
      const [lead, leadBase] = reports['lead-weekly'];
      const [executive, executiveBase] = reports['executive-weekly'];
      count.lead += Number(newsIn(lead, weekOf(leadBase, draw, n, random)).length > 0);
      count.executive += Number(newsIn(executive, weekOf(executiveBase, draw, n, random)).length > 0);
      count.halved += Number(
        newsIn(lead, weekOf(leadBase, draw, n, random, halved)).includes('Median time to resolve'),
      );
      count.reopened += Number(newsIn(lead, weekOf(leadBase, five, n, random, reopened)).includes('Reopened'));
    }
    console.log([n, ...Object.values(count).map(percent)].join(' | '));
  }
}
