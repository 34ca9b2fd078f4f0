import { noData, plain, ratio, ripening, share, split, sumOf, type Answer, type Answers } from './answer.ts';
import { percentile, percentileInterval } from './arithmetic.ts';
import { aboutMoney, spent } from './about-money.ts';
import { valueOf, type Metric } from './about-tickets.ts';
import type { Case } from './cases.ts';
import { timeIn, type World } from './world.ts';
import { dayStart, localDay, type Stretch } from './zone.ts';

const hour_s = 3600;
const day_s = 86_400;

/** What customers asked, whoever handled it. */
const asked = (w: World): readonly Case[] => w.cases.filter((one) => one.is_paid_for);
const createdIn = (w: World, period: Stretch): readonly Case[] =>
  asked(w).filter((one) => timeIn(w, period, one.created_s));
const hasAi = (one: Case): boolean => one.handled_by === 'ai' || one.handled_by === 'ai_then_person';
const alone = (one: Case): boolean => one.handled_by === 'ai' && one.handed_s === null;

const quietUntil = (one: Case, after_s: number): boolean =>
  [one.back_s, one.first_reopened_s].every((at_s) => at_s === null || at_s >= one.first_resolved_s! + after_s);
const isAiResolution = (one: Case): boolean =>
  alone(one) && one.first_resolved_s !== null && quietUntil(one, 72 * hour_s);

/** Nobody came back for a week: with a message, by a reopening, a follow-up or another case of the same contact. */
function hasLasted(w: World, one: Case): boolean {
  if (!isAiResolution(one) || !quietUntil(one, 7 * day_s)) return false;
  const end_s = one.first_resolved_s! + 7 * day_s;
  if (one.first_followup_s !== null && one.first_followup_s < end_s) return false;
  return !w.cases.some(
    (next) =>
      next.contact === one.contact &&
      !next.is_test &&
      !next.is_outbound &&
      next.created_s >= one.first_resolved_s! &&
      next.created_s < end_s,
  );
}

const shares =
  (of: (w: World, period: Stretch) => readonly Case[], isHit: (one: Case) => boolean): Metric =>
  (w, period, cut) =>
    split(of(w, period), cut, valueOf(w, null)).map(
      ([segment, group]) => [segment, share(group.filter(isHit).length, group.length)] as const,
    );
const withAi = (w: World, period: Stretch): readonly Case[] => createdIn(w, period).filter(hasAi);

const ripeShares =
  (of: (w: World, period: Stretch) => readonly Case[]): Metric =>
  (w, period, cut) =>
    split(of(w, period), cut, valueOf(w, null)).map(
      ([segment, group]) =>
        [
          segment,
          ripening(
            group,
            (one) => one.created_s + 7 * day_s,
            (one) => isAiResolution(one) && one.first_resolved_s! < one.created_s + 4 * day_s,
            w.as_of_s,
          ),
        ] as const,
    );

const mix: Metric = (w, period, cut) =>
  split(createdIn(w, period), cut, valueOf(w, null)).flatMap(([segment, group]): Answers => {
    const of = (name: Case['handled_by']) => share(group.filter((one) => one.handled_by === name).length, group.length);
    return [
      [segment, of('ai')],
      ...(['ai', 'ai_then_person', 'person', 'automation', 'none'] as const).map(
        (part) => [{ ...segment, part }, of(part)] as const,
      ),
    ];
  });

const handoffs: Metric = (w, period, cut) =>
  split(withAi(w, period), cut, valueOf(w, null)).flatMap(([segment, group]): Answers => {
    const handed = group.filter((one) => !alone(one));
    const reasons = new Set(handed.map((one) => one.handed_why ?? 'not_told'));
    return [
      [segment, share(handed.length, group.length)],
      ...[...reasons].map(
        (part) =>
          [
            { ...segment, part },
            share(handed.filter((one) => (one.handed_why ?? 'not_told') === part).length, group.length),
          ] as const,
      ),
    ];
  });

const waits: Metric = (w, period, cut) =>
  split(
    asked(w).filter((one) => hasAi(one) && one.handed_s !== null && timeIn(w, period, one.handed_reply_s)),
    cut,
    valueOf(w, null),
  ).map(([segment, group]) => {
    const values = group.map((one) => one.handed_reply_s! - one.handed_s!).sort((a, b) => a - b);
    return [
      segment,
      values.length === 0
        ? noData('empty_population')
        : plain(percentile(values, 0.5), values.length, percentileInterval(values, 0.5)),
    ] as const;
  });

const satisfaction: Metric = (w, period) =>
  split(
    asked(w).filter((one) => one.rating !== null && timeIn(w, period, one.rating.at_s)),
    'handled_by',
    (one) => one.handled_by,
  ).map(([segment, group]) => [segment, share(group.filter((one) => one.rating!.good).length, group.length)] as const);

/** AI resolutions of a period: those a week old, those of them that lasted, and those too young. */
function lastingIn(w: World, period: Stretch) {
  const own = asked(w).filter((one) => isAiResolution(one) && timeIn(w, period, one.first_resolved_s));
  const ripe_s = (one: Case): number => one.first_resolved_s! + 7 * day_s;
  const young = own.filter((one) => ripe_s(one) > w.as_of_s);
  const lasted = own.filter((one) => ripe_s(one) <= w.as_of_s && hasLasted(w, one)).length;
  const waiting: Answer | null =
    young.length === 0
      ? null
      : {
          status: 'immature',
          provisional: null,
          n: lasted,
          numerator: null,
          denominator: lasted,
          unripe: young.length,
          from_s: Math.max(...young.map(ripe_s)),
        };
  return { own, lasted, waiting };
}
const durable: Metric = (w, period, cut) =>
  split(lastingIn(w, period).own, cut, valueOf(w, null)).map(
    ([segment, group]) =>
      [
        segment,
        ripening(
          group,
          (one) => one.first_resolved_s! + 7 * day_s,
          (one) => hasLasted(w, one),
          w.as_of_s,
        ),
      ] as const,
  );

const minorOf = (w: World, period: Stretch, ...kinds: readonly string[]): bigint =>
  sumOf(
    spent(w, period, (row) => row.scope === 'support' && (kinds.length === 0 || kinds.includes(row.kind))).map(
      ({ minor }) => minor,
    ),
  );
const resolvedIn = (w: World, period: Stretch) =>
  w.cases.filter((one) => one.is_paid_for && timeIn(w, period, one.resolved_s));

/** No number where the ledger is silent. */
const ofLedger =
  (metric: Metric): Metric =>
  (w, period, cut) => {
    const whole = aboutMoney.cost_of_support!(w, period, null)[0]![1];
    return whole.status === 'no_data' ? [[{}, whole]] : metric(w, period, cut);
  };

const perAiResolution = ofLedger((w, period) => {
  const bill = minorOf(w, period, 'ai');
  const { lasted, waiting } = lastingIn(w, period);
  if (bill === 0n) return [[{}, noData('no_input:costs')]];
  return [[{}, waiting ?? ratio(Number(bill), lasted, lasted)]];
});

const blended = ofLedger((w, period) => {
  const cases = resolvedIn(w, period);
  const byAi = cases.filter((one) => one.handled_by === 'ai').length;
  const [all, bill] = [minorOf(w, period), minorOf(w, period, 'ai')];
  const per = (minor: bigint, n: number) => ratio(Number(minor), n, n);
  return [
    [{}, per(all, cases.length)],
    [{ part: 'ai' }, per(bill, byAi)],
    [{ part: 'person' }, per(all - bill, cases.length - byAi)],
  ];
});

const avoided = ofLedger((w, period) => {
  const people = resolvedIn(w, period).filter((one) => one.handled_by !== 'ai').length;
  const { lasted, waiting } = lastingIn(w, period);
  const pay = Number(minorOf(w, period, 'salary', 'contractor'));
  return [[{}, waiting ?? plain((lasted * pay) / people - Number(minorOf(w, period, 'ai')), lasted)]];
});

/** Lines that begin in the period: a conversation is proved by its case, a line of days by the AI resolutions of these days. */
const claims: Metric = (w, period) => {
  const lines = w.tables.usage.filter(
    (row) => row.start >= period.start_day && row.start < period.end_day && row.start <= w.today,
  );
  if (lines.length === 0) return [[{}, noData('no_input:ai_usage')]];
  const ripe_s = (end: number): number => dayStart(w.zone, end) + 7 * day_s;
  const named = new Set(lines.flatMap(({ ticket }) => (ticket === null ? [] : [ticket])));
  const counts = lines.map((row) => {
    if (row.ticket !== null) {
      const one = w.caseById.get(row.ticket);
      const proved = one !== undefined && one.is_paid_for && isAiResolution(one);
      return { row, billed: row.billed, proved: proved ? 1 : 0, lasted: proved && hasLasted(w, one) ? 1 : 0 };
    }
    const own = asked(w).filter(
      (one) =>
        isAiResolution(one) &&
        !named.has(one.id) &&
        localDay(w.zone, one.first_resolved_s!) >= row.start &&
        localDay(w.zone, one.first_resolved_s!) < row.end,
    );
    const lasted = own.filter((one) => hasLasted(w, one)).length;
    return {
      row,
      billed: row.billed,
      proved: Math.min(row.billed, own.length),
      lasted: Math.min(row.billed, lasted),
    };
  });
  const ripe = counts.filter(({ row }) => ripe_s(row.end) <= w.as_of_s);
  const total = (name: 'billed' | 'proved' | 'lasted'): number => ripe.reduce((all, one) => all + one[name], 0);
  const answer = (value: number): Answer =>
    ripe.length === counts.length
      ? plain(value, total('billed'))
      : {
          status: 'immature',
          provisional: ripe.length === 0 ? null : value,
          n: total('billed'),
          numerator: null,
          denominator: null,
          unripe: counts.filter(({ row }) => ripe_s(row.end) > w.as_of_s).reduce((all, { billed }) => all + billed, 0),
          from_s: Math.max(...lines.map(({ end }) => ripe_s(end))),
        };
  return [
    [{}, answer(total('billed') - total('proved'))],
    ...(['billed', 'proved', 'lasted'] as const).map((part) => [{ part }, answer(total(part))] as const),
  ];
};

export const aboutAi: Readonly<Record<string, Metric>> = {
  handled_mix: mix,
  ai_involvement_rate: shares(createdIn, hasAi),
  ai_resolution_rate: ripeShares(withAi),
  ai_automation_rate: ripeShares(createdIn),
  ai_durable_resolution_rate: durable,
  ai_containment_rate: shares(withAi, alone),
  ai_handoff_rate: handoffs,
  wait_after_handoff: waits,
  satisfaction_by_handler: satisfaction,
  cost_per_ai_resolution: perAiResolution,
  cost_per_resolution_blended: blended,
  ai_cost_avoided: avoided,
  ai_claim_gap: claims,
};
