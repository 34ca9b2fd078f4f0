import { allocate } from '../../stats/allocate.ts';
import { dayOf, zonedDayStart_s } from '../../time/zone.ts';
import { numberOf, textOf } from '../answers.ts';
import type { Extras } from '../context.ts';
import type { Ask, MetricQueries, Part } from '../model.ts';
import { known, noData } from '../outcome.ts';
import type { FactRow } from '../queries.ts';
import type { Frame } from '../relation.ts';
import { ticketsAskedAgain } from '../relations/asked-again.ts';
import { aiAlone, aiLasted, aiResolved, lasting_s, whereTold, type Windows } from './ai.ts';
import { convertLines, exchangeOf } from './money.ts';
import { sql } from '../sql.ts';
import { knownEndOf } from './weights.ts';

/** What was billed, in cases and minor units, and what of it the events prove. */
interface Claim {
  readonly billed: number;
  readonly proved: number;
  readonly lasted: number;
  readonly billed_minor: bigint;
  readonly proved_minor: bigint;
  readonly lasted_minor: bigint;
  readonly is_ripe: boolean;
}

/** Every case with what the events say of it as a resolution by an AI agent: 1 or 0. */
export const judgedCases = (
  frame: Frame,
  windows: Windows,
): string => `SELECT t.source AS case_source, t.ticket_id AS case_id,
    t.number AS case_number, t.url AS case_url, t.first_resolved_s AS case_resolved_s, t.handled_by AS case_handled_by,
    CASE WHEN ${whereTold(sql`TRUE`).text} THEN 1 ELSE 0 END AS is_told, CASE WHEN ${aiAlone.text} THEN 1 ELSE 0 END AS is_alone, CASE WHEN ${aiResolved(windows).text} THEN 1 ELSE 0 END AS is_proved,
    CASE WHEN ${aiLasted(windows).text} THEN 1 ELSE 0 END AS is_lasting FROM ${ticketsAskedAgain.from(frame)}`;

/** Billed, proved and lasting AI resolutions, and the money of each (METRICS.md: one population, of the lines of the period). */
export async function claimGap(queries: MetricQueries, ask: Ask): Promise<readonly Part[]> {
  const scope = queries.scope(ask);
  const frame = queries.frame(ask);
  const end_day = knownEndOf(queries, ask.period.end_day);
  const [rows, exchange, telling] = await Promise.all([
    queries.rows(
      'lines of ai_usage',
      `SELECT u.line_id, u.vendor, u.ticket_id, u.period_start_day, u.period_end_day, u.billed, u.amount_minor, u.currency,
  coalesce(u.ticket_source, u.source) AS conversation_source, c.case_source, c.case_id, c.is_told, c.is_proved, c.is_lasting
FROM ai_usage AS u LEFT JOIN (${judgedCases(frame, scope)}) AS c ON c.case_source = coalesce(u.ticket_source, u.source) AND c.case_id = u.ticket_id
WHERE u.period_start_day >= ${ask.period.start_day} AND u.period_start_day < ${end_day} ORDER BY u.line_id`,
    ),
    exchangeOf(queries),
    queries.rows('cases that tell AI agents', 'SELECT count_if(coalesce(tells_ai_agents, TRUE)) AS told FROM tickets'),
  ]);
  if (numberOf(telling[0]?.told) === 0) return [{ segment: {}, value: noData('not_told:ai_agents') }];
  if (rows.length === 0) return [{ segment: {}, value: noData('no_input:ai_usage') }];
  const { lines, missing } = convertLines(rows, exchange, 'period_start_day');
  if (missing.length > 0)
    return [{ segment: {}, value: noData('missing_rate'), extras: { missing: missing.join(', ') } }];

  const { time_zone } = scope.organisation;
  const ripe = (row: FactRow): boolean =>
    zonedDayStart_s(numberOf(row.period_end_day) ?? 0, time_zone) + lasting_s(scope) <= scope.as_of_s;
  const ofCases = lines.filter(({ row }) => row.ticket_id !== null);
  const told = ofCases.filter(({ row }) => row.case_id === null || numberOf(row.is_told) === 1);
  const conversations = [
    ...Map.groupBy(told, ({ row }) => JSON.stringify([row.vendor, row.conversation_source, row.ticket_id])).values(),
  ];
  const used = new Set(told.map(({ row }) => caseKey(row)));
  const ofDays = lines.filter(({ row }) => row.ticket_id === null);
  const pool = ofDays.length === 0 ? [] : await provedByDay(queries, ask, used);
  const claimsOfDays = ofDays.map(({ row, amount_minor }): Claim => {
    const billed = numberOf(row.billed) ?? 0;
    const taken = take(pool, row, Math.max(billed, 0));
    return {
      ...priced({ billed, proved: taken.length, lasted: taken.filter(({ lasts }) => lasts).length }, amount_minor),
      is_ripe: ripe(row),
    };
  });
  const ripeDays = claimsOfDays.filter(({ is_ripe }) => is_ripe);
  const gapOfDays = sum(ripeDays.map(({ billed, proved }) => billed - proved));
  const gapOfDays_minor = ripeDays.reduce((all, one) => all + one.billed_minor - one.proved_minor, 0n);
  const claims = [
    ...conversations.map((own): Claim => {
      const billed = sum(own.map(({ row }) => numberOf(row.billed) ?? 0));
      const [first] = own;
      const proved = billed > 0 && numberOf(first?.row.is_proved) === 1 ? 1 : 0;
      const lasted = proved === 1 && numberOf(first?.row.is_lasting) === 1 ? 1 : 0;
      const minor = own.reduce((all, { amount_minor }) => all + amount_minor, 0n);
      return { ...priced({ billed, proved, lasted }, minor), is_ripe: own.every(({ row }) => ripe(row)) };
    }),
    ...claimsOfDays,
  ];
  return partsOf(claims, {
    lines: lines.length,
    bill_minor: String(lines.reduce((all, { amount_minor }) => all + amount_minor, 0n)),
    without_case: ofCases.filter(({ row }) => row.case_id === null).length,
    not_told_cases: ofCases.length - told.length,
    billed_twice: conversations.filter((own) => sum(own.map(({ row }) => numberOf(row.billed) ?? 0)) > 1).length,
    ...(gapOfDays === 0 && gapOfDays_minor === 0n
      ? {}
      : { gap_of_days: gapOfDays, gap_of_days_minor: String(gapOfDays_minor) }),
    from_s:
      Math.max(...rows.map((row) => zonedDayStart_s(numberOf(row.period_end_day) ?? 0, time_zone))) + lasting_s(scope),
  });
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const caseKey = ({ case_source, case_id }: FactRow): string => `${textOf(case_source)}\n${textOf(case_id)}`;

/** The money of a claim, shared in proportion to the minor unit. */
export function priced(
  cases: Pick<Claim, 'billed' | 'proved' | 'lasted'>,
  billed_minor: bigint,
): Omit<Claim, 'is_ripe'> {
  const shareOf = (n: number): bigint =>
    cases.billed <= 0
      ? 0n
      : (allocate(
          billed_minor,
          new Map([
            ['of it', BigInt(n)],
            ['rest', BigInt(cases.billed - n)],
          ]),
        )?.get('of it') ?? 0n);
  return { ...cases, billed_minor, proved_minor: shareOf(cases.proved), lasted_minor: shareOf(cases.lasted) };
}

interface Proved {
  readonly day: number;
  readonly lasts: boolean;
}
/** AI resolutions that no conversation of the bill has proved already, those that lasted first. */
async function provedByDay(queries: MetricQueries, ask: Ask, used: ReadonlySet<string>): Promise<Proved[]> {
  const scope = queries.scope(ask);
  const rows = await queries.rows(
    'AI resolutions',
    `SELECT c.case_source, c.case_id, c.case_resolved_s, c.is_lasting FROM (${judgedCases(queries.frame(ask), scope)}) AS c
WHERE c.is_told = 1 AND c.is_proved = 1 ORDER BY c.is_lasting DESC, c.case_resolved_s, c.case_source, c.case_id`,
  );
  return rows
    .filter((row) => !used.has(caseKey(row)))
    .map((row) => ({
      day: dayOf(numberOf(row.case_resolved_s) ?? 0, scope.organisation.time_zone),
      lasts: numberOf(row.is_lasting) === 1,
    }));
}

/** Takes up to n AI resolutions of the days of a line out of the pool: none proves two lines. */
function take(pool: Proved[], { period_start_day, period_end_day }: FactRow, n: number): readonly Proved[] {
  const taken = pool
    .filter(({ day }) => day >= (numberOf(period_start_day) ?? 0) && day < (numberOf(period_end_day) ?? 0))
    .slice(0, n);
  for (const one of taken) pool.splice(pool.indexOf(one), 1);
  return taken;
}

function partsOf(
  claims: readonly Claim[],
  { from_s, ...counts }: Extras & { readonly from_s: number },
): readonly Part[] {
  const ripe = claims.filter(({ is_ripe }) => is_ripe);
  const unripe = sum(claims.filter(({ is_ripe }) => !is_ripe).map(({ billed }) => billed));
  const total = (name: 'billed' | 'proved' | 'lasted') => sum(ripe.map((claim) => claim[name]));
  const minor = (name: 'billed' | 'proved' | 'lasted') => ripe.reduce((all, claim) => all + claim[`${name}_minor`], 0n);
  const billed = total('billed');
  const value = (of: number) =>
    ripe.length === claims.length
      ? known(of, billed)
      : ({
          status: 'immature',
          provisional: ripe.length === 0 ? null : of,
          n: billed,
          numerator: null,
          denominator: null,
          unripe,
          from_s,
        } as const);
  return [
    {
      segment: {},
      value: value(billed - total('proved')),
      extras: {
        billed,
        proved: total('proved'),
        lasted: total('lasted'),
        billed_minor: String(minor('billed')),
        proved_minor: String(minor('proved')),
        lasted_minor: String(minor('lasted')),
        gap_minor: String(minor('billed') - minor('proved')),
        ...counts,
      },
    },
    ...(['billed', 'proved', 'lasted'] as const).map((part) => ({ segment: { part }, value: value(total(part)) })),
  ];
}
