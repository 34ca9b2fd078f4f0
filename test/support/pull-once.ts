import { afterAll, expect, onTestFinished, TestRunner } from 'vitest';
import type { SourceConfiguration } from '../../shared/config/configuration.ts';
import type { ApiConnector } from '../../shared/connectors/connector.ts';
import { isInContract } from '../../shared/connectors/contract.ts';
import type { PullResult } from '../../shared/connectors/pull-result.ts';
import { pullSource, type PullRequest } from '../../shared/load/pull.ts';
import type { Http } from '../../shared/ports.ts';
import { pullHome, type PullHome } from './pull-ports.ts';
import { loaded, type Loaded } from './rows-of.ts';

/** A source of one connector in a home in memory: pull it, look at what is stored. */
export interface PulledSource {
  readonly home: PullHome;
  readonly pull: (run?: string, request?: Partial<PullRequest>) => Promise<PullResult>;
  readonly loaded: () => Promise<Loaded>;
}

export function pulledSource(
  connector: ApiConnector,
  source: SourceConfiguration,
  http: Http,
  options: { readonly now_s?: number; readonly secrets?: Readonly<Record<string, string>> } = {},
): PulledSource {
  const home = pullHome(withinContract(connector, source, http), options);
  return {
    home,
    pull: (run = 'r1', request = {}) =>
      pullSource({ source: source.id, run, ...request }, home.ports, { sources: [source] }, [connector]),
    loaded: () => loaded(home, connector.bind(source).normalise),
  };
}

/** The same, and when the test ends: whatever was asked, the connector’s contract has it. */
function withinContract(connector: ApiConnector, source: SourceConfiguration, http: Http): Http {
  const { contract } = connector;
  if (contract === undefined) return http;
  const unlisted = new Set<string>();
  const check = (): void => expect([...unlisted], `requests that the contract of ${connector.id} lacks`).toEqual([]);
  // a source may be shared by the tests of a file
  if (TestRunner.getCurrentTest() === undefined) afterAll(check);
  else onTestFinished(check);
  const known = new Set<string>();
  const { auth, base_url } = connector.bind(source).site;
  const base = new URL(base_url);
  return {
    send: (request) => {
      const { host, pathname } = new URL(request.url);
      const asked = `${request.method} ${pathname}`;
      const isLogin = auth.kind === 'oauth' && request.url === auth.token_url;
      if (!known.has(asked) && !isLogin && host === base.host) {
        known.add(asked);
        if (!isInContract(contract, request.method, request.url, base.pathname)) unlisted.add(asked);
      }
      return http.send(request);
    },
  };
}

/** Names of streams that did not end well, with their errors. */
export const failures = (result: PullResult): readonly string[] =>
  result.streams.flatMap(({ name, error }) => (error === null ? [] : [`${name}: ${error}`]));
