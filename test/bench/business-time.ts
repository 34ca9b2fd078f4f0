import process from 'node:process';
import { calendarOf } from '../../shared/time/calendar.ts';
import { businessSeconds } from '../../shared/time/business-time.ts';
import { medianOf, type Suite } from './measure.ts';

/** Nanoseconds of processor time a call of businessSeconds: New York office hours, intervals of 30 hours on average over five years. */
export const hours: Suite = ({ rounds }) => {
  const calendar = calendarOf('office', {
    time_zone: 'America/New_York',
    hours: { 'mon-fri': ['09:00-17:30'] },
    holidays: ['2026-11-26', { date: '2026-11-27', hours: ['09:00-13:00'] }],
    versions: [],
  });
  const calls = 1_000_000;
  const first_s = Date.UTC(2022, 0, 1) / 1000;
  const from = new Float64Array(calls);
  const to = new Float64Array(calls);
  let seed = 1;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let i = 0; i < calls; i++) {
    from[i] = first_s + Math.floor(random() * 5 * 365 * 86_400);
    to[i] = (from[i] ?? 0) + Math.floor(-Math.log(random()) * 30 * 3600);
  }
  const building = performance.now();
  businessSeconds(calendar, first_s, first_s + 6 * 366 * 86_400);
  const built_ms = performance.now() - building;
  const times: number[] = [];
  let sum = 0;
  for (let round = 0; round < rounds + 2; round++) {
    const start = process.cpuUsage();
    for (let i = 0; i < calls; i++) sum += businessSeconds(calendar, from[i] ?? 0, to[i] ?? 0);
    const { user, system } = process.cpuUsage(start);
    times.push(((user + system) * 1e3) / calls);
  }
  return Promise.resolve({
    timings: {},
    figures: {
      business_time_ns: medianOf(times),
      built_ms: Math.round(built_ms),
      checksum: String(sum / (rounds + 2)),
    },
  });
};
