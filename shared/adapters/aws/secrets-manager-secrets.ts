import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ConfigurationError } from '../../errors.ts';
import type { Secrets } from '../../ports.ts';
import { isAbsent } from './aws-errors.ts';

/** Secrets of one stack. `notSet` is what an entry holds that nobody has filled yet. */
export function secretsManagerSecrets(client: SecretsManagerClient, prefix: string, notSet: string): Secrets {
  return {
    async get(name) {
      const id = `${prefix}${name}`;
      let text: string | undefined;
      try {
        text = (await client.send(new GetSecretValueCommand({ SecretId: id }))).SecretString;
      } catch (cause) {
        if (!isAbsent(cause)) throw cause;
        throw new ConfigurationError(
          `Secret "${name}": found no ${id} in Secrets Manager. Deploy the stack again.`,
          [],
          { cause },
        );
      }
      if (text !== undefined && text !== '' && text !== notSet) return text;
      throw new ConfigurationError(
        `Secret "${name}": ${id} has not been set. Set it: aws secretsmanager put-secret-value --secret-id ${id} --secret-string ...`,
      );
    },
  };
}
