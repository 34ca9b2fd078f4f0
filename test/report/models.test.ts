import { describe, expect, it } from 'vitest';
import type { Metric } from '../../shared/metrics/model.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import * as models from '../../shared/report/models/all.ts';
import { definitionOf, nameOf } from '../../shared/report/phrases.ts';
import { languages } from '../../shared/report/words/words.ts';
import { executiveQuarterFacts } from '../support/report-facts.ts';

const facts = executiveQuarterFacts();
const metrics: readonly Metric[] = Object.values(catalogue);
const idsIn = (model: (typeof models)[keyof typeof models]): readonly string[] => [
  ...new Set(model.sections.flatMap((part) => part.asks?.(facts) ?? []).map(({ metric }) => metric.id)),
];

/** The text that a metric names as its source says in which model it belongs. */
describe('the published models as reports', () => {
  it.each([
    [models.threeWQuarterly, '3W support-metrics article'],
    [models.supportExcellenceQuarterly, 'technical-support-excellence article'],
    [models.nextGenerationQuarterly, 'next-generation metrics article'],
    [models.kpiCatalogueQuarterly, 'support KPI article'],
  ])('hold every number of their text', (model, text) => {
    const wanted = metrics.filter(({ source }) => source.includes(text)).map(({ id }) => id);
    expect(wanted.filter((id) => !idsIn(model).includes(id))).toEqual([]);
  });

  it('have a name and an explanation of each of their numbers in every language', () => {
    const shown = new Set(Object.values(models).flatMap(idsIn));
    for (const words of Object.values(languages))
      for (const metric of metrics.filter(({ id }) => shown.has(id))) {
        if (words.language === 'en') continue;
        expect(nameOf(metric, words), `${words.language} ${metric.id}`).not.toBe(words.untranslated(metric.title));
        expect(definitionOf(metric, words), `${words.language} ${metric.id}`).not.toBe(
          words.untranslated(metric.question),
        );
      }
  });
});
