import { ConfigurationError } from '../../errors.ts';
import type { Secrets } from '../../ports.ts';

/** Secrets from the environment: `zendesk-token` is read as it is, else as ZENDESK_TOKEN. */
export function envSecrets(environment: Readonly<Record<string, string | undefined>> = process.env): Secrets {
  return {
    get(name) {
      const variable = name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
      const value = environment[name] ?? environment[variable];
      if (value !== undefined && value !== '') return Promise.resolve(value);
      return Promise.reject(
        new ConfigurationError(
          `Secret "${name}": found no environment variable ${name === variable ? variable : `${name} or ${variable}`}, expected one with the secret. Set it and run again.`,
        ),
      );
    },
  };
}
