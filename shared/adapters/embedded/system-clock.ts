import type { Clock, Pause } from '../../ports.ts';

/** The clock of the machine. */
export const systemClock: Clock = { now_s: () => Math.floor(Date.now() / 1000) };

/** Real waiting, real chance. */
export const systemPause: Pause = {
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};
