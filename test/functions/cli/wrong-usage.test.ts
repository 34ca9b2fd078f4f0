import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyLog, companyYaml } from '../../support/aws/company.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

/** Contract 4.1: what is wrong with the words or the configuration ends with 2, and says what is right; nothing goes to stdout. */
let home: CommandLine;
beforeAll(() => {
  home = commandLine();
  home.write('casebook.yaml', companyYaml);
  home.write('logs/desk.csv', companyLog());
});
afterAll(() => home.close());

describe('the command line refuses, with exit status 2 and an empty stdout', () => {
  it.each([
    ['an unknown command', ['metrcs'], 'There is no command "metrcs"; did you mean metrics?'],
    ['a command like no other', ['frobnicate'], 'There is no command "frobnicate". casebook --help lists them.'],
    ['an unknown option', ['run', '--dryrun'], 'there is no option --dryrun; did you mean --dry-run?'],
    ['an option without its value', ['metrics', '--period'], '--period'],
    ['an option given twice', ['metrics', '--period', 'all', '--period', 'all'], '--period is given 2 times'],
    ['a word where none belongs', ['pull', 'desk'], 'found "desk", expected only options'],
    ['an unknown metric', ['metrics', '--metric', 'dts_p81'], 'did you mean dts_p80?'],
    ['an unknown metric to explain', ['explain', 'frc'], 'did you mean fcr?'],
    ['explain without a metric', ['explain'], 'expected one metric'],
    ['an unknown dimension', ['metrics', '--by', 'chanel'], 'did you mean channel?'],
    ['an unknown report', ['run', '--report', 'lead-weakly'], 'lead-weekly'],
    ['an unknown source', ['pull', '--source', 'dask'], 'found "dask", expected desk'],
    ['an unknown table', ['import', 'rostr', 'x.csv'], 'did you mean roster?'],
    ['an import without a file', ['import', 'roster'], 'expected a table and at least one file'],
    ['a period in the future', ['metrics', '--period', '2199-Q1'], 'in the future'],
    ['a week that does not exist', ['metrics', '--period', '2025-W60'], '2025-W60'],
    ['a run of a period in the future', ['run', '--period', '2199-W01'], 'future'],
    ['a run as of the future', ['run', '--as-of', '2199-01-01T00:00:00Z'], 'future'],
    ['an instant without an offset', ['run', '--as-of', '2025-10-06 05:00'], 'expected an instant such as'],
    ['an unknown run', ['runs', 'yesterday'], 'there is no run "yesterday"'],
    ['a preview before any run', ['preview', '--no-open'], 'no run has rendered a mail yet'],
    [
      'a missing configuration',
      ['run', '--config', 'other.yaml'],
      'There is no configuration at other.yaml. casebook init',
    ],
    ['an unknown helpdesk', ['init', '--yes', '--config', 'new.yaml', '--helpdesk', 'zendsk'], 'zendesk'],
    ['a configuration that exists', ['init', '--yes'], 'casebook.yaml exists already'],
  ] as const)('%s', async (_what, words, text) => {
    const ended = await home.run(...words);
    expect(ended.stderr).toContain(text);
    expect(ended.stderr).not.toContain('unforeseen');
    expect([ended.status, ended.stdout]).toEqual([2, '']);
  });

  it('a configuration that is no YAML, with the line', async () => {
    home.write('broken.yaml', 'organisation: { name: Example, time_zone: UTC\nsources: []\n');
    const ended = await home.run('pull', '--config', 'broken.yaml');
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toMatch(/broken\.yaml.*line 2/s);
  });
  it('every fault of a configuration at once, each with line, path, found and expected', async () => {
    home.write(
      'faulty.yaml',
      `organisation: { name: Example, time_zone: Europe/Berln }\nsources:\n  - { id: desk, connector: zendsk }\ncolour: red\n`,
    );
    const ended = await home.run('pull', '--config', 'faulty.yaml');
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toContain('organisation.time_zone: found "Europe/Berln", expected');
    expect(ended.stderr).toMatch(/sources\[0\]\.connector: found "zendsk".*zendesk/);
    expect(ended.stderr).toContain('colour');
  });
});

it('the process itself ends with the status of its command', async () => {
  const [wrong, right] = await Promise.all([home.start('metrcs'), home.start('metrics', '--list')]);
  expect([wrong.status, wrong.stdout]).toEqual([2, '']);
  expect([right.status, right.stderr]).toEqual([0, '']);
  expect(right.stdout).toContain('dts_p80');
});

describe('help', () => {
  it('lists every command of the contract', async () => {
    const { status, stdout } = await home.run('--help');
    expect(status).toBe(0);
    for (const name of 'init doctor pull import run metrics explain preview replay runs'.split(' '))
      expect(stdout).toMatch(new RegExp(`casebook ${name} +\\w`));
  });
  it('tells the options of a command', async () => {
    const { status, stdout } = await home.run('run', '--help');
    expect(status).toBe(0);
    for (const option of ['--report ID', '--period P', '--as-of T', '--dry-run', '--config FILE', '--data DIR'])
      expect(stdout).toContain(option);
  });
});
