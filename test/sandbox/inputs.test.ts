import { describe, expect, it } from 'vitest';
import { readInput } from '../../shared/connectors/input-files/read-input.ts';
import { inputTables } from '../../shared/connectors/input-files/registry.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { inputs } from '../../shared/sandbox/inputs.ts';
import { inputRows } from '../../shared/sandbox/inputs/rows.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';

const org = organisation();
const sources = [{ id: 'helpdesk', vendor: 'zendesk' as const }];
const rows = inputRows(org, sources);

describe('the made-up organisation’s input files', () => {
  const files = inputs(org, sources);
  const tables = inputTables.filter(({ name }) => rows[name] !== undefined);

  it.each(tables.map((table) => [table.name, table] as const))(
    '%s.csv is read without a fault, row for row',
    async (name, table) => {
      const read = await readInput(table, Buffer.from(files.get(`${name}.csv`) ?? ''), `${name}.csv`, {
        zone: org.zone,
        ticket_source: 'helpdesk',
      });
      expect(read.rows.length).toBe(rows[name]!.length);
    },
  );

  it('leaves out only what the configuration says itself', () => {
    const left = inputTables.map(({ name }) => name).filter((name) => rows[name] === undefined);
    expect(left).toEqual(['calendars', 'holidays', 'targets']);
    expect(configuration(org, [{ ...sources[0]!, url: 'http://127.0.0.1:1' }])).toMatch(/calendars:[^]*targets:/);
  });

  it('logs no more time than a day can hold', () => {
    const days = new Map<string, number>();
    for (const { person_id, work_day, worked_s } of rows.time_log!) {
      const key = `${String(person_id)}/${String(work_day)}`;
      days.set(key, (days.get(key) ?? 0) + Number(worked_s));
    }
    expect(Math.max(...days.values())).toBeLessThan(16 * 3600);
  });

  it('logs exactly the time that was worked on tickets', () => {
    const onTickets = rows
      .time_log!.filter(({ ticket_id }) => ticket_id !== null)
      .reduce((sum, { worked_s }) => sum + Number(worked_s), 0);
    const worked = org.tickets.flatMap(({ history }) =>
      history.map((one) => (one.kind === 'worked' ? one.seconds : 0)),
    );
    expect(onTickets).toBe(worked.reduce((a, b) => a + b, 0));
  });
});
