import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../shared/config/read.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { hasLateVerdicts } from '../../shared/run/late-verdicts.ts';
import { reworded } from '../../shared/run/restate.ts';
import type { ReportFacts } from '../../shared/report/facts.ts';
import { localSteps } from '../../shared/run/local-steps.ts';
import type { RunRecord } from '../../shared/run/record.ts';
import { known } from '../../shared/run/registry.ts';
import { run, RunRequest } from '../../shared/run/run.ts';
import { tasksOf } from '../../shared/run/tasks.ts';
import { temporaryHome, type TemporaryHome } from '../support/home.ts';
import { at } from '../support/lake.ts';
import { executiveQuarterFacts } from '../support/report-facts.ts';

/** A quarterly that goes out on day 5, when cases solved in the last days of the quarter may still come back. */
const yaml = `
organisation: { name: Example Corp, time_zone: UTC, currency: EUR }
sources:
  - id: desk
    connector: event-log
    files: ["log.csv"]
    ticket: id
    at: at
    columns: { assignee: who, status: { column: state, map: { New: new, Open: open, Done: solved } } }
targets:
  - { metric: reopen_rate, at_most: 5 % }
reports:
  - id: quality
    title: Quality
    cadence: quarterly
    audience: executive
    schedule: "day 5 07:00"
    recipients: [board@example.com]
    sections:
      - scorecard: { title: Team, metrics: [reopen_rate, issues_handled] }
delivery: { from: "Support metrics <metrics@example.com>" }
gates: { max_staleness: 2000 h, partial_periods: mark }
`;
/** Sixty cases of September, two a day, each solved after an hour; two of those of the first week came back a day later. */
const log = Array.from({ length: 60 }, (_, i) => {
  const day = String(1 + Math.floor(i / 2)).padStart(2, '0');
  const next = String(2 + Math.floor(i / 2)).padStart(2, '0');
  const back =
    i < 4 && i % 2 === 0 ? `${i},2026-09-${next}T09:00:00Z,Open,ann\n${i},2026-09-${next}T12:00:00Z,Done,ann\n` : '';
  return `${i},2026-09-${day}T09:00:00Z,New,ann\n${i},2026-09-${day}T10:00:00Z,Done,ann\n${back}`;
}).join('');

const job = { report: 'quality', period: '2026-Q3', slice: 'all' };
let home: TemporaryHome;
let n = 0;
const send = (time: string, text = yaml): Promise<RunRecord> => {
  const settings = readConfiguration(text, 'casebook.yaml', known);
  const now_s = at(time);
  const request = RunRequest.parse({
    run: `run-${++n}`,
    started_s: now_s,
    as_of_s: now_s,
    reports: [job.report],
    period: job.period,
  });
  const ports = { ...home.ports, clock: { now_s: () => now_s } };
  const tasks = tasksOf({ ports, configuration: settings, connectors });
  return run(
    request,
    localSteps(request.run, ports, tasks, () => Promise.resolve(undefined)),
  );
};
const mails = (): readonly string[] => readdirSync(join(home.folder, 'outbox')).filter((name) => name.endsWith('.eml'));

describe('a quarterly that left a goal open', () => {
  beforeAll(async () => {
    home = await temporaryHome();
    mkdirSync(join(home.folder, 'outbox'), { recursive: true });
    writeFileSync(join(home.folder, 'log.csv'), `id,at,state,who\n${log}`);
  });
  afterAll(() => home.close());

  it('is kept with it until the last case of the quarter is old enough', async () => {
    expect((await send('2026-10-05T07:00:00Z')).reports).toMatchObject([{ status: 'sent', revision: 1, reasons: [] }]);
    expect(mails()).toHaveLength(1);
    expect(await hasLateVerdicts(home.ports.state, job, at('2026-10-07T07:00:00Z'))).toBe(false);
    expect(await hasLateVerdicts(home.ports.state, job, at('2026-10-08T07:00:00Z'))).toBe(true);
  });
  it('is followed by a second, shorter mail of the verdict to the same readers', async () => {
    const before = new Set(mails());
    expect((await send('2026-10-08T07:00:00Z')).reports).toMatchObject([{ status: 'sent', revision: 2, reasons: [] }]);
    const [fresh = '', ...others] = mails().filter((name) => !before.has(name));
    expect(others).toEqual([]);
    const mail = await simpleParser(readFileSync(join(home.folder, 'outbox', fresh)));
    expect(mail.to).toMatchObject({ text: expect.stringContaining('board@example.com') as string });
    expect(mail.subject).toMatch(/^Decided: /);
    const text = (mail.text ?? '').replaceAll(/\s+/g, ' ');
    expect(text).toContain('can be told now');
    // by hand: 2 of 60 came back
    expect(text).toContain('3.3%');
    expect(text).toContain('On target');
    expect(text).not.toContain('Cases, came in');
    expect(await hasLateVerdicts(home.ports.state, job, at('2026-10-08T07:00:00Z'))).toBe(false);
  });
  it('is told once', async () => {
    await send('2026-10-08T08:00:00Z');
    expect(mails()).toHaveLength(2);
  });

  it('is sent again where its goal and its name changed, and says that no number did', async () => {
    const before = new Set(mails());
    const changed = yaml.replace('at_most: 5 %', 'at_most: 3 %').replace('Example Corp', 'Sample Corp');
    expect((await send('2026-10-08T09:00:00Z', changed)).reports).toMatchObject([{ status: 'sent', revision: 3 }]);
    const [fresh = ''] = mails().filter((name) => !before.has(name));
    const mail = await simpleParser(readFileSync(join(home.folder, 'outbox', fresh)));
    expect(mail.subject).toMatch(/^Updated: /);
    const text = (mail.text ?? '').replaceAll(/\s+/g, ' ');
    expect(text).toContain('Changed since it was sent: names, goals. No total that it gave changed.');
    expect(text).toContain('Cases, came in');
    await send('2026-10-08T10:00:00Z', changed);
    expect(mails()).toHaveLength(3);
  });
  it('is sent again where its sections changed', async () => {
    const before = new Set(mails());
    const changed = yaml
      .replace('at_most: 5 %', 'at_most: 3 %')
      .replace('Example Corp', 'Sample Corp')
      .replace('reopen_rate, issues_handled]', 'reopen_rate]');
    expect((await send('2026-10-08T11:00:00Z', changed)).reports).toMatchObject([{ status: 'sent', revision: 4 }]);
    const [fresh = ''] = mails().filter((name) => !before.has(name));
    const mail = await simpleParser(readFileSync(join(home.folder, 'outbox', fresh)));
    expect(mail.subject).toMatch(/^Updated: /);
    expect((mail.text ?? '').replaceAll(/\s+/g, ' ')).toContain('Changed since it was sent: sections of the report.');
  });
});

describe('what is new in a mail beside its numbers', () => {
  const facts = executiveQuarterFacts();
  it('is told of each part by itself; the order of goals is none', () => {
    const now = (change: Partial<ReportFacts>) => reworded(facts, { ...facts, ...change });
    expect(now({})).toEqual([]);
    expect(now({ goals: facts.goals.toReversed() })).toEqual([]);
    expect(now({ goals: facts.goals.slice(1) })).toEqual(['goals']);
    expect(now({ organisation: { ...facts.organisation, locale: 'ru' } })).toEqual(['language']);
    expect(now({ organisation: { ...facts.organisation, name: 'Sample Corp' } })).toEqual(['names']);
    expect(now({ commentary: [] })).toEqual(['commentary']);
    const [answer] = [{ metric: 'fcr', period: facts.periods.now.id, owner: 'Ann', text: 'Two left.', by_day: null }];
    expect(reworded({ ...facts, answers: [] }, { ...facts, answers: [answer!] })).toEqual(['answers']);
    const { answers: _, ...older } = facts;
    expect(reworded(older, { ...facts, answers: [answer!] })).toEqual([]);
    const sections = [{ text: 'Words of the author.' }];
    expect(now({ configuration: { ...facts.configuration, sections } })).toEqual(['sections']);
    expect(now({ configuration: { ...facts.configuration, title: 'Board' } })).toEqual(['names']);
    expect(now({ lists: { ...facts.lists, plan_lines: [{ line: 'cases', value_milli: 1 }] } })).toEqual(['plan']);
    expect(now({ lists: { ...facts.lists, happenings: [{ day: 1, text: 'x', author: 'y' }] } })).toEqual(['events']);
    const check = { left_label: '', right_label: '', left: '1', right: '2', unit: 'currency' as const };
    expect(now({ checks: [{ ...check, id: 'ledger_total' }] })).toEqual(['ledger']);
    // what was allocated follows from the numbers
    expect(now({ checks: [{ ...check, id: 'ledger' }] })).toEqual([]);
  });
});
