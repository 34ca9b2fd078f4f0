import { costPerCase, dtsP50, fcr, goodRate, workAbility, workEfficiency } from '../../metrics/catalogue/all.ts';
import type { Metric } from '../../metrics/model.ts';
import type { Known } from '../../metrics/value.ts';
import { historyOf } from '../asks.ts';
import { always, stated, type Sentence } from '../claim.ts';
import { isProportion, nameOf, periodName, valueText } from '../phrases.ts';
import { fewTrials } from '../reading.ts';
import { readingsOf } from '../scorecard.ts';
import { section, type Cell, type Reading, type View } from '../section.ts';

const compared = [dtsP50, fcr, goodRate, costPerCase, workAbility, workEfficiency];
const year = 4;
const threeW = '3W support-metrics article';

/** How we compare: with what the definitions' texts publish, with the same quarter of last year, and with the own best. */
export const howWeCompare = section({
  id: 'how_we_compare',
  title: (words) => always(words.questions.compare),
  lead: (words) => always(words.questions.compare_lead),
  asks: (context) => compared.flatMap((metric) => historyOf(metric, context)),
  blocks: (view) => {
    const { words } = view;
    const texts = words.questions;
    const rows = readingsOf(compared, view).flatMap((reading) => {
      const { metric, now, history } = reading;
      const [ago, best] = [history.at(-1 - year), bestOf(reading, view)];
      const hasAgo = ago?.status === 'known';
      if (now.status === 'no_data' || (!hasAgo && best === null && metric.published === undefined)) return [];
      const cells: readonly Cell[] = [
        { kind: 'text', line: nameOf(metric, words), note: publishedBy(metric, view) },
        { kind: 'number', text: valueText(metric, now, view) },
        { kind: 'number', text: hasAgo ? valueText(metric, ago, view) : words.dash },
        best === null
          ? { kind: 'number', text: words.dash }
          : {
              kind: 'number',
              text: valueText(metric, best.value, view),
              note: stated('best_before', { metric: metric.id, value: best.value.value, n: best.value.n }, best.name),
            },
      ];
      return [{ cells }];
    });
    if (rows.length === 0) return [];
    return [
      {
        kind: 'table',
        columns: [
          { label: words.numbers.measure, align: 'start' },
          { label: periodName(view.facts.periods.now, view), align: 'end', width: 20 },
          { label: texts.year_ago, align: 'end', width: 20 },
          { label: texts.best, align: 'end', width: 24 },
        ],
        rows,
      },
    ];
  },
});

/** "published 90.0% (3W model of support, undated)"; empty where no text states a value. */
function publishedBy({ published, unit, id }: Metric, { words, format }: View): Sentence<string> {
  if (published === undefined) return always('');
  const { source, year: of, value } = published;
  return stated(
    'published',
    { metric: id, source, year: of, value },
    words.questions.published(
      format.value(unit, value, id),
      source === threeW ? words.models.three_w.title : source,
      of === null ? words.questions.undated : String(of),
    ),
  );
}

/** The best of the earlier quarters, of enough cases, and which it was; null with fewer than two. */
function bestOf({ metric, history }: Reading, view: View): { readonly value: Known; readonly name: string } | null {
  const fit = history.slice(0, -1).flatMap((value, i) => {
    const period = view.facts.periods.history[i];
    const isFit = value.status === 'known' && (!isProportion(metric, value) || value.n >= fewTrials);
    return isFit && period !== undefined ? [{ value, name: periodName(period, view) }] : [];
  });
  const [first] = [...fit].sort((a, b) => (metric.direction === 'down' ? 1 : -1) * (a.value.value - b.value.value));
  return fit.length < 2 ? null : (first ?? null);
}
