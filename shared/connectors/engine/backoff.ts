/** Exponential back-off with full jitter, seconds: chance in [0, 1) times 1, 2, 4 ... at most 60. `attempt` counts from 0. */
export const backoff = (attempt: number, chance: number): number => chance * Math.min(60, 2 ** attempt);
