import { always, stated } from '../claim.ts';
import { caseName, nothingUrgent, numberOf, urgentCases } from '../attention.ts';
import { attentionCases, peopleNames } from '../lists/open-cases.ts';
import { personName } from '../people.ts';
import { data } from '../phrases.ts';
import type { ListRow } from '../facts.ts';
import { section, type Cell, type View } from '../section.ts';

const shown = 5;

/** What a lead should touch first, each with the one reason that counts most. */
export const needsYouToday = section({
  id: 'needs_you_today',
  title: (words) => words.attention.title,
  lead: (words) => always(words.attention.lead),
  lists: [attentionCases, peopleNames],
  blocks: (view) => {
    const { words, format, facts } = view;
    const texts = words.attention;
    const urgent = urgentCases(view);
    if (urgent.length === 0) return nothingUrgent(view);
    const rest = urgent.length - shown;
    const next = urgent[shown];
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.case, align: 'start', width: 24 },
          { label: texts.why, align: 'start' },
          { label: texts.age, align: 'start', width: 12, wide: true },
          { label: texts.owner, align: 'start', width: 18 },
        ],
        rows: urgent.slice(0, shown).map(({ row, pill, reason }) => {
          const age = format.age(facts.as_of_s - (numberOf(row.created_s) ?? facts.as_of_s));
          const about = [row.category, row.priority].flatMap((text) =>
            typeof text === 'string' && text !== '' ? [data(text, 28)] : [],
          );
          const cells: readonly Cell[] = [
            {
              kind: 'text',
              line: [typeof row.url === 'string' ? { text: caseName(row), href: row.url } : caseName(row)],
              ...(about.length === 0 ? {} : { note: about.join(' · ') }),
            },
            { kind: 'text', pill, line: reason },
            { kind: 'number', text: age },
            {
              kind: 'text',
              line: row.tells_owner === false ? texts.owner_not_told : ownerOf(row, view),
            },
          ];
          return { cells };
        }),
      },
      ...(next === undefined
        ? []
        : [
            {
              kind: 'paragraph' as const,
              line: stated(
                'more_urgent',
                { urgent: urgent.length, shown, next: caseName(next.row) },
                texts.more(rest, format.count(rest), `${caseName(next.row)} (${next.pill.word}; ${next.reason})`),
              ),
              small: true,
            },
          ]),
    ];
  },
});

const ownerOf = (row: ListRow, view: View): string =>
  (row.assignee_id === null ? undefined : personName(String(row.person), view)) ?? view.words.attention.nobody;
