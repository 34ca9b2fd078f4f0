import { numberOf, urgentOf, usualTimes } from '../attention.ts';
import { attentionCases } from '../lists/open-cases.ts';
import type { Attachment, Datum } from '../model.ts';
import { personName } from '../people.ts';
import type { View } from '../section.ts';

/** Every case that is open now, the most urgent first with the reason, then the oldest; without a word of the customer. */
export function openCasesCsv(view: View): Attachment {
  const { words, facts } = view;
  const texts = words.csv;
  const usual = usualTimes(view);
  const ranked = view
    .rows(attentionCases)
    .map((row) => ({ row, urgent: urgentOf(row, view, usual) }))
    .sort(
      (a, b) =>
        (b.urgent?.urgency ?? 0) - (a.urgent?.urgency ?? 0) ||
        (numberOf(a.row.created_s) ?? 0) - (numberOf(b.row.created_s) ?? 0),
    );
  const text = (title: string, width: number) => ({ title, kind: 'text' as const, width });
  return {
    kind: 'csv',
    filename: `open-cases-${facts.periods.now.id}.csv`,
    currency: facts.organisation.currency,
    zone: facts.organisation.time_zone,
    sheet: {
      name: texts.case,
      columns: [
        text(texts.case, 12),
        { title: texts.urgency, kind: 'count', width: 8 },
        text(texts.reason, 40),
        text(texts.link, 40),
        text(texts.source, 12),
        text(texts.channel, 10),
        text(texts.priority, 8),
        text(texts.type, 10),
        text(texts.topic, 24),
        text(texts.product, 16),
        text(texts.status, 16),
        text(texts.owner, 18),
        { title: texts.created, kind: 'instant', width: 16 },
        { title: texts.updated, kind: 'instant', width: 16 },
        { title: texts.age_hours, kind: 'hours', width: 10 },
        { title: texts.reopened, kind: 'count', width: 8 },
        { title: texts.handoffs, kind: 'count', width: 8 },
      ],
      rows: ranked.map(({ row, urgent }): readonly Datum[] => {
        const said = (value: unknown): Datum => (typeof value === 'string' ? value : null);
        const created = numberOf(row.created_s);
        return [
          String(row.number ?? row.ticket_id),
          urgent === null ? 0 : Math.round(urgent.urgency),
          urgent === null ? texts.no_reason : `${urgent.pill.word}: ${urgent.reason}`,
          said(row.url),
          said(row.source),
          said(row.channel),
          said(row.priority),
          said(row.type),
          said(row.category),
          said(row.product),
          said(row.status),
          facts.configuration.people && row.assignee_id !== null ? personName(String(row.person), view) : null,
          created,
          numberOf(row.updated_s),
          created === null ? null : facts.as_of_s - created,
          numberOf(row.reopen_count),
          numberOf(row.handoff_count),
        ];
      }),
    },
  };
}
