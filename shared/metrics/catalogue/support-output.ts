import { computed } from '../definition.ts';
import { countOf } from '../measure.ts';
import { accountEvents } from '../measures/account-events.ts';
import { publishedArticles } from '../measures/articles.ts';
import { said } from '../measures/points.ts';
import { counted } from '../measures/tickets.ts';
import { isTold, lossesIn } from '../knowledge.ts';
import { known } from '../outcome.ts';
import { tickets } from '../relations/tickets.ts';
import { bySegment, isIn } from '../segments.ts';
import { sql } from '../sql.ts';
import type { Segment } from '../value.ts';

/** Unlike outputs are never added: there is no total. */
export const supportOutput = computed({
  id: 'support_output',
  title: 'Support output',
  question: 'What did support produce?',
  group: 'Efficiency and effectiveness',
  kind: 'by_part',
  formula: 'counts by part: cases resolved, knowledge published, contracts renewed, contracts sold',
  unit: 'count',
  direction: 'up',
  audience: ['executive'],
  cadence: ['quarterly'],
  inputs: ['tickets.resolved_s', 'knowledge_articles.published_s', 'account_events.kind'],
  population: 'each part by its own date in the period',
  axis: 'period',
  dimensions: ['part', 'team', 'product'],
  requires: ['account_events', 'knowledge_articles', 'tickets'],
  pitfalls: 'Unlike outputs are never added: there is no total.',
  basis: 'described',
  source: ['technical-support-excellence article'],
  parts: ['cases', 'knowledge', 'renewals', 'sales'],

  evaluate: async (queries, ask) => {
    const [cases, lose, { rows, segmentOf }, events] = await Promise.all([
      queries.measure(ask, {
        resolved: countOf(
          tickets('nobody'),
          'resolved_s',
          sql`${counted} AND ${isTold('creation')} AND ${isTold('resolution')}`,
        ),
      }),
      lossesIn(queries, ask, { needs: ['resolution'] }),
      publishedArticles(queries, ask),
      accountEvents(queries, ask, ['renewed', 'sold']),
    ]);
    const ofEvent = ({ row }: (typeof events)[number]): Segment => ({ product: said(row, 'product'), team: 'unknown' });
    const counts = <R>(all: readonly R[], cut: (one: R) => Segment, part: string) =>
      bySegment(
        ask,
        all.filter((one) => isIn(ask.where, cut(one))),
        cut,
      ).map(({ segment, rows }) => ({ segment: { ...segment, part }, value: known(rows.length, rows.length) }));
    return [
      ...cases.map(({ segment, measured: { resolved } }) =>
        lose({ segment: { ...segment, part: 'cases' }, value: known(resolved.n, resolved.n) }),
      ),
      ...counts(rows, segmentOf, 'knowledge'),
      ...counts(
        events.filter(({ kind }) => kind === 'renewed'),
        ofEvent,
        'renewals',
      ),
      ...counts(
        events.filter(({ kind }) => kind === 'sold'),
        ofEvent,
        'sales',
      ),
    ];
  },
});
