/** What an SDK error says of itself; anything else has no name and no status. */
export function about(error: unknown): { readonly name: string; readonly status: number; readonly message: string } {
  const { name, message, $metadata } = (typeof error === 'object' && error !== null ? error : {}) as {
    name?: string;
    message?: string;
    $metadata?: { httpStatusCode?: number };
  };
  return { name: name ?? 'Error', status: $metadata?.httpStatusCode ?? 0, message: message ?? String(error) };
}

/** The service asks to come back later; nothing was done. */
export const isThrottled = (error: unknown): boolean =>
  /throttl|toomanyrequests|requestlimitexceeded|slowdown|limitexceeded/i.test(about(error).name) ||
  about(error).status === 429;

export const noCredentials =
  'this shell has no credentials of AWS: log in (aws sso login), or set AWS_PROFILE, and try again';

/** Nothing was asked: there are no credentials to sign a call with. */
export const isUnsigned = (error: unknown): boolean =>
  /^(?:CredentialsProvider|TokenProvider)Error/.test(about(error).name);

/** The object or secret does not exist. */
export const isAbsent = (error: unknown): boolean =>
  ['NoSuchKey', 'NotFound', 'ResourceNotFoundException'].includes(about(error).name) || about(error).status === 404;
