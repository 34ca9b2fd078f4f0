import { textOf } from './civil.ts';
import { holidays } from './holidays.ts';
import { costCentres } from './inputs/money.ts';
import type { Organisation } from './model.ts';
import type { Served } from './served.ts';
import { sourceLines } from './sources.ts';

/** Goals of the made-up organisation: some met, some missed, one within the margin. */
const targets = [
  '{ metric: dts_p50, at_most: 16 h, watch: 20 h }',
  '{ metric: dts_p80, at_most: 80 h, watch: 100 h }',
  '{ metric: frt_p50, at_most: 3 h }',
  '{ metric: fdr_24h, at_least: 62 % }',
  '{ metric: fcr, at_least: 58 %, owner: Head of support }',
  '{ metric: reopen_rate, at_most: 6 % }',
  '{ metric: handoff_rate, at_most: 15 % }',
  '{ metric: good_rate, at_least: 90 % }',
  '{ metric: csat, at_least: 90 % }',
  '{ metric: nps, at_least: 30 }',
  '{ metric: independent_closure_broad, at_least: 92 % }',
  '{ metric: cost_per_case, at_most: 310.00 }',
  '{ metric: support_profit, at_least: 0.00 }',
  '{ metric: backlog, at_most: 70 }',
  '{ metric: retention_rate, at_least: 97 % }',
];

const indented = (lines: readonly string[], by: number): string =>
  lines.map((line) => `${' '.repeat(by)}${line}\n`).join('');

/** The demo's casebook.yaml: every source with its address, three teams, their calendars, goals, and all seven reports. */
export function configuration(
  org: Organisation,
  sources: readonly (Served & { readonly url: string })[],
  options: { readonly inputs?: string } = {},
): string {
  const since = textOf(Math.floor(org.start_s / 86_400) - 200);
  const recipients = (name: string): string =>
    `{ ${org.teams.map(({ id }) => `${id}: [${name}.${id}@example.com]`).join(', ')} }`;
  return `# The demo's configuration: a made-up organisation behind made-up helpdesks on this machine.
organisation:
  name: ${org.name}
  time_zone: ${org.zone}
  locale: en
  currency: ${org.currency}
  address: 1 Example Street, 10115 Berlin
  cost_centres: [${costCentres.map((centre) => `"${centre}"`).join(', ')}]
sources:
${sources.map(({ id, vendor, url }) => indented(sourceLines(org, vendor, id, url), 4).replace('    ', '  - ')).join('')}inputs: ${options.inputs ?? 'inputs/'}
calendars:
${org.teams
  .map(
    ({ calendar, zone }) => `  ${calendar}:
    time_zone: ${zone}
    hours: { mon-fri: ["08:00-18:00"] }
    holidays:
${indented(
  (holidays[calendar] ?? []).map(
    ([date, name, hours]) => `- { date: ${date}, hours: [${hours === null ? '' : `"${hours}"`}], name: "${name}" }`,
  ),
  6,
)}`,
  )
  .join('')}teams:
${org.teams
  .map(
    (team) =>
      `  - { id: ${team.id}, name: ${team.name}, calendar: ${team.calendar}, match: { group: [${org.groups
        .filter((group) => group.team === team.id)
        .map(({ name }) => name)
        .join(', ')}] } }\n`,
  )
  .join('')}policies: { test_tags: [test] }
targets:
${indented(
  targets.map((target) => `- ${target.replace(' }', `, from: ${since} }`)}`),
  2,
)}reports:
  - { id: executive-weekly, schedule: "mon 07:00", recipients: [board@example.com] }
  - { id: executive-quarterly, schedule: "day 5 07:00", recipients: [board@example.com] }
  - { id: finance-weekly, schedule: "mon 07:00", recipients: [finance@example.com] }
  - { id: finance-monthly, schedule: "day 5 07:00", recipients: [finance@example.com] }
  - { id: finance-quarterly, schedule: "day 5 07:00", recipients: [finance@example.com] }
  - { id: lead-weekly, schedule: "mon 07:00", slice: team, recipients: ${recipients('lead')} }
  - { id: lead-quarterly, schedule: "day 5 07:00", slice: team, recipients: ${recipients('lead')} }
delivery: { from: "Support metrics <metrics@example.com>", reply_to: metrics@example.com }
gates: { max_staleness: 6 h, min_coverage: 0.95 }
`;
}
