import { costPerCase, ticketVolume } from '../../metrics/catalogue/all.ts';
import { flashOf } from '../flash.ts';
import type { Attachment, Datum } from '../model.ts';
import { nameOf } from '../phrases.ts';
import type { View } from '../section.ts';

/** The weeks of the history: cases, and cost per case where costs were supplied. */
export function flashCsv(view: View): Attachment {
  const { words, facts } = view;
  const texts = words.finance;
  const { currency, time_zone: zone } = facts.organisation;
  const flash = flashOf(view);
  const known = (metric: typeof costPerCase, id: string): Datum => {
    const period = facts.periods.history.find((each) => each.id === id);
    const value = view.value(metric, {}, period);
    return value.status === 'known' ? value.value : null;
  };
  return {
    kind: 'csv',
    filename: `support-cost-flash-${facts.periods.now.id}.csv`,
    currency,
    zone,
    sheet: {
      name: texts.flash_title,
      columns: [
        { title: words.sheets.period, kind: 'text', width: 12 },
        { title: nameOf(ticketVolume, words), kind: 'count', width: 12 },
        { title: texts.cases_solved, kind: 'count', width: 12 },
        { title: `${nameOf(costPerCase, words)}, ${currency}`, kind: 'money', width: 16 },
      ],
      rows: facts.periods.history.map(({ id }): readonly Datum[] => {
        const each = view.value(
          costPerCase,
          {},
          facts.periods.history.find((period) => period.id === id),
        );
        const isNow = id === facts.periods.now.id;
        return [
          id,
          known(ticketVolume, id),
          each.status === 'known' ? each.n : isNow ? flash.solved : null,
          isNow && flash.perCase === null ? null : known(costPerCase, id),
        ];
      }),
    },
  };
}
