import { always, stated } from '../claim.ts';
import { costPerCase, fcr, mixAdjustedRate, ticketVolume } from '../../metrics/catalogue/all.ts';
import { historyOf, now, pair } from '../asks.ts';
import { channelName, channelsOf } from '../channels.ts';
import { changeOf, isInputMissing, nameOf, periodName, valueText } from '../phrases.ts';
import { section, type Cell, type Reading } from '../section.ts';

/** Cases, cost and first-contact resolution by channel, with the case-weighted total and, beside it, the total at a fixed mix (C7). */
export const byChannel = section({
  id: 'by_channel',
  title: (words) => always(words.by_channel.title),
  lead: (words) => always(words.by_channel.lead),
  asks: (context) => [
    ...pair(fcr, context, ['channel']),
    ...pair(costPerCase, context, ['channel']),
    now(ticketVolume, context, ['channel']),
    now(ticketVolume, context),
    ...historyOf(fcr, context),
    ...historyOf(costPerCase, context),
    ...pair(mixAdjustedRate, context, []),
  ],
  blocks: (view) => {
    const volume = view
      .cut(ticketVolume, 'channel')
      .flatMap(({ key, value }) => (value.status === 'known' ? [{ key, cases: value.value }] : []));
    if (volume.length < 2) return [];
    const { words, format } = view;
    const texts = words.by_channel;
    const hasCost = !isInputMissing(view.value(costPerCase)) && view.value(costPerCase).status === 'known';
    const row = (name: string, cases: number | null, cost: Reading, first: Reading): readonly Cell[] => [
      { kind: 'text', line: name },
      { kind: 'number', text: cases === null ? '' : format.count(cases) },
      ...(hasCost ? [{ kind: 'number' as const, text: valueText(costPerCase, cost.now, view) }] : []),
      { kind: 'number', text: valueText(fcr, first.now, view) },
      { kind: 'change', change: changeOf(first, view) },
    ];
    const total = volume.reduce((sum, { cases }) => sum + cases, 0);
    const adjusted = view.value(mixAdjustedRate, { base_metric: 'fcr' });
    const isReversed = view.extra(mixAdjustedRate, 'simpson_alarm', { base_metric: 'fcr' }) === 1;
    return [
      {
        kind: 'table',
        columns: [
          { label: texts.channel, align: 'start' },
          { label: texts.cases, align: 'end', width: 16 },
          ...(hasCost ? [{ label: nameOf(costPerCase, words), align: 'end' as const, width: 16 }] : []),
          { label: nameOf(fcr, words), align: 'end', width: 20 },
          { label: texts.change(periodName(view.facts.periods.baseline, view)), align: 'end', width: 24 },
        ],
        rows: channelsOf(volume).map((key) => ({
          cells: row(
            channelName(key, view),
            volume.find((item) => item.key === key)?.cases ?? 0,
            view.reading(costPerCase, { channel: key }),
            view.reading(fcr, { channel: key }),
          ),
        })),
        total: row(texts.all, total, view.reading(costPerCase), view.reading(fcr)),
      },
      ...(adjusted.status === 'known'
        ? [
            {
              kind: 'paragraph' as const,
              line: stated(
                isReversed ? 'mix_reverses' : 'fixed_mix',
                { fixed_mix: adjusted.value, simpson_alarm: isReversed },
                [
                  texts.adjusted(nameOf(fcr, words), format.percent(adjusted.value)),
                  ...(isReversed ? [`${words.marks.space}${texts.simpson}`] : []),
                ],
              ),
              small: true,
            },
          ]
        : []),
    ];
  },
});
