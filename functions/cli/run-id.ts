import { randomBytes } from 'node:crypto';

/** A new run's id: when it began, in UTC, and four letters of chance, so that two runs of one second differ. */
export const newRun = (now_s: number): string =>
  `${new Date(now_s * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(2).toString('hex')}`;
