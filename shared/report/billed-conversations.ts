import { lasting_s } from '../metrics/measures/ai.ts';
import { priced } from '../metrics/measures/ai-claims.ts';
import type { Period } from '../period.ts';
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
  readonly billed_minor: bigint;
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
      own.reduce((sum, line) => sum + BigInt(String(line.amount_minor)), 0n),
    );
    if ((billed === 0 && money.billed_minor === 0n) || (billed === 1 && row.finding === 'lasting')) return [];
    const isTold = row.finding !== 'not_told';
    return [
      {
        lines: own.map(({ line_id }) => String(line_id)),
        row,
        finding: findingOf(String(row.finding), billed),
        billed,
        not_proved: isTold ? billed - proved : 0,
        billed_minor: money.billed_minor,
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
