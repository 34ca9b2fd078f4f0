import { describe, expect, it } from 'vitest';
import { recordsIn } from '../../../shared/connectors/shapes.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';
import { toyConnector, toySecrets, toySource } from '../../support/toy-connector.ts';

const connector = toyConnector({
  items: (body) => (body === null ? [] : recordsIn(body, 'things')),
  next: ({ state }) => ({ request: null, state }),
});
const pulled = (said: Said) => {
  const http = scriptedHttp(() => said);
  return { http, ...pulledSource(connector, toySource, http, { secrets: toySecrets }) };
};

describe('an answer without a body', () => {
  it('is an empty page when the helpdesk says 204: asked once, kept, and read again without a reject', async () => {
    const { http, pull, loaded } = pulled({ status: 204, body: '' });
    expect(failures(await pull())).toEqual([]);
    expect(http.requests).toHaveLength(1);
    expect((await loaded()).tables).toEqual({});
  });
  it('is a truncated one when the helpdesk says 200: asked again, then an error', async () => {
    const { http, pull } = pulled({ status: 200, body: '' });
    expect(failures(await pull())[0]).toMatch(/^things: SourceError: .*not JSON/);
    expect(http.requests.length).toBeGreaterThan(1);
  });
});
