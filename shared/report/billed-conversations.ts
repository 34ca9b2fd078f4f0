import { minorDigits } from '../lake/currency.ts';
import { lasting_s } from '../metrics/measures/ai.ts';
import { priced } from '../metrics/measures/ai-claims.ts';
import type { Period } from '../period.ts';
import { convert } from '../stats/convert.ts';
import { zonedDayStart_s } from '../time/zone.ts';
import type { ListRow } from './facts.ts';
import { aiClaims, usualWindows } from './lists/ai-claims.ts';
import type { View } from './section.ts';

/** A conversation on the bill of a period that is not proved, did not last, or is not told; what is not told is no part of the gap. */
export interface BilledConversation {
  readonly lines: readonly string[];
  readonly row: ListRow;
  readonly finding: string;
  readonly billed: number;
  readonly not_proved: number;
  /** In the currency of the bill; of lines in several, in that of the organisation. */
  readonly billed_minor: bigint;
  readonly currency: string;
  /** In the currency of the organisation, as `ai_claim_gap` converts each line. */
  readonly not_proved_minor: bigint;
}

/**
 * The conversations behind `ai_claim_gap` of a period, counted as it counts them: each once with all of its lines and credits, and
 * not before it can have lasted.
 */
export function billedConversations(view: View, period: Period): readonly BilledConversation[] {
  const { as_of_s, organisation, policies = usualWindows } = view.facts;
  // results of versions that did not know of credits have lines of one day and one resolution
  const billedBy = ({ billed }: ListRow): number => Number(billed ?? 1);
  /** At the rate of its day; results of versions that kept none say it as it was billed. */
  const convertedOf = ({ amount_minor, currency, rate_e8 }: ListRow): bigint => {
    const minor = BigInt(String(amount_minor));
    if (currency === null || currency === organisation.currency || rate_e8 === null || rate_e8 === undefined)
      return minor;
    const digits = { from: minorDigits(String(currency)), to: minorDigits(organisation.currency) };
    return convert(minor, BigInt(String(rate_e8)), digits);
  };
  const isRipe = ({ period_start_day, period_end_day }: ListRow): boolean =>
    zonedDayStart_s(Number(period_end_day ?? Number(period_start_day) + 1), organisation.time_zone) +
      lasting_s({ policies }) <=
    as_of_s;
  const rows = view
    .rows(aiClaims)
    .filter(({ period_start_day: day }) => Number(day) >= period.start_day && Number(day) < period.end_day);
  const conversations = Map.groupBy(rows, (row) =>
    JSON.stringify([row.vendor, row.conversation_source, row.ticket_id]),
  );
  return [...conversations.values()].flatMap((own) => {
    const [row] = own;
    if (row === undefined || !own.every(isRipe)) return [];
    const billed = own.reduce((sum, line) => sum + billedBy(line), 0);
    const isProved = row.finding === 'lasting' || row.finding === 'not_lasting';
    const proved = isProved && billed > 0 ? 1 : 0;
    const money = priced(
      { billed, proved, lasted: 0 },
      own.reduce((sum, line) => sum + convertedOf(line), 0n),
    );
    const currencies = [...new Set(own.map(({ currency }) => String(currency ?? organisation.currency)))];
    const [only = organisation.currency] = currencies.length === 1 ? currencies : [];
    if ((billed === 0 && money.billed_minor === 0n) || (billed === 1 && row.finding === 'lasting')) return [];
    const isTold = row.finding !== 'not_told';
    return [
      {
        lines: own.map(({ line_id }) => String(line_id)),
        row,
        finding: findingOf(String(row.finding), billed),
        billed,
        not_proved: isTold ? billed - proved : 0,
        billed_minor:
          currencies.length === 1
            ? own.reduce((sum, line) => sum + BigInt(String(line.amount_minor)), 0n)
            : money.billed_minor,
        currency: only,
        not_proved_minor: isTold ? money.billed_minor - money.proved_minor : 0n,
      },
    ];
  });
}

function findingOf(finding: string, billed: number): string {
  if (finding === 'not_told') return finding;
  if (billed < 0) return 'credited';
  if (billed === 0) return 'amount_alone';
  return billed > 1 && (finding === 'lasting' || finding === 'not_lasting') ? 'billed_again' : finding;
}
