import { dirname, resolve } from 'node:path';
import { execPath } from 'node:process';
import type { Configuration } from '../../../shared/config/configuration.ts';
import { UsageError } from '../../../shared/errors.ts';
import { occurrences } from '../../../shared/run/due.ts';
import { dayOf, formatInstant, instantOf, secondOfDay } from '../../../shared/time/zone.ts';
import { systemClock } from '../../../shared/adapters/embedded/system-clock.ts';
import type { Command } from '../command.ts';
import { configurationAt } from '../home.ts';
import { print, say, table } from '../terminal.ts';
import { about, commandFile } from '../version.ts';
import { placesOf } from '../workspace.ts';
import { localTime } from '../instant.ts';
import { memberAt } from '../../../shared/member.ts';

/** Days that the list of what is due looks ahead. */
const ahead_days = 35;
const year_s = 366 * 86_400;

export const schedule: Command = {
  takes: '',
  options: { print: { takes: 'KIND', help: 'prints what starts casebook run --due: cron, systemd or github-actions' } },
  examples: [
    ['casebook schedule', 'what is due in the next weeks'],
    ['casebook schedule --print cron | crontab -', 'for a user without other entries'],
    ['casebook schedule --print systemd', 'a service and a timer'],
    ['casebook schedule --print github-actions > .github/workflows/casebook.yml', 'for a repository'],
  ],
  run: async (given) => {
    const { config } = placesOf(given);
    const configuration = await configurationAt(config);
    const kind = given.one('print');
    if (kind !== undefined) {
      const unit = memberAt(units, kind);
      if (unit === undefined)
        throw new UsageError(`--print: found "${kind}", expected ${Object.keys(units).join(', ')}.`);
      print(unit(dirname(resolve(config)), configuration));
      return 0;
    }
    const now_s = systemClock.now_s();
    const zone = configuration.organisation.time_zone;
    const due = occurrences(configuration, now_s, now_s + ahead_days * 86_400);
    print(
      due.length === 0
        ? 'No report has a schedule. Add schedule: "mon 07:00" to one in casebook.yaml.'
        : table(
            ['due', 'report', 'period'],
            due.map(({ due_s, report, period, is_second }) => [
              localTime(due_s, zone),
              is_second === true ? `${report}, if a goal was left open` : report,
              period,
            ]),
          ),
    );
    if (due.length > 0) say([`Times are of ${zone}.`, ...changedClocks(configuration, now_s)].join('\n'));
    return 0;
  },
};

/** A sentence for each day of the coming year on which the clock skips the time of a schedule, or shows it twice. */
function changedClocks(configuration: Configuration, now_s: number): readonly string[] {
  const zone = configuration.organisation.time_zone;
  const notes = configuration.reports.flatMap(({ id, schedule }) => {
    if (schedule === undefined) return [];
    const wanted_s = schedule.hour * 3600 + schedule.minute * 60;
    return occurrences(
      { ...configuration, reports: configuration.reports.filter((one) => one.schedule === schedule) },
      now_s,
      now_s + year_s,
    ).flatMap(({ due_s }) => {
      const [date = '', time = ''] = formatInstant(due_s, zone).split('T');
      if (secondOfDay(due_s, zone) !== wanted_s)
        return [`${date}: the clock skips the time of ${id}; it is due at ${time.slice(0, 5)}.`];
      return instantOf(dayOf(due_s, zone), wanted_s, zone, 'second') === due_s
        ? []
        : [`${date}: the clock shows ${time.slice(0, 5)} twice; ${id} is due the first time, and not again.`];
    });
  });
  return [...new Set(notes)].sort();
}

/**
 * What calls `casebook run --due`, by the system that calls it. It is called every quarter of an hour and decides by itself: neither the
 * zone nor the summer time of the machine matters, and a call that was missed is made up for by the next one.
 */
const units: Readonly<Record<string, (folder: string, configuration: Configuration) => string>> = {
  cron: (folder, { organisation }) =>
    [
      '# casebook run --due does nothing when nothing is due. Messages go to run.log beside casebook.yaml.',
      `# What is due goes by ${organisation.time_zone}, whatever the zone of this machine: no CRON_TZ is needed.`,
      `*/15 * * * * cd ${quoted(folder)} && ${quoted(execPath)} ${quoted(commandFile)} run --due >> run.log 2>&1`,
    ].join('\n'),
  systemd: (folder) => `# /etc/systemd/system/casebook.service
[Unit]
Description=Casebook: support metrics that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory=${folder}
ExecStart=${systemdWord(execPath)} ${systemdWord(commandFile)} run --due
# 3: held by a gate; casebook runs says why
SuccessExitStatus=3
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=${folder}
PrivateTmp=yes

# /etc/systemd/system/casebook.timer
# then: systemctl daemon-reload && systemctl enable --now casebook.timer
[Unit]
Description=Looks every quarter of an hour whether Casebook has a report due

[Timer]
OnCalendar=*:0/15
Persistent=yes

[Install]
WantedBy=timers.target`,
  'github-actions': (_folder, configuration) => `name: Support metrics
on:
  schedule:
    - cron: '*/15 * * * *'
  workflow_dispatch: {}
# Two runs at once would wait for one data folder.
concurrency: casebook
jobs:
  due:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      # The data folder knows what was sent. A cache that is dropped after seven days without a run is read anew from the helpdesk.
      - uses: actions/cache/restore@v4
        with: { path: .casebook, key: casebook-none, restore-keys: casebook- }
      - run: npm install
      - run: npx ${about().name} run --due
${environmentOf(variablesIn(configuration))}      - if: always()
        uses: actions/cache/save@v4
        with: { path: .casebook, key: 'casebook-\${{ github.run_id }}-\${{ github.run_attempt }}' }`,
};

const environmentOf = (variables: readonly string[]): string =>
  variables.length === 0
    ? ''
    : `        env:\n${variables.map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join('')}`;

/** Environment variables that the configuration refers to. */
const variablesIn = (configuration: Configuration): readonly string[] => [
  ...new Set([...JSON.stringify(configuration).matchAll(/\$\{env:([A-Za-z0-9_]+)\}/g)].map((match) => match[1] ?? '')),
];

const quoted = (word: string): string => (/^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
const systemdWord = (word: string): string => (word.includes(' ') ? `"${word}"` : word).replaceAll('%', '%%');
