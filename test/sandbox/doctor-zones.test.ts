import { afterEach, describe, expect, it } from 'vitest';
import { startHelpdesks } from '../../functions/sandbox/start.ts';
import type { Sandbox } from '../../functions/sandbox/server.ts';
import type { Connector } from '../../shared/connectors/connector.ts';
import * as helpdesks from '../../shared/connectors/helpdesks/all.ts';
import { probe } from '../../shared/pipeline/doctor-source.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
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
async function examined(vendor: 'zendesk' | 'hubspot' | 'intercom' | 'jira-service-management') {
  const [helpdesk] = await startHelpdesks(org, [{ id: 'helpdesk', vendor }], { throttle_every: 0 });
  const server: Sandbox = helpdesk!.server;
  const pulling = await pullingHome(configuration(org, [helpdesk!]), {
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

describe('the doctor, of the zone of the API user', () => {
  it.each(['zendesk', 'hubspot', 'intercom'] as const)(
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
});
