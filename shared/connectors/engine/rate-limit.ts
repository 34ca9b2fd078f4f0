import type { HttpAnswer } from '../../ports.ts';

/** Every header that was seen to say how long to wait. */
const waits = ['retry-after', 'x-ratelimit-retry-after', 'x-rate-limit-retry-after', 'ratelimit-retry-after'];
/** The left-over requests and the end of the window, each with its spellings. */
const remains = [
  'ratelimit-remaining',
  'rate-limit-remaining',
  'x-rate-limit-remaining',
  'x-ratelimit-remaining',
  'x-ratelimit-remaining-minute',
  'x-hubspot-ratelimit-remaining',
  'x-hubspot-ratelimit-secondly-remaining',
];
const resets = ['ratelimit-reset', 'rate-limit-reset', 'x-rate-limit-reset', 'x-ratelimit-reset'];

const limits = [
  'ratelimit-limit',
  'rate-limit-limit',
  'x-rate-limit',
  'x-rate-limit-limit',
  'x-ratelimit-limit',
  'x-ratelimit-limit-minute',
  'x-ratelimit-total',
  'x-hubspot-ratelimit-max',
];

/** Seconds from now in a text of seconds, epoch seconds or milliseconds, or a date; undefined when it is none. */
export function secondsUntil(text: string, now_s: number): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const number = Number(trimmed);
    if (number > 1e11) return Math.max(0, Math.ceil(number / 1000 - now_s));
    if (number > 1e9) return Math.max(0, Math.ceil(number - now_s));
    return Math.ceil(number);
  }
  const at = Date.parse(trimmed);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil(at / 1000 - now_s));
}

const first = (headers: HttpAnswer['headers'], names: readonly string[]): string | undefined =>
  names.map((name) => headers[name]).find((value) => value !== undefined && value !== '');

/** Zendesk's limits of one endpoint: `zendesk-ratelimit-tickets-index: total=100; remaining=99; resets=43`. */
function endpointLimits(headers: HttpAnswer['headers']): readonly { remaining: number; resets: string }[] {
  return Object.entries(headers)
    .filter(([name]) => /^zendesk-rate-?limit-/.test(name))
    .flatMap(([, value]) => {
      const remaining = /remaining=(\d+)/.exec(value)?.[1];
      const reset = /resets=(\d+)/.exec(value)?.[1];
      return remaining === undefined || reset === undefined ? [] : [{ remaining: Number(remaining), resets: reset }];
    });
}

/** Seconds that the answer asks to wait; undefined when it says nothing. Dates are read against the server's own clock. */
export function askedToWait({ headers }: Pick<HttpAnswer, 'headers'>, now_s: number): number | undefined {
  const server_s = headers.date === undefined ? now_s : Math.floor(Date.parse(headers.date) / 1000) || now_s;
  const wait = first(headers, waits);
  const seconds = wait === undefined ? undefined : secondsUntil(wait, server_s);
  if (seconds !== undefined) return seconds;
  const spent = endpointLimits(headers).find(({ remaining }) => remaining === 0);
  if (spent) return secondsUntil(spent.resets, server_s);
  const reset = first(headers, resets);
  return reset === undefined ? undefined : secondsUntil(reset, server_s);
}

/** True when the answer says that nothing is left of the window: wait before the next request instead of being refused. */
export function isSpent({ headers }: Pick<HttpAnswer, 'headers'>): boolean {
  const left = first(headers, remains);
  return (left !== undefined && Number(left) === 0) || endpointLimits(headers).some(({ remaining }) => remaining === 0);
}

/**
 * Requests left of a window, as an answer tells them; undefined when it tells nothing. `of` is the size of the window, null when not told.
 * Salesforce tells what was used of a day: `sforce-limit-info: api-usage=18/5000`.
 */
export function headroom(
  headers: HttpAnswer['headers'],
): { readonly left: number; readonly of: number | null } | undefined {
  const [, used, all] = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '') ?? [];
  if (used !== undefined && all !== undefined)
    return { left: Math.max(0, Number(all) - Number(used)), of: Number(all) };
  const left = first(headers, remains);
  if (left === undefined || !/^\d+$/.test(left)) return undefined;
  const size = first(headers, limits);
  return { left: Number(left), of: size !== undefined && /^\d+$/.test(size) ? Number(size) : null };
}
