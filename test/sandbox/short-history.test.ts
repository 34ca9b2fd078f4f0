import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../functions/sandbox/server.ts';
import { openingHour, startHelpdesks } from './helpdesks/all.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { pullingHome, type PullingHome } from '../support/pulled.ts';
import { comparedFacts, expectedFacts, type Fact } from './agreement.ts';
import { cannotKnow } from './cannot-know.ts';

const org = organisation({ months: 3, tickets_per_week: 10 });
const day_s = 86_400;

describe('a Freshdesk account that is read for the first time when it is three months old', () => {
  let server: Sandbox;
  let pulling: PullingHome;
  /** Facts that are wrong, by ticket; and the flags of every ticket. */
  let wrong: ReadonlyMap<string, readonly Fact[]>;
  let flags: ReadonlyMap<string, readonly string[]>;
  const expected = expectedFacts(org, 'freshdesk', org.end_s);

  beforeAll(async () => {
    const [helpdesk] = await startHelpdesks(org, [{ id: 'helpdesk', vendor: 'freshdesk' }], { throttle_every: 0 });
    server = helpdesk!.server;
    pulling = await pullingHome(configuration(org, [helpdesk!]), {
      secrets: { [demoSecret.name]: demoSecret.value },
      now_s: () => server.now_s(),
    });
    server.advance(openingHour(org));
    await pulling.pull('first');
    const rows = await pulling.rows(`SELECT ticket_id, data_quality, ${comparedFacts.join(', ')} FROM tickets`);
    flags = new Map(rows.map(({ ticket_id, data_quality }) => [String(ticket_id), JSON.parse(String(data_quality))]));
    wrong = new Map(
      rows.map(({ ticket_id, ...facts }) => {
        const truth = expected.get(String(ticket_id))!;
        const isHidden = (fact: Fact) =>
          cannotKnow.freshdesk.some(
            ({ facts: those, tickets }) => those.includes(fact) && (tickets === 'all' || tickets(truth)),
          );
        return [String(ticket_id), comparedFacts.filter((fact) => !isHidden(fact) && facts[fact] !== truth[fact])];
      }),
    );
  }, 60_000);
  afterAll(async () => {
    await pulling?.close();
    await server?.close();
  });

  const isFlagged = (id: string) => flags.get(id)?.includes('short_history') === true;

  it('has every ticket', () => {
    expect([...flags.keys()].sort()).toEqual([...expected.keys()].sort());
  });
  it('knows every fact of the last month, and flags what is older', () => {
    const reach_s = Math.floor(openingHour(org) / day_s) * day_s - 29 * day_s;
    for (const [id, { created_s, status }] of expected) {
      if (status === 'deleted' || status === 'spam') continue;
      expect([id, isFlagged(id)]).toEqual([id, Number(created_s) < reach_s]);
    }
  });
  it('is wrong about no ticket without saying so; of the flagged ones most facts stand', () => {
    const silent = [...wrong].filter(([id, facts]) => facts.length > 0 && !isFlagged(id));
    expect(silent.filter(([id]) => !['deleted', 'spam'].includes(String(expected.get(id)?.status)))).toEqual([]);
    const never: readonly Fact[] = ['created_s', 'channel', 'priority', 'first_reply_s', 'reply_count', 'requester_id'];
    const lost = new Set([...wrong.values()].flat());
    expect(never.filter((fact) => lost.has(fact))).toEqual([]);
  });
});
