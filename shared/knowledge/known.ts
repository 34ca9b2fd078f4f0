import type { FactKind } from './fact-kind.ts';

/** What a source tells of one kind of fact: a row of `casebook knows`, and of the sheet of a workbook. */
export interface Known {
  readonly source: string;
  /** 'all' where every channel of the source agrees. */
  readonly channel: string;
  readonly fact: FactKind;
  readonly meaning: string;
  readonly told: 'all' | 'some' | 'none';
  readonly tickets: number;
  /** Tickets of which it is told. */
  readonly told_tickets: number;
  /** null: there are no tickets. */
  readonly told_share: number | null;
  readonly from_s: number | null;
  readonly until_s: number | null;
  /** What would tell more; null: all is told. */
  readonly more: string | null;
}
