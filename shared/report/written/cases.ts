import type { SectionConfiguration } from '../../config/configuration.ts';
import { aboutCase, caseName, nothingUrgent, numberOf, reasonCell, urgentCases } from '../attention.ts';
import { historyOf, now } from '../asks.ts';
import { frtP80, dtsP80 } from '../../metrics/catalogue/all.ts';
import { listsAgainst } from '../../metrics/cases-behind.ts';
import type { Metric } from '../../metrics/model.ts';
import { always, firstTrue, quoted, stated, whenTrue } from '../claim.ts';
import { valuesOf } from '../evidence.ts';
import type { ListRow } from '../facts.ts';
import { attentionCases, openCases } from '../lists/open-cases.ts';
import { metricOf } from '../metrics.ts';
import { data, nameOf } from '../phrases.ts';
import type { Words } from '../words/words.ts';
import { section, type Block, type Cell, type Section, type View } from '../section.ts';

type Cases = NonNullable<SectionConfiguration['cases']>;
const usual = 10;

/** Cases with number, link and what they are about; never a text of a customer or the name of a person. */
export function cases(written: Cases, number: number): Section {
  const { title, which, metric: id, show = usual } = written;
  const metric = id === undefined ? undefined : metricOf(id);
  const list = `cases_${number}`;
  return section({
    id: list,
    title: () => quoted('casebook.yaml', data(title, 80)),
    ...(which === undefined
      ? {}
      : {
          // A list of the end of the period and one of now differ by what happened since.
          lead: (words: Words, { facts, format }: View) =>
            always(words.written.as_of(format.instant(which === 'urgent' ? facts.as_of_s : facts.periods.now.end_s))),
        }),
    ...(which === undefined ? {} : { lists: [which === 'urgent' ? attentionCases : openCases] }),
    asks: (context) =>
      metric !== undefined
        ? [now(metric, context)]
        : which === 'urgent'
          ? [...historyOf(frtP80, context), ...historyOf(dtsP80, context)]
          : [],
    cases: (context) => (metric === undefined ? [] : [{ id: list, ask: now(metric, context), rows: show }]),
    blocks: (view) => {
      if (which === 'urgent') return urgent(show, view);
      if (which === 'oldest') return oldest(show, view);
      return metric === undefined ? [] : behind(metric, view.facts.lists[list] ?? [], show, view);
    },
  });
}

function urgent(show: number, view: View): readonly Block[] {
  const texts = view.words.attention;
  const found = urgentCases(view);
  if (found.length === 0) return nothingUrgent(view);
  return [
    {
      kind: 'table',
      columns: [
        { label: texts.case, align: 'start', width: 30 },
        { label: texts.why, align: 'start' },
        { label: texts.age, align: 'start', width: 16 },
      ],
      rows: found.slice(0, show).map((one) => ({
        cells: [caseCell(one.row), reasonCell(one), ageCell(one.row, view)],
      })),
    },
    ...moreCases(found.length, show, view),
  ];
}

const moreCases = (all: number, shown: number, { words, format }: View): readonly Block[] =>
  whenTrue('not_all_cases', all > shown, { cases: all, shown }, () =>
    words.written.not_all(format.count(shown), format.count(all)),
  ).map((line) => ({ kind: 'paragraph', line, small: true }));

function oldest(show: number, view: View): readonly Block[] {
  const { words, format } = view;
  const rows = view.rows(openCases);
  if (rows.length === 0)
    return [{ kind: 'paragraph', line: stated('none_open', { open: 0 }, words.written.none_open) }];
  return [
    {
      kind: 'table',
      columns: [
        { label: words.written.case, align: 'start' },
        { label: words.csv.created, align: 'start', width: 30 },
        { label: words.attention.age, align: 'start', width: 20 },
      ],
      rows: rows.slice(0, show).map((row) => ({
        cells: [
          caseCell(row),
          { kind: 'text', line: format.day(numberOf(row.created_s) ?? 0) },
          ageCell(row, view, view.facts.periods.now.end_s),
        ],
      })),
    },
    ...moreCases(rows.length, show, view),
  ];
}

/** Cases of a number: with its time where it is one; of a share those that count against it. */
function behind(metric: Metric, rows: readonly ListRow[], show: number, view: View): readonly Block[] {
  const { words, format } = view;
  const texts = words.written;
  const name = nameOf(metric, words);
  if (rows.length === 0)
    return [
      {
        kind: 'paragraph',
        line: firstTrue({ ...valuesOf([view.reading(metric)]), rows: 0 }, [
          { claim: 'none_against', when: isWhole(metric, view), says: () => texts.none_against(name) },
          { claim: 'no_cases', when: true, says: () => texts.no_cases(name) },
        ]),
      },
    ];
  const hasTime = rows.some(({ value_s }) => numberOf(value_s) !== null);
  const shown = format.count(rows.length);
  const isAgainst = rows[0]?.against === true;
  const said = firstTrue({ rows: rows.length, asked: show }, [
    { claim: 'longest_cases', when: hasTime, says: () => texts.first_cases(name, shown) },
    {
      claim: 'all_against',
      when: isAgainst && rows.length < show,
      says: () => texts.all_against_cases(name, rows.length, shown),
    },
    { claim: 'newest_against', when: isAgainst, says: () => texts.against_cases(name, shown) },
    { claim: 'newest_cases', when: true, says: () => texts.newest_cases(name, shown) },
  ]);
  return [
    { kind: 'paragraph', line: said, small: true },
    {
      kind: 'table',
      columns: [
        { label: texts.case, align: 'start' },
        { label: texts.date, align: 'start', width: 26 },
        ...(hasTime ? [{ label: texts.time, align: 'end' as const, width: 24 }] : []),
      ],
      rows: rows.map((row) => {
        const [at, value] = [numberOf(row.at_s), numberOf(row.value_s)];
        return {
          cells: [
            caseCell(row),
            { kind: 'text', line: at === null ? '' : format.day(at) },
            ...(hasTime
              ? [{ kind: 'number' as const, text: value === null ? words.dash : format.duration(value) }]
              : []),
          ],
        };
      }),
    },
  ];
}

/** Does every case of a share count for it? */
function isWhole(metric: Metric, view: View): boolean {
  const value = view.value(metric);
  if (!listsAgainst(metric) || value.status === 'no_data' || value.denominator === null) return false;
  return value.denominator > 0 && value.numerator === (metric.direction === 'down' ? 0 : value.denominator);
}

const caseCell = (row: ListRow): Cell => ({
  kind: 'text',
  line: [typeof row.url === 'string' ? { text: caseName(row), href: row.url } : caseName(row)],
  note: aboutCase(row),
});

const ageCell = (row: ListRow, { format, facts }: View, at_s = facts.as_of_s): Cell => ({
  kind: 'number',
  text: format.age(at_s - (numberOf(row.created_s) ?? at_s)),
});
