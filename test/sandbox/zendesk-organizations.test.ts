import { afterEach, expect, it } from 'vitest';
import { startHelpdesks } from './helpdesks/all.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { idsOf } from '../../shared/sandbox/ids.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { pullingHome } from '../support/pulled.ts';

const org = organisation({ months: 1, tickets_per_week: 5 });
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

it('names of Zendesk are read, and organisations are the accounts of their tickets, with the fields of the configuration', async () => {
  const [helpdesk] = await startHelpdesks(org, [{ id: 'helpdesk', vendor: 'zendesk' }], { throttle_every: 0 });
  const { server } = helpdesk!;
  const text = configuration(org, [helpdesk!]).replace(
    'jira_links: true',
    'jira_links: true\n    organizations: { band: band, region: region }',
  );
  const pulling = await pullingHome(text, {
    secrets: { [demoSecret.name]: demoSecret.value },
    now_s: () => server.now_s(),
  });
  closing.push(
    () => pulling.close(),
    () => server.close(),
  );
  server.advance(org.end_s);
  await pulling.pull('r1');
  await pulling.pull('r2');
  const wanted = org.accounts.map(({ n, band, region, started }) => ({
    account_id: idsOf.zendesk.account(n),
    band,
    region,
    from_day: started,
  }));
  const stored = await pulling.rows(
    `SELECT account_id, band, region, from_day FROM accounts WHERE source = 'helpdesk' ORDER BY account_id`,
  );
  expect(stored).toEqual(wanted.toSorted((a, b) => (a.account_id < b.account_id ? -1 : 1)));
  const [orphans] = await pulling.rows(`SELECT count(*) AS n FROM tickets AS t
    WHERE NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.source = t.source AND a.account_id = t.account_id)`);
  expect(orphans?.n).toBe(0);

  // a status is called as agents call it, and means what its category means; a brand has its name
  const named = await pulling.rows(
    `SELECT DISTINCT status, status_raw, brand FROM tickets WHERE status <> 'deleted' ORDER BY status`,
  );
  const labels = {
    closed: 'Done',
    new: 'New',
    open: 'Open',
    pending_customer: 'Waiting for the customer',
    pending_third_party: 'Waiting for a supplier',
    solved: 'Done',
  };
  expect(named.length).toBeGreaterThan(2);
  expect(named).toEqual(
    named.map(({ status }) => ({ status, status_raw: labels[status as keyof typeof labels], brand: org.name })),
  );
}, 60_000);
