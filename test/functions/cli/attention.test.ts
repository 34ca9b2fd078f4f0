import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcomeOf } from '../../../functions/cli/commands/runs.ts';
import { companyLog, companyYaml } from '../../support/aws/company.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';
import { smtpServer, type SmtpServer } from '../../support/smtp-server.ts';

let home: CommandLine;
let server: SmtpServer;
beforeAll(async () => {
  home = commandLine();
  server = await smtpServer();
  const recipients =
    'recipients: { emea: [once-451-rcpt@example.com], apac: [drop-dot@example.com, 550-rcpt@example.com] }';
  const smtp = `patience: 1 s, smtp: { host: 127.0.0.1, port: ${server.port}, tls: false }`;
  home.write(
    'casebook.yaml',
    companyYaml
      .replace(/recipients: \{.*?\}/, recipients)
      .replace(/, unsubscribe_url: "[^"]*"/, '')
      .replace('delivery: {', `delivery: { ${smtp},`),
  );
  home.write('unscheduled.yaml', home.read('casebook.yaml').replaceAll(/schedule: "[^"]*",? ?/g, ''));
  home.write('logs/desk.csv', companyLog());
});
afterAll(async () => {
  await server.close();
  home.close();
});

const lines = (): readonly string[] =>
  existsSync(join(home.folder, '.casebook/ATTENTION.txt'))
    ? home
        .read('.casebook/ATTENTION.txt')
        .split('\n')
        .filter((line) => line.includes('@example.com'))
    : [];

describe('ATTENTION.txt', () => {
  it('names each mail that did not arrive once, until it is sent again, settled or given up', async () => {
    expect(await home.run('run', '--as-of', '2025-10-06T05:00:00Z')).toMatchObject({ status: 1 });
    expect(lines()).toHaveLength(3);
    expect(lines().find((line) => line.includes('drop-dot@'))).toContain(
      `The mail server 127.0.0.1:${server.port} did not say`,
    );

    // no run is due for days: what is owed is tried again all the same, not more often than every quarter of an hour
    const due = () => home.run('run', '--due', '--config', 'unscheduled.yaml');
    expect(await due()).toMatchObject({ status: 0, stderr: expect.not.stringContaining('Tried again') });
    expect(lines()).toHaveLength(3);
    for (const name of Object.keys(home.files('.casebook/state/sends')))
      home.write(
        join('.casebook/state/sends', name),
        home
          .read(join('.casebook/state/sends', name))
          .replaceAll(/("at_s": ?)(\d+)/g, (_, key, at) => `${key}${Number(at) - 901}`),
      );
    expect(await due()).toMatchObject({ status: 0, stderr: expect.stringContaining('Tried again: 1 mail, 1 of them') });
    expect(server.taken.filter(({ to }) => to.includes('once-451'))).toHaveLength(1);
    expect(lines()).toHaveLength(2);
    // what is unknown is left, and the status says so
    expect(await home.run('resend', '--to', 'drop-dot@example.com')).toMatchObject({ status: 1 });
    await home.run('settle', '--to', 'drop-dot@example.com', '--arrived');
    expect(lines()).toEqual([expect.stringContaining('refused lead-weekly 2025-W40 apac to 550-rcpt@example.com')]);
    await home.run('settle', '--to', '550-rcpt@example.com', '--drop');
    expect(existsSync(join(home.folder, '.casebook/ATTENTION.txt'))).toBe(false);
  });
});

it('a run that was begun is not said to be at work: it may have been killed', () => {
  expect(outcomeOf({ status: 'running', reports: [] })).toBe('not ended');
});
