import type { Http, HttpAnswer, HttpRequest } from '../../shared/ports.ts';

/** What a scripted server says: a body, a status with headers, or a network failure. */
export type Said =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | { readonly fails: string };

export interface ScriptedHttp extends Http {
  readonly requests: HttpRequest[];
}

/** Answers each request by a function of it and of its ordinal (from 1). Text bodies are sent as they are. */
export function scriptedHttp(answer: (request: HttpRequest & { path: string }, ordinal: number) => Said): ScriptedHttp {
  const requests: HttpRequest[] = [];
  return {
    requests,
    send: (request) => {
      requests.push(request);
      const url = new URL(request.url);
      const said = answer({ ...request, path: decodeURIComponent(url.pathname + url.search) }, requests.length);
      if ('fails' in said) return Promise.reject(new Error(said.fails));
      const body = typeof said.body === 'string' ? said.body : JSON.stringify(said.body ?? {});
      const reply: HttpAnswer = {
        status: said.status ?? 200,
        headers: { 'content-type': 'application/json', ...said.headers },
        body: new TextEncoder().encode(body),
      };
      return Promise.resolve(reply);
    },
  };
}
