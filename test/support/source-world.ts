import { gunzipSync } from 'node:zlib';
import { readConfiguration } from '../../shared/config/read.ts';
import { allTables } from '../../shared/lake/tables.ts';
import { loadDeps } from '../../shared/load/load-deps.ts';
import { finishReplay } from '../../shared/load/replay.ts';
import type { TaskHome } from '../../shared/load/task-home.ts';
import { forget } from '../../shared/operate/forget.ts';
import type { Http, Lake, Ports, State, Warehouse } from '../../shared/ports.ts';
import { localSteps } from '../../shared/run/local-steps.ts';
import { sourceKey, type RunRecord, type SourceRecord } from '../../shared/run/record.ts';
import { known } from '../../shared/run/registry.ts';
import { run, RunRequest } from '../../shared/run/run.ts';
import { tasksOf } from '../../shared/run/tasks.ts';
import { answer, desk, deskSource, erased, person, ticketsAt } from './desk.ts';
import { effectsOf, scheduleOf, type Schedule } from './faults.ts';
import { memoryState } from './memory-state.ts';
import { silentLog } from './silent-log.ts';
import { stepwise } from './stepwise.ts';

/** What each process is: somebody's command, or the schedule's. */
const commands = ['run', 'run', 'forget', 'run', 'run'] as const;

export const sourceSchedule = (seed: number): Schedule => scheduleOf(seed, commands.length, 70);

const configuration = readConfiguration(
  `organisation: { name: Example Corp, time_zone: Europe/Dublin }\nsources: [${JSON.stringify(deskSource)}]\n`,
  'casebook.yaml',
  { ...known, connectors: { ...known.connectors, desk: desk.configuration } },
);

const start_s = Date.UTC(2026, 8, 28, 6) / 1000;
/** By then nothing changes any more in the helpdesk. */
const end_s = start_s + 400 * 3600;
/** Tables that this source fills, or whose rows follow from them. */
const filled = ['ticket_attributes', 'tickets', 'ticket_events', 'ticket_flow', 'ticket_intervals', 'ticket_owners'];
/** When and from where a row came differs from history to history. */
const circumstances = ['version_key', 'ingested_s', 'raw_key', 'event_id', 'seq'];

/**
 * Plays a schedule to its end: a helpdesk that changes is pulled and loaded, and one of its people is erased, by commands that fail at
 * any request, write or change of a table. Pull, load, erasure and replay are the real ones over a real DuckDB; clock, disk and network
 * are made up. `tables` is emptied first.
 */
export async function playSources(
  { seed, faults, pauses_h }: Schedule,
  tables: Warehouse,
  expected: readonly string[] | undefined,
): Promise<{ readonly wrong: readonly string[]; readonly rows: readonly string[] }> {
  for (const table of allTables) await tables.remove(table, '1 = 1');
  const effects = effectsOf(faults);
  const { effect, alive } = effects;
  const kept = memoryState();
  const objects = new Map<string, Uint8Array>();
  const wrong: string[] = [];
  let now_s = start_s;
  let isErased = false;

  const state: State = {
    read: (key) => alive(() => kept.read(key)),
    list: (prefix) => alive(() => kept.list(prefix)),
    write: (...all) => effect(() => kept.write(...all)),
    remove: (...all) => effect(() => kept.remove(...all)),
  };
  const lake: Lake = {
    put: (key, body, { ifAbsent = false } = {}) =>
      effect(() => {
        if (ifAbsent && objects.has(key)) return Promise.resolve('exists');
        objects.set(key, body);
        return Promise.resolve('written');
      }),
    get: (key) => alive(() => Promise.resolve(objects.get(key))),
    async *open(key) {
      const body = await alive(() => Promise.resolve(objects.get(key)));
      if (body === undefined) throw new Error(`no ${key}`);
      yield body;
    },
    list: (prefix) => alive(() => Promise.resolve([...objects.keys()].filter((key) => key.startsWith(prefix)).sort())),
    remove: (key) => effect(() => Promise.resolve(void objects.delete(key))),
  };
  const warehouse: Warehouse = {
    ...tables,
    query: (...all) => alive(() => tables.query(...all)),
    // Tables of one transaction at home, one after the other in a deployed stack.
    intake: () => stepwise(tables, effect, { isWhole: seed % 2 === 0 }),
    remove: (...all) => effect(() => tables.remove(...all)),
  };
  const http: Http = {
    send: ({ url }) =>
      effect(
        () =>
          Promise.resolve({
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: new TextEncoder().encode(JSON.stringify(answer(url, now_s, start_s, isErased))),
          }),
        { isServer: true, refusal: () => new Error('connection refused') },
      ),
  };
  const ports = {
    state,
    lake,
    warehouse,
    http,
    clock: { now_s: () => Math.floor(now_s) },
    pause: { sleep: (ms: number) => Promise.resolve(void (now_s += ms / 1000)), random: () => 0.5 },
    secrets: { get: () => Promise.resolve('s3cr3t') },
    files: { match: () => Promise.resolve([]) },
    mailer: { isIdempotent: true },
    log: silentLog,
  } as unknown as Ports;
  const home: TaskHome = { ports, configuration, connectors: [desk] };

  const runOnce = async (name: string): Promise<RunRecord> => {
    const request = RunRequest.parse({ run: name, started_s: now_s | 0, as_of_s: now_s | 0 });
    const tasks = { ...tasksOf(home), plan: () => Promise.resolve({ sources: ['desk'], jobs: [] }) };
    const steps = localSteps(name, ports, tasks, () => Promise.resolve(undefined));
    return run(request, steps);
  };
  /** What a record of the source claims to have read is there: "complete" without evidence is a lie. */
  const checkClaims = async (when: string): Promise<void> => {
    const text = (await kept.read(sourceKey('desk')))?.value;
    const record = text === undefined ? undefined : (JSON.parse(text) as SourceRecord);
    if (record?.is_complete !== true || record.watermark_s === null) return;
    const { rows } = await tables.query('claims', 'SELECT ticket_id, updated_s FROM tickets');
    const stored = new Map(rows.map(([id, at]) => [String(id), Number(at)]));
    for (const { id, updated_s } of ticketsAt(record.watermark_s, start_s, isErased))
      if ((stored.get(id) ?? 0) < updated_s)
        wrong.push(`${when}: the source is said to be read up to its mark, and ${id} lacks what happened before`);
  };

  let isForgotten = false;
  let name = 'run-1';
  const begin = async (command: 'run' | 'forget', when: string): Promise<boolean> => {
    effects.begin();
    try {
      // As every command does that opens a home: half-filled tables are no answer to anything.
      await finishReplay(loadDeps(home));
      if (command === 'forget') {
        isErased = true;
        await forget(person.id, loadDeps(home), { at_s: ports.clock.now_s() });
        isForgotten = true;
      } else {
        // A run that died is begun again under its own name.
        const record = await runOnce(name);
        if (!effects.isDead) name = `${name}+`;
        await checkClaims(when);
        return record.status === 'sent' && record.sources.every(({ ok }) => ok);
      }
    } catch (error) {
      // The person is nowhere: an earlier attempt came that far before it died, or nothing was received yet.
      if (command === 'forget' && error instanceof Error && error.name === 'UsageError') isForgotten = true;
      return false;
    }
    return !effects.isDead;
  };
  for (const [n, command] of commands.entries()) {
    await begin(command, `process ${n + 1}`);
    now_s += (pauses_h[n] ?? 1) * 3600;
  }
  now_s = end_s;
  // Whoever asked for the erasure repeats the command until it says that it is done.
  if (!isForgotten && !(await begin('forget', 'the repeated erasure')) && !isForgotten)
    wrong.push('the erasure could not be repeated');
  // A run that died goes on as of its own instant, with what it had read; the one after it reads what came since.
  await begin('run', 'the run that goes on');
  if (!(await begin('run', 'the undisturbed run'))) wrong.push('the undisturbed run could not go on');

  for (const [key, body] of objects) {
    const text = Buffer.from(body[0] === 0x1f ? gunzipSync(body) : body).toString();
    if (isAbout(text) || isAbout(key)) wrong.push(`the erased person is in ${key}`);
  }
  for (const key of await kept.list('')) {
    const { value = '' } = (await kept.read(key)) ?? {};
    if (isAbout(value) || isAbout(key) || (key === 'erasures/under-way.json' && value !== '{}'))
      wrong.push(`the erased person, or the key to them, is in ${key}`);
  }
  const rows = await rowsOf(tables);
  if (rows.some(isAbout)) wrong.push('the erased person is in a table');
  if (expected !== undefined && JSON.stringify(rows) !== JSON.stringify(expected)) {
    const lost = expected.filter((row) => !rows.includes(row));
    const more = rows.filter((row) => !expected.includes(row));
    wrong.push(
      `the tables differ from those of an undisturbed history: ${lost.length} rows lost, ${more.length} more, such as ${lost[0] ?? more[0]}`,
    );
  }
  return { wrong, rows };
}

const isAbout = (text: string): boolean => Object.values(person).some((one) => text.includes(one));

/** Every row, in a fixed order, without what differs from history to history; whose pseudonym it is, is random. */
async function rowsOf(tables: Warehouse): Promise<readonly string[]> {
  const all: string[] = [];
  for (const name of filled) {
    const { columns, rows } = await tables.query('rows', `SELECT * FROM ${name}`);
    all.push(
      ...rows.map((row) =>
        `${name} ${columns.flatMap((column, i) => (circumstances.includes(column) ? [] : [`${column}=${String(row[i])}`])).join(' ')}`.replaceAll(
          /forgotten-[0-9a-f]{16}/g,
          erased,
        ),
      ),
    );
  }
  return all.sort();
}
