import { nearest } from '../nearest.ts';
import { historyLength, type Cadence } from './cadence.ts';
import type { Known } from './known.ts';
import { sectionKinds } from './report-sections.ts';
import { entries, entryOf, type Entry, type ReferenceFault } from './raw.ts';

/** Names of people are shown to nobody else. */
const namesPeople = ['person', 'author'];
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
      ...(report.sections === undefined ? readyFaults(report, path, known) : writtenFaults(report, path, known)),
      ...scheduleFaults(report, path),
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

function writtenFaults(report: Entry, path: readonly PropertyKey[], known: Known): readonly ReferenceFault[] {
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
        : sectionFaults(section, [...path, 'sections', i], report, known),
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
  return [...listed, ...tooLong, ...breakdownFaults(entryOf(section['breakdown']), path, report, known)];
}

export function metricFaults(id: unknown, path: readonly PropertyKey[], known: Known): readonly ReferenceFault[] {
  if (typeof id !== 'string' || known.metrics.includes(id)) return [];
  const hint = nearest(id, known.metrics);
  return [{ path, expected: `a metric id${hint ? `, such as ${hint}` : ''} (casebook metrics --list shows all)` }];
}

function breakdownFaults(
  { metric, by }: Entry,
  path: readonly PropertyKey[],
  { audience, people }: Entry,
  known: Known,
): readonly ReferenceFault[] {
  const unknown = metricFaults(metric, [...path, 'breakdown', 'metric'], known);
  const all = typeof metric === 'string' ? known.cuts?.[metric] : undefined;
  if (unknown.length > 0 || all === undefined || typeof by !== 'string') return unknown;
  const cuts = audience === 'lead' && people !== false ? all : all.filter((name) => !namesPeople.includes(name));
  if (cuts.includes(by)) return [];
  const at = [...path, 'breakdown', 'by'];
  if (cuts.length === 0) return [{ path: at, expected: `another metric: ${String(metric)} cannot be cut` }];
  const hint = nearest(by, cuts);
  const why = all.includes(by) ? `; only a report for leads, without people: false, shows names of people` : '';
  return [
    {
      path: at,
      expected: `a dimension that ${String(metric)} can be cut by: ${cuts.join(', ')}${hint === undefined ? '' : ` (did you mean ${hint}?)`}${why}`,
    },
  ];
}

function scheduleFaults({ id, schedule, cadence }: Entry, path: readonly PropertyKey[]): readonly ReferenceFault[] {
  if (typeof id !== 'string' || typeof schedule !== 'string') return [];
  const named = /-(weekly|quarterly)$/.exec(id)?.[1];
  const kind = typeof cadence === 'string' ? cadence : named;
  const isDay = schedule.startsWith('day ');
  const at = [...path, 'schedule'];
  if (!isDay && (kind === 'quarterly' || kind === 'monthly'))
    return [{ path: at, expected: `a day of the month such as "day 5 07:00" for a ${kind} report` }];
  if (isDay && kind === 'weekly') return [{ path: at, expected: 'a weekday such as "mon 07:00" for a weekly report' }];
  return [];
}
