import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../functions/sandbox/server.ts';
import { zendeskSite } from '../../functions/sandbox/zendesk.ts';
import { http } from '../../shared/adapters/http.ts';
import { zendesk } from '../../shared/connectors/helpdesks/zendesk.ts';
import { defaultEnd_s, organisation } from '../../shared/sandbox/organisation.ts';
import { failures, pulledSource } from '../support/pull-once.ts';
import { pullHome } from '../support/pull-ports.ts';
import { loaded } from '../support/rows-of.ts';
import { pullSource } from '../../shared/load/pull.ts';

const org = organisation({ months: 2, tickets_per_week: 40 });
const secrets = { TOKEN: 'sandbox-token' };
const sourceAt = (base_url: string) => ({
  id: 'desk',
  connector: 'zendesk',
  base_url,
  email: 'metrics@northwind.example',
  token: '${env:TOKEN}',
  mappings: { fields: { worked: '360000000111' }, escalation: { tags: ['engineering'] } },
});

describe('a moving helpdesk', () => {
  let full: Sandbox;
  beforeAll(async () => {
    full = await startSandbox(zendeskSite(org), { now_s: defaultEnd_s });
  });
  afterAll(() => full.close());

  /** What one load of everything at the end gives. */
  const atOnce = async () => {
    const one = pulledSource(zendesk, sourceAt(full.url), http, { now_s: defaultEnd_s, secrets });
    expect(failures(await one.pull())).toEqual([]);
    return one.loaded();
  };

  it('tells exactly what happened: every reply, note, status, assignment and minute of the organisation', async () => {
    const { events } = await atOnce();
    const kinds = (list: readonly { kind: string }[], kind: string) => list.filter((one) => one.kind === kind).length;
    // what happened in the last minute is hidden until the next run
    const truth = org.tickets.flatMap(({ history }) => history.filter(({ at_s }) => at_s <= defaultEnd_s - 60));
    for (const kind of [
      'replied',
      'assigned',
      'grouped',
      'worked',
      'offered',
      'rated',
      'merged',
      'deleted',
      'escalated',
    ])
      expect([kind, kinds(events, kind)]).toEqual([kind, kinds(truth, kind)]);
    // a merge leaves a note of its own in the ticket that went
    expect(kinds(events, 'noted')).toBe(kinds(truth, 'noted') + kinds(truth, 'merged'));
    const worked = events.reduce((sum, { data }) => sum + Number(data.worked_s ?? 0), 0);
    expect(worked).toBe(truth.reduce((sum, one) => sum + (one.kind === 'worked' ? one.seconds : 0), 0));
  });

  it('read in thirty increments gives the same tables as read at once', async () => {
    const moving = await startSandbox(zendeskSite(org), { now_s: org.start_s + 3600 });
    const home = pullHome(http, { now_s: org.start_s + 3600, secrets });
    const step = (defaultEnd_s - org.start_s - 3600) / 30;
    for (let i = 0; i <= 30; i++) {
      if (i > 0) home.advance(org.start_s + 3600 + Math.round(i * step) - home.ports.clock.now_s());
      moving.advance(home.ports.clock.now_s());
      const result = await pullSource(
        { source: 'desk', run: `r${String(i).padStart(2, '0')}` },
        home.ports,
        { sources: [sourceAt(moving.url)] },
        [zendesk],
      );
      expect(failures(result)).toEqual([]);
    }
    await moving.close();
    const pieces = await loaded(home, zendesk.bind(sourceAt(moving.url)).normalise);
    const whole = await atOnce();
    expect(pieces.events).toEqual(whole.events);
    const { field_mappings: _, ...tables } = pieces.tables;
    const { field_mappings: __, ...expected } = whole.tables;
    expect(tables).toEqual(expected);
  });
});
