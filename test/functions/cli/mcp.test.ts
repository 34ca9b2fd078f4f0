import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf } from '../../../functions/cli/mcp/protocol.ts';
import { companyLog, companyYaml } from '../../support/aws/company.ts';
import { commandLine, type CommandLine } from '../../support/command-line.ts';

interface Answer {
  readonly id: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}
interface Called {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
}

/** The messages of the protocol as its specification writes them, over the pipes of a real process. */
describe('casebook mcp', () => {
  let home: CommandLine;
  let server: ChildProcessWithoutNullStreams;
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  const ask = (method: string, params: unknown = {}): Promise<Answer> =>
    new Promise((done) => {
      last += 1;
      waiting.set(last, done);
      server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: last, method, params })}\n`);
    });
  const call = async (name: string, given: unknown): Promise<Called> =>
    (await ask('tools/call', { name, arguments: given })).result as unknown as Called;
  const json = async (name: string, given: unknown): Promise<unknown> => {
    const { isError, content } = await call(name, given);
    expect([isError, content[0]?.text]).toEqual([undefined, content[0]?.text]);
    return JSON.parse(content[0]!.text) as unknown;
  };

  beforeAll(async () => {
    home = commandLine();
    home.write('casebook.yaml', companyYaml);
    home.write('logs/desk.csv', companyLog());
    await home.run('pull');
    server = spawn(process.execPath, [resolve('functions/cli/casebook.mjs'), 'mcp'], { cwd: home.folder });
    createInterface({ input: server.stdout }).on('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      waiting.get(answer.id)?.(answer);
    });
  }, 60_000);
  afterAll(async () => {
    const ended = new Promise((done) => server.on('close', done));
    server.stdin.end();
    expect(await ended).toBe(0);
    home.close();
  });

  it('greets in the version that it is asked for, else in its newest, and offers tools alone', async () => {
    const hello = { clientInfo: { name: 'test', version: '1' }, capabilities: {} };
    expect((await ask('initialize', { ...hello, protocolVersion: '2025-06-18' })).result).toMatchObject({
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'casebook' },
    });
    expect((await ask('initialize', { ...hello, protocolVersion: '1999-01-01' })).result).toMatchObject({
      protocolVersion: '2025-11-25',
    });
    const { tools } = (await ask('tools/list')).result as unknown as {
      tools: { name: string; inputSchema: { type: string }; annotations: { readOnlyHint: boolean } }[];
    };
    expect(tools.map(({ name }) => name)).toEqual(['list_metrics', 'metric_value', 'explain_metric', 'metric_rows']);
    expect(
      tools.every(({ inputSchema, annotations }) => inputSchema.type === 'object' && annotations.readOnlyHint),
    ).toBe(true);
  });

  it('tells the value that the command line tells, whole and cut', async () => {
    const words = ['metrics', '--metric', 'ticket_volume', '--by', 'team', '--period', '2025-W40', '--json'];
    const own = JSON.parse((await home.run(...words)).stdout) as unknown;
    expect(await json('metric_value', { metric: 'ticket_volume', by: ['team'], period: '2025-W40' })).toEqual(own);
    const whole = (await json('metric_value', { metric: 'ticket_volume', period: '2025-W40' })) as { value: number }[];
    const parts = own as { value: number; segment: { team: string } }[];
    expect(whole[0]!.value).toBe(parts.reduce((sum, { value }) => sum + value, 0));
    const [first] = parts;
    expect(
      await json('metric_value', {
        metric: 'ticket_volume',
        where: { team: first!.segment.team },
        period: '2025-W40',
      }),
    ).toMatchObject([{ value: first!.value }]);
  });

  it('lists metrics, explains one, and shows the cases that it counts', async () => {
    expect(await json('list_metrics', { text: 'backlog' })).toMatchObject([
      { id: 'backlog', unit: 'count' },
      { id: 'backlog_forecast', unit: 'count' },
    ]);
    expect(await json('explain_metric', { metric: 'ticket_volume', period: '2025-W40' })).toMatchObject({
      definition: { Question: expect.stringMatching(/\?$/) as string },
      values: [{ metric: 'ticket_volume' }],
    });
    const { rows } = (await json('metric_rows', { metric: 'ticket_volume', period: '2025-W40' })) as {
      rows: { ticket_id: string }[];
    };
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]!.ticket_id).toBeTruthy();
  });

  it('says beside a number what the command line says beside it', async () => {
    const notes = async (tool: string, given: unknown) =>
      ((await ask('tools/call', { name: tool, arguments: given })).result as { structuredContent: { notes: string[] } })
        .structuredContent.notes;
    const volume = { metric: 'ticket_volume', period: '2025-W40' };
    expect(await notes('metric_value', volume)).toEqual([]);
    expect(await notes('metric_value', { ...volume, where: { team: 'emea' } })).toEqual(['Only of team emea.']);
    expect(await notes('metric_value', { ...volume, metric: 'cost_per_case' })).toEqual([
      'Money is in minor units: 100 of them are 1 EUR.',
    ]);
    expect(await notes('explain_metric', { ...volume, metric: 'fcr' })).toContainEqual(
      expect.stringMatching(/^desk: .* is told of 0 of 189 tickets/),
    );
    home.write('casebook.yaml', companyYaml.replace('Resolved: solved', 'Resolved: closed'));
    expect(await notes('metric_value', volume)).toContainEqual(expect.stringContaining('casebook.yaml'));
    home.write('casebook.yaml', companyYaml);
  });

  it('refuses in the words of the command line, as an answer that an assistant can read', async () => {
    const refused = await home.run('metrics', '--metric', 'tiket_volume');
    const { isError, content } = await call('metric_value', { metric: 'tiket_volume' });
    expect([isError, `casebook: ${content[0]!.text}\n`]).toEqual([true, refused.stderr]);
    for (const [tool, given, words] of [
      ['metric_value', { metric: 'uptime', by: ['team'] }, 'uptime cannot be cut by team'],
      ['metric_value', { metric: 'fcr', period: '2025-W99' }, '2025-W99'],
      ['metric_value', { metric: 'fcr', where: { planet: 'mars' } }, 'where: found "planet"'],
      [
        'metric_value',
        { metric: 'ticket_volume', where: { team: 'EMEA' }, period: '2025-W40' },
        'where: found team "EMEA", which no case has; did you mean emea? There are: apac, emea',
      ],
      ['metric_rows', { metric: 'fcr', where: { product: 'x' } }, 'where: found product "x", which no case has'],
      ['metric_value', { metric: 'fcr', since: '2025' }, 'since'],
      ['metric_rows', {}, 'metric: '],
    ] as const) {
      const answer = await call(tool, given);
      expect(answer.isError, words).toBe(true);
      expect(answer.content[0]!.text).toContain(words);
    }
  });

  it('answers what is no question of its own with the codes of JSON-RPC, and goes on', async () => {
    expect((await ask('resources/list')).error).toMatchObject({ code: -32_601 });
    expect((await ask('tools/call', { name: 'drop_table' })).error).toMatchObject({ code: -32_602 });
    server.stdin.write('no json\n\n{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    expect((await ask('ping')).result).toEqual({});
  });

  it('reads lines in any pieces, and keeps no more of one than a question can have', async () => {
    const linesIn = async (...pieces: readonly string[]): Promise<readonly string[]> =>
      Array.fromAsync(
        linesOf(
          (async function* () {
            for (const piece of pieces) yield await Promise.resolve(piece);
          })(),
        ),
      );
    expect(await linesIn('{"a"', ':1}\n{"b":2}\n', '{"c":3}')).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
    const flood = await linesIn(...Array.from({ length: 5 }, () => 'x'.repeat(1 << 20)), '\n{"d":4}\n');
    expect(flood.map(({ length }) => length)).toEqual([1 << 20, 7, 0]);
  });
  it('says at the start what is wrong with the configuration', async () => {
    expect(await home.run('mcp', '--config', 'none.yaml')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('There is no configuration at') as string,
    });
  });
});
