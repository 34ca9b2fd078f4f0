import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { replayInDeployment } from '../../functions/aws.ts';
import { jsonLog } from '../../shared/adapters/aws/json-log.ts';
import { ConfigurationError, ConflictError } from '../../shared/errors.ts';
import { allTables } from '../../shared/lake/tables.ts';
import { account, type Account } from '../support/aws/account.ts';
import { company, companyLog, due } from '../support/aws/company.ts';
import { scheduledRun } from '../support/aws/scheduled-run.ts';
import { stackPlaces } from '../support/aws/stack-places.ts';
import { silentLog } from '../support/silent-log.ts';

let aws: Account;
let places: { close(): Promise<void> };
beforeAll(async () => {
  vi.spyOn(jsonLog, 'info').mockImplementation(() => {});
  aws = await account(company(), { 'casebook-unsubscribe': 'key' });
  places = await stackPlaces({ LAKE_BUCKET: 'lake', STATE_BUCKET: 'state' });
  aws.s3.put('inputs', 'logs/desk.csv', companyLog());
  await scheduledRun(aws, { report: 'lead-weekly', scheduled_at: due });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await places.close();
  await aws.close();
});

const replay = () => replayInDeployment(company(), silentLog);
/** Every table, without when and from which load a row came. */
const lake = async (): Promise<Record<string, readonly string[]>> => {
  const found: Record<string, readonly string[]> = {};
  for (const { name, columns } of allTables) {
    const names = Object.keys(columns).filter((column) => !['ingested_s', 'raw_key'].includes(column));
    const { rows } = await aws.engine.run(`SELECT ${names.map((column) => `"${column}"`).join(', ')} FROM "${name}"`);
    found[name] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return found;
};

describe('casebook replay --aws', () => {
  it('makes damaged tables what they were', async () => {
    const before = await lake();
    await aws.engine.run(`DELETE FROM "tickets" WHERE ticket_id LIKE '%1'`);
    await aws.engine.run(`UPDATE "ticket_attributes" SET status = 'open'`);
    expect(await lake()).not.toEqual(before);
    const done = await replay();
    expect(done.map(({ source }) => source)).toContain('desk');
    expect(await lake()).toEqual(before);
  });
  it('waits for a run that is under way', async () => {
    const key = 'runs/20990101T000000Z-pull.json';
    aws.s3.put('state', key, JSON.stringify({ run: 'r', status: 'running', started_s: Math.floor(Date.now() / 1000) }));
    await expect(replay()).rejects.toThrow(ConflictError);
    aws.s3.put('state', key, JSON.stringify({ run: 'r', status: 'sent', started_s: 0 }));
  });
  it('names a stack that is not there', async () => {
    const elsewhere = { ...company(), aws: { ...company().aws, stack: 'Other' } };
    await expect(replayInDeployment(elsewhere, silentLog)).rejects.toThrow(ConfigurationError);
  });
  it('goes on when it is repeated after a death', async () => {
    const before = await lake();
    for (const statement of ['DELETE FROM "ticket_flow"', 'MERGE INTO "ticket_events"']) {
      aws.athena.limit((sql) => sql.startsWith(statement));
      await expect(replay()).rejects.toThrow('Bytes scanned limit');
    }
    aws.athena.limit(() => false);
    await replay();
    expect(await lake()).toEqual(before);
  });
  it('sends nobody anything, and the next report is made', async () => {
    const mails = aws.ses.messages.length;
    await replay();
    expect(aws.ses.messages).toHaveLength(mails);
    aws.s3.put('inputs', 'logs/desk.csv', companyLog(210));
    const { record } = await scheduledRun(aws, { report: 'lead-weekly', scheduled_at: '2025-10-13T05:00:00Z' });
    expect(record.status).toBe('sent');
  });
});
