import { endpoint, json, jsonError, operationOf, type Endpoint } from './endpoint.ts';

export interface SecretsManager extends Endpoint {
  /** Names asked for. */
  readonly calls: string[];
}

/** GetSecretValue over a fixed set of secrets. */
export async function secretsManager(secrets: Readonly<Record<string, string>>): Promise<SecretsManager> {
  const calls: string[] = [];
  const server = await endpoint((asked) => {
    if (operationOf(asked) !== 'GetSecretValue') return jsonError('UnknownOperationException', operationOf(asked));
    const { SecretId: id } = JSON.parse(asked.body.toString()) as { SecretId: string };
    calls.push(id);
    const value = secrets[id];
    return value === undefined
      ? jsonError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
      : json(200, { Name: id, ARN: `arn:aws:secretsmanager:eu-central-1:1:secret:${id}`, SecretString: value });
  });
  return { ...server, calls };
}
