import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { withTeams } from '../../../functions/cli/first-preview.ts';
import { readConfiguration } from '../../../shared/config/read.ts';
import { known } from '../../../shared/run/registry.ts';
import { organisation } from '../../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../../shared/sandbox/sources.ts';
import { startHelpdesks } from '../../sandbox/helpdesks/all.ts';
import { commandLine } from '../../support/command-line.ts';

const text = 'organisation: {}\nreports:\n  - id: lead-weekly\n';

it('names of groups become ids that differ, and the names stay as the helpdesk writes them', () => {
  const groups = ['Support: EMEA', 'support emea', 'サポート', '客服', 'Crème $& Brûlée'];
  expect((parse(withTeams(text, groups)) as { teams: unknown }).teams).toEqual([
    { id: 'support-emea', name: 'Support: EMEA', match: { group: ['Support: EMEA'] } },
    { id: 'support-emea-2', name: 'support emea', match: { group: ['support emea'] } },
    { id: 'team-3', name: 'サポート', match: { group: ['サポート'] } },
    { id: 'team-4', name: '客服', match: { group: ['客服'] } },
    { id: 'creme-brulee', name: 'Crème $& Brûlée', match: { group: ['Crème $& Brûlée'] } },
  ]);
});

it('casebook init --preview reads the helpdesk, makes a team of each group, and renders the first mails', async () => {
  const org = organisation({ months: 1, tickets_per_week: 5 });
  const [helpdesk] = await startHelpdesks(org, [{ id: 'helpdesk', vendor: 'request-tracker' }], { throttle_every: 0 });
  const home = commandLine();
  process.env.REQUEST_TRACKER_TOKEN = demoSecret.value;
  try {
    const site = ['--helpdesk', 'request-tracker', '--set', `base_url=${helpdesk!.server.url}`];
    const told = await home.run('init', 'first', '--yes', ...site, '--time-zone', 'Europe/Berlin', '--preview');
    expect([told.status, told.stdout]).toEqual([0, 'Wrote first/casebook.yaml.\nfirst/out/dry-run/index.html\n']);
    expect(told.stderr).toContain('Teams, one for each group of the helpdesk: ');
    const { teams } = readConfiguration(home.read('first/casebook.yaml'), 'casebook.yaml', known);
    const groups = org.groups.flatMap(({ name, team }) => (team === null ? [] : [name]));
    expect(new Set(teams.map(({ match }) => match?.group?.[0]))).toEqual(new Set(groups));
    expect(teams).toHaveLength(groups.length);
    // the tables know the teams: every case is in the one of its group
    const volume = ['metrics', '--metric', 'ticket_volume', '--by', 'team', '--period', 'all'];
    const cut = await home.run(...volume, '--config', 'first/casebook.yaml');
    for (const { id } of teams) expect(cut.stdout).toContain(id);
    expect(home.read('first/out/dry-run/index.html')).toContain('lead-weekly');
  } finally {
    delete process.env.REQUEST_TRACKER_TOKEN;
    await helpdesk!.server.close();
    home.close();
  }
});
