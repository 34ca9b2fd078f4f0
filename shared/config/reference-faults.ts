import type { Known } from './known.ts';
import { promiseKinds } from './promises.ts';
import { entries, entryOf, idsOf, member, type Entry, type ReferenceFault } from './raw.ts';
import { metricFaults, reportFaults } from './report-faults.ts';

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
    ...promiseFaults(root),
    ...targetFaults(root, known),
    ...reportFaults(root, known),
    ...entries(root, 'reports').flatMap((report, i) => recipientFaults(report, i, idsOf(root, 'teams'))),
    ...unsigned(root),
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

/** A promise is in business time: without a calendar nobody could say when it is due. */
function promiseFaults(root: unknown): readonly ReferenceFault[] {
  const calendars = Object.keys(member(root, 'calendars'));
  const sources = idsOf(root, 'sources');
  return entries(root, 'promises').flatMap((promise, i): readonly ReferenceFault[] => {
    const { calendar, match } = promise;
    const path = ['promises', i];
    const isKnown = typeof calendar === 'string' ? calendars.includes(calendar) : calendars.includes('default');
    const named = entryOf(match)['source'];
    return [
      ...(isKnown
        ? []
        : [
            {
              path: typeof calendar === 'string' ? [...path, 'calendar'] : path,
              expected:
                typeof calendar === 'string'
                  ? `a calendar of this file: ${calendars.join(', ') || 'none is defined'}`
                  : 'a calendar, because promises are in business time: name one here, or define calendars.default',
            },
          ]),
      ...(promiseKinds.some((kind) => kind in promise)
        ? []
        : [{ path, expected: `at least one of ${promiseKinds.join(', ')}, such as first_reply: 4 h` }]),
      ...(Array.isArray(named) ? named : []).flatMap((name, at) =>
        typeof name !== 'string' || sources.includes(name)
          ? []
          : [{ path: [...path, 'match', 'source', at], expected: `a source of this file: ${sources.join(', ')}` }],
      ),
    ];
  });
}

function targetFaults(root: unknown, known: Known): readonly ReferenceFault[] {
  const { currency } = member(root, 'organisation');
  return entries(root, 'targets').flatMap((target, i): readonly ReferenceFault[] => {
    const { metric } = target;
    if (typeof metric !== 'string') return [];
    const isKnown = known.metrics.includes(metric);
    const goals = ['at_most', 'at_least', 'watch'].flatMap((name) => {
      const given = target[name];
      if (typeof given !== 'string' && typeof given !== 'number') return [];
      const expected = known.goal?.(metric, given, typeof currency === 'string' ? currency : 'USD');
      const about = isKnown ? ` for ${metric}` : '';
      return expected === undefined ? [] : [{ path: ['targets', i, name], expected: `${expected}${about}` }];
    });
    return [...metricFaults(metric, ['targets', i, 'metric'], known), ...goals];
  });
}

/** What goes to a webhook of one's own is signed: a receiver must know who speaks. */
const unsigned = (root: unknown): readonly ReferenceFault[] =>
  JSON.stringify(entries(root, 'reports').map(({ recipients }) => recipients ?? null)).includes('"webhook:') &&
  member(root, 'delivery')['signing_key'] === undefined
    ? [
        {
          path: ['delivery', 'signing_key'],
          expected:
            'the secret that signs messages, such as ${env:CASEBOOK_SIGNING_KEY}, because a recipient is a webhook',
        },
      ]
    : [];

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
