import { CasebookError, CredentialsError, RateLimited, SourceError } from '../../errors.ts';
import type { HttpAnswer } from '../../ports.ts';
import type { BoundSource, PageRequest, Site } from '../connector.ts';
import { addressOf, named } from './address.ts';
import { backoff } from './backoff.ts';
import { returnOf } from './day-limit.ts';
import { parseBytes } from './json.ts';
import { loginOf, NoToken, type LoginPorts } from './login.ts';
import { askedToWait, isSpent } from './rate-limit.ts';
import type { Credentials } from './credentials.ts';

/** What one stream costs; the client counts. */
export interface RequestStats {
  requests: number;
  throttled: number;
  waited_s: number;
}

/** A final answer: 2xx with its parsed body, or a refusal (4xx) that the walk decides on. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** Parsed when 2xx, else undefined. */
  readonly body: unknown;
  readonly server_s: number;
}

export interface HttpClient {
  /**
   * Asks until there is a final answer. Retries what may pass; waits as told. `returnStatuses`: statuses to hand back instead of retrying.
   * @throws RateLimited when the wait is longer than the time left; CredentialsError after a second 401; SourceError when the
   * helpdesk stays broken or leads elsewhere
   */
  request(
    asked: PageRequest,
    stats: RequestStats,
    options?: { readonly returnStatuses?: readonly number[] },
  ): Promise<Reply>;
}

/** Statuses that may pass by themselves. 409: Zendesk's database conflicts; 52x: proxies before the helpdesk. */
const passing = new Set([408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
const usedUp = /REQUEST_LIMIT_EXCEEDED/;
const attempts = 7;
const throttledAttempts = 60;
const timeout_ms = 60_000;
const noContent = new TextEncoder().encode('null');
/** No helpdesk documents a longer window than a day. */
const longest_s = 24 * 3600;
/** Time kept for writing the checkpoint. */
export const reserve_s = 20;

export function httpClient(
  source: Pick<BoundSource, 'id' | 'site' | 'zone'>,
  credentials: Credentials,
  ports: LoginPorts,
  options: {
    readonly deadline_s?: number;
    readonly heartbeat?: () => Promise<void>;
    /** Told before every wait: seconds, and why, without secrets. */
    readonly onWait?: (seconds: number, why: string) => void;
  } = {},
): HttpClient {
  const left_s = (): number => (options.deadline_s ?? Number.POSITIVE_INFINITY) - ports.clock.now_s() - reserve_s;
  const { site } = source;
  const login = loginOf(source, credentials, ports);
  const sent: number[] = [];
  let free_s = 0;

  async function wait(seconds: number, reason: string, stats: RequestStats): Promise<void> {
    if (seconds <= 0) return;
    const why = credentials.redact(reason);
    if (seconds > longest_s)
      throw new SourceError(
        `${why} That is longer than ${longest_s / 3600} h, and taken for a fault. The state stands where it was; run again later.`,
      );
    if (seconds > left_s()) throw new RateLimited(why, Math.ceil(seconds));
    stats.waited_s += seconds;
    options.onWait?.(seconds, why);
    for (let rest = seconds; rest > 0; rest -= 15) {
      await options.heartbeat?.();
      await ports.pause.sleep(Math.min(rest, 15) * 1000);
    }
  }

  async function pace(asked: PageRequest, stats: RequestStats): Promise<void> {
    const now_s = ports.clock.now_s();
    if (free_s > now_s)
      await wait(
        free_s - now_s,
        `${site.base_url}: the rate limit is used up (${named(asked, site.base_url)}).`,
        stats,
      );
    const limit = site.per_minute;
    if (limit === undefined) return;
    while (sent.length > 0 && (sent[0] ?? 0) <= ports.clock.now_s() - 60) sent.shift();
    if (sent.length >= limit)
      await wait(
        (sent[0] ?? 0) + 60 - ports.clock.now_s(),
        `${site.base_url}: requests_per_minute ${limit} is used up.`,
        stats,
      );
    sent.push(ports.clock.now_s());
  }

  const dayReturns = (): Promise<string> =>
    returnOf(
      source.zone,
      async ({ first }) => {
        const headers = { accept: 'application/json', ...site.headers, ...(await login.headers()) };
        const url = addressOf(first, site.base_url).href;
        return parseBytes((await ports.http.send({ method: 'GET', url, headers, timeout_ms })).body);
      },
      ports.clock.now_s(),
    );

  return {
    async request(asked, stats, { returnStatuses = [] } = {}) {
      const name = credentials.redact(named(asked, site.base_url));
      let refreshed = false;
      let failures = 0;
      let throttled = 0;
      let hops = 0;
      const before_s = stats.waited_s;
      let target = asked;
      for (;;) {
        await pace(target, stats);
        const url = addressOf(target, site.base_url);
        stats.requests += 1;
        let answer: HttpAnswer | undefined;
        let fault = '';
        let cause: unknown;
        try {
          answer = await ports.http.send({
            method: asked.method ?? (asked.body === undefined ? 'GET' : 'POST'),
            url: url.href,
            headers: {
              accept: 'application/json',
              ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
              ...(asked.anonymous === true ? {} : { ...site.headers, ...(await login.headers()) }),
            },
            ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
            timeout_ms,
          });
        } catch (error) {
          // a refused credential is final, and so is everything else that Casebook itself has an opinion on
          if (error instanceof CasebookError) throw error;
          fault =
            error instanceof NoToken ? `gave no access token (${error.message})` : `did not answer${reasonOf(error)}`;
          cause = error;
          if (error instanceof NoToken && error.wait_s !== undefined && failures < attempts - 1) {
            failures += 1;
            await wait(error.wait_s, `${site.base_url} ${fault} and asks to wait ${error.wait_s} s.`, stats);
            continue;
          }
        }
        if (answer) {
          const { status, headers } = answer;
          // only a second refusal in a row is one of the credentials: a token may end again while a page is asked for again
          if (status !== 401) refreshed = false;
          const now_s = ports.clock.now_s();
          const server_s = Math.floor(Date.parse(headers.date ?? '') / 1000) || now_s;
          if (status >= 200 && status < 300) {
            try {
              // 204 is an answer without a body: some helpdesks say an empty list so. Kept as JSON, so that replay reads it too
              const bytes = status === 204 ? noContent : answer.body;
              const body = parseBytes(bytes);
              // only 204 says nothing: a success that is null would pass for "there is none"
              if (body === null && status !== 204) throw new SyntaxError('null');
              if (isSpent(answer)) free_s = now_s + Math.min(askedToWait(answer, now_s) ?? 0, 3600);
              return { status, headers, bytes, body, server_s };
            } catch (error) {
              fault = `answered ${status} with ${bodyOf(answer.body)} (${mediaType(headers['content-type'])}, ${answer.body.length} bytes)`;
              cause = error;
            }
          } else if (status >= 300 && status < 400) {
            hops += 1;
            target = redirected(target, url, headers.location, site, hops);
            continue;
          } else if (status === 401) {
            if (refreshed || asked.anonymous === true)
              throw new CredentialsError(
                `${site.base_url} refuses the credentials (401 for ${name}). ${site.advice ?? 'Check user, token and scopes of the source.'}`,
              );
            refreshed = true;
            login.renew();
            continue;
          } else if (status === 403 && usedUp.test(new TextDecoder().decode(answer.body.subarray(0, 2000)))) {
            // Salesforce says so when the requests of the day are used up: that is no refusal, and no retry helps within minutes
            throw new RateLimited(
              `${site.base_url} has used up its requests of the day (403 for ${name}). The pull goes on later.`,
              3600,
            );
          } else if (site.day?.isSpent(status, new TextDecoder().decode(answer.body.subarray(0, 2000))) === true) {
            throw new SourceError(
              `${site.base_url} has used up its requests of the day (${status} for ${name}). They come back at ${await dayReturns()}: run again then. What was read is kept, and the next pull goes on from there.`,
            );
          } else if (passing.has(status) && !returnStatuses.includes(status)) {
            if (status === 429 || askedToWait(answer, now_s) !== undefined) stats.throttled += 1;
            const told = askedToWait(answer, now_s);
            if (status === 429 && throttled < throttledAttempts && stats.waited_s - before_s < longest_s) {
              throttled += 1;
              const seconds = told ?? backoff(throttled + 1, ports.pause.random());
              await wait(seconds, `${site.base_url} asks to wait ${Math.ceil(seconds)} s (429 for ${name}).`, stats);
              continue;
            }
            if (status !== 429 && told !== undefined && failures < attempts - 1) {
              failures += 1;
              await wait(told, `${site.base_url} asks to wait ${told} s (${status} for ${name}).`, stats);
              continue;
            }
            fault = `answered ${status}`;
          } else {
            return { status, headers, bytes: answer.body, body: undefined, server_s };
          }
        }
        failures += 1;
        if (failures >= attempts)
          throw new SourceError(
            `${site.base_url} ${fault} ${attempts} times for ${name}. The state stands where it was; run again later.`,
            cause instanceof Error ? { cause: new Error(credentials.redact(cause.message)) } : undefined,
          );
        await wait(backoff(failures, ports.pause.random()), `${site.base_url} ${fault} for ${name}.`, stats);
      }
    },
  };
}

/** What the system calls a failure, such as ECONNREFUSED, ENOTFOUND or CERT_HAS_EXPIRED: each has another cure. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError') return ` within ${timeout_ms / 1000} s`;
  const code: unknown = error.cause instanceof Error && 'code' in error.cause ? error.cause.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? ` (${code})` : '';
}
/** Such as text/html; whatever else a server puts there is not repeated. */
const mediaType = (header = ''): string =>
  /^[\w.+-]{1,60}\/[\w.+-]{1,60}(?=\s*(;|$))/.exec(header)?.[0] ?? 'no content type';
const bodyOf = (bytes: Uint8Array): string =>
  new TextDecoder().decode(bytes.subarray(0, 20)).trim() === 'null' ? 'null' : 'a body that is not JSON';

/** Redirects are followed on the configured host only; a way to the front page or a log-in page means refused credentials. */
function redirected(
  asked: PageRequest,
  from: URL,
  location: string | undefined,
  site: Site,
  hops: number,
): PageRequest {
  const name = named(asked, site.base_url);
  if (location === undefined || hops > 3)
    throw new SourceError(`${site.base_url} redirects ${name} ${hops > 3 ? 'again and again' : 'to nowhere'}.`);
  const to = new URL(location, from);
  if (to.origin === from.origin && (to.pathname === '/' || /log-?in|sign-?in|\/auth/i.test(to.pathname)))
    throw new CredentialsError(
      `${site.base_url} sends ${name} to its log-in page. Check the credentials of the source.`,
    );
  if (to.origin !== from.origin && asked.anonymous !== true)
    throw new SourceError(
      `${site.base_url} leads to ${to.origin}. Not followed: credentials go to the configured host only. If the account was renamed, correct its address in the source.`,
    );
  addressOf({ ...asked, url: to.href }, site.base_url);
  return { ...asked, url: to.href };
}
