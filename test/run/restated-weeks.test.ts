import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../shared/config/read.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { localSteps } from '../../shared/run/local-steps.ts';
import type { RunRecord } from '../../shared/run/record.ts';
import { known } from '../../shared/run/registry.ts';
import { run, RunRequest } from '../../shared/run/run.ts';
import { tasksOf } from '../../shared/run/tasks.ts';
import { at } from '../support/lake.ts';
import { temporaryHome, type TemporaryHome } from '../support/home.ts';

/** A case that comes back after its week was mailed: the next weekly mail says so, and the quarterly one names the week again. */
const settings = readConfiguration(
  `
organisation: { name: Example Corp, time_zone: UTC, currency: EUR }
sources:
  - id: desk
    connector: event-log
    files: ["log.csv"]
    ticket: id
    at: at
    columns: { assignee: who, status: { column: state, map: { New: new, Open: open, Done: solved } } }
reports:
  - { id: executive-weekly, schedule: "mon 07:00", recipients: [board@example.com] }
  - { id: executive-quarterly, schedule: "day 5 07:00", recipients: [board@example.com] }
delivery: { from: "Support metrics <metrics@example.com>" }
gates: { max_staleness: 2000 h, partial_periods: mark }
`,
  'casebook.yaml',
  known,
);
const header = 'id,at,state,who\n';
/** Seven cases of week 39, all opened on Monday at 9; case n was solved after n hours, so that the median is 4 hours. */
const week39 = Array.from(
  { length: 7 },
  (_, i) => `${i + 1},2026-09-21T09:00:00Z,New,ann\n${i + 1},2026-09-21T${10 + i}:00:00Z,Done,ann\n`,
).join('');
/** One case of week 40, and the first case of week 39 again: open on Tuesday, done on Wednesday. The other six have a median of 4.5 hours. */
const week40 = `8,2026-09-28T09:00:00Z,New,ann
8,2026-09-28T11:00:00Z,Done,ann
1,2026-09-29T09:00:00Z,Open,ann
1,2026-09-30T09:00:00Z,Done,ann
`;

let home: TemporaryHome;
let now_s = 0;
let n = 0;
const send = (time: string, report: string, period: string): Promise<RunRecord> => {
  now_s = at(time);
  const request = RunRequest.parse({ run: `run-${++n}`, started_s: now_s, as_of_s: now_s, reports: [report], period });
  const ports = { ...home.ports, clock: { now_s: () => now_s } };
  const tasks = tasksOf({ ports, configuration: settings, connectors });
  return run(
    request,
    localSteps(request.run, ports, tasks, () => Promise.resolve(undefined)),
  );
};
/** The text of the one mail that is new in the outbox. */
const seen = new Set<string>();
async function newMail(): Promise<string> {
  const outbox = join(home.folder, 'outbox');
  const fresh = readdirSync(outbox).filter((name) => name.endsWith('.eml') && !seen.has(name));
  for (const name of fresh) seen.add(name);
  expect(fresh).toHaveLength(1);
  const mail = await simpleParser(readFileSync(join(outbox, fresh[0]!)));
  return (mail.text ?? '').replaceAll(/\s+/g, ' ');
}

describe('a week that is restated', () => {
  const sentence = 'Median time to resolve, week 39: 4.0 hours was reported, 4.5 hours is right now';
  beforeAll(async () => {
    home = await temporaryHome();
    mkdirSync(join(home.folder, 'outbox'), { recursive: true });
    writeFileSync(join(home.folder, 'log.csv'), header + week39);
  });
  afterAll(() => home.close());

  it('is mailed as it was known', async () => {
    const record = await send('2026-09-28T07:00:00Z', 'executive-weekly', '2026-W39');
    expect(record.reports).toMatchObject([{ status: 'sent', revision: 1, reasons: [] }]);
    const text = await newMail();
    expect(text).toContain('Median time to resolve');
    expect(text).toContain('4.0 hours');
    expect(text).not.toContain('was reported');
  });
  it('is named with its old and its new value in the mail of the week after', async () => {
    writeFileSync(join(home.folder, 'log.csv'), header + week39 + week40);
    const record = await send('2026-10-05T07:00:00Z', 'executive-weekly', '2026-W40');
    expect(record.reports).toMatchObject([{ status: 'sent', reasons: [] }]);
    const text = await newMail();
    expect(text).toContain(sentence);
  });
  it('is named again in the mail of its quarter, though the quarter was never mailed before', async () => {
    const record = await send('2026-10-05T08:00:00Z', 'executive-quarterly', '2026-Q3');
    expect(record.reports).toMatchObject([{ status: 'sent', reasons: [] }]);
    const text = await newMail();
    expect(text).toContain(sentence);
  });
  it('is not named in a quarter that it does not end in', async () => {
    const record = await send('2026-10-05T09:00:00Z', 'executive-quarterly', '2026-Q2');
    expect(record.reports).toMatchObject([{ status: 'sent', reasons: [] }]);
    expect(await newMail()).not.toContain('week 39');
  });
});
