import type { MappedColumn } from '../../config/input-mapping.ts';
import type { ColumnProfile, FileProfile } from '../ticket-files/profile.ts';
import type { InputTable } from './input-table.ts';

/** The column of the file that a column of the table is told by; undefined: none. */
export type Find = (target: string) => ColumnProfile | undefined;

/** What is known of a file while its mapping is made up. */
export interface About {
  readonly input: InputTable;
  readonly profile: FileProfile;
  readonly find: Find;
  readonly columns: Record<string, MappedColumn>;
  readonly notes: string[];
  readonly decimal: ',' | '.';
  readonly formats: readonly string[];
}
