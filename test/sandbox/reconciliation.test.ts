import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox, type SandboxRequest } from '../../functions/sandbox/server.ts';
import { bySource as sites } from './helpdesks/all.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import type { Organisation } from '../../shared/sandbox/model.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { shareOf } from '../../shared/run/source-tasks.ts';
import { pullingHome, type PullingHome } from '../support/pulled.ts';
import { expectedFacts } from './agreement.ts';

const org = organisation({ months: 1, tickets_per_week: 8 });
const day_s = 86_400;
const now_s = org.end_s + 600;

/** What each helpdesk answers the weekly list of ids, and the lists of what changed, with. */
const vendors = {
  freshdesk: {
    isList: ({ path, query }: SandboxRequest) =>
      path === '/api/v2/tickets' && !query.has('filter') && !query.has('include'),
    isChanged: ({ path, query }: SandboxRequest) => path === '/api/v2/tickets' && query.has('include'),
  },
  'help-scout': {
    isList: ({ path, query }: SandboxRequest) =>
      path === '/v2/conversations' &&
      query.get('status') === 'all' &&
      !query.has('modifiedSince') &&
      !query.has('query'),
    isChanged: ({ path, query }: SandboxRequest) => path === '/v2/conversations' && query.has('modifiedSince'),
  },
  'zoho-desk': {
    isList: ({ path, query }: SandboxRequest) => path === '/api/v1/tickets/search' && query.has('modifiedTimeRange'),
    isChanged: ({ path, query }: SandboxRequest) => path === '/api/v1/tickets/search' && query.has('modifiedTimeRange'),
  },
} as const;
type Vendor = keyof typeof vendors;

/** Tickets that nobody removed or merged, closed as well as open, from the middle of the month. */
const ordinary = org.tickets.filter(
  ({ history, is_outbound }) => !is_outbound && !history.some(({ kind }) => kind === 'deleted' || kind === 'merged'),
);
const isFinished = (history: (typeof org.tickets)[number]['history']): boolean => {
  const last = history.findLast(({ kind }) => kind === 'status');
  return last?.kind === 'status' && (last.to === 'solved' || last.to === 'closed');
};
const without = (hidden: readonly { readonly n: number }[]): Organisation => {
  const numbers = new Set(hidden.map(({ n }) => n));
  return { ...org, tickets: org.tickets.filter(({ n }) => !numbers.has(n)) };
};

describe.each(Object.keys(vendors) as readonly Vendor[])('what %s counts and lists', (vendor) => {
  let server: Sandbox;
  let pulling: PullingHome;
  /** Which organisation answers a request. */
  let answering: (request: SandboxRequest) => Organisation;
  const start = async (): Promise<void> => {
    answering = () => org;
    const site = sites[vendor](org);
    const made = new Map<Organisation, typeof site>([[org, site]]);
    const tokens = new Map<Organisation, string>();
    let login: SandboxRequest | undefined;
    server = await startSandbox(
      {
        ...site,
        handle: (request, at_s) => {
          if (request.path.endsWith('/token')) login = request;
          const chosen = login === request ? org : answering(request);
          const other = made.get(chosen) ?? sites[vendor](chosen);
          if (login !== undefined && !made.has(chosen)) {
            const { access_token } = other.handle(login, at_s).body as { access_token: string };
            tokens.set(chosen, access_token);
          }
          made.set(chosen, other);
          // each of them gives tokens of its own
          const token = tokens.get(chosen);
          const authorization = request.headers.authorization?.replace(/ .*/, ` ${token}`) ?? '';
          return other.handle(
            token === undefined ? request : { ...request, headers: { ...request.headers, authorization } },
            at_s,
          );
        },
      },
      { now_s, throttle_every: 0 },
    );
    pulling = await pullingHome(configuration(org, [{ id: 'helpdesk', vendor, url: server.url }]), {
      secrets: { [demoSecret.name]: demoSecret.value },
      now_s: () => server.now_s(),
    });
  };
  afterEach(async () => {
    await pulling?.close();
    await server?.close();
  });
  const id = (ticket: { readonly n: number }): string => idsOf[vendor].ticket(ticket.n);
  const round = async (run: string) => pulling.reconcile(await pulling.pull(run));
  const deleted = async () =>
    (await pulling.rows(`SELECT ticket_id FROM tickets WHERE status = 'deleted'`)).map(({ ticket_id }) => ticket_id);

  it('R14: agrees at first; what vanished without a trace is found a week later and marked', async () => {
    await start();
    const { pulled, vanished } = await round('r1');
    const compares = pulled.streams
      .flatMap((each) => each.compares)
      .filter(({ check_name }) => check_name !== 'children');
    expect(Object.fromEntries(compares.map(({ check_name, missing }) => [check_name, missing]))).toEqual({
      id_list: 0,
      search_count: 0,
    });
    expect(compares.every(({ vendor_count }) => vendor_count > 20)).toBe(true);
    expect([vanished, shareOf(pulled)]).toEqual([0, 1]);
    const before = await deleted();

    // an open one would be missed the next day; a finished one only by the list
    const gone = ordinary.find(({ history }) => isFinished(history) && history.at(-1)!.at_s > org.end_s - 5 * day_s)!;
    const rest = without([gone]);
    answering = () => rest;
    server.advance(now_s + 7 * day_s);
    expect((await round('r2')).vanished).toBe(1);
    expect(await deleted()).toEqual(before);
    server.advance(now_s + 8 * day_s);
    expect((await round('r3')).vanished).toBe(0);
    expect((await deleted()).filter((each) => !before.includes(each))).toEqual([id(gone)]);
  }, 60_000);

  it('counts one that was never pulled as missing, and the coverage shows it', async () => {
    await start();
    const hidden = ordinary.filter(({ created_s }) => created_s > org.end_s - 20 * day_s).slice(0, 3);
    const rest = without(hidden);
    let lists = 0;
    answering = (request) => {
      const { isList, isChanged } = vendors[vendor];
      // where both ask the same question, the list asks second
      if (isList(request) && isChanged(request)) return lists++ === 0 || request.query.get('from') !== '0' ? rest : org;
      const isOpenOnly = request.query.has('status') && request.query.get('status') !== 'all';
      return isChanged(request) || isOpenOnly ? rest : org;
    };
    const { pulled } = await round('r1');
    const compares = pulled.streams.flatMap((each) => each.compares);
    expect(compares.find(({ check_name }) => check_name === 'search_count')?.missing).toBe(3);
    expect(shareOf(pulled)).toBeLessThan(1);
    expect(await pulling.rows('SELECT missing FROM ingest_compare WHERE missing = 3')).not.toEqual([]);

    // read by their ids, though nothing about them changed
    answering = () => org;
    server.advance(now_s + day_s);
    const healed = await round('r2');
    expect(healed.pulled.streams.flatMap((each) => each.compares).map(({ missing }) => missing)).toEqual([0]);
    const expected = expectedFacts(org, vendor, org.end_s);
    const rows = await pulling.rows(
      `SELECT ticket_id, created_s, status, reply_count, first_reply_s FROM tickets WHERE ticket_id IN (${hidden.map((each) => `'${id(each)}'`).join(', ')}) ORDER BY ticket_id`,
    );
    expect(
      rows.map(({ ticket_id, created_s, reply_count, first_reply_s }) => [
        ticket_id,
        created_s,
        reply_count,
        first_reply_s,
      ]),
    ).toEqual(
      hidden
        .map((each) => id(each))
        .toSorted()
        .map((each) => [
          each,
          expected.get(each)?.created_s,
          expected.get(each)?.reply_count,
          expected.get(each)?.first_reply_s,
        ]),
    );
  }, 60_000);
});
