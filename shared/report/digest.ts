import { periodKind } from '../config/cadence.ts';
import type { MetricValue, Unit } from '../metrics/value.ts';
import type { Period } from '../period.ts';
import { againOf, type Again } from './decision.ts';
import type { Coverage, ReportFacts, Slice } from './facts.ts';
import type { Model } from './model.ts';
import type { ReportDefinition } from './report-definition.ts';
import { lineText } from './text.ts';
import { firstData_s } from './view.ts';
import { wordsOf } from './words/words.ts';

/** What an issue said, as data: kept beside the mail, so that a reader of years of issues need not open each. */
export interface Digest {
  readonly title: string;
  /** BCP 47, of the title, the subject and the sentences. */
  readonly language: string;
  readonly audience: ReportDefinition['audience'];
  readonly slice: Pick<Slice, 'dimension' | 'id' | 'name'> | null;
  readonly period: Period;
  readonly as_of_s: number;
  /** Of a later revision; one that was kept without it does not tell. */
  readonly again?: Again;
  readonly currency: string;
  /** The bottom line, and the points below it. */
  readonly sentence: string;
  readonly points: readonly string[];
  /** Every sentence of the mail. */
  readonly said: readonly string[];
  /** The numbers of the whole that the reader sees, of the period and of those before it. */
  readonly numbers: readonly DigestNumber[];
  readonly coverage: readonly Pick<Coverage, 'name' | 'share' | 'problem'>[];
}
export interface DigestNumber {
  readonly metric: string;
  readonly unit: Unit;
  readonly period: Pick<Period, 'id' | 'kind' | 'start_s'>;
  readonly value: MetricValue;
}

/** The digest of a mail, from what it was made of. */
export function digestOf(report: ReportDefinition, facts: ReportFacts, model: Model): Digest {
  const words = wordsOf(facts.configuration.locale ?? facts.organisation.locale);
  const kind = periodKind[report.cadence];
  const again = againOf(facts);
  const first_s = firstData_s(facts);
  return {
    title: report.title(words),
    language: model.language,
    audience: report.audience,
    slice:
      facts.slice === null ? null : { dimension: facts.slice.dimension, id: facts.slice.id, name: facts.slice.name },
    period: facts.periods.now,
    as_of_s: facts.as_of_s,
    ...(again === undefined ? {} : { again }),
    currency: facts.organisation.currency,
    sentence: lineText(model.bottomLine.sentence.line),
    points: model.bottomLine.points.map(({ line }) => lineText(line)),
    said: model.proofs.flatMap(({ place, text }) => (place === 'sentence' ? [text] : [])),
    numbers: facts.measured
      .filter(
        ({ segment, period }) => Object.keys(segment).length === 0 && period.kind === kind && period.end_s > first_s,
      )
      .map(({ metric, unit, period: { id, start_s }, value }) => ({
        metric,
        unit,
        period: { id, kind, start_s },
        value,
      })),
    coverage: facts.coverage.map(({ name, share, problem }) => ({ name, share, problem })),
  };
}
