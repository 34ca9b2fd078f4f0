import type { Measured } from '../metrics/evaluate.ts';
import type { ReportFacts, Restatement, Reworded } from '../report/facts.ts';
import { happenings } from '../report/lists/events.ts';
import { planLines } from '../report/lists/plan-lines.ts';
import { planQuarter } from '../report/lists/plan-quarter.ts';

/** A value as the reader saw it: what is compared, so that a change within rounding is none. */
export type Shown = (measured: Measured) => string;

const nameOf = (fact: Measured): string =>
  JSON.stringify([fact.metric, fact.period.id, Object.entries(fact.segment).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** Facts that both sets have and that read differently, in the order of the earlier set. */
export function changed(
  before: readonly Measured[],
  after: readonly Measured[],
  shown: Shown,
): readonly { readonly before: Measured; readonly after: Measured }[] {
  const now = new Map(after.map((fact) => [nameOf(fact), fact]));
  return before.flatMap((fact) => {
    const other = now.get(nameOf(fact));
    return other === undefined || shown(fact) === shown(other) ? [] : [{ before: fact, after: other }];
  });
}

/** Numbers mailed before that have changed since: whole segments only, because cuts repeat them. Values never given are no restatement. */
export function restatements(
  before: readonly Measured[],
  after: readonly Measured[],
  shown: Shown,
  ticketsChanged: number,
  rulesChanged = 0,
): readonly Restatement[] {
  return changed(before, after, shown)
    .filter(({ before: was }) => Object.keys(was.segment).length === 0 && was.value.status !== 'no_data')
    .map(({ before: was, after: is }) => ({
      metric: was.metric,
      period: was.period.id,
      segment: was.segment,
      before: was.value,
      after: is.value,
      tickets_changed: ticketsChanged,
      ...(rulesChanged === 0 ? {} : { rules_changed: rulesChanged }),
    }));
}

/** Restatements of one number told several times, as one: from what was first mailed to what is known last. In order of period and metric. */
export function joined(told: readonly Restatement[]): readonly Restatement[] {
  const found = new Map<string, Restatement>();
  for (const one of told) {
    const key = JSON.stringify([
      one.period,
      one.metric,
      Object.entries(one.segment).sort(([a], [b]) => (a < b ? -1 : 1)),
    ]);
    const before = found.get(key);
    found.set(
      key,
      before === undefined
        ? one
        : {
            ...before,
            ...one,
            before: before.before,
            tickets_changed: Math.max(before.tickets_changed, one.tickets_changed),
          },
    );
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}

/** What a mail is made of beside its numbers, as it reads. */
type Wording = Pick<
  ReportFacts,
  'organisation' | 'slice' | 'configuration' | 'goals' | 'checks' | 'lists' | 'commentary' | 'answers'
>;

/** Lists of what a plan states, and of what happened. */
const planned = [planLines.id, planQuarter.id];
const happened = [happenings.id];

const listsOf =
  (ids: readonly string[]) =>
  ({ lists }: Pick<ReportFacts, 'lists'>): unknown =>
    ids.map((id) => lists[id] ?? []);

/** What else of a mail reads differently now, in the order of `words.restated.reworded`. */
export function reworded(before: Wording, after: Wording): readonly Reworded[] {
  const parts = {
    language: ({ organisation }) => organisation.locale,
    names: ({ organisation: { name, address }, slice, configuration }) => [
      name,
      address ?? null,
      slice?.name ?? null,
      configuration.title ?? null,
    ],
    sections: ({ configuration }) => configuration.sections ?? null,
    goals: ({ goals }) => goals.map((goal) => JSON.stringify(goal)).sort(),
    plan: listsOf(planned),
    ledger: ({ checks }) =>
      checks.flatMap(({ id, left, currency }) => (id === 'ledger' ? [] : [[id, currency ?? null, left]])),
    commentary: ({ commentary }) => commentary,
    answers: ({ answers }) => answers ?? [],
    events: listsOf(happened),
  } satisfies Record<Reworded, (of: Wording) => unknown>;
  // What an older version did not keep did not change.
  const kept = (Object.keys(parts) as Reworded[]).filter((part) => part !== 'answers' || before.answers !== undefined);
  return kept.filter((part) => JSON.stringify(parts[part](before)) !== JSON.stringify(parts[part](after)));
}
