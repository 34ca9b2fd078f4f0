import { nearest } from '../nearest.ts';
import { historyLength, namedCadence, type Cadence } from './cadence.ts';
import type { Known } from './known.ts';
import { sectionKinds } from './report-sections.ts';
import { entries, entryOf, type Entry, type ReferenceFault } from './raw.ts';
import { memberAt } from '../member.ts';

const own = ['title', 'cadence', 'audience'] as const;

/** Ids, own parts, sections and schedules of the reports of a file. */
export function reportFaults(root: unknown, known: Known): readonly ReferenceFault[] {
  const reports = entries(root, 'reports');
  const ids = reports.map(({ id }) => id);
  return reports.flatMap((report, i) => {
    const path = ['reports', i];
    const first = ids.indexOf(report.id);
    const repeated: readonly ReferenceFault[] =
      typeof report.id !== 'string' || first === i
        ? []
        : [
            {
              path: [...path, 'id'],
              expected: `an id used only once; reports[${first}] has this one (free is ${freeId(report.id, [...ids, ...known.reports])})`,
            },
          ];
    return [
      ...repeated,
      ...(report.sections === undefined ? readyFaults(report, path, known) : writtenFaults(report, path, known, root)),
      ...scheduleFaults(report, path),
      ...compareFaults(report, path),
    ];
  });
}

const freeId = (id: string, taken: readonly unknown[]): string => {
  for (let n = 2; ; n++) if (!taken.includes(`${id}-${n}`)) return `${id}-${n}`;
};

/** A ready report is named, and says nothing of its own. */
function readyFaults(report: Entry, path: readonly PropertyKey[], known: Known): readonly ReferenceFault[] {
  const { id } = report;
  if (typeof id !== 'string') return [];
  const hint = nearest(id, known.reports);
  return known.reports.includes(id)
    ? own
        .filter((name) => report[name] !== undefined)
        .map((name) => ({ path: [...path, name], expected: `nothing: ${id} has its own (a report with sections may)` }))
    : [
        {
          path: [...path, 'id'],
          expected: `one of ${known.reports.join(', ')}${hint === undefined ? '' : ` (did you mean ${hint}?)`}, or sections that make it a report of your own`,
        },
      ];
}

function writtenFaults(
  report: Entry,
  path: readonly PropertyKey[],
  known: Known,
  root: unknown,
): readonly ReferenceFault[] {
  const { id } = report;
  const isTaken = typeof id === 'string' && known.reports.includes(id);
  const isFit = typeof id !== 'string' || /^[a-z0-9][a-z0-9-]{0,63}$/.test(id);
  return [
    ...(isFit ? [] : [{ path: [...path, 'id'], expected: 'at most 64 small letters, digits and "-"' }]),
    ...(isTaken
      ? [{ path: [...path, 'id'], expected: `an id of its own, because ${id} is a ready report (such as my-${id})` }]
      : []),
    ...own
      .filter((name) => report[name] === undefined)
      .map((name) => ({ path: [...path, name], expected: `${wanted[name]}, because the report has sections` })),
    ...entries(report, 'sections').flatMap((section, i) =>
      Object.keys(section).length === 0
        ? [{ path: [...path, 'sections', i], expected: `one of ${sectionKinds.join(', ')}` }]
        : sectionFaults(section, [...path, 'sections', i], report, known, root),
    ),
  ];
}
const wanted = {
  title: 'a title',
  cadence: 'weekly, monthly or quarterly',
  audience: 'executive, finance or lead',
} as const;

function sectionFaults(
  section: Entry,
  path: readonly PropertyKey[],
  report: Entry,
  known: Known,
  root: unknown,
): readonly ReferenceFault[] {
  const listed = ['scorecard', 'trend'].flatMap((kind) => {
    const { metrics } = entryOf(section[kind]);
    return Array.isArray(metrics)
      ? metrics.flatMap((id, i) => metricFaults(id, [...path, kind, 'metrics', i], known))
      : [];
  });
  const { periods } = entryOf(section['trend']);
  const most = historyLength[report['cadence'] as Cadence] ?? Infinity;
  const tooLong =
    typeof periods === 'number' && periods > most
      ? [{ path: [...path, 'trend', 'periods'], expected: `at most ${most} periods of a ${report['cadence']} report` }]
      : [];
  return [
    ...listed,
    ...tooLong,
    ...goalFaults(entryOf(section['scorecard']), [...path, 'scorecard', 'metrics'], report, root, known),
    ...['breakdown', 'ranking', 'distribution'].flatMap((kind) =>
      cutFaults(entryOf(section[kind]), [...path, kind], report, known),
    ),
    ...casesFaults(entryOf(section['cases']), [...path, 'cases'], known),
    ...readyFaultsOf(section['ready'], [...path, 'ready'], report, known),
  ];
}

export function metricFaults(id: unknown, path: readonly PropertyKey[], known: Known): readonly ReferenceFault[] {
  if (typeof id !== 'string' || known.metrics.includes(id)) return [];
  const hint = nearest(id, known.metrics);
  return [{ path, expected: `a metric id${hint ? `, such as ${hint}` : ''} (casebook metrics --list shows all)` }];
}

/** A scorecard that asks for goals is of the cadence that the goals are for: a quarter's sum is no month's. */
function goalFaults(
  { metrics, targets }: Entry,
  path: readonly PropertyKey[],
  { cadence }: Entry,
  root: unknown,
  known: Known,
): readonly ReferenceFault[] {
  if (targets !== true || typeof cadence !== 'string' || !Array.isArray(metrics)) return [];
  const goals = entries(root, 'targets').map(({ metric, cadence: of }, place) => {
    return { metric, place, cadence: typeof of === 'string' ? of : 'quarterly' };
  });
  return metrics.flatMap((id: unknown, i): readonly ReferenceFault[] => {
    const of = goals.filter(({ metric }) => metric === id);
    const [first] = of;
    if (of.some((goal) => goal.cadence === cadence)) return [];
    if (first === undefined)
      return typeof id !== 'string' || !known.metrics.includes(id)
        ? []
        : [
            {
              path: [...path, i],
              expected: `a metric with a ${cadence} goal: targets has none for ${id} (add one with cadence: ${cadence}, or leave targets: true out)`,
            },
          ];
    return [
      {
        path: [...path, i],
        expected: `a metric with a ${cadence} goal: that of ${String(id)} in targets[${first.place}] is ${first.cadence} (add one with cadence: ${cadence}, or make the report ${first.cadence})`,
      },
    ];
  });
}

/** Who is named, and by reports for which readers alone. */
const people = ['person', 'author'];
const customers = ['account'];

/** A metric that is shown by a dimension: `breakdown`, `ranking`, and `distribution` where it names one. */
function cutFaults(
  { metric, by, first }: Entry,
  path: readonly PropertyKey[],
  { audience, people: shows }: Entry,
  known: Known,
): readonly ReferenceFault[] {
  const unknown = metricFaults(metric, [...path, 'metric'], known);
  const all = typeof metric === 'string' ? known.cuts?.[metric] : undefined;
  if (unknown.length > 0 || all === undefined) return unknown;
  const kind = String(path.at(-1));
  if (by === undefined && kind === 'distribution') {
    if (known.durations?.includes(String(metric)) !== false) return [];
    return [
      {
        path: [...path, 'metric'],
        expected: `${listOf(known.durations)}, whose cases are counted by spans of time; or by: a dimension that divides ${String(metric)}`,
      },
    ];
  }
  if ((first === 'best' || first === 'worst') && known.neutral?.includes(String(metric)) === true)
    return [
      { path: [...path, 'first'], expected: `most or least: of ${String(metric)} neither more nor less is good` },
    ];
  if (typeof by !== 'string') return [];
  if (kind === 'ranking' && people.includes(by))
    return [
      { path: [...path, 'by'], expected: 'another dimension: people are not ranked (a breakdown shows them to leads)' },
    ];
  const arePeopleShown = audience === 'lead' && shows !== false && kind === 'breakdown';
  const cuts = all.filter((name) =>
    people.includes(name) ? arePeopleShown : !customers.includes(name) || audience === 'executive',
  );
  if (cuts.includes(by)) return [];
  const at = [...path, 'by'];
  if (cuts.length === 0) return [{ path: at, expected: `another metric: ${String(metric)} cannot be cut` }];
  const hint = nearest(by, cuts);
  const why = !all.includes(by)
    ? ''
    : customers.includes(by)
      ? '; only a report for executives names customers'
      : '; only a breakdown for leads, without people: false, shows names of people';
  return [
    {
      path: at,
      expected: `a dimension that ${String(metric)} can be cut by: ${cuts.join(', ')}${hint === undefined ? '' : ` (did you mean ${hint}?)`}${why}`,
    },
  ];
}

const listOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

function casesFaults({ metric }: Entry, path: readonly PropertyKey[], known: Known): readonly ReferenceFault[] {
  const unknown = metricFaults(metric, [...path, 'metric'], known);
  if (typeof metric !== 'string' || unknown.length > 0 || known.ofCases?.includes(metric) !== false) return unknown;
  return [
    {
      path: [...path, 'metric'],
      expected: `a metric that counts cases, such as ${nearest(metric, known.ofCases) ?? 'dts_p50'}: ${metric} has no cases behind it`,
    },
  ];
}

/** A section of the ready reports stands where they have it: it is about a week or a quarter, and may name people. */
function readyFaultsOf(
  id: unknown,
  path: readonly PropertyKey[],
  { cadence, audience }: Entry,
  { sections }: Known,
): readonly ReferenceFault[] {
  if (typeof id !== 'string' || typeof cadence !== 'string' || sections === undefined) return [];
  const found = memberAt(sections, id);
  const fitting = Object.keys(sections).filter(
    (name) => sections[name]?.cadences.includes(cadence) === true && (sections[name].audience ?? audience) === audience,
  );
  if (found === undefined) {
    const hint = nearest(id, fitting);
    return [
      {
        path,
        expected: `a section of the ready reports: ${fitting.join(', ')}${hint === undefined ? '' : ` (did you mean ${hint}?)`}`,
      },
    ];
  }
  if (!found.cadences.includes(cadence))
    return [{ path, expected: `a section for a ${cadence} report: ${id} is ${listOf(found.cadences)}` }];
  if (found.audience === null || found.audience === audience) return [];
  const why =
    found.audience === 'lead'
      ? 'names people, and only a report for leads does'
      : 'is held against the ledger, which only a report for finance is';
  return [{ path, expected: `another section: ${id} ${why}` }];
}

function scheduleFaults({ id, schedule, cadence }: Entry, path: readonly PropertyKey[]): readonly ReferenceFault[] {
  if (typeof id !== 'string' || typeof schedule !== 'string') return [];
  const kind = typeof cadence === 'string' ? cadence : namedCadence(id);
  const isDay = schedule.startsWith('day ');
  const at = [...path, 'schedule'];
  if (!isDay && (kind === 'quarterly' || kind === 'monthly'))
    return [{ path: at, expected: `a day of the month such as "day 5 07:00" for a ${kind} report` }];
  if (isDay && kind === 'weekly') return [{ path: at, expected: 'a weekday such as "mon 07:00" for a weekly report' }];
  return [];
}

/** A week is compared with the four before it, always. */
function compareFaults({ id, cadence, compare }: Entry, path: readonly PropertyKey[]): readonly ReferenceFault[] {
  const isWeekly = (cadence ?? namedCadence(String(id))) === 'weekly';
  return isWeekly && compare === 'year'
    ? [{ path: [...path, 'compare'], expected: 'nothing: a week is compared with the four weeks before it' }]
    : [];
}
