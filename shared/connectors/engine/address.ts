import { SourceError } from '../../errors.ts';
import type { PageRequest } from '../connector.ts';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** https anywhere, http only to this machine: credentials never travel in the clear. */
export const isSafe = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));

/**
 * The full address of a request, on the configured host or, for anonymous downloads, on another one over https.
 * @throws SourceError that names both hosts when an answer leads elsewhere
 */
export function addressOf(asked: PageRequest, base_url: string): URL {
  const base = new URL(base_url);
  const url = /^[a-z]+:\/\//i.test(asked.url)
    ? new URL(asked.url)
    : new URL(`${base_url.replace(/\/+$/, '')}/${asked.url.replace(/^\/+/, '')}`);
  if (!isSafe(url))
    throw new SourceError(`${url.origin} is not https. Correct base_url; credentials are not sent in the clear.`);
  if (asked.anonymous !== true && url.origin !== base.origin)
    throw new SourceError(
      `An answer leads to ${url.origin}, but the source is ${base.origin}. Not followed: credentials go to the configured host only.`,
    );
  if (url.username !== '' || url.password !== '')
    throw new SourceError(`The address on ${url.origin} holds a user name or password. Not followed.`);
  return url;
}

/** How a request is named in messages: method, path and query; a signed link without its query. */
export function named(asked: PageRequest, base_url: string): string {
  const url = addressOf(asked, base_url);
  const method = asked.method ?? (asked.body === undefined ? 'GET' : 'POST');
  return asked.anonymous === true ? `${method} ${url.origin}${url.pathname}` : `${method} ${url.pathname}${url.search}`;
}
