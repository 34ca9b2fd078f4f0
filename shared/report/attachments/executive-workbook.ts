import { costPerCase, fcr, ticketVolume } from '../../metrics/catalogue/all.ts';
import type { MetricValue } from '../../metrics/value.ts';
import { channelName, channelsOf } from '../channels.ts';
import type { Attachment, Datum, Sheet } from '../model.ts';
import { nameOf } from '../phrases.ts';
import { readingsOf } from '../scorecard.ts';
import { executiveGoals } from '../sections/executive-scorecard.ts';
import type { View } from '../section.ts';
import {
  checksSheet,
  definitionsSheet,
  historySheet,
  remarkOf,
  scorecardSheet,
  shownIn,
  type CheckRow,
} from './sheets.ts';

/** The scorecard as a workbook: the mail's own numbers, unrounded. */
export function executiveWorkbook(view: View): Attachment {
  const readings = readingsOf(Object.values(executiveGoals).flat(), view);
  return {
    kind: 'workbook',
    filename: `support-scorecard-${view.facts.periods.now.id}.xlsx`,
    currency: view.facts.organisation.currency,
    zone: view.facts.organisation.time_zone,
    sheets: [
      scorecardSheet(readings, view),
      historySheet(readings, view),
      channelsSheet(view),
      definitionsSheet(view),
      checksSheet(channelChecks(view), view),
    ],
  };
}

function channelsSheet(view: View): Sheet {
  const { words } = view;
  const texts = words.by_channel;
  const volume = volumeOf(view);
  // What is provisional stands here as in the mail, with the remark that it is.
  const numbers = (cost: MetricValue, rate: MetricValue): readonly Datum[] => [
    shownIn(cost, 'currency', view),
    shownIn(rate, 'rate', view),
    rate.status === 'no_data' ? null : rate.n,
    remarkOf(rate, view),
  ];
  return {
    name: words.sheets.channels,
    columns: [
      { title: texts.channel, kind: 'text', width: 20 },
      { title: texts.cases, kind: 'count', width: 12 },
      { title: `${nameOf(costPerCase, words)}, ${view.facts.organisation.currency}`, kind: 'decimal', width: 16 },
      { title: `${nameOf(fcr, words)}, %`, kind: 'decimal', width: 20 },
      { title: words.sheets.n, kind: 'count', width: 10 },
      { title: words.sheets.remark, kind: 'text', width: 36 },
    ],
    rows: [
      ...channelsOf(volume).map((channel): readonly Datum[] => {
        return [
          channelName(channel, view),
          volume.find(({ key }) => key === channel)?.cases ?? 0,
          ...numbers(view.value(costPerCase, { channel }), view.value(fcr, { channel })),
        ];
      }),
      [
        texts.all,
        volume.reduce((sum, { cases }) => sum + cases, 0),
        ...numbers(view.value(costPerCase), view.value(fcr)),
      ],
    ],
  };
}

const volumeOf = (view: View): readonly { readonly key: string; readonly cases: number }[] =>
  view
    .cut(ticketVolume, 'channel')
    .flatMap(({ key, value }) => (value.status === 'known' ? [{ key, cases: value.value }] : []));

/** The channels' cases add up to all cases. */
export function channelChecks(view: View): readonly CheckRow[] {
  const all = view.value(ticketVolume);
  const volume = volumeOf(view);
  if (all.status !== 'known' || volume.length === 0) return [];
  return [
    {
      what: view.words.checks.channels_add_up,
      left: volume.reduce((sum, { cases }) => sum + cases, 0),
      right: all.value,
    },
  ];
}
