import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox, type SandboxRequest } from '../../functions/sandbox/server.ts';
import { bySource as sites } from './helpdesks/all.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import type { Organisation, Ticket } from '../../shared/sandbox/model.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { pullingHome, type PullingHome } from '../support/pulled.ts';

const org = organisation({ months: 1, tickets_per_week: 20 });
const day_s = 86_400;
const now_s = org.end_s + 600;
/** A finished ticket in the middle: nothing but a list of everything would miss it. */
const lost = org.tickets
  .filter(({ history }) => !history.some(({ kind }) => kind === 'deleted' || kind === 'merged'))
  .filter(({ history }) => history.some((one) => one.kind === 'status' && one.to === 'closed'))[20]!;
const without = (ticket: Ticket): Organisation => ({ ...org, tickets: org.tickets.filter(({ n }) => n !== ticket.n) });

describe.each(['hubspot', 'intercom', 'jira-service-management'] as const)('the weekly list of %s', (vendor) => {
  let server: Sandbox;
  let pulling: PullingHome;
  afterEach(async () => {
    await pulling?.close();
    await server?.close();
  });
  /** Two helpdesks behind one address: the whole organisation, and the one that lost a ticket. */
  const start = async (isLost: (request: SandboxRequest) => boolean): Promise<void> => {
    const site = sites[vendor](org);
    const poorer = sites[vendor](without(lost));
    server = await startSandbox(
      { ...site, handle: (request, at_s) => (isLost(request) ? poorer : site).handle(request, at_s) },
      { now_s, throttle_every: 0 },
    );
    pulling = await pullingHome(configuration(org, [{ id: 'helpdesk', vendor, url: server.url }]), {
      secrets: { [demoSecret.name]: demoSecret.value },
      now_s: () => server.now_s(),
    });
  };
  const round = async (run: string) => pulling.reconcile(await pulling.pull(run));
  const id = idsOf[vendor].ticket(lost.n);
  const isById = ({ path }: SandboxRequest): boolean => path.endsWith(`/${id}`) || path.includes(`/${id}/`);
  const states = async () => (await pulling.rows(`SELECT status FROM tickets WHERE ticket_id = '${id}'`))[0]?.status;

  it('R14: finds what vanished without a word, and marks it once the helpdesk itself says that it is gone', async () => {
    let isGone = false;
    await start(() => isGone);
    expect((await round('r1')).vanished).toBe(0);
    const before = await states();
    isGone = true;
    server.advance(now_s + 8 * day_s);
    expect((await round('r2')).vanished).toBe(1);
    expect(await states()).toBe(before);
    server.advance(now_s + 9 * day_s);
    await round('r3');
    expect(await states()).toBe('deleted');
  }, 60_000);

  it('R14: believes no list against the ticket itself, which is there when it is asked for', async () => {
    let isHidden = false;
    await start((request) => isHidden && !isById(request));
    await round('r1');
    const before = await states();
    isHidden = true;
    server.advance(now_s + 8 * day_s);
    expect((await round('r2')).vanished).toBe(1);
    server.advance(now_s + 9 * day_s);
    await round('r3');
    expect(await states()).toBe(before);
  }, 60_000);

  it('reads what it has and nobody ever read', async () => {
    let isHidden = true;
    await start((request) => isHidden && !isById(request));
    await round('r1');
    expect(await states()).toBeUndefined();
    // changed long ago: no search by update time would find it
    isHidden = false;
    server.advance(now_s + 8 * day_s);
    const { pulled } = await round('r2');
    const list = pulled.streams.flatMap(({ compares }) => compares).find(({ check_name }) => check_name === 'id_list');
    expect(list?.missing).toBe(1);
    server.advance(now_s + 9 * day_s);
    await round('r3');
    expect(await states()).toBeDefined();
  }, 60_000);
});
