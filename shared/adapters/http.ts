import { SourceError } from '../errors.ts';
import type { Http } from '../ports.ts';

/** Pages of helpdesks have a few MB; this many bytes, unpacked, are no page. */
export const mostBytes = 64 * 1024 * 1024;

/** One attempt over fetch: no retry, no redirect followed, the whole body within the limits of time and size. Works in both homes. */
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
      body: await bounded(answer, new URL(url)),
    };
  },
};

/** Some kilobytes that unpack to gigabytes are given up on as they arrive. @throws SourceError */
async function bounded(answer: Response, { origin, pathname }: URL): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const tooLong = (): SourceError =>
    new SourceError(
      `${origin} answered ${pathname} with more than ${mostBytes / 1024 / 1024} MB, which is no page of a helpdesk. Nothing of it was kept; ask for smaller pages, or look at what answers there.`,
    );
  const declared = Number(answer.headers.get('content-length') ?? 0);
  if (declared > mostBytes) {
    await answer.body?.cancel();
    throw tooLong();
  }
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > mostBytes) throw tooLong();
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
