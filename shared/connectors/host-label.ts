import { z } from 'zod';

/**
 * The part of an address that is an account's own. In lower case: what stands in capitals is a placeholder of the documentation, and
 * would be somebody's address otherwise, to which the credentials went.
 */
export const hostLabel = (expected: string) =>
  z.string({ error: expected }).regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, {
    error: `${expected}, in lower case`,
  });
