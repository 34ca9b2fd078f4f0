import type { Known } from './known.ts';
import { nearest } from '../nearest.ts';

/** A value that does not fit what another part of the file, or Casebook, says. `expected` is a phrase. */
export interface ReferenceFault {
  readonly path: readonly PropertyKey[];
  readonly expected: string;
}

/**
 * What the parts of a configuration say about each other: ids used once, calendars, teams, metrics and reports that exist, goals
 * that fit their metric, schedules that fit their report. Reads the file as written, whatever else is wrong with it, so that one
 * reading tells every fault; values of a wrong type are left to the schema.
 */
export function referenceFaults(root: unknown, known: Known): readonly ReferenceFault[] {
  return [
    ...repeatedIds(root, 'sources'),
    ...repeatedIds(root, 'teams'),
    ...unknownCalendars(root),
    ...targetFaults(root, known),
    ...entries(root, 'reports').flatMap((report, i) => [
      ...nameAndSchedule(report, i, known),
      ...recipientFaults(report, i, idsOf(root, 'teams')),
    ]),
  ];
}

function repeatedIds(root: unknown, part: 'sources' | 'teams'): readonly ReferenceFault[] {
  const ids = entries(root, part).map(({ id }) => id);
  return ids.flatMap((id, i) =>
    typeof id === 'string' && ids.indexOf(id) !== i
      ? [{ path: [part, i, 'id'], expected: 'an id used only once' }]
      : [],
  );
}

function unknownCalendars(root: unknown): readonly ReferenceFault[] {
  const calendars = Object.keys(member(root, 'calendars'));
  return entries(root, 'teams').flatMap(({ calendar }, i) =>
    typeof calendar !== 'string' || calendars.includes(calendar)
      ? []
      : [
          {
            path: ['teams', i, 'calendar'],
            expected: `a calendar of this file: ${calendars.join(', ') || 'none is defined'}`,
          },
        ],
  );
}

function targetFaults(root: unknown, known: Known): readonly ReferenceFault[] {
  const { currency } = member(root, 'organisation');
  return entries(root, 'targets').flatMap((target, i): readonly ReferenceFault[] => {
    const { metric } = target;
    if (typeof metric !== 'string') return [];
    const isKnown = known.metrics.includes(metric);
    const hint = nearest(metric, known.metrics);
    const unknown = {
      path: ['targets', i, 'metric'],
      expected: `a metric id${hint ? `, such as ${hint}` : ''} (casebook metrics --list shows all)`,
    };
    const goals = ['at_most', 'at_least', 'watch'].flatMap((name) => {
      const given = target[name];
      if (typeof given !== 'string' && typeof given !== 'number') return [];
      const expected = known.goal?.(metric, given, typeof currency === 'string' ? currency : 'USD');
      const about = isKnown ? ` for ${metric}` : '';
      return expected === undefined ? [] : [{ path: ['targets', i, name], expected: `${expected}${about}` }];
    });
    return isKnown ? goals : [unknown, ...goals];
  });
}

function nameAndSchedule(report: Entry, i: number, known: Known): readonly ReferenceFault[] {
  const { id, schedule } = report;
  if (typeof id !== 'string') return [];
  if (!known.reports.includes(id))
    return [{ path: ['reports', i, 'id'], expected: `one of ${known.reports.join(', ')}` }];
  const isMonthly = typeof schedule === 'string' && schedule.startsWith('day ');
  const path = ['reports', i, 'schedule'];
  if (typeof schedule === 'string' && !isMonthly && id.endsWith('-quarterly'))
    return [{ path, expected: 'a day of the month such as "day 5 07:00" for a quarterly report' }];
  if (isMonthly && id.endsWith('-weekly'))
    return [{ path, expected: 'a weekday such as "mon 07:00" for a weekly report' }];
  return [];
}

function recipientFaults(report: Entry, i: number, teams: readonly string[]): readonly ReferenceFault[] {
  const { slice, recipients } = report;
  if (recipients === undefined || recipients === null || typeof recipients !== 'object') return [];
  const path = ['reports', i, 'recipients'];
  if (slice === undefined) {
    return Array.isArray(recipients)
      ? []
      : [{ path, expected: 'one list of addresses, because the report has no slice' }];
  }
  if (Array.isArray(recipients)) {
    return recipients.length === 0
      ? []
      : [
          {
            path,
            expected: `a list of addresses for each ${typeof slice === 'string' ? slice : 'slice'}, because the report has a slice`,
          },
        ];
  }
  if (slice !== 'team') return [];
  return Object.keys(recipients)
    .filter((team) => !teams.includes(team))
    .map((team) => ({
      path: [...path, team],
      expected: `a team of this file: ${teams.join(', ') || 'none is defined'}`,
    }));
}

type Entry = Readonly<Record<string, unknown>>;

/** A part of the file that is a mapping; empty when it is none. */
const member = (root: unknown, name: string): Entry => entryOf(entryOf(root)[name]);
/** A part of the file that is a list; what is no mapping in it counts as an empty one, so that places stay. */
const entries = (root: unknown, name: string): readonly Entry[] => {
  const part = entryOf(root)[name];
  return Array.isArray(part) ? part.map(entryOf) : [];
};
const entryOf = (value: unknown): Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : {};
const idsOf = (root: unknown, name: string): readonly string[] => [
  ...new Set(entries(root, name).flatMap(({ id }) => (typeof id === 'string' ? [id] : []))),
];
