import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { http, mostBytes } from '../../shared/adapters/http.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
const ask = async (answer: (to: ServerResponse) => void) => {
  server = createServer((_, to) => answer(to));
  await new Promise<void>((up) => server?.listen(0, '127.0.0.1', up));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tickets?token=secret`;
  return http.send({ method: 'GET', url, headers: {}, timeout_ms: 20_000 });
};

describe('an answer of a helpdesk', () => {
  it('is whole below the limit, packed or not', async () => {
    const { body } = await ask((to) => to.setHeader('content-encoding', 'gzip').end(gzipSync('{"a":1}')));
    expect(Buffer.from(body).toString()).toBe('{"a":1}');
  });

  it('that unpacks to more than any page has is given up as it arrives, named without its query', async () => {
    const bomb = gzipSync(Buffer.alloc(mostBytes + 1));
    expect(bomb.length).toBeLessThan(100_000);
    const asked = ask((to) => to.setHeader('content-encoding', 'gzip').end(bomb));
    await expect(asked).rejects.toMatchObject({
      name: 'SourceError',
      message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+ answered \/tickets with more than 64 MB/),
    });
  });

  it('that declares more is not read at all', async () => {
    const asked = ask((to) => {
      to.setHeader('content-length', String(mostBytes + 1));
      to.flushHeaders();
    });
    await expect(asked).rejects.toMatchObject({ name: 'SourceError' });
  });
});
