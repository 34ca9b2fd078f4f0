import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const first_s = Date.UTC(2023, 9, 1) / 1000;
const span_s = 1000 * 86_400;
const teams = ['emea', 'americas', 'apac', 'dach', 'uki', 'nordics', 'iberia', 'anz', 'japan', 'india', 'latam', 'gov'];
const channels = ['email', 'web', 'chat', 'phone'];

export const logHeader = 'id,changed,step,opened,answered,solved,state,team,owner,urgency,channel,customer';

/** The mapping of a made log, as casebook.yaml. */
export const logConfiguration = `organisation: { name: Bench, time_zone: Europe/Berlin }
sources:
  - id: log
    connector: event-log
    files: ['*.csv.gz']
    ticket: id
    at: changed
    order: [step]
    columns:
      created_at: opened
      first_reply_at: answered
      resolved_at: solved
      assignee: owner
      group: team
      requester: customer
      priority: { column: urgency, map: { u1: p1, u2: p2, u3: p3, u4: p4 } }
      channel: { column: channel, map: { email: email, web: web, chat: chat, phone: phone } }
      status: { column: state, map: { new: new, open: open, waiting: pending_customer, solved: solved } }
`;

/** Writes a packed log of so many tickets, six rows each, in order of time: the same each time. */
export const writeLog = (tickets: number, path: string): Promise<void> =>
  pipeline(Readable.from(pieces(tickets)), createGzip({ level: 1 }), createWriteStream(path));

interface Row {
  readonly at_s: number;
  readonly text: string;
}

function* pieces(tickets: number): Generator<string> {
  yield `${logHeader}\n`;
  const random = numbers();
  // rows wait in the day of their time until no later ticket can have an earlier one
  const days = new Map<number, Row[]>();
  let begun = Math.floor(first_s / 86_400);
  for (let n = 0; n < tickets; n++) {
    const opened_s = first_s + Math.floor((n * span_s) / tickets);
    for (const row of rowsOf(n, opened_s, tickets, random)) {
      const day = Math.floor(row.at_s / 86_400);
      const own = days.get(day);
      if (own === undefined) days.set(day, [row]);
      else own.push(row);
    }
    for (; begun < Math.floor(opened_s / 86_400); begun++) yield textOf(days, begun);
  }
  for (const day of [...days.keys()].sort((a, b) => a - b)) yield textOf(days, day);
}

function textOf(days: Map<number, Row[]>, day: number): string {
  const rows = days.get(day) ?? [];
  days.delete(day);
  return rows
    .sort((a, b) => a.at_s - b.at_s)
    .map(({ text }) => text)
    .join('');
}

function rowsOf(n: number, opened_s: number, tickets: number, random: () => number): readonly Row[] {
  const pick = (of: readonly string[]): string => of[Math.floor(random() * of.length)] ?? '';
  const team = pick(teams);
  const channel = pick(channels);
  const urgency = `u${1 + Math.floor(random() * 4)}`;
  const owner = `a${Math.floor(random() * 200)}`;
  const customer = `c${Math.floor(random() * Math.max(10, tickets / 8))}`;
  const answered_s = opened_s + 60 + tail(random, 20_000);
  const solved_s = answered_s + 60 + tail(random, 250_000);
  const between = (share: number): number => answered_s + Math.floor((solved_s - answered_s) * share);
  const steps: readonly (readonly [at_s: number, state: string])[] = [
    [opened_s, 'new'],
    [opened_s + 30, 'open'],
    [answered_s, 'open'],
    [between(0.4) + 1, 'waiting'],
    [between(0.6) + 2, 'open'],
    [solved_s, 'solved'],
  ];
  return steps.map(([at_s, state], step) => {
    const cells = [
      `T${String(n).padStart(8, '0')}`,
      iso(at_s),
      step,
      iso(opened_s),
      step < 2 ? '' : iso(answered_s),
      state === 'solved' ? iso(solved_s) : '',
      state,
      team,
      step === 0 ? '' : owner,
      urgency,
      channel,
      customer,
    ];
    return { at_s, text: `${cells.join(',')}\n` };
  });
}

const iso = (at_s: number): string => `${new Date(at_s * 1000).toISOString().slice(0, 19)}Z`;
const tail = (random: () => number, mean: number): number => Math.floor(-Math.log(1 - random()) * mean);

/** The same numbers from 0 to 1 each time (Lehmer, 48271). */
function numbers(): () => number {
  let seed = 7;
  return () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
}
