import { always, whenTrue } from '../claim.ts';
import { actualPersonDays, backlog, dtsP50 } from '../../metrics/catalogue/all.ts';
import { now } from '../asks.ts';
import { walkOf } from '../backlog.ts';
import { peopleNames } from '../lists/open-cases.ts';
import { personName } from '../people.ts';
import { section, type Block, type Cell, type View } from '../section.ts';

/** As many people as a team has; a larger group is not a team to balance by hand. */
const shown = 12;

/** Open and solved cases by person: for balancing work, not for ranking. Only for the lead of the own team, and only if allowed. */
export const carrying = section({
  id: 'carrying',
  title: (words) => always(words.people.title),
  lead: (words) => always(words.people.lead),
  lists: [peopleNames],
  asks: (context) =>
    context.slice?.dimension === 'team' && context.configuration.people
      ? [backlog, dtsP50, actualPersonDays].map((metric) => now(metric, context, ['person']))
      : [],
  blocks: (view) => {
    const { words, format, facts } = view;
    const texts = words.people;
    if (facts.slice?.dimension !== 'team' || !facts.configuration.people) return [];
    const open = countsOf(view.cut(backlog, 'person'), 'value');
    const solved = countsOf(view.cut(dtsP50, 'person'), 'n');
    const days = countsOf(view.cut(actualPersonDays, 'person'), 'value');
    const keys = [...new Set([...open.keys(), ...solved.keys()])].filter((key) => key !== 'unknown');
    if (keys.length === 0) return [];
    const people = keys
      .map((key) => ({ key, name: personName(key, view) ?? texts.nobody }))
      .sort((a, b) => (open.get(b.key) ?? 0) - (open.get(a.key) ?? 0) || (a.name < b.name ? -1 : 1));
    const total = sum(open);
    const most = Math.max(1, ...open.values());
    const hasDays = days.size > 0;
    const row = (name: string, o: number, s: number | null, d: number | null): readonly Cell[] => [
      { kind: 'text', line: name },
      { kind: 'number', text: format.count(o) },
      { kind: 'number', text: s === null ? words.dash : format.count(s) },
      ...(hasDays ? [{ kind: 'number' as const, text: d === null ? words.dash : format.decimal(d, 1) }] : []),
      { kind: 'bar', text: '', fill: o / most, quiet: true },
    ];
    const rest = people.slice(shown);
    const nobody = open.get('unknown') ?? 0;
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.person, align: 'start' },
          { label: texts.open_now, align: 'end', width: 13 },
          { label: texts.solved, align: 'end', width: 13 },
          ...(hasDays ? [{ label: texts.days_worked, align: 'end' as const, width: 16 }] : []),
          { label: texts.share, align: 'start', width: 28, wide: true },
        ],
        rows: [
          ...people.slice(0, shown).map(({ key, name }) => ({
            cells: row(name, open.get(key) ?? 0, solved.get(key) ?? 0, days.get(key) ?? null),
          })),
          ...(rest.length > 0
            ? [
                {
                  cells: row(
                    texts.others(rest.length, format.count(rest.length)),
                    rest.reduce((all, { key }) => all + (open.get(key) ?? 0), 0),
                    rest.reduce((all, { key }) => all + (solved.get(key) ?? 0), 0),
                    hasDays ? rest.reduce((all, { key }) => all + (days.get(key) ?? 0), 0) : null,
                  ),
                },
              ]
            : []),
          ...(nobody > 0 || (solved.get('unknown') ?? 0) > 0
            ? [{ cells: row(texts.nobody, nobody, solved.get('unknown') ?? null, null) }]
            : []),
        ],
        total: [
          { kind: 'text', line: texts.team },
          { kind: 'number', text: format.count(total) },
          { kind: 'number', text: format.count(sum(solved)) },
          ...(hasDays ? [{ kind: 'number' as const, text: format.decimal(sum(days), 1) }] : []),
          { kind: 'text', line: '' },
        ],
      },
      ...solvedTwice(view, sum(solved)),
      ...(facts.slice.url === null ? [] : [{ kind: 'button' as const, text: texts.open_board, href: facts.slice.url }]),
    ];
  },
});

/** The backlog counts every solution, this table each case once: the line that bridges the two. */
function solvedTwice(view: View, cases: number): readonly Block[] {
  const { words, format } = view;
  const solutions = walkOf(view)?.resolved ?? cases;
  return whenTrue('solutions_and_cases', solutions !== cases, { solutions, cases }, () =>
    words.people.solutions(format.count(solutions), format.count(cases)),
  ).map((line) => ({ kind: 'paragraph', line, small: true }));
}

function countsOf(cut: ReturnType<View['cut']>, of: 'value' | 'n'): ReadonlyMap<string, number> {
  return new Map(cut.flatMap(({ key, value }) => (value.status === 'known' ? [[key, value[of]] as const] : [])));
}
const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, n) => all + n, 0);
