import { always } from '../claim.ts';
import {
  backlog,
  costPerCase,
  dtsP50,
  fcr,
  goodRate,
  requesterWaitP50,
  slaAttainment,
  ticketVolume,
} from '../../metrics/catalogue/all.ts';
import { historyOf } from '../asks.ts';
import { movementTable } from '../movement.ts';
import { readingsOf } from '../scorecard.ts';
import { section } from '../section.ts';

/** What an executive sees every week, in the order of cause: what customers felt, how much there was, what it cost. */
const groups = {
  customers: [requesterWaitP50, slaAttainment, dtsP50, fcr, goodRate],
  volume: [ticketVolume, backlog],
  cost: [costPerCase],
} as const;
export const weekMetrics = Object.values(groups).flat();

/** A row a number: value, change against the four weeks before, thirteen weeks, normal or unusual. No verdict inside a quarter. */
export const executiveWeek = section({
  id: 'executive_week',
  title: (words) => always(words.numbers.title),
  lead: (words, view) => always(words.compared_with_weeks(view.format.shortRange(view.facts.periods.baseline))),
  asks: (context) => weekMetrics.flatMap((metric) => historyOf(metric, context)),
  blocks: (view) => {
    const { words, facts } = view;
    const readings = readingsOf(weekMetrics, view);
    if (readings.length === 0) return [];
    return [
      movementTable(readings, view, {
        groups: Object.entries(groups).map(([name, metrics]) => ({
          title: words.felt[name as keyof typeof groups],
          metrics,
        })),
      }),
      ...(facts.configuration.url === undefined
        ? []
        : [{ kind: 'button' as const, text: words.decisions.open, href: facts.configuration.url }]),
    ];
  },
});
