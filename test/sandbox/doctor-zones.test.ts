import { afterEach, describe, expect, it } from 'vitest';
import { requestTrackerSite } from './helpdesks/request-tracker.ts';
import { serviceNowSite } from './helpdesks/servicenow.ts';
import { openingHour, startHelpdesks, type Sandboxed } from './helpdesks/all.ts';
import { startSandbox, type Sandbox, type Site } from '../../functions/sandbox/server.ts';
import type { Connector } from '../../shared/connectors/connector.ts';
import * as helpdesks from '../../shared/connectors/helpdesks/all.ts';
import { probe } from '../../shared/operate/doctor-source.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import type { Ticket } from '../../shared/sandbox/model.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { pullingHome } from '../support/pulled.ts';

const org = organisation({ months: 1, tickets_per_week: 5 });
const connectors: readonly Connector[] = Object.values(helpdesks);
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What the doctor says of a made-up helpdesk, through its API. */
async function examined(vendor: Sandboxed, site?: Site) {
  const [helpdesk] = site
    ? [{ id: 'helpdesk', vendor, server: await startSandbox(site, { now_s: openingHour(org), throttle_every: 0 }) }]
    : await startHelpdesks(org, [{ id: 'helpdesk', vendor }], { throttle_every: 0 });
  const server: Sandbox = helpdesk!.server;
  const pulling = await pullingHome(configuration(org, [{ ...helpdesk!, url: server.url }]), {
    secrets: { [demoSecret.name]: demoSecret.value },
    now_s: () => server.now_s(),
  });
  closing.push(
    () => pulling.close(),
    () => server.close(),
  );
  const source = pulling.configuration.sources[0]!;
  const connector = connectors.find(({ id }) => id === vendor)!;
  if (connector.kind !== 'api') throw new Error(`${vendor} has no API`);
  return probe(source, connector, pulling.home.ports);
}

/** The site for a user whose dates are read some hours off, as Request Tracker and ServiceNow do; `zone` is what its record says. */
const readElsewhere = (site: Site, hours: number, zone = ''): Site => ({
  ...site,
  handle: (request, now_s) => {
    const query = new URLSearchParams(
      [...request.query].map(([name, value]): [string, string] => [
        name,
        value.replace(/(\d{4}-\d\d-\d\d)( |',')(\d\d:\d\d:\d\d)/g, (_, day: string, between: string, clock: string) =>
          new Date(Date.parse(`${day}T${clock}Z`) + hours * 3_600_000).toISOString().slice(0, 19).replace('T', between),
        ),
      ]),
    );
    const answer = site.handle({ ...request, query }, now_s);
    if (request.path !== '/api/now/table/sys_user') return answer;
    return { ...answer, body: { result: [{ user_name: 'metrics', time_zone: zone }] } };
  },
});

describe('the doctor, of the zone of the API user', () => {
  it.each(['zendesk', 'hubspot', 'intercom', 'salesforce'] as const)(
    'tells it for %s, whose queries name instants',
    async (vendor) => {
      const found = await examined(vendor);
      expect(found.map(({ state, text }) => `${state}: ${text}`)).toContain(
        `ok: the API user’s time zone is ${org.zone}; queries do not depend on it`,
      );
      expect(found.filter(({ state }) => state === 'fault')).toEqual([]);
    },
  );
  it('tells it for Jira, whose queries are written in it', async () => {
    expect((await examined('jira-service-management')).map(({ text }) => text)).toContain(
      'the API user’s time zone is Europe/Berlin; queries are written in it',
    );
  });

  it.each([
    ['servicenow', 'the API user’s time zone is UTC (UTC), as it has to be'],
    ['request-tracker', 'the API user’s time zone is UTC, as it has to be'],
  ] as const)('asks %s for a known record by its second, and finds it', async (vendor, text) => {
    expect(await examined(vendor)).toContainEqual(expect.objectContaining({ state: 'ok', text }));
  });
  it.each([
    ['servicenow', serviceNowSite, -8, 'US/Pacific', ' (US/Pacific)'],
    ['servicenow', serviceNowSite, 2, '', ''],
    ['servicenow', serviceNowSite, 0, 'Europe/London', ' (Europe/London)'],
    ['request-tracker', requestTrackerSite, 5.5, '', ''],
  ] as const)('%s: dates that are read in another zone are a fault', async (vendor, site, hours, zone, name) => {
    const found = await examined(vendor, readElsewhere(site(org), hours, zone));
    expect(found).toContainEqual(
      expect.objectContaining({
        state: 'fault',
        text: `the API user’s time zone${name} is not UTC: dates of queries are shifted, and rows would be missed`,
      }),
    );
  });
  it('asks Request Tracker for a ticket of the season before, too', async () => {
    const half = { ...org, tickets: org.tickets.map((ticket, i) => (i === 0 ? earlier(ticket) : ticket)) };
    const site = requestTrackerSite(half);
    // a user in London: the summer is an hour off, the winter is not
    const london: Site = {
      ...site,
      handle: (request, now_s) => {
        const query = request.query.get('query') ?? '';
        return (
          query.startsWith(`id = ${idsOf['request-tracker'].ticket(org.tickets[0]!.n)} `)
            ? readElsewhere(site, -1)
            : site
        ).handle(request, now_s);
      },
    };
    expect(await examined('request-tracker', site)).toContainEqual(
      expect.objectContaining({ text: 'the API user’s time zone is UTC, as it has to be' }),
    );
    expect((await examined('request-tracker', london)).filter(({ state }) => state === 'fault')).toHaveLength(1);
  });
});

const earlier = (ticket: Ticket): Ticket => {
  const by_s = 200 * 86_400;
  return {
    ...ticket,
    created_s: ticket.created_s - by_s,
    history: ticket.history.map((one) => ({ ...one, at_s: one.at_s - by_s })),
  };
};
