import { z } from 'zod';

const unit_s = { s: 1, min: 60, h: 3600, d: 86_400, w: 604_800 } as const;
const pattern = /^(\d+(?:\.\d+)?)\s*(s|min|h|d|w)$/;

/** Seconds in a duration such as "10 h", "30 min", "1.5 d"; undefined when it is none. A day is 24 hours here. */
export function durationSeconds(text: string): number | undefined {
  const match = pattern.exec(text.trim());
  if (!match) return undefined;
  return Math.round(Number(match[1]) * unit_s[match[2] as keyof typeof unit_s]);
}

/** A duration in casebook.yaml; parsed to whole seconds. */
export const duration = z
  .string({ error: 'a duration such as 30 min, 6 h or 2 d' })
  .refine((text) => durationSeconds(text) !== undefined, { error: 'a duration such as 30 min, 6 h or 2 d' })
  .transform((text) => durationSeconds(text) ?? 0)
  .meta({ description: 'A duration: number and unit s, min, h, d or w' });
