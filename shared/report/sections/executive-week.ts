import { always } from '../claim.ts';
import { backlog, dtsP50, fcr, goodRate, ticketVolume } from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import { movementTable, unusualOf } from '../movement.ts';
import { readingsOf } from '../scorecard.ts';
import { section, type Reading, type View } from '../section.ts';

/** The five numbers an executive sees every week. */
export const weekMetrics = [ticketVolume, backlog, dtsP50, fcr, goodRate];

/** Five rows: value, change against the four weeks before, thirteen weeks, normal or unusual. No verdict inside a quarter. */
export const executiveWeek = section({
  id: 'executive_week',
  title: (words) => words.numbers.title,
  lead: (words, view) => always(words.compared_with_weeks(view.format.shortRange(view.facts.periods.baseline))),
  asks: (context) => weekMetrics.flatMap((metric) => historyOf(metric, context)),
  blocks: (view) => {
    const { words, facts } = view;
    const readings = readingsOf(weekMetrics, view);
    if (readings.length === 0) return [];
    return [
      movementTable(readings, view),
      ...(facts.configuration.url === undefined
        ? []
        : [{ kind: 'button' as const, text: words.decisions.open, href: facts.configuration.url }]),
    ];
  },
});

/** The numbers that moved beyond their normal range, at most three. */
export const unusual = (view: View): readonly Reading[] => unusualOf(readingsOf(weekMetrics, view));
