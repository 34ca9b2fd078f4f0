import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { forgetInDeployment } from '../../functions/aws.ts';
import { jsonLog } from '../../shared/adapters/aws/json-log.ts';
import { ConfigurationError, ConflictError, UsageError } from '../../shared/errors.ts';
import { allTables } from '../../shared/lake/tables.ts';
import type { Forgotten } from '../../shared/operate/forget.ts';
import { account, type Account } from '../support/aws/account.ts';
import { company, companyLog, due } from '../support/aws/company.ts';
import { scheduledRun } from '../support/aws/scheduled-run.ts';
import { stackPlaces } from '../support/aws/stack-places.ts';
import { silentLog } from '../support/silent-log.ts';

/** A person who works on a fourth of the tickets, under an id that is no other word. */
const person = 'wilhelmina.q';
const log = companyLog().replaceAll(/,p1,/g, `,${person},`);

let aws: Account;
let places: { close(): Promise<void> };

/** Names of everything kept anywhere, in any version, that holds the text: packed bodies unpacked, staged rows read. */
async function holding(text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, body } of aws.s3.kept()) {
    // What people dropped themselves is theirs to clean.
    if (name.startsWith('inputs/')) continue;
    const isPacked = body[0] === 0x1f && body[1] === 0x8b;
    const plain = name.endsWith('.parquet')
      ? JSON.stringify(await parquetReadObjects({ file: new Uint8Array(body).buffer, compressors }), (_, value) =>
          typeof value === 'bigint' ? String(value) : (value as unknown),
        )
      : isPacked
        ? gunzipSync(body)
        : body;
    if (plain.includes(text)) found.push(name);
  }
  return found;
}
const query = (sql: string) => aws.engine.run(sql);
const tablesHolding = async (text: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { name } of allTables) {
    const { rows } = await query(`SELECT * FROM "${name}"`);
    if (rows.some((row) => row.some((cell) => cell?.includes(text) === true))) found.push(name);
  }
  return found;
};
const figures = async () =>
  (
    await query(`SELECT count(*) AS n, sum(t.resolve_s) AS s, sum(t.reply_count) AS r, sum(t.reopen_count) AS o,
      count(DISTINCT t.assignee_id) AS people FROM tickets AS t`)
  ).rows;

beforeAll(async () => {
  vi.spyOn(jsonLog, 'info').mockImplementation(() => {});
  aws = await account(company(), { 'casebook-unsubscribe': 'key' });
  places = await stackPlaces({ LAKE_BUCKET: 'lake', STATE_BUCKET: 'state' });
  aws.s3.put('inputs', 'logs/desk.csv', log);
  await scheduledRun(aws, { report: 'lead-weekly', scheduled_at: due });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await places.close();
  await aws.close();
});

const forget = (id: string): Promise<Forgotten> => forgetInDeployment(id, company(), silentLog);

describe('casebook forget --aws', () => {
  let before: unknown;

  it('finds nothing to do for an id that nobody has', async () => {
    await expect(forget('nobody-of-that-name')).rejects.toThrow(UsageError);
  });
  it('waits for a run that is under way', async () => {
    const key = 'runs/20990101T000000Z-pull.json';
    aws.s3.put('state', key, JSON.stringify({ run: 'r', status: 'running', started_s: Math.floor(Date.now() / 1000) }));
    await expect(forget(person)).rejects.toThrow(ConflictError);
    aws.s3.put('state', key, JSON.stringify({ run: 'r', status: 'sent', started_s: 0 }));
  });
  it('names a stack that is not there', async () => {
    const elsewhere = { ...company(), aws: { ...company().aws, stack: 'Other' } };
    await expect(forgetInDeployment(person, elsewhere, silentLog)).rejects.toThrow(ConfigurationError);
  });

  it('ends the same when it died half way, at the tables or among old versions', async () => {
    before = await figures();
    const zones = (names: readonly string[]) => new Set(names.map((name) => name.split('/').slice(0, 2).join('/')));
    expect([...zones(await holding(person))].toSorted()).toEqual(
      expect.arrayContaining(['lake/raw', 'lake/staged', 'lake/reports', 'lake/results', 'queries/results']),
    );
    expect(await tablesHolding(person)).toEqual(expect.arrayContaining(['ticket_events', 'tickets']));
    for (const statement of ['DELETE FROM "ticket_flow"', 'MERGE INTO "tickets"', 'VACUUM tickets']) {
      aws.athena.limit((sql) => sql.startsWith(statement));
      await expect(forget(person)).rejects.toThrow('Bytes scanned limit');
      expect(await holding(person)).not.toEqual([]);
    }
    aws.athena.limit(() => false);

    aws.athena.executed.length = 0;
    const done = await forget(person);
    expect(done.pseudonym).toMatch(/^forgotten-[0-9a-f]{16}$/);
    expect(done.versions).toBeGreaterThan(0);
  });
  it('leaves the person in no object, no older version of one, and no table', async () => {
    expect(await holding(person)).toEqual([]);
    expect(await tablesHolding(person)).toEqual([]);
    expect(aws.s3.keys('lake', 'staged/')).not.toEqual([]);
  });
  it('leaves every number as it was', async () => {
    expect(before).toBeDefined();
    expect(await figures()).toEqual(before);
  });
  it('ends the past of every table: deleted rows written away, every older snapshot gone, then a week kept again', () => {
    const about = (table: string): readonly string[] =>
      aws.athena.executed.flatMap((sql) => {
        if (sql.startsWith(`ALTER TABLE \`casebook\`.\`${table}\``))
          return /snapshot_age_seconds'='(\d+)'/.exec(sql)!.slice(1, 2);
        return new RegExp(`^(OPTIMIZE|VACUUM) ${table}\\b`).exec(sql)?.slice(1, 2) ?? [];
      });
    for (const { name } of allTables)
      expect([name, about(name)]).toEqual([name, ['1', 'OPTIMIZE', 'VACUUM', '604800']]);
    const last = aws.athena.executed.findLastIndex((sql) => /^(DELETE|MERGE)/.test(sql));
    expect(aws.athena.executed.findIndex((sql) => sql.startsWith('VACUUM'))).toBeGreaterThan(last);
  });
  const underWay = 'erasures/under-way.json';
  it('keeps a record that names nobody', () => {
    const records = aws.s3
      .keys('state', 'erasures/')
      .filter((key) => key !== underWay)
      .map((key) => aws.s3.get('state', key)!.toString());
    expect(records).toHaveLength(1);
    expect(JSON.parse(records[0]!)).toMatchObject({
      v: 1,
      objects: 1,
      pseudonym: expect.stringMatching(/^forgotten-/),
    });
  });
  // The key of the pseudonym was destroyed with the erasure: nothing can tell any more that there was such a person.
  it('finds nobody when it is repeated', async () => {
    await expect(forget(person)).rejects.toThrow(UsageError);
    expect(aws.s3.get('state', underWay)!.toString()).toBe('{}');
    expect(await holding(person)).toEqual([]);
    expect(await figures()).toEqual(before);
  });
  it('leaves a stack that goes on: the next report is made, without the person', async () => {
    // what the system exports by then names the person no more
    const later = companyLog(210)
      .split('\n')
      .filter((line) => !line.includes(person));
    aws.s3.put('inputs', 'logs/desk.csv', later.join('\n'));
    const { record } = await scheduledRun(aws, { report: 'lead-weekly', scheduled_at: '2025-10-13T05:00:00Z' });
    expect(record.status).toBe('sent');
    expect(await holding(person)).toEqual([]);
    expect(aws.ses.messages.at(-1)!.raw.includes(person)).toBe(false);
  });
});
