import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Organisation } from '../../shared/sandbox/model.ts';

/** A request as a made-up helpdesk sees it. */
export interface SandboxRequest {
  readonly method: string;
  /** Path without query, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Where the server listens, such as http://127.0.0.1:41234. */
  readonly origin: string;
}
export interface SandboxAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text is sent as it is. */
  readonly body: unknown;
}

/** One helpdesk: answers requests as of an instant. */
export interface Site {
  readonly vendor: string;
  /** Seconds to wait that a 429 of this vendor announces, and how it says so. */
  readonly throttle: (request: SandboxRequest, now_s: number) => SandboxAnswer;
  readonly handle: (request: SandboxRequest, now_s: number) => SandboxAnswer;
}

/** Makes the helpdesk of one vendor that serves an organisation. */
export type SiteOf = (org: Organisation) => Site;

export interface Sandbox {
  readonly vendor: string;
  readonly url: string;
  /** The instant that the helpdesk believes in. */
  now_s(): number;
  /** Moves that instant; history after it is not served. */
  advance(now_s: number): void;
  /** Requests answered so far, and how many of them with 429. */
  counts(): { readonly requests: number; readonly throttled: number };
  close(): Promise<void>;
}

export interface SandboxOptions {
  readonly now_s: number;
  /** Every so many requests one is told to wait; 0 = never. Default 20. */
  readonly throttle_every?: number;
  /** Answers instead of the site when it wants to: for faults in tests. */
  readonly fault?: (request: SandboxRequest, ordinal: number) => SandboxAnswer | 'reset' | undefined;
}

const bodyOf = async (message: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
};

const send = (response: ServerResponse, answer: SandboxAnswer, now_s: number): void => {
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': typeof answer.body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    date: new Date(now_s * 1000).toUTCString(),
    'content-length': Buffer.byteLength(text),
    ...answer.headers,
  });
  response.end(text);
};

/** Starts a made-up helpdesk on a free port of 127.0.0.1. */
export async function startSandbox(site: Site, options: SandboxOptions): Promise<Sandbox> {
  let now_s = options.now_s;
  let requests = 0;
  let throttled = 0;
  const every = options.throttle_every ?? 20;
  const server = createServer({ keepAlive: true }, (message, response) => {
    void (async () => {
      const address = server.address();
      const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
      const url = new URL(message.url ?? '/', origin);
      const request: SandboxRequest = {
        method: message.method ?? 'GET',
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        headers: Object.fromEntries(
          Object.entries(message.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : (value ?? ''),
          ]),
        ),
        body: await bodyOf(message),
        origin,
      };
      requests++;
      const fault = options.fault?.(request, requests);
      if (fault === 'reset') {
        response.destroy();
        return;
      }
      if (fault !== undefined) {
        send(response, fault, now_s);
        return;
      }
      const isLogin = request.method === 'POST' && request.path.endsWith('/token');
      if (every > 0 && !isLogin && requests % every === Math.min(3, every - 1)) {
        throttled++;
        send(response, site.throttle(request, now_s), now_s);
        return;
      }
      send(response, site.handle(request, now_s), now_s);
    })().catch((error: unknown) => {
      send(response, { status: 500, body: { error: String(error) } }, now_s);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    vendor: site.vendor,
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    now_s: () => now_s,
    advance: (at_s) => {
      now_s = at_s;
    },
    counts: () => ({ requests, throttled }),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

export const notFound = (path: string): SandboxAnswer => ({
  status: 404,
  body: { error: 'RecordNotFound', description: `Not found: ${path}` },
});

/** One route of a site: the path's captures, the request, the instant. */
export type Route = readonly [
  method: 'GET' | 'POST',
  pattern: RegExp,
  answer: (request: SandboxRequest, now_s: number, captured: readonly string[]) => SandboxAnswer,
];

/** The first route that fits answers. */
export const routed =
  (routes: readonly Route[], missing: (path: string) => SandboxAnswer = notFound) =>
  (request: SandboxRequest, now_s: number): SandboxAnswer => {
    for (const [method, pattern, answer] of routes) {
      const match = pattern.exec(request.path);
      if (match && method === request.method) return answer(request, now_s, match.slice(1));
    }
    return missing(request.path);
  };

export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): SandboxAnswer => ({
  status: 200,
  headers,
  body,
});

/** A small stable number of a thing, for quirks that must not depend on order. */
export const jitter = (n: number, size: number): number => (Math.imul(n, 2_654_435_761) >>> 7) % size;
