import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

let home: CommandLine;
const words = ['run', '--no-pull', '--period', '2026-W37', '--as-of', '2026-09-14T07:00:00Z'];

beforeAll(async () => {
  home = commandLine();
  home.write(
    'casebook.yaml',
    `organisation: { name: Example Corp, time_zone: UTC }
sources:
  - { id: log, connector: event-log, files: ["logs/*.csv"], ticket: number, at: at, columns: { status: { column: state, map: { open: open } } } }
reports:
  - { id: executive-weekly, owner: owner@example.com, recipients: [a@example.com, b@example.com] }
delivery: { from: "Support metrics <metrics@example.com>" }
gates: { max_staleness: 100000 d, min_coverage: 0 }
`,
  );
  home.write('logs/a.csv', 'number,at,state\n1,2026-09-01T08:00:00Z,open\n2,2026-09-14T06:00:00Z,open\n');
  expect(await home.run('pull')).toMatchObject({ status: 0 });
});
afterAll(() => home?.close());
const mails = (): readonly string[] => Object.keys(home.files('.casebook/outbox'));

describe('a recipient without AWS', () => {
  it('is off the list once the owner records the answer, and back on after the undo', async () => {
    expect(await home.run('unsubscribe', 'A@Example.com', '--report', 'executive-weekly')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('A@Example.com does not get:\n  executive-weekly: unsubscribed'),
    });
    await home.run(...words);
    expect(mails()).toEqual([expect.stringMatching(/^b@example\.com/)]);
    // its mail is made for other eyes all the same, and said to be one that it does not get
    expect((await home.run(...words, '--as', 'a@example.com')).stderr).toContain(
      'Note: a@example.com does not get:\n  executive-weekly: unsubscribed',
    );
    expect((await home.run(...words, '--as', 'b@example.com')).stderr).not.toContain('does not get');
    expect(mails()).toHaveLength(1);
    expect(await home.run('unsubscribe', 'a@example.com', '--undo')).toMatchObject({
      stdout: 'a@example.com gets every report that it is listed for.\n',
    });
    await home.run(...words);
    expect(mails()).toEqual([expect.stringMatching(/^a@example\.com/), expect.stringMatching(/^b@example\.com/)]);
  });

  it('is said to be on no list where casebook.yaml has no such address: it may be mistyped', async () => {
    const { status, stdout, stderr } = await home.run('unsubscribe', 'aa@example.com');
    expect([status, stdout]).toEqual([0, expect.stringContaining('aa@example.com does not get:\n  any report: ')]);
    expect(stderr).toContain('no report of casebook.yaml lists aa@example.com');
    expect((await home.run('unsubscribe', 'A@example.com', '--dry-run')).stderr).toBe('');
  });

  it('finds the same way out in the header and in the mail; it leads to the owner', async () => {
    const [first = ''] = Object.values(home.files('.casebook/outbox'));
    const mail = await simpleParser(Buffer.from(first, 'base64'));
    const header = mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line;
    const way = 'mailto:owner@example.com?subject=unsubscribe%20executive-weekly';
    expect(header).toBe(`List-Unsubscribe: <${way}>`);
    expect(mail.html).toContain(`href="${way}"`);
    expect(mail.replyTo?.text).toBe('owner@example.com');
  });

  it.each([[['unsubscribe']], [['unsubscribe', 'nobody']], [['unsubscribe', 'a@example.com', '--report', 'x']]])(
    '%j is wrong usage',
    async (given) => {
      expect(await home.run(...given)).toMatchObject({ status: 2 });
    },
  );
});
