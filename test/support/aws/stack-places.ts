import { endpoint, json, type Endpoint } from './endpoint.ts';

/** The Scheduler and Lambda of a deployed stack, as far as its places are found through them. */
export async function stackPlaces(variables: Readonly<Record<string, string>>): Promise<Endpoint> {
  const arn = 'arn:aws:lambda:eu-central-1:1:function:casebook-run';
  const server = await endpoint(({ path }) => {
    const [, first, second] = decodeURIComponent(path).split('/');
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
