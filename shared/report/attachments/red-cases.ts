import { redOnes } from '../answers.ts';
import type { ListRow } from '../facts.ts';
import type { Attachment, Datum } from '../model.ts';
import { nameOf } from '../phrases.ts';
import { redListOf } from '../red-list.ts';
import type { Reading, View } from '../section.ts';

/** The cases behind every number that went wrong, in one file; none where nothing did. Without a word of the customer. */
export function redCasesCsv(judged: readonly Reading[], view: View): readonly Attachment[] {
  const { words, facts } = view;
  const texts = words.csv;
  const rows = redOnes(judged, view).flatMap((reading) =>
    (redListOf(reading, view)?.rows ?? []).map((row) => rowOf(nameOf(reading.metric, words), row)),
  );
  if (rows.length === 0) return [];
  const text = (title: string, width: number) => ({ title, kind: 'text' as const, width });
  return [
    {
      kind: 'csv',
      filename: `cases-behind-${facts.periods.now.id}.csv`,
      currency: facts.organisation.currency,
      zone: facts.organisation.time_zone,
      sheet: {
        name: words.answers.cases,
        columns: [
          text(words.numbers.measure, 30),
          text(texts.case, 12),
          text(texts.link, 40),
          text(texts.source, 12),
          text(texts.status, 16),
          { title: texts.created, kind: 'instant', width: 16 },
          { title: texts.solved, kind: 'instant', width: 16 },
          text(texts.counted, 24),
          { title: texts.hours, kind: 'hours', width: 12 },
        ],
        rows,
      },
    },
  ];
}

function rowOf(name: string, row: ListRow): readonly Datum[] {
  const said = (value: unknown): Datum => (typeof value === 'string' ? value : null);
  const number = (value: unknown): Datum => (typeof value === 'number' ? value : null);
  return [
    name,
    String(row.number ?? row.ticket_id),
    said(row.url),
    said(row.source),
    said(row.status),
    number(row.created_s),
    number(row.resolved_s),
    said(row.counted),
    number(row.value_s),
  ];
}
