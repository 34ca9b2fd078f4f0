import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request to an endpoint of ours. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}
export interface Answered {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}
export interface Endpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** An HTTP server on 127.0.0.1. A fault of the handler is a 500 with its message, so that a test sees it. */
export async function endpoint(handle: (asked: Asked) => Answered | Promise<Answered>): Promise<Endpoint> {
  const server = createServer((request, response) => {
    void (async () => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const asked = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(pieces),
      };
      const { status, headers, body } = await Promise.resolve()
        .then(() => handle(asked))
        .catch(fault);
      response.writeHead(status, { ...headers });
      response.end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const fault = (error: unknown): Answered => ({
  status: 500,
  body: error instanceof Error ? error.message : String(error),
});

/** Credentials and a region that reach nothing. */
export const nowhere = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
} as const;

/** The JSON protocol of AWS: the operation is in a header. */
export const operationOf = ({ headers }: Asked): string => String(headers['x-amz-target'] ?? '').split('.')[1] ?? '';
export const json = (status: number, value: unknown): Answered => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(value),
});
export const jsonError = (type: string, message: string, more: object = {}, status = 400): Answered =>
  json(status, { __type: type, message, Message: message, ...more });

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
