import { createHash, createPrivateKey, sign } from 'node:crypto';
import { CredentialsError } from '../../errors.ts';
import type { HttpAnswer, Ports } from '../../ports.ts';
import { writeIf } from '../../state.ts';
import type { Auth, BoundSource } from '../connector.ts';
import { addressOf } from './address.ts';
import { firstLine } from './first-line.ts';
import type { Credentials } from './credentials.ts';
import { parseJson } from './json.ts';
import { askedToWait } from './rate-limit.ts';

/** The way into one helpdesk. */
export interface Login {
  /** The header that lets a request in. A token that soon ends is renewed first. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** The token in use was refused: the next request asks for another one. */
  renew(): void;
}

/** The token endpoint is out of order or asks to wait: it is asked again. The message names it. */
export class NoToken extends Error {
  /** How long it asks to wait; undefined: it does not say. */
  readonly wait_s: number | undefined;
  constructor(message: string, wait_s: number | undefined) {
    super(message);
    this.wait_s = wait_s;
  }
}

export type LoginPorts = Pick<Ports, 'http' | 'clock' | 'state' | 'pause'>;
type OAuth = Extract<Auth, { kind: 'oauth' }>;

/** A token in use; `renew_s`: when to ask for the next one. */
interface Token {
  readonly text: string;
  readonly renew_s: number;
}

/**
 * Tokens of a grant whose refresh token changes at every use, as state keeps them. `of`: digest of the refresh token that was
 * configured; another one in the configuration begins anew.
 */
interface KeptTokens {
  readonly of: string;
  readonly refresh_token: string;
  readonly access_token: string;
  readonly renew_s: number;
}

const timeout_ms = 60_000;
/** How often, and how far apart, state is looked at again for what another process got and is about to keep. */
const looks = 3;
const look_s = 5;
/** A token is renewed so long before its end, or in the last quarter of a short life. */
const margin_s = 60;
const keyOf = (source: string): string => `credentials/source-${source}.json`;

export function loginOf(
  { id, site }: Pick<BoundSource, 'id' | 'site'>,
  credentials: Credentials,
  ports: LoginPorts,
): Login {
  const { auth } = site;
  let token: Token | undefined;
  let spent: string | undefined;
  const make = async (): Promise<Token> => {
    if (auth.kind === 'basic') return lasting(await basic(auth, credentials));
    if (auth.kind === 'token') return lasting(await credentials.resolve(auth.token));
    return auth.form.refresh_token === undefined
      ? asked(auth, {}, credentials, ports)
      : refreshed(id, auth, spent, credentials, ports);
  };
  return {
    async headers() {
      if (token === undefined || ports.clock.now_s() >= token.renew_s) token = await make();
      return { authorization: `${schemeOf(auth)} ${token.text}` };
    },
    renew() {
      spent = token?.text;
      token = undefined;
      credentials.forget();
    },
  };
}

const lasting = (text: string): Token => ({ text, renew_s: Number.POSITIVE_INFINITY });
const schemeOf = (auth: Auth): string => (auth.kind === 'basic' ? 'Basic' : (auth.scheme ?? 'Bearer'));

async function basic(auth: Extract<Auth, { kind: 'basic' }>, credentials: Credentials): Promise<string> {
  const user = await credentials.resolve(auth.user);
  const pair = Buffer.from(`${user}:${await credentials.resolve(auth.password)}`).toString('base64');
  credentials.hide(pair);
  return pair;
}

/**
 * A token by a refresh token. Where each use makes a new refresh token, the new one is kept before anything else is done: the old one
 * is worth nothing from then on. Whoever was second (a doctor beside a pull) takes what the first one kept.
 */
async function refreshed(
  source: string,
  auth: OAuth,
  spent: string | undefined,
  credentials: Credentials,
  ports: LoginPorts,
): Promise<Token> {
  const configured = await credentials.resolve(auth.form.refresh_token ?? '');
  const of = createHash('sha256').update(configured).digest('hex').slice(0, 16);
  const read = () => ports.state.read(keyOf(source));
  let found = await read();
  for (;;) {
    const stored = found === undefined ? undefined : (JSON.parse(found.value) as KeptTokens);
    const kept = stored?.of === of ? stored : undefined;
    const refresh_token = kept?.refresh_token ?? configured;
    for (const text of [refresh_token, kept?.access_token ?? '']) credentials.hide(text);
    if (kept !== undefined && kept.access_token !== spent && ports.clock.now_s() < kept.renew_s)
      return { text: kept.access_token, renew_s: kept.renew_s };
    try {
      const token = await asked(auth, { refresh_token }, credentials, ports);
      if (token.refresh_token === undefined || token.refresh_token === refresh_token) return token;
      const { text: access_token, renew_s } = token;
      const next: KeptTokens = { of, refresh_token: token.refresh_token, access_token, renew_s };
      await keep(ports, keyOf(source), JSON.stringify(next), found?.version ?? null);
      return token;
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      const before = found?.version;
      for (let look = 0; look < looks && found?.version === before; look++) {
        if (look > 0) await ports.pause.sleep(look_s * 1000);
        found = await read();
      }
      if (found?.version === before) throw error;
    }
  }
}

/**
 * Keeps tokens, on the condition that nobody else kept others meanwhile: theirs are the newer ones. Tried again when the store does not
 * answer, since nobody else has them.
 */
async function keep(ports: LoginPorts, key: string, text: string, expected: string | null): Promise<void> {
  for (let look = 1; ; look++) {
    try {
      return void (await writeIf(ports.state, key, text, expected));
    } catch (error) {
      if (look > looks) throw error;
      await ports.pause.sleep(look_s * 1000);
    }
  }
}

/** Asks the token endpoint. @throws CredentialsError with what to do; NoToken when the endpoint is out of order */
async function asked(
  auth: OAuth,
  more: Readonly<Record<string, string>>,
  credentials: Credentials,
  ports: LoginPorts,
): Promise<Token & { readonly refresh_token?: string }> {
  const url = addressOf({ url: auth.token_url, anonymous: true }, auth.token_url);
  const form: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...auth.form, ...more })) form[name] = await credentials.resolve(value);
  const asked_s = ports.clock.now_s();
  if (auth.assertion !== undefined) {
    form.assertion = await signed(auth.assertion, asked_s, credentials);
    credentials.hide(form.assertion);
  }
  const answer = await ports.http.send({
    method: 'POST',
    url: url.href,
    headers: {
      accept: 'application/json',
      'content-type': auth.asJson === true ? 'application/json' : 'application/x-www-form-urlencoded',
    },
    body: auth.asJson === true ? JSON.stringify(form) : new URLSearchParams(form).toString(),
    timeout_ms,
  });
  const said = bodyOf(answer);
  const isBusy = isThrottled(said);
  if (answer.status === 429 || answer.status >= 500 || isBusy) {
    const told_s = askedToWait(answer, ports.clock.now_s());
    const why = `${url.origin} answered ${answer.status}${isBusy ? ', too many requests' : ''}`;
    throw new NoToken(why, told_s ?? (isBusy ? throttled_s : undefined));
  }
  if (answer.status >= 300 || typeof said.access_token !== 'string' || said.access_token === '')
    throw new CredentialsError(refusal(url, answer, said, auth, ports.clock.now_s(), credentials));
  credentials.hide(said.access_token);
  if (typeof said.refresh_token === 'string') credentials.hide(said.refresh_token);
  // older servers of Zoho tell milliseconds there, and seconds beside it
  const life_s = Number(said.expires_in_sec ?? said.expires_in);
  return {
    text: said.access_token,
    // a duration on our own clock: whether it agrees with theirs does not matter. Who tells none is asked again after a 401
    renew_s: life_s > 0 ? asked_s + life_s - Math.min(margin_s, life_s / 4) : Number.POSITIVE_INFINITY,
    ...(typeof said.refresh_token === 'string' && said.refresh_token !== '' && { refresh_token: said.refresh_token }),
  };
}

function bodyOf({ body }: HttpAnswer): Readonly<Record<string, unknown>> {
  try {
    const said = parseJson(new TextDecoder().decode(body));
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Zoho gives ten access tokens in ten minutes and says so with 200 or 400 (zoho.com, CRM API v8, Token validity). */
const throttled_s = 600;
const isThrottled = ({ access_token, error, error_description }: Readonly<Record<string, unknown>>): boolean =>
  access_token === undefined && (error === 'Access Denied' || /too many requests/i.test(String(error_description)));

/** A signed statement of who asks (RFC 7523), good for three minutes: the longest that Salesforce takes. */
async function signed(
  assertion: NonNullable<OAuth['assertion']>,
  now_s: number,
  credentials: Credentials,
): Promise<string> {
  const { issuer, subject, audience } = assertion;
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: await credentials.resolve(issuer),
    sub: await credentials.resolve(subject),
    aud: audience,
    exp: now_s + 180,
  };
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  try {
    // in an environment variable the lines of a PEM text are often joined by a written \n
    const key = createPrivateKey((await credentials.resolve(assertion.private_key)).replaceAll('\\n', '\n'));
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  } catch (error) {
    if (error instanceof CredentialsError || (error as { name?: unknown }).name === 'ConfigurationError') throw error;
    throw new CredentialsError(
      'The credentials are refused: private_key is no RSA private key in PEM form ("-----BEGIN PRIVATE KEY-----", without a passphrase).',
    );
  }
}

/** One sentence: what was refused (RFC 6749, 5.2), in whose words, and what to do. */
function refusal(
  url: URL,
  { status, headers }: HttpAnswer,
  said: Readonly<Record<string, unknown>>,
  auth: OAuth,
  now_s: number,
  credentials: Credentials,
): string {
  const words = [said.error, said.error_description].filter((each) => typeof each === 'string' && each !== '');
  const why = firstLine(credentials.redact(words.join(': ')));
  const skew_s = Math.round(Math.abs(Date.parse(headers.date ?? '') / 1000 - now_s));
  return `${url.origin} gives no access token for these credentials (${status}${why === '' ? '' : `, ${why}`}). ${remedy(String(said.error), status, headers.location, auth, skew_s)}`;
}

function remedy(error: string, status: number, to: string | undefined, auth: OAuth, skew_s: number): string {
  if (status >= 300 && status < 400)
    return `It leads to ${to === undefined ? 'nowhere' : new URL(to, auth.token_url).origin}: if the account was renamed, correct its address in the source.`;
  if (status === 404 || status === 410)
    return 'Nobody answers there: check the address of the source; the account may have been renamed.';
  if (error === 'invalid_client') return 'Check client_id and client_secret of the source.';
  if (error === 'unauthorized_client' || error === 'unsupported_grant_type')
    return `Allow the client the grant ${auth.form.grant_type}.`;
  if (error === 'invalid_scope') return `Allow the client the scope ${auth.form.scope ?? 'that the source needs'}.`;
  if (auth.assertion !== undefined && skew_s > margin_s)
    return `Its clock is ${skew_s} s away from ours: set this machine's clock by NTP.`;
  if (auth.assertion !== undefined)
    return 'Check the user of the source, that the client is allowed for it, and that the certificate belongs to private_key.';
  if (auth.form.refresh_token !== undefined && /grant|token|code/.test(error))
    return 'The refresh token has ended, was revoked, was lost by a run that was cut off, or was used elsewhere: make a new one for this source alone and set refresh_token.';
  return 'Check client id, secret and scopes of the source.';
}
