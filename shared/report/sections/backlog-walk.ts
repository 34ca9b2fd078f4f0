import { always, stated, whenTrue } from '../claim.ts';
import { backlog, frtP50 } from '../../metrics/catalogue/all.ts';
import { ageBands } from '../../metrics/relations/tickets.ts';
import { historyOf, now } from '../asks.ts';
import { attentionCases } from '../lists/open-cases.ts';
import { walkOf } from '../backlog.ts';
import { section, type Block, type TableRow, type View } from '../section.ts';

/** Open + new + reopened - solved = open, to the case; and how old the open ones are. */
export const backlogWalk = section({
  id: 'backlog_walk',
  title: (words) => always(words.backlog.title),
  asks: (context) => [...historyOf(backlog, context), now(backlog, context, ['age_band']), now(frtP50, context)],
  blocks: (view) => {
    const walk = walkOf(view);
    if (walk === null) return [];
    const { words, format, facts } = view;
    const texts = words.backlog;
    const step = (label: string, value: number): TableRow[] =>
      value === 0
        ? []
        : [
            {
              cells: [
                { kind: 'text', line: label },
                { kind: 'number', text: format.signed(format.count(value), value) },
              ],
            },
          ];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.step, align: 'start' },
          { label: texts.cases, align: 'end', width: 24 },
        ],
        rows: [
          {
            cells: [
              { kind: 'text', line: texts.open_on(format.longDay(facts.periods.now.start_s)) },
              { kind: 'number', text: format.count(walk.opening) },
            ],
          },
          ...step(texts.created, walk.created),
          ...step(texts.reopened, walk.reopened),
          ...step(texts.restored, walk.restored),
          ...step(texts.resolved, -walk.resolved),
          ...step(texts.removed, -walk.removed),
        ],
        total: [
          { kind: 'text', line: texts.open_on(format.longDay(facts.periods.now.end_s - 1)) },
          { kind: 'number', text: format.count(walk.closing) },
        ],
      },
      ...openNow(view, walk.closing),
      ...running(view),
      ...ages(view, walk.closing),
    ];
  },
});

/** The list is of now, the walk ends with the period: what lies between, so that both can be right. */
function openNow(view: View, closing: number): readonly Block[] {
  const { words, format, facts } = view;
  if (!(attentionCases.id in facts.lists)) return [];
  const open = view.rows(attentionCases);
  const came = open.filter((row) => Number(row.created_s) >= facts.periods.now.end_s).length;
  // Of those that were there before: solved and come back, moved between teams, all in one difference.
  const older = open.length - came - closing;
  return whenTrue('open_now', came !== 0 || older !== 0, { closing, came, older, open: open.length }, () =>
    words.backlog.open_now(
      format.instant(facts.as_of_s),
      format.count(open.length),
      came === 0 ? null : format.count(came),
      older,
      format.count(Math.abs(older)),
    ),
  ).map((line) => ({ kind: 'paragraph', line, small: true }));
}

function ages(view: View, total: number): readonly Block[] {
  const { words, format } = view;
  const texts = words.backlog;
  const found = new Map(
    view.cut(backlog, 'age_band').map(({ key, value }) => [key, value.status === 'known' ? value.value : 0]),
  );
  if (found.size === 0 || total <= 0) return [];
  const most = Math.max(...found.values());
  return [
    { kind: 'subheading', text: texts.ages },
    {
      kind: 'table',
      columns: [
        { label: texts.age, align: 'start', width: 32 },
        { label: texts.cases, align: 'end', width: 14 },
        { label: texts.share, align: 'start' },
      ],
      rows: ageBands.map((band) => {
        const n = found.get(band) ?? 0;
        return {
          cells: [
            { kind: 'text', line: texts.bands[band] ?? band },
            { kind: 'number', text: format.count(n) },
            { kind: 'bar', text: format.percent(n / total), fill: most === 0 ? 0 : n / most },
          ],
        };
      }),
      total: [
        { kind: 'text', line: texts.all },
        { kind: 'number', text: format.count(total) },
        { kind: 'text', line: '' },
      ],
    },
  ];
}

/** What is still running beside what was solved: the oldest open case, and customers who wait for a first reply. */
function running(view: View): readonly Block[] {
  const { words, format } = view;
  const oldest = view.extra(backlog, 'oldest_age_s');
  const waiting = view.extra(frtP50, 'waiting');
  const longest = view.extra(frtP50, 'longest_wait_s');
  const lines = [
    ...(typeof oldest === 'number' && oldest > 0 ? [words.backlog.oldest(format.age(oldest))] : []),
    ...(typeof waiting === 'number' && waiting > 0 && typeof longest === 'number'
      ? [words.backlog.waiting(waiting, format.count(waiting), format.age(longest))]
      : []),
  ];
  return lines.length === 0
    ? []
    : [
        {
          kind: 'paragraph',
          line: stated(
            'still_running',
            { oldest_age_s: oldest, waiting, longest_wait_s: longest },
            lines.join(words.marks.space),
          ),
          small: true,
        },
      ];
}
