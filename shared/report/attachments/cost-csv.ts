import { costOfSupport } from '../../metrics/catalogue/all.ts';
import { channelName } from '../channels.ts';
import type { Attachment } from '../model.ts';
import { kindName } from '../money.ts';
import type { View } from '../section.ts';

/** One month, channel and cost line. */
export interface CostRow {
  readonly month: string;
  readonly channel: string;
  readonly kind: string;
  readonly minor: number;
}

/** Every cell of month x channel x cost line with an amount, ascending; the sum is the report's total. */
export function costRows(view: View): readonly CostRow[] {
  const months = new Set(view.facts.periods.months.map(({ id }) => id));
  return view.facts.measured
    .flatMap(({ metric, period, segment, value }) =>
      metric === costOfSupport.id &&
      months.has(period.id) &&
      segment.channel !== undefined &&
      segment.cost_kind !== undefined &&
      value.status === 'known' &&
      value.value !== 0
        ? [{ month: period.id, channel: segment.channel, kind: segment.cost_kind, minor: Math.round(value.value) }]
        : [],
    )
    .sort((a, b) => compare(a.month, b.month) || compare(a.channel, b.channel) || compare(a.kind, b.kind));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function costCsv(view: View): Attachment {
  const { words, facts } = view;
  const texts = words.finance;
  const { currency, time_zone: zone } = facts.organisation;
  return {
    kind: 'csv',
    filename: `cost-per-case-${facts.periods.now.id}.csv`,
    currency,
    zone,
    sheet: {
      name: texts.cost_lines,
      columns: [
        { title: texts.csv_month, kind: 'text', width: 10 },
        { title: texts.csv_channel, kind: 'text', width: 16 },
        { title: texts.csv_line, kind: 'text', width: 24 },
        { title: texts.csv_amount(currency), kind: 'money', width: 16 },
      ],
      rows: costRows(view).map(({ month, channel, kind, minor }) => [
        month,
        channelName(channel, view),
        kindName(kind, view),
        minor,
      ]),
    },
  };
}
