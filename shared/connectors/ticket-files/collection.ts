import { refused } from '../../files/table.ts';
import type { FieldsFound } from './fields.ts';
import { plainText } from './header-words.ts';
import type { ColumnProfile, FileProfile } from './profile.ts';

/** What numbers its tickets by itself: number 7 of one of them is not number 7 of another. */
const collections =
  /\b(?:repo|repository|project|workspace|board|organi[sz]ation|org|instance|tenant|subdomain|site|brand|city|municipality|jurisdiction|projekt|projet|proyecto|projeto|progetto|проект|项目|プロジェクト)\b/;

/** Share of the rows that may tell of a ticket again before it is asked what else tells tickets apart. */
const mostAgain = 0.1;

/** Share of the rows that have it: a few may be spoilt. */
const enough = 0.95;

/**
 * The column that a number needs beside it to name a ticket, where rows with one number were created at several times: the repository,
 * the project, the city. Without one such a file is refused: two tickets would be taken for one.
 * @throws InputError when numbers stand for several tickets and no column tells them apart
 */
export function withCollection(path: string, fields: FieldsFound, profile: FileProfile): FieldsFound {
  const [ticket, created] = [fields.columns.get('ticket'), fields.columns.get('created_at')];
  if (ticket === undefined || created === undefined) return fields;
  const alone = creationsBy([ticket], created, profile);
  if (alone.severally * 2 <= alone.again || alone.severally === 0) return fields;
  const columns = profile.columns.filter(
    (column) =>
      column !== ticket &&
      !column.isRepeated &&
      column.filled >= profile.rows * enough &&
      collections.test(plainText(column.name)),
  );
  for (const column of columns) {
    const both = creationsBy([column, ticket], created, profile);
    if (both.severally > 0) continue;
    const isTable = both.rows - both.ids <= both.rows * mostAgain;
    return {
      ...fields,
      collection: column,
      shape: isTable ? 'snapshots' : fields.shape,
      because: [...fields.because, `${ticket.name} comes again in every ${column.name}: both together name a ticket`],
    };
  }
  // in a log its only time may be that of the change, whatever its name
  const isOfChange =
    fields.shape === 'events' && !['event_time', 'updated'].some((field) => fields.columns.has(field as 'updated'));
  if (isOfChange) return fields;
  if (alone.rows - alone.ids > alone.rows * mostAgain)
    throw refused(
      path,
      `${alone.severally} values of ${ticket.name} with several times of creation in ${created.name}, and no column that tells those tickets apart`,
      'expected one row a ticket, or a column such as the project or repository of each',
    );
  const n = alone.severally;
  return {
    ...fields,
    because: [
      ...fields.because,
      `${n} ${n === 1 ? 'value of' : 'values of'} ${ticket.name} ${n === 1 ? 'comes' : 'come'} with several times of creation: what is taken for one ticket may be two`,
    ],
  };
}

/** Rows that are kept, by what names a ticket: how many names, how many of them again, and how many with several creations. */
function creationsBy(
  names: readonly ColumnProfile[],
  created: ColumnProfile,
  { kept }: FileProfile,
): { readonly rows: number; readonly ids: number; readonly again: number; readonly severally: number } {
  const found = new Map<string, { rows: number; first: string; isSeveral: boolean }>();
  for (const cells of kept) {
    if (names.some(({ at }) => (cells[at] ?? '') === '')) continue;
    const id = names.map(({ at }) => cells[at] ?? '').join('\u001f');
    const at = cells[created.at] ?? '';
    const one = found.get(id);
    if (one === undefined) found.set(id, { rows: 1, first: at, isSeveral: false });
    else {
      one.rows += 1;
      one.isSeveral ||= one.first !== at;
    }
  }
  const all = [...found.values()];
  return {
    rows: kept.length,
    ids: found.size,
    again: all.filter(({ rows }) => rows > 1).length,
    severally: all.filter(({ isSeveral }) => isSeveral).length,
  };
}
