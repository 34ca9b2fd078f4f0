import type { DurationUnit } from '../event-log/durations.ts';
import type { FileField } from './header-words.ts';
import type { ChannelWord, PriorityWord, Status } from './value-words.ts';

/** The export of a product, recognised by its columns. What the general rules find by themselves is not repeated here. */
export interface TicketExport {
  readonly id: string;
  /** What it is, for people: "a ticket export of Zendesk". */
  readonly title: string;
  /** Where its columns are documented, where we read it; else the names are those seen in exports. */
  readonly source?: string;
  /** Each list of names is one layout: all of them must be there. */
  readonly signs: readonly (readonly string[])[];
  readonly shape?: 'events' | 'snapshots';
  /** Names of the columns of a field, the first that is there; names are compared in small letters. */
  readonly columns?: Readonly<Partial<Record<FileField, readonly string[]>>>;
  /** Fields that its columns do not tell, whatever their names seem to say. */
  readonly not?: readonly FileField[];
  /** Durations after the creation that stand for an instant: name of the column and its unit in seconds. */
  readonly after_creation?: Readonly<
    Partial<Record<'first_reply_at' | 'resolved_at', readonly [name: string, unit: DurationUnit]>>
  >;
  readonly statuses?: Readonly<Record<string, Status>>;
  readonly priorities?: Readonly<Record<string, PriorityWord>>;
  readonly channels?: Readonly<Record<string, ChannelWord>>;
  /** Texts that stand for "nobody" or "none". */
  readonly empty?: readonly string[];
  /** Zone of its times when they carry none; else that of the account, which the file does not say. */
  readonly zone?: string;
}
