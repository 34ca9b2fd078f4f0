import { z } from 'zod';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** When a report goes out, in the organisation's zone: on a weekday, or on a day of the month after the period ends. */
export type Schedule =
  | { readonly kind: 'weekly'; readonly weekday: Weekday; readonly hour: number; readonly minute: number }
  | { readonly kind: 'monthly' | 'quarterly'; readonly day: number; readonly hour: number; readonly minute: number };

const pattern = /^(?:(mon|tue|wed|thu|fri|sat|sun)|day ([1-9]|1\d|2[0-8])) ([01]\d|2[0-3]):([0-5]\d)$/;
const expected =
  '"mon 07:00" for a weekly report or "day 5 07:00" (day 1 to 28 of the first month after the quarter, or of every month for a monthly report)';

/** A schedule that names a day of the month; a monthly report has it every month. */
export function parseSchedule(text: string): Schedule | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const time = { hour: Number(match[3]), minute: Number(match[4]) };
  if (match[1] !== undefined) return { kind: 'weekly', weekday: match[1] as Weekday, ...time };
  return { kind: 'quarterly', day: Number(match[2]), ...time };
}

export const schedule = z
  .string({ error: expected })
  .refine((text) => parseSchedule(text) !== undefined, { error: expected })
  .transform((text) => parseSchedule(text) as Schedule)
  .meta({ description: expected });
