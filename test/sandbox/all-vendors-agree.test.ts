import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openingHour, sandboxed, startHelpdesks } from './helpdesks/all.ts';
import type { Sandbox } from '../../functions/sandbox/server.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { day_s } from '../../shared/sandbox/civil.ts';
import { standingFor, withMergedPeople } from '../../shared/sandbox/merged-people.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import { allTables } from '../../shared/lake/tables.ts';
import { ticketsAsOf } from '../../shared/metrics/relations/tickets.ts';
import * as helpdesks from '../../shared/connectors/helpdesks/all.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { pullingHome, type PullingHome } from '../support/pulled.ts';
import { comparedFacts, expectedFacts, type Facts } from './agreement.ts';
import { cannotKnow } from './cannot-know.ts';

const org = withMergedPeople(organisation({ months: 1, tickets_per_week: 20 }));

/** Tickets as they were known at an instant. */
const asOf = (as_of_s: number): string =>
  ticketsAsOf({
    as_of_s,
    start_s: org.start_s,
    end_s: as_of_s,
    past: as_of_s < org.end_s,
    looks_back: true,
    present: new Set(allTables.map(({ name }) => name)),
    account_days: [],
  });
/** The vendors whose merges of customers are told, each in its own way (contract.ts, "merged customers"). */
const tellsMerges = new Set(['hubspot', 'intercom', 'salesforce', 'zendesk']);

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
    const rows = await pulling.rows(
      `SELECT t.ticket_id, ${comparedFacts.map((name) => `t.${name}`).join(', ')} FROM ${asOf(org.end_s)}`,
    );
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
  it('says what it tells of merged customers', () => {
    const connector = Object.values(helpdesks).find(({ id }) => id === vendor);
    const contract = connector?.kind === 'api' ? connector.contract : undefined;
    expect(contract?.channels.map(({ channel }) => channel)).toContain('merged customers');
  });
  it.skipIf(!tellsMerges.has(vendor)).each([
    ['before any merge', 11],
    ['between the merges', 17],
    ['after the last', 23],
  ])('knows who asked %s, looking back', async (_when, days) => {
    const as_of_s = org.start_s + days * day_s;
    const rows = await pulling.rows(`SELECT t.ticket_id, t.requester_id FROM ${asOf(as_of_s)}`);
    const asked = new Map(rows.map(({ ticket_id, requester_id }) => [ticket_id, requester_id]));
    const merged = org.tickets.filter(
      ({ n, created_s, contact }) =>
        created_s <= as_of_s && contact.merged !== undefined && asked.has(idsOf[vendor].ticket(n)),
    );
    const seenThen = merged.map(({ n }) => [n, asked.get(idsOf[vendor].ticket(n))]);
    expect(seenThen.length).toBeGreaterThan(1);
    // changes of who asked tell what a ticket said before; without them one that was read again has the name of whoever stayed
    if (vendor === 'zendesk' || days > 22)
      expect(seenThen).toEqual(
        merged.map(({ n, contact }) => [n, idsOf[vendor].contact(standingFor(contact, as_of_s).n)]),
      );
    const gone = org.contacts.filter(({ merged: by }) => by !== undefined && by.at_s <= as_of_s);
    for (const { n } of gone) expect(seenThen.map(([, id]) => id)).not.toContain(idsOf[vendor].contact(n));
  });
  it.each(comparedFacts)('agrees in %s', (fact) => {
    const blind = cannotKnow[vendor].filter(({ facts }) => facts.includes(fact));
    const isMerged = (id: string): boolean =>
      org.tickets.some(({ n, contact }) => contact.merged !== undefined && idsOf[vendor].ticket(n) === id);
    const compared = [...expected].filter(
      ([id, facts]) =>
        seen.has(id) &&
        !(fact === 'requester_id' && !tellsMerges.has(vendor) && isMerged(id)) &&
        !blind.some(({ tickets }) => tickets === 'all' || tickets(facts)),
    );
    expect(compared.map(([id]) => [id, seen.get(id)?.[fact]])).toEqual(
      compared.map(([id, facts]) => [id, facts[fact]]),
    );
  });
});
