import { endpoint, json, type Endpoint } from './endpoint.ts';

/**
 * The Scheduler and Lambda of a deployed stack, as far as its places are found through them. `functions`: what a person calls from
 * the shell.
 */
export async function stackPlaces(
  variables: Readonly<Record<string, string>>,
  functions: Readonly<Record<string, (input: unknown) => Promise<unknown>>> = {},
): Promise<Endpoint> {
  const arn = 'arn:aws:lambda:eu-central-1:1:function:casebook-run';
  const server = await endpoint(async ({ path, body }) => {
    const [, first, second] = decodeURIComponent(path).split('/');
    const called = /\/functions\/([^/]+)\/invocations$/.exec(path)?.[1];
    if (called !== undefined && functions[called] !== undefined)
      return json(200, await functions[called](JSON.parse(body.toString())));
    if (first === 'schedules' && second === 'casebook-daily-pull')
      return json(200, { Name: second, State: 'ENABLED', Target: { Arn: `${arn}:live` } });
    if (path.includes('/functions/') && decodeURIComponent(path).includes(arn))
      return json(200, { FunctionName: 'casebook-run', Environment: { Variables: variables } });
    return {
      status: 404,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ResourceNotFoundException' },
      body: JSON.stringify({ Message: `Nothing at ${path}` }),
    };
  });
  process.env.AWS_ENDPOINT_URL_SCHEDULER = server.url;
  process.env.AWS_ENDPOINT_URL_LAMBDA = server.url;
  return server;
}
