import { costPerCase, fcr, fdr24h, goodRate } from '../../metrics/catalogue/all.ts';
import { historyOf, pair } from '../asks.ts';
import { channelMix } from '../channels.ts';
import { always, firstTrue } from '../claim.ts';
import { basisOf, changeOf, knownValue, nameOf, isShownZero, sizeText, valueText } from '../phrases.ts';
import { readingsOf } from '../scorecard.ts';
import { section, type Reading, type View } from '../section.ts';

/** Ratios, whose change can be parted into the channels' own and the shift of cases between them. */
const ratios = [fdr24h, fcr, goodRate, costPerCase];

/** How this quarter is better than the one before: the judged changes, with the mix of channels taken out. */
export const betterThanBefore = section({
  id: 'better_than_before',
  title: (words) => always(words.questions.better),
  asks: (context) => ratios.flatMap((metric) => [...historyOf(metric, context), ...pair(metric, context, ['channel'])]),
  blocks: (view) => {
    const { words, format } = view;
    const texts = words.questions;
    const parted = readingsOf(ratios, view).flatMap((reading) => {
      const mix = mixOf(reading, view);
      return mix === null ? [] : [{ reading, mix }];
    });
    if (parted.length === 0) return [];
    const judged = parted.filter(({ reading }) => reading.news !== 'unknown');
    const [better, worse] = (['better', 'worse'] as const).map(
      (news) => parted.filter(({ reading }) => reading.news === news).length,
    );
    const evidence = { numbers: parted.length, judged: judged.length, better: better ?? 0, worse: worse ?? 0 };
    const line = firstTrue(evidence, [
      { claim: 'not_judged', when: judged.length === 0, says: () => texts.not_judged },
      {
        claim: 'judged_changes',
        when: true,
        says: () =>
          texts.judged(format.count(evidence.better), format.count(evidence.worse), format.count(judged.length)),
      },
    ]);
    return [
      { kind: 'paragraph', line },
      {
        kind: 'table',
        columns: [
          { label: words.numbers.measure, align: 'start' },
          { label: words.numbers.change, align: 'start', width: 26 },
          { label: texts.inside, align: 'end', width: 20 },
          { label: texts.mix, align: 'end', width: 20 },
        ],
        rows: parted.map(({ reading, mix }) => ({
          cells: [
            {
              kind: 'text',
              line: nameOf(reading.metric, words),
              note: basisOf(reading, view, valueText(reading.metric, reading.now, view)),
            },
            { kind: 'change', change: changeOf(reading, view) },
            { kind: 'number', text: signed(reading, mix.within, view) },
            { kind: 'number', text: signed(reading, mix.mix, view) },
          ],
        })),
      },
    ];
  },
});

/** null where the channels do not explain the change that is shown. */
function mixOf({ metric, now, before }: Reading, view: View): { readonly within: number; readonly mix: number } | null {
  const [after, earlier] = [knownValue(now), knownValue(before)];
  const mix = channelMix(metric, view);
  if (after === null || earlier === null || mix === null) return null;
  const change = after - earlier;
  return Math.abs(mix.change - change) > Math.abs(change) * 0.001 + 1e-9 ? null : mix;
}

function signed({ metric, now }: Reading, part: number, view: View): string {
  const size = sizeText(metric, part, knownValue(now) ?? 0, view);
  return isShownZero(size) ? size : `${part < 0 ? '\u2212' : '+'}${size}`;
}
