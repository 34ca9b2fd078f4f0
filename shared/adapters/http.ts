import type { Http } from '../ports.ts';

/** One attempt over fetch: no retry, no redirect followed, the whole body within the time limit. Works in both homes. */
export const http: Http = {
  async send({ method, url, headers, body, timeout_ms }) {
    const attempt: RequestInit = {
      method,
      headers: { ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout_ms),
    };
    const answer = await fetch(url, body === undefined ? attempt : { ...attempt, body });
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: new Uint8Array(await answer.arrayBuffer()),
    };
  },
};
