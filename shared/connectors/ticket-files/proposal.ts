import type { FileTable } from '../../files/table.ts';
import type { EventLogConfiguration } from '../event-log/configuration.ts';
import type { Question } from './answers.ts';
import type { OrderFound } from './dates.ts';
import type { StatusesFound } from './meanings.ts';
import type { Trial } from './trial.ts';

/** How a file of tickets is read, what was found in it, and what it leaves open. */
export interface Proposal {
  readonly path: string;
  /** "a ticket export of Zendesk", "a table of tickets", "a log of events". */
  readonly what: string;
  readonly table: Pick<FileTable, 'format' | 'delimiter' | 'headerLine' | 'passed'> & { readonly encoding: string };
  readonly source: EventLogConfiguration;
  readonly statuses: StatusesFound | undefined;
  /** Groups with their rows, when there are few enough to be teams. */
  readonly groups: readonly string[];
  readonly order: OrderFound;
  readonly notes: readonly string[];
  readonly questions: readonly Question[];
  /** Columns that nothing is taken from. */
  readonly unused: readonly string[];
  readonly trial: Trial;
}
