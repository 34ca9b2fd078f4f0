import type { FactKind } from '../knowledge/fact-kind.ts';
import type { tickets } from '../lake/tables.ts';
import type { TicketColumn } from './relations/tickets.ts';

/** Columns of tickets that hold the seconds between two others. */
export type Duration = {
  [K in TicketColumn]: (typeof tickets.columns)[K]['past'] extends { readonly between: readonly [string, string] }
    ? K
    : never;
}[TicketColumn];

/** What is not known of some ticket of the lake: kinds of fact that its source does not tell, and ends that lie before their start. */
export interface Gaps {
  readonly untold: ReadonlySet<FactKind>;
  readonly impossible: ReadonlySet<Duration>;
  /** Facts of which some ticket has an instant that cannot be, so that it is not told. */
  readonly undatable: ReadonlySet<FactKind>;
  /** Every ticket names its own team: nobody's post has to be looked up for it. */
  readonly tells_team: boolean;
}
