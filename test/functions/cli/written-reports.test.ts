import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyLog, companyYaml } from '../../support/aws/company.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';
import { readable } from '../../support/reports.ts';

/** Reports that casebook.yaml writes, from the file to the mail. */
const example = (cadence: string): string => `reports:
  - id: model-check
    title: Model check
    cadence: ${cadence}
    audience: executive
    recipients: [board@example.com]
    sections:
      - scorecard: { title: Team, metrics: [team_avg_headcount, qa_confidence, self_service_usage] }
      - trend: { title: Speed, metrics: [dts_p50, dts_p80], periods: 8 }
      - breakdown: { title: Volume, metric: ticket_volume, by: channel }
      - breakdown: { title: Satisfaction, metric: csat, by: channel }
      - text: Words of the author, <b>escaped</b>.
`;
const yamlOf = (cadence: string): string =>
  companyYaml
    .replace(/reports:\n.*\n/, example(cadence))
    .replace(/, unsubscribe_url: "[^"]*"/, '')
    .replace('gates: {', 'gates: { partial_periods: mark,');

let home: CommandLine;
beforeAll(() => {
  home = commandLine();
  home.write('logs/desk.csv', companyLog());
});
afterAll(() => home.close());

const render = async (
  cadence: string,
  period: string,
  yaml = yamlOf(cadence),
): Promise<{ html: string; text: string }> => {
  home.write('casebook.yaml', yaml);
  const { status, stderr } = await home.run('run', '--report', 'model-check', '--period', period, '--dry-run');
  expect(status, stderr).toBe(0);
  const folder = `out/model-check/${period}`;
  const files = readdirSync(join(home.folder, folder), { recursive: true, encoding: 'utf8' });
  const read = (ending: string): string =>
    home.read(join(folder, files.find((name) => name.endsWith(ending)) ?? ending));
  return { html: read('.html'), text: read('.txt') };
};

describe('a report in casebook.yaml', () => {
  it('is rendered section by section; a metric without its input says so instead of going missing', async () => {
    const { html, text } = await render('quarterly', '2025-Q3');
    const seen = readable(html);
    for (const title of ['Team', 'Speed', 'Volume', 'Satisfaction']) expect(seen).toContain(title);
    expect(text).toMatch(/Average team size.*n\/a.*\n.*\n?.*no data supplied \(roster\)/);
    expect(text.match(/Customer satisfaction/g)).toHaveLength(1);
    expect(html).not.toContain('<b>escaped</b>');
    expect(seen).toContain('Words of the author, <b>escaped</b>.');
  }, 60_000);

  it('says nothing of change where no section asks for an earlier period, and what happened once', async () => {
    const sections = (...lines: readonly string[]): string =>
      yamlOf('monthly').replace(
        /    sections:\n(?: {6}.*\n)*/,
        `    sections:\n${lines.map((line) => `      - ${line}\n`).join('')}`,
      );
    const uncompared = await render(
      'monthly',
      '2025-09',
      sections(
        'distribution: { title: Times, metric: dts_p50 }',
        'cases: { title: Slowest, metric: dts_p80, show: 2 }',
      ),
    );
    expect(uncompared.text).toContain('Nothing in this report is compared with an earlier period.');
    expect(uncompared.text).not.toMatch(/[Tt]oo early to judge|compared with August/);
    const words = await render('monthly', '2025-09', sections('text: A word of the author.'));
    expect(words.text).toContain('A word of the author.');
    expect(words.text).not.toMatch(/lists of cases|undefined/);
    const covered = await render(
      'monthly',
      '2025-09',
      sections('ready: promises_kept', 'coverage: { title: What is missing }'),
    );
    expect(covered.text).toMatch(/WHAT IS MISSING|What is missing/);
    home.write('inputs/events.csv', 'day,text,author\n2025-08-04,New prices,Ann\n');
    expect((await home.run('import', 'events', 'inputs/events.csv')).status).toBe(0);
    const trends = await render(
      'monthly',
      '2025-09',
      sections('trend: { title: One, metrics: [dts_p50] }', 'trend: { title: Two, metrics: [ticket_volume] }'),
    );
    expect(trends.text.match(/New prices/g)).toHaveLength(1);
    expect(trends.text).toContain('compared with August 2025');
  }, 60_000);

  it('comes monthly as well', async () => {
    const { text } = await render('monthly', '2025-09');
    expect(text).toContain('September 2025');
    expect(text).toContain('compared with August 2025');
    // The log has three new cases a day.
    expect(text).toMatch(/Everything together +90 /);
    expect(text).toMatch(/None of the 2 numbers that could be judged moved .*;\s+7\s+are\s+shown\./s);
  }, 60_000);

  it('refuses a period of another kind', async () => {
    home.write('casebook.yaml', yamlOf('monthly'));
    const { status, stderr } = await home.run('run', '--report', 'model-check', '--period', '2025-Q3', '--dry-run');
    expect(status).not.toBe(0);
    expect(stderr).toContain('Period 2025-Q3 is a quarter; model-check needs a month such as 2026-09.');
  });
});
