import { noData, plain, ratio, share, split, sum, type Answer, type Answers } from './answer.ts';
import { npsInterval, percentileInterval } from './arithmetic.ts';
import { valueOf, type Credit, type Metric } from './about-tickets.ts';
import type { Case } from './cases.ts';
import { accountOn, postOn, timeIn, type World } from './world.ts';
import { localDay, type Stretch } from './zone.ts';

const rated = (w: World, period: Stretch): readonly Case[] =>
  w.counted.filter((one) => one.rating !== null && timeIn(w, period, one.rating.at_s));
const rater = (one: Case): Credit => ({ person: one.rating!.person, at_s: one.rating!.at_s });

const ratings =
  (isHit: (one: Case) => boolean, empty: string): Metric =>
  (w, period, cut) =>
    split(rated(w, period), cut, valueOf(w, rater)).map(
      ([segment, group]) => [segment, share(group.filter(isHit).length, group.length, empty)] as const,
    );

export const goodRate = ratings((one) => one.rating!.good, 'empty_population');

/** A row about a ticket cut like that ticket, its team that of the person it is about. */
function ticketCut<T extends { readonly ticket: string | null; readonly person: string | null }>(
  w: World,
  at_s: (row: T) => number,
): (row: T, dimension: string) => string | null {
  return (row, dimension) => {
    if (dimension === 'person') return row.person;
    const one = row.ticket === null ? undefined : w.caseById.get(row.ticket);
    if (dimension === 'team') {
      const post = postOn(w, row.person, localDay(w.zone, at_s(row)));
      return post ? post.team : (one?.team ?? null);
    }
    return one === undefined ? null : valueOf(w, null)(one, dimension);
  };
}

const reviews =
  (isHit: (row: World['tables']['reviews'][number]) => boolean): Metric =>
  (w, period, cut) => {
    const latest = new Map<string, World['tables']['reviews'][number]>();
    for (const row of w.tables.reviews) {
      if (row.model || row.sampled !== 'random' || !timeIn(w, period, row.reviewed_s)) continue;
      const key = `${row.ticket}/${row.reviewer}`;
      const known = latest.get(key);
      if (!known || row.reviewed_s > known.reviewed_s) latest.set(key, row);
    }
    return split(
      [...latest.values()],
      cut,
      ticketCut(w, (row) => row.reviewed_s),
    ).map(([segment, group]) => [segment, share(group.filter(isHit).length, group.length)] as const);
  };

/** By people or by a model, of random samples; the whole is that of people. */
const quality: Metric = (w, period, cut) => {
  const scored = w.tables.reviews.filter(
    (row) => row.sampled === 'random' && row.possible !== null && timeIn(w, period, row.reviewed_s),
  );
  const by = ticketCut<(typeof scored)[number]>(w, (row) => row.reviewed_s);
  return split(scored, cut, by).flatMap(([segment, group]) => {
    const answer = (model: boolean): Answer => {
      const own = group.filter((row) => row.model === model);
      return ratio(
        sum(own.map((row) => Number(row.points))) / 1000,
        sum(own.map((row) => Number(row.possible))) / 1000,
        own.length,
      );
    };
    return [
      [segment, answer(false)],
      [{ ...segment, part: 'person' }, answer(false)],
      [{ ...segment, part: 'model' }, answer(true)],
    ] as const;
  });
};

const modelled: Metric = (w, period, cut) => {
  const rows = w.tables.surveys.filter(
    (row) =>
      row.kind === 'cx_model' && timeIn(w, period, row.answered_s) && w.caseById.get(row.ticket!)?.is_counted === true,
  );
  return split(
    rows,
    cut,
    ticketCut(w, (row) => row.answered_s!),
  ).map(([segment, group]) => [
    segment,
    share(group.filter((row) => row.score! >= 4).length, group.length, 'empty_population'),
  ]);
};

const effort: Metric = (w, period, cut) => {
  const latest = new Map<string, World['tables']['surveys'][number]>();
  for (const row of w.tables.surveys) {
    if (row.kind !== 'ces' || row.score === null || !timeIn(w, period, row.answered_s)) continue;
    const known = latest.get(row.ticket!);
    if (!known || row.answered_s! > known.answered_s!) latest.set(row.ticket!, row);
  }
  const score = (row: World['tables']['surveys'][number]): number => {
    const mirrored = row.reversed ? row.min + row.max - row.score! : row.score!;
    return 1 + (6 * (mirrored - row.min)) / (row.max - row.min);
  };
  return split(
    [...latest.values()],
    cut,
    ticketCut(w, (row) => row.answered_s!),
  ).map(([segment, group]) => [
    segment,
    group.length === 0 ? noData('empty_population') : ratio(sum(group.map(score)), group.length, group.length),
  ]);
};

const nps: Metric = (w, period, cut) => {
  const latest = new Map<string, World['tables']['surveys'][number]>();
  for (const row of w.tables.surveys) {
    if (row.kind !== 'nps' || row.score === null || !timeIn(w, period, row.answered_s)) continue;
    const known = latest.get(row.respondent!);
    if (!known || row.answered_s! > known.answered_s!) latest.set(row.respondent!, row);
  }
  const answer = (group: readonly World['tables']['surveys'][number][]): Answer => {
    const n = group.length;
    if (n === 0) return noData('empty_population');
    const up = group.filter((row) => row.score! >= 9).length;
    const down = group.filter((row) => row.score! <= 6).length;
    return {
      status: 'known',
      value: (100 * (up - down)) / n,
      n,
      numerator: up - down,
      denominator: n,
      interval: npsInterval(up, down, n),
    };
  };
  return split([...latest.values()], cut, (row) => accountOn(w, row.account, w.today)?.product ?? null).map(
    ([segment, group]) => [segment, answer(group)] as const,
  );
};

const ofPersons: Metric = (w, period): Answers =>
  split(rated(w, period), 'person', (one) => one.rating!.person).map(
    ([segment, group]) =>
      [
        segment,
        share(group.filter((one) => !one.rating!.good && one.rating!.cause !== 'product').length, group.length),
      ] as const,
  );

/** Minutes between the alarm and somebody's answer; the file of incidents is there, so tickets are not asked. */
const response: Metric = (w, period, cut) => {
  const rows = w.tables.incidents.filter((row) => timeIn(w, period, row.acknowledged_s));
  return split(rows, cut, (row, dimension) =>
    dimension === 'product' ? row.product : dimension === 'priority' ? row.priority : null,
  ).map(([segment, group]) => {
    const values = group.map((row) => row.acknowledged_s! - row.raised_s!).sort((a, b) => a - b);
    const middle = (values.length - 1) / 2;
    return [
      segment,
      values.length === 0
        ? noData('empty_population')
        : plain(
            (values[Math.floor(middle)]! + values[Math.ceil(middle)]!) / 2,
            values.length,
            percentileInterval(values, 0.5),
          ),
    ] as const;
  });
};

const uptime: Metric = (w, period, cut) => {
  const end_s = Math.min(period.end_s, w.as_of_s);
  const down = w.tables.incidents.filter(
    (row) => row.down && row.started_s! < end_s && (row.ended_s ?? w.as_of_s) > period.start_s,
  );
  return split(down, cut, (row) => row.product).map(([segment, group]) => {
    const stays = group
      .map((row) => [Math.max(row.started_s!, period.start_s), Math.min(row.ended_s ?? end_s, end_s)] as const)
      .sort(([a], [b]) => a - b);
    let seconds = 0;
    let until = -Infinity;
    for (const [from, to] of stays) {
      if (to <= until) continue;
      seconds += to - Math.max(from, until);
      until = to;
    }
    const length = end_s - period.start_s;
    return [segment, ratio(length - seconds, length, group.length)] as const;
  });
};

export const aboutRatings: Readonly<Record<string, Metric>> = {
  good_rate: goodRate,
  bad_rate: ratings((one) => !one.rating!.good, 'empty_population'),
  // the desk asks only good or bad
  csat: goodRate,
  bad_rate_individual: ofPersons,
  qa_confidence: reviews((row) => row.passed),
  error_rate: reviews((row) => row.errors > 0),
  ces: effort,
  quality_score: quality,
  cx_model: modelled,
  nps,
  incident_response_time: response,
  uptime,
};
