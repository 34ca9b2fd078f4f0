import { costOfSupport, costPerCase, issuesHandled, ticketVolume } from '../metrics/catalogue/all.ts';
import { planQuarter } from './lists/plan-quarter.ts';
import { againstInWords } from './money.ts';
import { knownValue } from './phrases.ts';
import type { View } from './section.ts';

/** A week of finance, as far as it can be told before the month is closed. Minor units; null where an input is missing. */
export interface Flash {
  /** null: their source does not tell. */
  readonly solved: number | null;
  readonly created: number | null;
  readonly accrued: number | null;
  readonly perCase: number | null;
  /** The lowest and highest estimate of the last four weeks. */
  readonly range: readonly [low: number, high: number] | null;
  /** Accrued since the start of the quarter, and the plan for the same days. */
  readonly quarter: number | null;
  readonly pace: number | null;
  readonly largest: { readonly key: string; readonly text: string } | null;
}

export function flashOf(view: View): Flash {
  const { quarter } = view.facts.periods;
  const each = view.value(costPerCase);
  const accrued = knownValue(view.value(costOfSupport));
  const hasCosts = accrued !== null && accrued !== 0;
  const weeks = view
    .reading(costPerCase)
    .history.slice(-4)
    .flatMap((value) => (value.status === 'known' && value.value > 0 ? [value.value] : []));
  const total = quarter === null ? null : knownValue(view.value(costOfSupport, {}, quarter));
  const pace = paceOf('cost_of_support', view);
  return {
    solved: solvedOf(view),
    created: knownValue(view.value(ticketVolume)),
    accrued: hasCosts ? accrued : null,
    perCase: hasCosts ? knownValue(each) : null,
    range: hasCosts && weeks.length > 1 ? [Math.min(...weeks), Math.max(...weeks)] : null,
    quarter: hasCosts ? total : null,
    pace,
    largest: hasCosts ? largestOf(view) : null,
  };
}

/** Cases resolved: the denominator of cost per case, which is known even when the cost is not. */
function solvedOf(view: View): number | null {
  const each = view.value(costPerCase);
  if (each.status === 'known') return each.denominator ?? each.n;
  const handled = view.value(issuesHandled, { part: 'resolved' });
  // a count of what nobody tells is none, not 0
  if (handled.status === 'no_data' && handled.reason.startsWith('not_told:')) return null;
  const counted = view.extra(costPerCase, 'cases_resolved');
  return counted === null ? knownValue(handled) : Number(counted);
}

/** The plan's amount for the days of the quarter that are over: each line by its share of days. null without such a line. */
function paceOf(line: string, view: View): number | null {
  const { quarter } = view.facts.periods;
  if (quarter === null) return null;
  const rows = view
    .rows(planQuarter)
    .filter((row) => row.line === line && row.currency === view.facts.organisation.currency);
  if (rows.length === 0) return null;
  return rows.reduce((sum, row) => {
    const [start, end] = [Number(row.period_start_day), Number(row.period_end_day)];
    const days = Math.min(end, quarter.end_day) - Math.max(start, quarter.start_day);
    return days <= 0 || end <= start ? sum : sum + (Number(row.amount_minor) * days) / (end - start);
  }, 0);
}

/** The kind of cost that is furthest from its pace. */
function largestOf(view: View): Flash['largest'] {
  const { quarter } = view.facts.periods;
  if (quarter === null) return null;
  const lines = view
    .cut(costOfSupport, 'cost_kind', quarter)
    .flatMap(({ key, value }) => {
      const pace = paceOf(key, view);
      return value.status === 'known' && pace !== null ? [{ key, actual: value.value, pace }] : [];
    })
    .sort((a, b) => Math.abs(b.actual - b.pace) - Math.abs(a.actual - a.pace) || (a.key < b.key ? -1 : 1));
  const first = lines[0];
  return first ? { key: first.key, text: againstInWords(first.actual, first.pace, view) } : null;
}
