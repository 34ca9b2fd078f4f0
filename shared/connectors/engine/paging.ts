import { PageCapError } from '../../errors.ts';
import type { PageRequest } from '../connector.ts';

/** Small ways to say "there is more". Each gives the request after this one. */

/** `path` with parameters set (or removed with undefined), in a stable order: the loop guard compares texts. */
export function withQuery(url: string, parameters: Readonly<Record<string, string | number | undefined>>): string {
  const [path = '', query = ''] = url.split('?', 2);
  const all = new URLSearchParams(query);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) all.delete(name);
    else all.set(name, String(value));
  }
  const text = all.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const queryOf = (url: string, name: string): string | null =>
  new URLSearchParams(url.split('?', 2)[1]).get(name);

/** The same question with other parameters. */
export const asking = (
  asked: PageRequest,
  parameters: Readonly<Record<string, string | number | undefined>>,
): PageRequest => ({ ...asked, url: withQuery(asked.url, parameters) });

/** The next number of a numbered page. Throws PageCapError beyond the cap (R8). */
export function numbered(asked: PageRequest, parameter: string, cap = Number.POSITIVE_INFINITY): PageRequest {
  const page = Number(queryOf(asked.url, parameter) ?? '1') + 1;
  if (page > cap) throw new PageCapError(`Page ${page} is beyond the last one that the helpdesk gives (${cap}).`);
  return asking(asked, { [parameter]: page });
}

/** Follows an address in the answer; undefined at the end. The engine checks its host. */
export const followed = (asked: PageRequest, address: string | null | undefined): PageRequest | null =>
  address === null || address === undefined || address === '' ? null : { ...asked, url: address };

/** The `rel="next"` of a Link header. */
export const linkNext = (headers: Readonly<Record<string, string>>): string | null =>
  (headers.link ?? '')
    .split(/,\s*(?=<)/)
    .map((part) => /^<([^>]+)>\s*;(?:.*;)?\s*rel="?next"?/.exec(part)?.[1])
    .find((address) => address !== undefined) ?? null;
