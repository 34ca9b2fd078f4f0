import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../shared/config/read.ts';
import { known } from '../../../shared/run/registry.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

/** A ledger as accounting writes it: proposed once, then it loads every month by itself. */
let home: CommandLine;
beforeEach(() => {
  home = commandLine();
  home.write(
    'casebook.yaml',
    '# ours\norganisation: { name: Example, time_zone: UTC, currency: EUR }\nsources: [{ id: log, connector: event-log, files: [log.csv], ticket: id, at: at }]\n',
  );
  home.write('log.csv', 'id,at\n1,2026-09-01T09:00:00Z\n');
});
afterEach(() => home.close());

const ledger = (month: string, amount: string): string =>
  `Posting Date;Document No.;G/L Account No.;G/L Account Name;Amount;Currency\n30.${month}.2026;GL-${month};6000;Salaries;"${amount}";EUR\n`;

describe('casebook import --suggest', () => {
  it('writes the mapping beside what is there, and the export of the next month loads by itself', async () => {
    home.write('ledger.csv', ledger('09', '84.500,00'));
    const proposed = await home.run('import', 'costs', 'ledger.csv', '--suggest');
    expect(proposed.status).toBe(0);
    expect(proposed.stdout).toContain('# decimal sign: a comma reads 1 of 1 amounts, the other 0');
    expect(home.read('casebook.yaml')).toMatch(
      /^# ours\n[^]*inputs:\n {2}folder: inputs\/\n {2}files:\n {4}- table: costs/,
    );
    expect(await home.run('import', 'costs', 'ledger.csv')).toMatchObject({ status: 0 });
    home.write('inputs/costs/october.csv', ledger('10', '85.000,00'));
    expect((await home.run('pull')).stderr).toContain('1 of 1 input file was new, 1 row');
    expect((await home.run('replay')).status).toBe(0);
    expect((await home.run('import', 'costs', 'ledger.csv')).stderr).toContain('imported before, nothing changed');
  });

  it('writes nothing of what does not load, and tells every fault of it', async () => {
    const before = home.read('casebook.yaml');
    home.write('ledger.csv', `${ledger('09', '84.500,00')}1.9.2026;GL-2;9999;Suspense;"1,00";EUR\n`);
    const { status, stdout, stderr } = await home.run('import', 'costs', 'ledger.csv', '--suggest');
    expect(status).toBe(1);
    expect(stdout).toContain('ledger.csv:3: kind: found "9999", expected one of salary');
    expect(stderr).toContain('does not load by this yet');
    expect(home.read('casebook.yaml')).toBe(before);
  });

  it('prints what takes the place of inputs: as it stands, with the folder that was there', async () => {
    const others = home.read('casebook.yaml');
    home.write('casebook.yaml', `${others}inputs: money/\n`);
    home.write('ledger.csv', `${ledger('09', '84.500,00')}1.9.2026;GL-2;9999;Suspense;"1,00";EUR\n`);
    const { stdout, stderr } = await home.run('import', 'costs', 'ledger.csv', '--suggest');
    expect(stderr).toContain('write it in place of inputs: in casebook.yaml');
    const { inputs } = readConfiguration(others + stdout, 'casebook.yaml', known);
    expect(inputs).toMatchObject({ folder: 'money/', files: [{ table: 'costs' }] });
  });
});
