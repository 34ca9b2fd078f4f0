import { metric } from '../definition.ts';
import { countOf } from '../measure.ts';
import { noData, quotient } from '../outcome.ts';
import { sessionsByPeople } from '../relations/knowledge.ts';
import { sql, type Sql } from '../sql.ts';

const { t } = sessionsByPeople;
const found = sql`${t.found_answer}`;
const intended = sql`${found} AND ${t.would_have_asked}`;
const count = (condition: Sql<keyof typeof t>) => countOf(sessionsByPeople, 'started_s', condition);

export const effectiveDeflection = metric({
  id: 'effective_deflection',
  title: 'Cases that self-service spared',
  question: 'How many cases did self-service really spare?',
  group: 'Self-service',
  formula:
    'sessions * share that found an answer * share of those who would have asked * share of those who need nothing more',
  unit: 'count',
  direction: 'up',
  audience: ['executive', 'lead'],
  cadence: ['quarterly'],
  inputs: [
    'self_service_sessions.started_s',
    'self_service_sessions.found_answer',
    'self_service_sessions.would_have_asked',
    'self_service_sessions.is_settled',
    'self_service_sessions.is_bot',
  ],
  population:
    'sessions by people started in the period; each share over those who answered that question of the survey',
  axis: 'period',
  dimensions: ['product', 'surface', 'intent', 'account_band'],
  requires: ['self_service_sessions'],
  no_data: ['empty_population'],
  pitfalls:
    'An estimate: the few who answer a survey stand for all sessions. How many answered each question is printed beside it. A session is no person, and who finds an answer would often not have asked.',
  basis: 'described',
  source: ['ServiceXRG: how to measure self-service deflection'],
  decision: 'each question counts among those who said yes to the one before, as it is asked',

  measures: {
    sessions: countOf(sessionsByPeople, 'started_s'),
    asked: count(sql`${t.found_answer} IS NOT NULL`),
    found: count(found),
    askedIntent: count(sql`${found} AND ${t.would_have_asked} IS NOT NULL`),
    intended: count(intended),
    askedMore: count(sql`${intended} AND ${t.is_settled} IS NOT NULL`),
    settled: count(sql`${intended} AND ${t.is_settled}`),
  },
  value: ({ sessions, asked, found, askedIntent, intended, askedMore, settled }) => {
    const steps = [
      [found.n, asked.n],
      [intended.n, askedIntent.n],
      [settled.n, askedMore.n],
    ] as const;
    const extras = {
      sessions: sessions.n,
      found_answer: found.n,
      answered_found: asked.n,
      would_have_asked: intended.n,
      answered_would_have_asked: askedIntent.n,
      settled: settled.n,
      answered_settled: askedMore.n,
    };
    // who all said no spared nothing, and need not be asked on
    const end = steps.findIndex(([yes]) => yes === 0);
    const answered = end === -1 ? steps : steps.slice(0, end + 1);
    if (answered.some(([, of]) => of === 0)) return { value: noData('empty_population'), extras };
    let [top, bottom] = [BigInt(sessions.n), 1n];
    for (const [yes, of] of answered) [top, bottom] = [top * BigInt(yes), bottom * BigInt(of)];
    return {
      value: {
        status: 'known' as const,
        value: quotient(top, bottom),
        n: sessions.n,
        numerator: null,
        denominator: null,
        interval: null,
      },
      extras,
    };
  },
});
