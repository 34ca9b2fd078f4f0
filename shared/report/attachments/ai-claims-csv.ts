import { formatDay } from '../../time/day.ts';
import { billedConversations } from '../billed-conversations.ts';
import type { Attachment } from '../model.ts';
import { claimPeriod } from '../sections/ai-claims.ts';
import type { View } from '../section.ts';
import { exactDecimal } from './cell.ts';

/** The conversations behind the difference between what the AI vendor billed and what lasted; nothing where there is none. */
export function aiClaimsCsv(view: View): readonly Attachment[] {
  const period = claimPeriod(view);
  const conversations = period === null ? [] : billedConversations(view, period);
  if (period === null || conversations.length === 0) return [];
  const { words, facts } = view;
  const { currency, time_zone: zone } = facts.organisation;
  const text = (value: string | number | boolean | null | undefined): string => String(value ?? '');
  const findings: Readonly<Record<string, string>> = words.ai.findings;
  // what was billed is in the currency of the bill, and what is not proved in that of the mail, so that it adds up to the mail's
  const isForeign = conversations.some((one) => one.currency !== currency);
  const amount = (minor: bigint, of: string): number => Number(exactDecimal(minor, of));
  return [
    {
      kind: 'csv',
      filename: `ai-resolutions-not-proved-${period.id}.csv`,
      currency,
      zone,
      sheet: {
        name: words.ai.file,
        columns: [
          { title: words.ai.line, kind: 'text', width: 20 },
          { title: words.ai.vendor, kind: 'text', width: 14 },
          { title: words.ai.day, kind: 'text', width: 12 },
          { title: words.ai.conversation, kind: 'text', width: 16 },
          { title: words.ai.finding, kind: 'text', width: 40 },
          { title: words.ai.billed, kind: 'count', width: 12 },
          { title: words.ai.difference, kind: 'count', width: 12 },
          { title: words.ai.billed_amount, kind: 'count', width: 12 },
          ...(isForeign
            ? [
                { title: words.ai.currency, kind: 'text' as const, width: 8 },
                { title: words.ai.difference_in(currency), kind: 'count' as const, width: 12 },
              ]
            : [
                { title: words.ai.difference_amount, kind: 'count' as const, width: 12 },
                { title: words.ai.currency, kind: 'text' as const, width: 8 },
              ]),
          { title: words.ai.link, kind: 'text', width: 40 },
        ],
        rows: conversations.map(({ row, ...one }) => [
          one.lines.join('; '),
          text(row.vendor),
          formatDay(Number(row.period_start_day)),
          text(row.case_number ?? row.ticket_id),
          findings[one.finding] ?? one.finding,
          one.billed,
          one.not_proved,
          amount(one.billed_minor, one.currency),
          ...(isForeign
            ? [one.currency, amount(one.not_proved_minor, currency)]
            : [amount(one.not_proved_minor, currency), one.currency]),
          text(row.case_url),
        ]),
      },
    },
  ];
}
