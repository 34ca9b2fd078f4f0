import { formatDay } from '../../time/day.ts';
import { aiClaims } from '../lists/ai-claims.ts';
import type { Attachment } from '../model.ts';
import { claimPeriod } from '../sections/ai-claims.ts';
import type { View } from '../section.ts';

/** The cases behind the difference between what the AI vendor billed and what lasted; nothing where there is none. */
export function aiClaimsCsv(view: View): readonly Attachment[] {
  const period = claimPeriod(view);
  const rows = view
    .rows(aiClaims)
    .filter(
      ({ period_start_day: day }) => period !== null && Number(day) >= period.start_day && Number(day) < period.end_day,
    );
  if (period === null || rows.length === 0) return [];
  const { words, facts } = view;
  const { currency, time_zone: zone } = facts.organisation;
  const text = (value: string | number | boolean | null | undefined): string => String(value ?? '');
  const findings: Readonly<Record<string, string>> = words.ai.findings;
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
          { title: words.ai.amount, kind: 'money', width: 12 },
          { title: words.ai.currency, kind: 'text', width: 8 },
          { title: words.ai.link, kind: 'text', width: 40 },
        ],
        rows: rows.map((row) => [
          text(row.line_id),
          text(row.vendor),
          formatDay(Number(row.period_start_day)),
          text(row.case_number ?? row.ticket_id),
          findings[text(row.finding)] ?? text(row.finding),
          Number(row.amount_minor),
          text(row.currency),
          text(row.case_url),
        ]),
      },
    },
  ];
}
