import { readConfiguration } from '../../../shared/config/read.ts';
import { known } from '../../../shared/run/registry.ts';

/** A small company whose tickets are a log: enough for a whole lead digest. */
export const companyYaml = `
organisation: { name: Example Corp, time_zone: Europe/Berlin, currency: EUR }
sources:
  - id: desk
    connector: event-log
    files: ["logs/*.csv"]
    time_zone: UTC
    ticket: number
    at: at
    columns:
      assignee: assignee
      group: team
      channel: channel
      status:
        column: state
        map: { New: new, Active: open, Waiting: pending_customer, Resolved: solved, Closed: closed }
calendars:
  default: { time_zone: Europe/Berlin, hours: { mon-fri: ["09:00-17:30"] } }
teams:
  - { id: emea, name: Platform Support EMEA, match: { group: ["EMEA"] }, calendar: default }
  - { id: apac, name: Platform Support APAC, match: { group: ["APAC"] }, calendar: default }
reports:
  - { id: lead-weekly, schedule: "mon 07:00", slice: team, recipients: { emea: [lead.emea@example.com], apac: [lead.apac@example.com, second@example.com] } }
delivery: { from: "Support metrics <metrics@example.com>", reply_to: metrics@example.com, unsubscribe_url: "https://unsubscribe.example.com/" }
# The log ends with the first week: later reports are about a stack that goes on, not about a source that fell silent.
gates: { max_staleness: 2 d, silence: send }
`;
export const company = () => readConfiguration(companyYaml, 'casebook.yaml', known);

/** Monday 2025-10-06, 07:00 in Berlin. */
export const due = '2025-10-06T05:00:00Z';
export const due_s = Date.parse(due) / 1000;

/** Nine weeks of tickets, three a day; all but every ninth resolved, every seventh reopened. The same each time. */
export function companyLog(cases = 189): string {
  const hour = 3_600_000;
  const rows: string[] = [];
  for (let i = 0; i < cases; i++) {
    const start = Date.UTC(2025, 7, 4, 7) + i * 8 * hour;
    const at = (hours: number): string => new Date(start + hours * hour).toISOString();
    const team = i % 3 === 0 ? 'APAC' : 'EMEA';
    const row = (hours: number, state: string, who: string): number =>
      rows.push([`T${i}`, at(hours), state, who, team, i % 2 === 0 ? 'email' : 'phone'].join(','));
    row(0, 'New', '');
    row(1 + (i % 5), 'Active', `p${i % 4}`);
    if (i % 4 === 1) row(7, 'Waiting', `p${i % 4}`);
    if (i % 9 === 0) continue;
    row(9 + (i % 40), 'Resolved', `p${i % 4}`);
    if (i % 7 === 0) {
      row(60, 'Active', `p${(i + 1) % 4}`);
      row(64, 'Resolved', `p${(i + 1) % 4}`);
    }
  }
  return `number,at,state,assignee,team,channel\n${rows.join('\n')}\n`;
}
