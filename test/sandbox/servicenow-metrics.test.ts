import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../functions/sandbox/server.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { pullingHome } from '../support/pulled.ts';
import { bySource as sites } from './helpdesks/all.ts';
import { expectedFacts } from './agreement.ts';

const org = organisation({ months: 1, tickets_per_week: 8 });
const now_s = org.end_s + 600;
/** What the durations tell besides what the record and the journal do. */
const facts = [
  'first_resolved_s',
  'resolved_s',
  'reopen_count',
  'handoff_count',
  'group_change_count',
  'status',
] as const;

/** Durations of fields begin with the day of their metric definitions. */
const yamlWith = (url: string, lines: readonly string[]): string =>
  configuration(org, [{ id: 'helpdesk', vendor: 'servicenow', url }]).replace(
    /^( *)tag_field: u_tags$/m,
    (line, margin: string) => [line, ...lines.map((each) => margin + each)].join('\n'),
  );

describe('a ServiceNow whose audit may not be read', () => {
  let server: Sandbox;
  beforeAll(async () => {
    server = await startSandbox(sites.servicenow(org), { now_s, throttle_every: 0 });
  });
  afterAll(() => server.close());

  const read = async (lines: readonly string[]) => {
    const pulling = await pullingHome(yamlWith(server.url, lines), {
      secrets: { [demoSecret.name]: demoSecret.value },
      now_s: () => server.now_s(),
    });
    await pulling.pull('all');
    const rows = await pulling.rows(
      `SELECT ticket_id, created_s, tells_status_history, tells_assignments, tells_group_changes, tells_escalation, ${facts.join(', ')} FROM tickets`,
    );
    await pulling.close();
    return rows;
  };

  it('tells states, owners and groups by their measured durations, as they were', async () => {
    const rows = await read([
      'history: none',
      'metrics: { fields: [state, hold_reason, assignment_group, assigned_to], since: 2020-01-01 }',
    ]);
    const expected = expectedFacts(org, 'servicenow', org.end_s);
    const wrong = rows.flatMap((row) => {
      const truth = expected.get(String(row.ticket_id));
      const parts = facts.filter((fact) => row[fact] !== truth?.[fact]);
      return truth?.status === 'merged' || parts.length === 0 ? [] : [[row.ticket_id, ...parts]];
    });
    expect(rows.length).toBeGreaterThan(25);
    expect(wrong).toEqual([]);
    expect(rows.filter((row) => row.tells_status_history !== true || row.tells_escalation !== false)).toEqual([]);
  });

  it('does not tell what is not measured, or happened before it was', async () => {
    const middle_s = Math.round((org.start_s + org.end_s) / 2 / 86_400) * 86_400;
    const since = new Date(middle_s * 1000).toISOString().slice(0, 10);
    const rows = await read(['history: none', `metrics: { fields: [state], since: ${since} }`]);
    const told = rows.map((row) => [row.tells_status_history, row.tells_assignments, row.tells_group_changes]);
    expect(told).toEqual(rows.map(({ created_s }) => [Number(created_s) >= middle_s, false, false]));
    expect(new Set(told.map(([status]) => status))).toEqual(new Set([true, false]));
  });

  it('tells nothing of changes without either', async () => {
    const rows = await read(['history: none']);
    expect(rows.some((row) => row.tells_status_history === true || row.tells_escalation === true)).toBe(false);
  });
});
