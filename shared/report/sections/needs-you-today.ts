import { always, firstTrue, stated } from '../claim.ts';
import { aboutCase, caseName, nothingUrgent, numberOf, reasonCell, urgentCases } from '../attention.ts';
import { attentionCases, peopleNames } from '../lists/open-cases.ts';
import { personName } from '../people.ts';
import type { ListRow } from '../facts.ts';
import { section, type Cell, type View } from '../section.ts';

const shown = 5;

/** What a lead should touch first, each with the one reason that counts most. */
export const needsYouToday = section({
  id: 'needs_you_today',
  title: (words) => always(words.attention.title),
  lead: (words) => always(words.attention.lead),
  lists: [attentionCases, peopleNames],
  blocks: (view) => {
    const { words, format, facts } = view;
    const { marks, attention: texts } = words;
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
        rows: urgent.slice(0, shown).map((one) => {
          const { row } = one;
          const age = format.age(facts.as_of_s - (numberOf(row.created_s) ?? facts.as_of_s));
          const cells: readonly Cell[] = [
            {
              kind: 'text',
              line: [typeof row.url === 'string' ? { text: caseName(row), href: row.url } : caseName(row)],
              note: aboutCase(row),
            },
            reasonCell(one),
            { kind: 'number', text: age },
            ownerCell(row, view),
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
                texts.more(
                  rest,
                  format.count(rest),
                  `${caseName(next.row)}${marks.open}${next.pill.word}${marks.semicolon}${next.reason}${marks.close}`,
                ),
              ),
              small: true,
            },
          ]),
    ];
  },
});

/** Nobody has it only where the source tells who has a case. */
function ownerCell(row: ListRow, view: View): Cell {
  const { owner_not_told, nobody } = view.words.attention;
  const name = row.assignee_id === null ? undefined : personName(String(row.person), view);
  const evidence = { case: String(row.ticket_id), tells_owner: row.tells_owner !== false };
  const sentence = firstTrue(evidence, [
    { claim: 'owner_not_told', when: row.tells_owner === false, says: () => owner_not_told },
    { claim: 'owner', when: name !== undefined, says: () => name ?? nobody },
    { claim: 'no_owner', when: true, says: () => nobody },
  ]);
  return { kind: 'said', sentence };
}
