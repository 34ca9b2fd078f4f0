import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openingHour, sandboxed, startHelpdesks } from './helpdesks/all.ts';
import type { Sandbox } from '../../functions/sandbox/server.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { pullingHome, type PullingHome } from '../support/pulled.ts';
import { comparedFacts, expectedFacts, type Facts } from './agreement.ts';
import { cannotKnow } from './cannot-know.ts';

const org = organisation({ months: 1, tickets_per_week: 20 });

describe.each(sandboxed)('the organisation seen through %s', (vendor) => {
  let server: Sandbox;
  let pulling: PullingHome;
  let seen: ReadonlyMap<string, Facts>;
  const expected = expectedFacts(org, vendor, org.end_s);

  beforeAll(async () => {
    const [helpdesk] = await startHelpdesks(org, [{ id: 'helpdesk', vendor }], { throttle_every: 6 });
    server = helpdesk!.server;
    pulling = await pullingHome(configuration(org, [helpdesk!]), {
      secrets: { [demoSecret.name]: demoSecret.value },
      now_s: () => server.now_s(),
    });
    // some helpdesks forget history, so they are read along the way, as in life; for all it shows that increments add up
    for (let day = 20; org.start_s + day * 86_400 < org.end_s; day += 20) {
      server.advance(org.start_s + day * 86_400);
      await pulling.pull(`day-${day}`);
    }
    server.advance(openingHour(org));
    await pulling.pull('last');
    const rows = await pulling.rows(`SELECT ticket_id, ${comparedFacts.join(', ')} FROM tickets`);
    seen = new Map(rows.map(({ ticket_id, ...facts }) => [ticket_id as string, facts as unknown as Facts]));
  }, 60_000);
  afterAll(async () => {
    await pulling?.close();
    await server?.close();
  });

  it('is asked to wait now and then', () => {
    expect(server.counts().throttled).toBeGreaterThan(0);
  });
  it('has every ticket, and no other', () => {
    const blind = cannotKnow[vendor].filter(({ facts }) => facts.includes('created_s'));
    const hidden = ([, facts]: readonly [string, Facts]) =>
      blind.some(({ tickets }) => tickets !== 'all' && tickets(facts));
    const wanted = [...expected].filter((one) => !hidden(one)).map(([id]) => id);
    expect([...seen.keys()].sort()).toEqual(wanted.sort());
  });
  it('leaves nothing unread and nothing unmapped', async () => {
    expect(await pulling.rows('SELECT stream, item_id, reason FROM ingest_rejects')).toEqual([]);
    expect(await pulling.rows('SELECT field, raw_value FROM field_mappings WHERE NOT is_mapped')).toEqual([]);
  });
  it.each(comparedFacts)('agrees in %s', (fact) => {
    const blind = cannotKnow[vendor].filter(({ facts }) => facts.includes(fact));
    const compared = [...expected].filter(
      ([id, facts]) => seen.has(id) && !blind.some(({ tickets }) => tickets === 'all' || tickets(facts)),
    );
    expect(compared.map(([id]) => [id, seen.get(id)?.[fact]])).toEqual(
      compared.map(([id, facts]) => [id, facts[fact]]),
    );
  });
});
