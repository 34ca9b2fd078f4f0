import type { Auth } from './connector.ts';

/** The keys of a source that let Casebook in, where a helpdesk knows more than one way. */
interface WayIn {
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
  readonly refresh_token?: string | undefined;
  readonly email?: string | undefined;
  readonly token?: string | undefined;
  readonly oauth_token?: string | undefined;
}

export const waysIn =
  'client_id and client_secret (and refresh_token for that grant), or email and token, or oauth_token: exactly one of these';

/** True when the keys make exactly one whole login: two would leave open who asks. */
export function hasOneWayIn(source: WayIn): boolean {
  const { client_id, client_secret, refresh_token, email, token, oauth_token } = source;
  const whole = [[client_id, client_secret], [email, token], [oauth_token]].map((keys) => ({
    all: keys.every((key) => key !== undefined),
    any: keys.some((key) => key !== undefined),
  }));
  return (
    whole.filter(({ any }) => any).length === 1 &&
    whole.every(({ all, any }) => all === any) &&
    (refresh_token === undefined || client_id !== undefined)
  );
}

/** The login of a source with one way in, as its keys say; `client`: the grants of the OAuth client, by the vendor's token address. */
export function wayInOf(
  source: WayIn,
  user: string,
  client: { readonly token_url: string; readonly scope?: string },
): Auth {
  const { client_id, client_secret = '', refresh_token, token = '', oauth_token } = source;
  if (oauth_token !== undefined) return { kind: 'token', token: oauth_token };
  if (client_id === undefined) return { kind: 'basic', user, password: token };
  const { token_url, scope } = client;
  const form: Record<string, string> =
    refresh_token === undefined
      ? { grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }
      : { grant_type: 'refresh_token', refresh_token };
  return { kind: 'oauth', token_url, asJson: true, form: { ...form, client_id, client_secret } };
}
