import { describe, expect, it } from 'vitest';
import { hubspot } from '../../../shared/connectors/helpdesks/hubspot.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';
import { toyConnector, toySecrets, toySource } from '../../support/toy-connector.ts';

const toy = (answer: Parameters<typeof scriptedHttp>[0]) => {
  const http = scriptedHttp(answer);
  return { http, ...pulledSource(toyConnector(), toySource, http, { secrets: toySecrets }) };
};

describe('the patience of a pull', () => {
  it('ends with a server that always says more, with other cursors and no record', async () => {
    const { http, pull } = toy((_, ordinal) => ({ body: { things: [], next: String(ordinal) } }));
    expect(failures(await pull())[0]).toMatch(/CursorStuckError: .* more on 500 pages without a record/);
    expect(http.requests).toHaveLength(500);
  });

  it('ends with a wait that is longer than a day, and with shorter ones that add up to more', async () => {
    const wait = (seconds: string): Said => ({ status: 429, headers: { 'retry-after': seconds } });
    const long = toy(() => wait('999999999'));
    expect(failures(await long.pull())[0]).toMatch(/longer than 24 h/);
    expect(long.home.slept_s()).toBe(0);
    const again = toy(() => wait('80000'));
    expect(failures(await again.pull())[0]).toMatch(/answered 429 .* times/);
    expect(again.home.slept_s()).toBeLessThan(3 * 86_400);
  });
});

describe('the requests of a day that are used up', () => {
  const now_s = Date.parse('2026-11-30T16:00:00Z') / 1000;
  const spent: Said = { status: 429, body: { status: 'error', errorType: 'RATE_LIMIT', policyName: 'DAILY' } };
  const pulled = (details: Said) => {
    const http = scriptedHttp(({ path }) =>
      path === '/account-info/v3/details'
        ? details
        : path.startsWith('/crm/v3/owners')
          ? { body: { results: [] } }
          : spent,
    );
    const source = { id: 'desk', connector: 'hubspot', token: '${env:T}' };
    return { http, ...pulledSource(hubspot, source, http, { now_s, secrets: { T: 'secret-token' } }) };
  };

  it('end the pull of the source at once, with the hour of their return', async () => {
    const { http, pull, home } = pulled({ body: { timeZone: 'US/Eastern' } });
    const result = await pull();
    expect(failures(result)[0]).toMatch(
      /^tickets: SourceError: .* come back at 2026-12-01T00:00:00-05:00: run again then/,
    );
    expect(http.requests.length).toBeLessThan(5);
    expect(home.slept_s()).toBe(0);
    expect(result.streams.find(({ name }) => name === 'owners')?.complete).toBe(true);
  });

  it('say midnight of the account where nobody tells its zone', async () => {
    expect(failures(await pulled(spent).pull())[0]).toMatch(/come back at midnight in the time zone of the account/);
  });
});
