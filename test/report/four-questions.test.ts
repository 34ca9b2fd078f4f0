import { describe, expect, it } from 'vitest';
import { seasonalProjection } from '../../shared/stats/seasonal-projection.ts';
import { compose } from '../../shared/report/report.ts';
import { executiveQuarterly } from '../../shared/report/reports/all.ts';
import { previousN } from '../../shared/period.ts';
import type { Measured } from '../../shared/metrics/evaluate.ts';
import { course, executiveQuarterFacts, known, measured, period, rate, young } from '../support/report-facts.ts';
import { rendered } from '../support/reports.ts';

const quarter = period('2026-Q3');
const months = [period('2026-07'), period('2026-08'), period('2026-09')];
const textWith = async (more: readonly Measured[], without: readonly string[] = []): Promise<string> => {
  const facts = executiveQuarterFacts();
  const kept = facts.measured.filter(({ metric }) => !without.includes(metric));
  return (await rendered(executiveQuarterly, { ...facts, measured: [...kept, ...more] })).text.replaceAll(/\s+/g, ' ');
};

describe('why so many people', () => {
  /** 100 cases of 2 h are 200 h, of which a day has 8: 25 person-days of 50. */
  const inMonth = (i: number): readonly Measured[] => [
    ...measured('issues_handled', months[i]!, { part: 'resolved' }, known(100, 100)),
    ...measured('aht', months[i]!, {}, known(7_200, 90)),
    ...measured('work_capacity_std_days', months[i]!, {}, known(50, 4)),
    ...measured('actual_person_days', months[i]!, {}, known(30, 4), { support_s: 30 * 28_800 }),
  ];

  it('sets cases times handling time against the person-days that there were', async () => {
    const text = await textWith([0, 1, 2].flatMap(inMonth));
    expect(text).toMatch(
      /July 2026 \| Solved: 100 \| Time a case: 2\.0 hours \| Person-days needed: 25 \| Person-days there were: 50 \| Share: 50\.0%/,
    );
    expect(text).toMatch(
      /Solved: 300 \| Time a case: 2\.0 hours \| Person-days needed: 75 \| Person-days there were: 150 \| Share: 50\.0%/,
    );
  });

  it('says which months are not known, and gives no total of the others', async () => {
    const text = await textWith([0, 1].flatMap(inMonth));
    expect(text).toContain('Cases, time and capacity are known for 2 of 3 months.');
    expect(text).not.toContain('Person-days needed: 50 |');
  });

  it('projects the next quarter where two whole years are known, else says that it cannot', async () => {
    const quarters = [...previousN(quarter, 7), quarter];
    const counts = [1000, 2000, 3000, 4000, 1100, 2200, 3300, 4400].map((n) => known(n, n));
    const whole = await textWith(
      [...[0, 1, 2].flatMap(inMonth), ...course('ticket_volume', quarters, counts)],
      ['ticket_volume'],
    );
    expect(whole).toContain('Q4 2026 brings about 1,210 new cases');
    const short = await textWith(
      [...[0, 1, 2].flatMap(inMonth), ...course('ticket_volume', quarters, counts.slice(1))],
      ['ticket_volume'],
    );
    expect(short).toContain('What Q4 2026 brings is not projected');
  });

  it('is left out without a time log', async () => {
    const text = await textWith(months.flatMap((month) => measured('work_capacity_std_days', month, {}, known(50, 4))));
    expect(text).not.toContain('Why so many people');
  });
});

describe('how levels differ', () => {
  const level = (name: string, people: number, topics: Readonly<Record<string, readonly [number, number]>>) => [
    ...measured('team_avg_headcount', quarter, { level: name }, known(people, people)),
    ...Object.entries(topics).flatMap(([category, [hits, n]]) =>
      measured('fdr_24h', quarter, { level: name, category }, rate(hits, n)),
    ),
  ];

  it('takes the topics out: levels that are equally good at each topic come out equal', async () => {
    // easy topics 90 %, hard ones 30 %; senior people get the hard ones
    const text = await textWith([
      ...level('junior', 5, { easy: [90, 100], hard: [6, 20] }),
      ...level('senior', 5, { easy: [18, 20], hard: [30, 100] }),
    ]);
    // 144 of 240 in all: 60 %
    expect(text).toMatch(/junior \|.*?60\.0% as counted 80\.0% of 120/);
    expect(text).toMatch(/senior \|.*?60\.0% as counted 40\.0% of 120/);
  });

  it('never shows a level that is a person or two', async () => {
    const text = await textWith([
      ...level('junior', 5, { easy: [90, 100] }),
      ...level('senior', 4, { easy: [90, 100] }),
      ...level('chief', 1, { easy: [90, 100] }),
    ]);
    expect(text).not.toContain('chief');
    expect(text).toContain('1 level of fewer than three people is not shown.');
  });
});

describe('how we compare', () => {
  it('shows what the texts publish beside the own past, and never a value that nobody published', async () => {
    const text = await textWith([
      ...course(
        'work_ability',
        [...previousN(quarter, 7), quarter],
        [0.9, 0.92, 0.94, 0.96, 0.98, 0.95, 0.93, 0.97].map((v) => known(v, 9)),
      ),
    ]);
    expect(text).toMatch(/Work ability.*?97\.0%.*?96\.0%.*?98\.0%/);
    expect(text).toContain('published 90.0% (3W model of support, undated)');
  });
});

describe('how this quarter is better', () => {
  it('counts the judged changes only', () => {
    const { proofs } = compose(executiveQuarterly, executiveQuarterFacts());
    const said = proofs.filter(({ claim }) => claim === 'judged_changes');
    const overstated = said.filter(
      ({ evidence }) => Number(evidence.better) + Number(evidence.worse) > Number(evidence.judged),
    );
    expect(overstated).toEqual([]);
  });
});

describe('goals that are set and not decided', () => {
  it('are not told as none', () => {
    const facts = executiveQuarterFacts();
    const goals = [{ metric: 'fcr', segment: {}, at_most: null, at_least: 0.5, watch: null }];
    // 50 of 100 hit and 50 too new: between a third and two thirds at the end
    const undecided = measured('fcr', quarter, {}, young(50, 100, 50, quarter.end_s + 86_400));
    const rest = facts.measured.filter((one) => one.metric !== 'fcr' || one.period.id !== quarter.id);
    const { bottomLine } = compose(executiveQuarterly, { ...facts, goals, measured: [...rest, ...undecided] });
    expect(bottomLine.sentence.line).toBe(
      'Goals are set for 1 of the numbers here, and none of them could be decided yet.',
    );
    expect(compose(executiveQuarterly, { ...facts, goals: [] }).bottomLine.sentence.line).toMatch(/^No goals are set/);
  });
});

describe('the projection by seasons', () => {
  it('is exact where every season grows alike', () => {
    expect(seasonalProjection([10_000, 20_000, 30_000, 40_000, 12_000, 24_000, 36_000, 48_000], 4)?.value).toBeCloseTo(
      14_400,
    );
  });
  it('is not made of less than two whole years, or of a quarter without cases', () => {
    expect(seasonalProjection([1, 2, 3, 4, 1, 2, 3], 4)).toBeNull();
    expect(seasonalProjection([1, 2, 3, 0, 1, 2, 3, 4], 4)).toBeNull();
  });
  it('has an interval that holds the next quarter in about nineteen of twenty worlds', () => {
    let state = 7;
    const uniform = (): number => ((state = (state * 48_271) % 2_147_483_647) + 0.5) / 2_147_483_647;
    const gauss = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const seasons = [1, 1.3, 0.8, 1.1];
    const worlds = 2000;
    let held = 0;
    for (let i = 0; i < worlds; i++) {
      const growth = Math.exp(0.1 * gauss());
      const at = (q: number): number => {
        const mean = 800 * (seasons[q % 4] ?? 1) * growth ** Math.floor(q / 4) * Math.exp(0.05 * gauss());
        return Math.max(1, Math.round(mean + Math.sqrt(mean) * gauss()));
      };
      const [counts, next] = [Array.from({ length: 8 }, (_, q) => at(q)), at(8)];
      const { interval } = seasonalProjection(counts, 4)!;
      if (interval[0] <= next && next <= interval[1]) held++;
    }
    expect(held / worlds).toBeGreaterThan(0.93);
    expect(held / worlds).toBeLessThan(0.995);
  });
});
