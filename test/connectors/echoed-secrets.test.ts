import { generateKeyPairSync } from 'node:crypto';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import type { SourceConfiguration } from '../../shared/config/configuration.ts';
import type { Connector } from '../../shared/connectors/connector.ts';
import * as helpdesks from '../../shared/connectors/helpdesks/all.ts';
import { channelMailer } from '../../shared/run/channels.ts';
import { pullSource } from '../../shared/load/pull.ts';
import type { Http, HttpAnswer, HttpRequest } from '../../shared/ports.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret, sourceLines } from '../../shared/sandbox/sources.ts';
import { sandboxed } from '../sandbox/helpdesks/all.ts';
import { pullHome } from '../support/pull-ports.ts';

/** A vendor that repeats whatever it was sent, wherever an answer has room for it: no credential is in what Casebook says or keeps. */
const org = organisation({ months: 1, tickets_per_week: 4 });
const origin = 'https://helpdesk.example';
const connectors: readonly Connector[] = Object.values(helpdesks);
const token = 'access+token/with="signs"&<more>';

/** Credentials as they are made: plain, with signs that every way of sending writes in another way, and long. */
const credentials = ['hush-hush-secret', 'pa ss+wo/rd=&"<q>%41', `${'k'.repeat(60)}-${'z'.repeat(200)}`];
/** Ways in which a text may stand in another one; a part of it is enough to fail. */
const formsOf = (text: string): readonly string[] =>
  [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString('base64'),
    Buffer.from(text).toString('base64url'),
  ].map((form) => form.slice(0, 12));

const answers: Readonly<Record<string, (echo: string) => Omit<HttpAnswer, 'body'> & { readonly body: string }>> =
  Object.fromEntries(
    [400, 401, 402, 403, 404, 409, 422, 429, 500].flatMap((status) => [
      [
        `${status} in the body`,
        (echo: string) => ({
          status,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            error: echo,
            message: echo,
            description: echo,
            errorMessages: [echo],
            errors: [{ message: echo }],
          }),
        }),
      ],
      [
        `${status} at the end of a long line`,
        (echo: string) => ({
          status,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ message: `${'x'.repeat(185)}${echo}`, error: `${'x'.repeat(185)}${echo}` }),
        }),
      ],
      [
        `${status} in headers and HTML`,
        (echo: string) => ({
          status,
          headers: {
            'content-type': echo,
            'www-authenticate': echo,
            'retry-after': '1',
            link: `<${echo}>; rel="next"`,
          },
          body: `<html><title>${echo}</title></html>`,
        }),
      ],
    ]),
  );
const others: typeof answers = {
  'a redirect': (echo) => ({ status: 302, headers: { location: `/login?from=${encodeURIComponent(echo)}` }, body: '' }),
  'a success whose keys say it': (echo) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ [`${'x'.repeat(150)}${echo}`]: 1, [echo]: echo }),
  }),
  'a success that is no JSON': (echo) => ({ status: 200, headers: { 'content-type': echo }, body: echo }),
};

const sentBy = ({ url, headers, body = '' }: HttpRequest, known: readonly string[]): string =>
  [...known, headers['authorization'] ?? '', url, body].join(' ').replaceAll(/[\r\n]/g, ' ');

describe.each(sandboxed)('%s, whose helpdesk repeats what it is sent', (vendor) => {
  const connector = connectors.find(({ id }) => id === vendor);
  if (connector === undefined) throw new Error(`There is no connector ${vendor}.`);
  const source = parse(sourceLines(org, vendor, 'desk', origin).join('\n')) as SourceConfiguration;
  // Salesforce signs with its credential and never sends it: a key of its own
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const given = vendor === 'salesforce' ? [String(key)] : credentials;

  it.each(Object.entries({ ...answers, ...others }))(
    '%s: says and keeps none of its credentials',
    async (_, answer) => {
      for (const secret of given) {
        const known = vendor === 'salesforce' ? [] : [secret];
        const http: Http = {
          send: (request) => {
            const isLogin = request.method === 'POST' && request.url.endsWith('/token');
            if (isLogin && !known.includes(token)) known.push(token);
            const { body, ...rest } = isLogin
              ? { status: 200, headers: {}, body: JSON.stringify({ access_token: token, expires_in: 3600 }) }
              : answer(sentBy(request, known));
            return Promise.resolve({ ...rest, body: new TextEncoder().encode(body) });
          },
        };
        const home = pullHome(http, { secrets: { [demoSecret.name]: secret } });
        const ended = await pullSource({ source: 'desk', run: 'r1' }, home.ports, { sources: [source] }, [
          connector,
        ]).catch((error: unknown) => String(error));
        const outside = [
          JSON.stringify(ended),
          ...home.lines,
          ...[...home.kept].filter(([name]) => !name.startsWith('credentials/')).map(([, { value }]) => value),
        ].join('\n');
        expect(outside.length).toBeGreaterThan(100);
        for (const form of [secret, ...known].flatMap(formsOf)) expect(outside).not.toContain(form);
      }
    },
  );
});

describe('a channel that repeats its address', () => {
  const address = 'https://hooks.example.com/services/T00000/B11111-secretpart';
  it.each([400, 403, 404, 410, 429, 500])('%d: its refusal says none of it', async (status) => {
    for (const said of [address, 'B11111-secretpart', `no such hook: B11111-secretpart`, 'invalid_payload']) {
      const http: Http = {
        send: () => Promise.resolve({ status, headers: {}, body: new TextEncoder().encode(said) }),
      };
      const secrets = { get: () => Promise.resolve(address) };
      const mailer = channelMailer(
        { http, secrets, clock: { now_s: () => 0 } },
        { delivery: { from: 'a@example.com' } as never },
      );
      const message = { key: 'k', from: 'a@example.com', to: 'slack:${env:HOOK}', raw: new Uint8Array(), tags: {} };
      const error = await mailer.send(message).catch((fault: unknown) => fault);
      expect(String(error)).toContain('HOOK');
      expect(String(error)).not.toMatch(/T00000|secretpart/);
      if (said === 'invalid_payload') expect(String(error)).toContain(said);
    }
  });
});
