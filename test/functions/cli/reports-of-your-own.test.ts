import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { known } from '../../../shared/run/registry.ts';
import { readyReports } from '../../../shared/run/jobs.ts';
import { companyLog, companyYaml } from '../../support/aws/company.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

/** The page about reports in casebook.yaml: what it shows is made as it stands there. */
const page = readFileSync('docs/reports-of-your-own.md', 'utf8');
interface Report {
  readonly id: string;
  readonly cadence?: 'weekly' | 'monthly' | 'quarterly';
  readonly sections?: readonly Readonly<Record<string, string | { readonly title?: string }>>[];
}
interface Snippet {
  readonly targets?: readonly object[];
  readonly reports: readonly Report[];
}
const snippets = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, body = '']) => parse(body) as Snippet);
const cadenceOf = ({ id, cadence }: Report): string => cadence ?? (/-(weekly|quarterly)$/.exec(id)?.[1] as string);
const periods = { weekly: '2025-W40', monthly: '2025-09', quarterly: '2025-Q3' } as const;

let home: CommandLine;
beforeAll(() => {
  home = commandLine();
  home.write('logs/desk.csv', companyLog());
});
afterAll(() => home.close());

const configured = (snippet: Snippet): string => {
  const company = parse(companyYaml) as Record<string, object>;
  const { unsubscribe_url: _, ...delivery } = company.delivery as Record<string, unknown>;
  return stringify({ ...company, delivery, gates: { ...company.gates, partial_periods: 'mark' }, ...snippet });
};
const textOf = (id: string, period: string): string => {
  const folder = join(home.folder, 'out', id, period);
  const name = readdirSync(folder).find((file) => file.endsWith('.txt')) ?? '';
  return home.read(join('out', id, period, name)).replaceAll(/\s+/g, ' ');
};

describe('the page about reports of your own', () => {
  it('shows a snippet for every kind of section', () => {
    const shown = new Set(
      snippets.flatMap(({ reports }) => reports.flatMap(({ sections = [] }) => sections.flatMap(Object.keys))),
    );
    expect([...shown].sort()).toEqual(
      ['breakdown', 'cases', 'coverage', 'distribution', 'ranking', 'ready', 'scorecard', 'text', 'trend'].sort(),
    );
  });

  it.each(snippets.map((snippet) => [snippet.reports.map(({ id }) => id).join(', '), snippet] as const))(
    'makes the mails of %s',
    async (_, snippet) => {
      home.write('casebook.yaml', configured(snippet));
      for (const cadence of ['weekly', 'monthly', 'quarterly'] as const) {
        const reports = snippet.reports.filter((report) => cadenceOf(report) === cadence);
        if (reports.length === 0) continue;
        const ids = reports.map(({ id }) => id).join(',');
        const { status, stderr } = await home.run('run', '--report', ids, '--period', periods[cadence], '--dry-run');
        expect(status, stderr).toBe(0);
        for (const { id, sections = [] } of reports) {
          const text = textOf(id, periods[cadence]);
          for (const section of sections)
            for (const part of Object.values(section))
              if (typeof part !== 'string' && part.title !== undefined) expect(text, id).toContain(part.title);
        }
      }
    },
    120_000,
  );

  it('has the seven ready reports as lists, section by section', () => {
    const lists = snippets.flatMap(({ reports }) => reports).filter(({ id }) => id.startsWith('my-'));
    const own = ['restated', 'answers', 'read_with_care'];
    const seven = readyReports.slice(0, 7).map(({ sections }) =>
      sections
        .map(({ id }) => id)
        .filter((id) => !own.includes(id))
        .join(),
    );
    const named = lists.map(({ sections = [] }) =>
      sections.map(({ ready }) => (typeof ready === 'string' ? ready : '')).join(),
    );
    expect(named.toSorted()).toEqual(seven.toSorted());
  });

  it('names every ready report that it shows as the product does', () => {
    const ready = snippets.flatMap(({ reports }) => reports).filter(({ sections }) => sections === undefined);
    expect(ready.map(({ id }) => id).filter((id) => !known.reports.includes(id))).toEqual([]);
  });
});

/** September 2025, counted by hand: 40 cases by email of 2 h, 40 by phone of 30 h, 3 by web of 10 days; in August 8 of 2 h. */
function handLog(): string {
  const rows: string[] = [];
  const add = (name: string, day: number, hours: number, channel: string): void => {
    const start = Date.UTC(2025, 7, day, 8);
    const row = (at: number, state: string): number =>
      rows.push([name, new Date(at).toISOString(), state, 'p1', 'EMEA', channel].join(','));
    row(start, 'New');
    row(start + hours * 3_600_000, 'Resolved');
  };
  for (let i = 0; i < 8; i++) add(`A${i}`, 4 + i, 2, 'email');
  for (let i = 0; i < 40; i++) add(`E${i}`, 33 + (i % 20), 2, 'email');
  for (let i = 0; i < 40; i++) add(`P${i}`, 33 + (i % 20), 30, 'phone');
  for (let i = 0; i < 3; i++) add(`W${i}`, 34 + i, 240, 'web');
  rows.push('LAST,2025-10-04T08:00:00.000Z,New,p1,EMEA,email');
  return `number,at,state,assignee,team,channel\n${rows.join('\n')}\n`;
}

describe('sections against a count by hand', () => {
  let text = '';
  let other: CommandLine;
  beforeAll(async () => {
    other = commandLine();
    other.write('logs/desk.csv', handLog());
    const sections = [
      { distribution: { title: 'How long', metric: 'dts_p50' } },
      { distribution: { title: 'Where from', metric: 'ticket_volume', by: 'channel' } },
      { distribution: { title: 'How fast by channel', metric: 'dts_p50', by: 'channel' } },
      { ranking: { title: 'Slow first', metric: 'dts_p80', by: 'channel' } },
      { ranking: { title: 'Fast first', metric: 'dts_p80', by: 'channel', first: 'best' } },
      { cases: { title: 'Slowest', metric: 'dts_p50', show: 4 } },
      { cases: { title: 'Open', which: 'oldest' } },
    ];
    other.write(
      'casebook.yaml',
      configured({
        reports: [
          { id: 'hand', title: 'By hand', audience: 'executive', cadence: 'monthly', sections } as unknown as Report,
        ],
      }),
    );
    const { status, stderr } = await other.run('run', '--report', 'hand', '--period', '2025-09', '--dry-run');
    expect(status, stderr).toBe(0);
    text = other.read('out/hand/2025-09/all.txt');
  }, 60_000);
  afterAll(() => other.close());
  const part = (title: string): string => text.slice(text.indexOf(`\n${title}\n`)).split(/\n\n\n/)[0] ?? '';

  it('counts cases by spans of time, which add up', () => {
    const rows = part('How long');
    expect(rows).toMatch(/1 to 4 hours +40 +48\.2% +100\.0%/);
    expect(rows).toMatch(/1 to 3 days +40 +48\.2% +0\.0%/);
    expect(rows).toMatch(/7 days or more +3 +3\.6%/);
    expect(rows).toMatch(/Everything together +83 +8/);
  });

  it('shows shares where parts add up, and says where they do not', () => {
    expect(part('Where from')).toMatch(/Email +40 +48\.2%/);
    expect(part('Where from')).not.toContain('do not add up');
    expect(part('How fast by channel')).toContain('do not add up');
  });

  it('ranks what has enough cases, the worst first unless told otherwise', () => {
    expect(part('Slow first')).toMatch(/1 +Phone[\s\S]*2 +Email/);
    expect(part('Slow first')).toContain('1 part is not ranked');
    expect(part('Fast first')).toMatch(/1 +Email[\s\S]*2 +Phone/);
  });

  it('lists the cases behind a time, the longest first, and open ones', () => {
    expect([...part('Slowest').matchAll(/#(\w\d+)/g)].map(([, id]) => id?.[0])).toEqual(['W', 'W', 'W', 'P']);
    expect(part('Open')).toContain('No case is open.');
  });
});
