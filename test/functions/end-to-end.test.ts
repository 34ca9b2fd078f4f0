import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { jsonLog } from '../../shared/adapters/aws/json-log.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { sizes } from '../../shared/operate/cost.ts';
import { localSteps } from '../../shared/run/local-steps.ts';
import type { RunRecord } from '../../shared/run/record.ts';
import { run } from '../../shared/run/run.ts';
import { requestOf } from '../../shared/run/schedule-event.ts';
import { tasksOf } from '../../shared/run/tasks.ts';
import { account, type Account } from '../support/aws/account.ts';
import { scheduledRun, type Used } from '../support/aws/scheduled-run.ts';
import { company, companyLog, due } from '../support/aws/company.ts';
import { temporaryHome, type TemporaryHome } from '../support/home.ts';

const secrets = { 'casebook-unsubscribe': 'a-key-that-both-homes-have' };
const event = { report: 'lead-weekly', scheduled_at: due };

let aws: Account;
let home: TemporaryHome;
let inAws: RunRecord;
let used: Readonly<Record<string, readonly Used[]>>;
let here: RunRecord;
const logged: Record<string, unknown>[] = [];

beforeAll(async () => {
  vi.spyOn(jsonLog, 'info').mockImplementation((name, fields) => void logged.push({ name, ...fields }));
  const configuration = company();
  aws = await account(configuration, secrets);
  aws.s3.put('inputs', 'logs/desk.csv', companyLog());
  ({ record: inAws, used } = await scheduledRun(aws, event));

  home = await temporaryHome({ secrets, now_s: Math.floor(Date.now() / 1000) });
  await mkdir(join(home.folder, 'logs'));
  await writeFile(join(home.folder, 'logs', 'desk.csv'), companyLog());
  const embedded = tasksOf({ ports: home.ports, configuration, connectors });
  const { request } = requestOf(event, configuration)!;
  here = await run(
    request,
    localSteps(request.run, home.ports, embedded, () => Promise.resolve(undefined)),
  );
});
afterAll(async () => {
  vi.restoreAllMocks();
  await aws?.close();
  await home?.close();
});

const textOf = (body: Uint8Array | undefined): string => Buffer.from(body ?? []).toString('utf8');

describe('a scheduled report in AWS, from the event to the mail', () => {
  it('ends sent, one mail a reader', () => {
    expect(inAws.status).toBe('sent');
    expect(new Set(aws.ses.messages.map(({ to }) => to[0]))).toEqual(
      new Set(['lead.apac@example.com', 'lead.emea@example.com', 'second@example.com']),
    );
    expect(aws.ses.messages).toHaveLength(3);
  });
  it('says of itself what the embedded home says', () => {
    const plain = (record: RunRecord) => ({
      ...record,
      finished_s: 0,
      reports: record.reports.map((report) => ({
        ...report,
        mails: report.mails.map((mail) => ({ ...mail, id: '' })),
      })),
    });
    expect(plain(inAws)).toEqual(plain(here));
  });
  it('keeps the same results as the embedded home, byte for byte but for the instant of the pull', async () => {
    const keys = aws.s3.keys('lake', 'results/');
    expect(keys.length).toBeGreaterThan(1);
    expect(keys).toEqual(await home.ports.lake.list('results/'));
    const timeless = (text: string): string => text.replaceAll(/"watermark_s":\d+/g, '"watermark_s":0');
    for (const key of keys) {
      const [there, local] = [textOf(aws.s3.get('lake', key)), textOf(await home.ports.lake.get(key))].map(timeless);
      expect([key, there === local]).toEqual([key, true]);
      expect(there).toContain('"status":"known"');
    }
  });
  it('keeps the same rendered reports as the embedded home, byte for byte', async () => {
    const keys = aws.s3.keys('lake', 'reports/');
    expect(keys).toEqual(await home.ports.lake.list('reports/'));
    for (const key of keys) {
      const local = Buffer.from((await home.ports.lake.get(key))!);
      expect([key, Buffer.compare(aws.s3.get('lake', key)!, local)]).toEqual([key, 0]);
    }
  });
  it('reads what is large by UNLOAD, and leaves nothing of it behind', () => {
    const unloads = aws.athena.executed.filter((sql) => sql.startsWith('UNLOAD'));
    expect(unloads.length).toBeGreaterThan(0);
    expect(unloads.every((sql) => sql.includes('FROM ticket_events AS e'))).toBe(true);
    expect(aws.s3.keys('queries', 'results/').some((key) => key.endsWith('-manifest.csv'))).toBe(true);
    expect(aws.s3.keys('queries', 'unload/')).toEqual([]);
  });
  it('hands SES the bytes that the report’s folder keeps', () => {
    const report = inAws.reports.find(({ slice }) => slice === 'emea')!;
    const kept = aws.s3.get('lake', `${report.folder}/emea.eml`)!;
    const sent = aws.ses.messages.find(({ to }) => to[0] === 'lead.emea@example.com')!;
    expect(Buffer.compare(sent.raw, kept)).toBe(0);
    expect(sent.configurationSet).toBe('casebook');
    expect(sent.tags).toMatchObject({ report: 'lead-weekly', slice: 'emea' });
  });
  it('says in one line of the log what the alarms count', () => {
    expect(logged.filter(({ name }) => name === 'run_finished')).toEqual([
      {
        name: 'run_finished',
        run: '20251006T050000Z-lead-weekly',
        status: 'sent',
        reports: 2,
        reports_held: 0,
        reports_failed: 0,
        mails_sent: 3,
        mails_owed: 0,
        mails_unknown: 0,
        mails_refused: 0,
        sources_failed: 0,
      },
    ]);
  });
  it('sends nothing a second time when the same start is delivered again', async () => {
    const { handler } = await import('../../functions/deliver/handler.ts');
    const report = inAws.reports.find(({ slice }) => slice === 'emea')!;
    const { report: id, period, slice, results_key } = report;
    const input = { job: { report: id, period, slice }, run: inAws.run, results_key, is_dry: false };
    expect(await handler({ task: 'deliver', input })).toMatchObject({
      ok: true,
      value: { mails: [{ status: 'already_sent' }] },
    });
    expect(aws.ses.messages).toHaveLength(3);
  });
  it('stops mail to those who use the link of the mail', async () => {
    const { handler } = await import('../../functions/unsubscribe/handler.ts');
    const sent = aws.ses.messages.find(({ to }) => to[0] === 'second@example.com')!;
    const link = /List-Unsubscribe:\s*<(https:[^>]+)>/.exec(sent.raw.toString().replaceAll(/\r\n[ \t]+/g, ''))?.[1];
    const queryStringParameters = Object.fromEntries(new URL(link!).searchParams);
    const post = { requestContext: { http: { method: 'POST' } }, queryStringParameters };
    expect(await handler(post)).toMatchObject({ statusCode: 200 });
    const { handler: deliver } = await import('../../functions/deliver/handler.ts');
    const { report: id, period, slice, results_key } = inAws.reports.find((report) => report.slice === 'apac')!;
    const input = { job: { report: id, period, slice }, run: 'again', results_key, is_dry: false };
    const answer = await deliver({ task: 'deliver', input });
    expect(answer).toMatchObject({
      ok: true,
      value: { mails: [{ status: 'already_sent' }, { status: 'suppressed' }] },
    });
  });

  describe('asks Athena as often as the estimate of costs says', () => {
    const started = (of: readonly Used[]): number =>
      of.filter(({ action }) => action === 'athena:StartQueryExecution').length;
    it('for a report, within a tenth', () => {
      const each = started(used.measure!) / inAws.reports.length;
      expect(Math.abs(each - sizes.queries) / sizes.queries).toBeLessThan(0.1);
    });
    it('for a load of what changed since yesterday', async () => {
      aws.s3.put('inputs', 'logs/desk.csv', `${companyLog()}T0,2025-10-06T12:00:00.000Z,Resolved,p1,APAC,email\n`);
      const before = aws.athena.executed.length;
      await scheduledRun(aws, { report: null, scheduled_at: '2025-10-07T02:00:00Z' });
      const kinds = aws.athena.executed.slice(before).map((sql) => /^\w+/.exec(sql)![0]);
      const count = (...wanted: string[]): number => kinds.filter((kind) => wanted.includes(kind)).length;
      // The load of dropped files looks at the columns once more, and finds nothing to do.
      expect([count('MERGE'), count('DELETE')]).toEqual([sizes.merges, sizes.deletes]);
      expect(Math.abs(count('SELECT', 'UNLOAD') - 1 - sizes.load_queries)).toBeLessThanOrEqual(1);
      expect(count('CREATE', 'ALTER')).toBe(0);
    });
  });
});
