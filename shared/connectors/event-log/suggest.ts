import { stringify } from 'yaml';
import { InputError } from '../../errors.ts';
import { openTable } from '../../files/table.ts';
import { builtIn } from './lookup.ts';
import { readTimeFormat } from './time-format.ts';

/** Rows looked at; enough to see every common value, few enough to be done at once. */
const sampleRows = 5000;
const formats = [
  'iso',
  'd/M/yyyy HH:mm',
  'M/d/yyyy HH:mm',
  'd.M.yyyy HH:mm',
  'd/M/yyyy H:mm:ss',
  'M/d/yyyy H:mm:ss',
  'M/d/yyyy h:mm a',
  'yyyy-MM-dd HH:mm:ss',
  'dd-MMM-yyyy HH:mm',
  'epoch',
  'epoch_ms',
];
const nulls = new Set(['', '?', 'null', 'NULL', 'None', 'N/A', 'n/a', '-', 'nan', 'NaN']);

/** Names that columns of logs go by, for each field; the first that fits wins. */
const names: Readonly<Record<string, RegExp>> = {
  created_at: /^(opened|created|submit|reported).*(at|date|time|on)?$/i,
  resolved_at: /^(resolved|solved|resolution).*(at|date|time|on)$/i,
  closed_at: /^closed.*(at|date|time|on)$/i,
  reopen_count: /^reopen/i,
  assignee: /^(assigned_?to|assignee|owner|agent|resource)/i,
  group: /^(assignment_?group|group|team|support_?group|org.*group)/i,
  requester: /^(caller|requester|reporter|customer_?id|contact_?id|created_?by)/i,
  channel: /^(contact_?type|channel|source|origin|via)/i,
  priority: /^priority/i,
  type: /^(type|ticket_?type|issue_?type)$/i,
  category: /^(category|topic|subject_?area)/i,
  product: /^product/i,
};
const statusName = /(status|state|stage|activity|phase)$/i;
const atName = /^(sys_)?(updated|modified|changed|timestamp|time|date|at|event).*$/i;
const ticketName = /^(number|ticket|case|incident|issue|id|key|caseid|case_id|ticket_id|sr)/i;

/** What a status usually means, by words in it; people check it. */
const stages: readonly (readonly [RegExp, string])[] = [
  [/re-?open/i, 'open'],
  [/clos/i, 'closed'],
  [/resol|solv|complet|done|fixed/i, 'solved'],
  [/spam/i, 'spam'],
  [/delet|cancel/i, 'deleted'],
  [/(await|wait|pend|hold).*(user|customer|caller|requester|client)/i, 'pending_customer'],
  [/await|wait|pend|hold|vendor|supplier|third/i, 'pending_third_party'],
  [/new|creat|regist|queued|accepted/i, 'new'],
  [/open|active|progress|assign|work/i, 'open'],
];

/**
 * Proposes a source of casebook.yaml for a CSV log that nobody has mapped yet: columns by their names, time format and empty values by
 * what is in them, and every status seen with its count and a guess to be checked. YAML text.
 * @throws InputError when the file is empty or no CSV
 */
export async function suggestLog(path: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const { header, rows } = await sample(path, bytes);
  const values = (column: string): readonly string[] => {
    const at = header.indexOf(column);
    return rows.map((row) => row[at] ?? '');
  };
  const filled = (column: string): readonly string[] => values(column).filter((value) => !nulls.has(value));
  const times = new Map(
    header.flatMap((column) => timeFormatOf(filled(column)).map((format) => [column, format] as const)),
  );
  const distinct = (column: string): number => new Set(filled(column)).size;

  const ticket =
    header
      .filter((column) => ticketName.test(column) && !times.has(column))
      .sort((a, b) => distinct(b) - distinct(a))[0] ??
    header[0] ??
    'ticket';
  const updated = [...times.keys()].filter((column) => atName.test(column));
  const at =
    updated.sort((a, b) => distinct(b) - distinct(a))[0] ??
    [...times.keys()].sort((a, b) => distinct(b) - distinct(a))[0] ??
    'at';
  const status = header.find((column) => statusName.test(column) && distinct(column) <= 60);
  const order = header.find(
    (column) =>
      /(mod|version|sequence|seq|event).*(count|no|number)?$/i.test(column) &&
      column !== at &&
      filled(column).every((value) => /^\d+$/.test(value)),
  );
  const used = new Set([ticket, at, status, order]);
  const columns: Record<string, unknown> = {};
  for (const [field, pattern] of Object.entries(names)) {
    const isTime = field.endsWith('_at');
    const found = header.find((column) => pattern.test(column) && !used.has(column) && times.has(column) === isTime);
    if (found === undefined) continue;
    used.add(found);
    columns[field] = field === 'channel' ? { column: found, map: channelMap(filled(found)), default: 'other' } : found;
  }
  if (status !== undefined) {
    const counts = countOf(filled(status));
    columns.status = {
      column: status,
      map: Object.fromEntries(
        counts.map(([value]) => [value, stages.find(([pattern]) => pattern.test(value))?.[1] ?? 'other']),
      ),
    };
  }
  const empties = [...new Set(rows.flat().filter((value) => nulls.has(value)))].sort();
  const source = {
    id: 'log',
    connector: 'event-log',
    files: [path],
    time_zone: 'UTC',
    ...(times.get(at) === undefined || times.get(at) === 'iso' ? {} : { time_format: times.get(at) }),
    null_values: empties.length === 0 ? [''] : empties,
    ticket,
    at,
    ...(order === undefined ? {} : { order: [order] }),
    columns,
  };
  const seen =
    status === undefined
      ? []
      : [
          `# Statuses seen in ${status}: ${countOf(filled(status))
            .map(([value, n]) => `${value} (${n})`)
            .join(', ')}`,
        ];
  return [
    `# A proposal from the first ${rows.length} rows of ${path}: check every line, above all time_zone and the status map.`,
    ...(status === undefined
      ? ['# No column looks like a status: name one under columns, else nothing is ever resolved.']
      : []),
    ...seen,
    stringify({ sources: [source] }, { lineWidth: 0 }),
  ].join('\n');
}

async function sample(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  const table = await openTable(bytes, path);
  const rows: (readonly string[])[] = [];
  for await (const batch of table.rows) {
    for (const { cells, fault } of batch) if (fault === null) rows.push(cells);
    if (rows.length >= sampleRows) break;
  }
  if (rows.length === 0) throw new InputError(`${path}:2: found no row, expected at least one below the header.`);
  return { header: table.header, rows: rows.slice(0, sampleRows) };
}

/** The first format that reads every value; none when the column holds no times. */
function timeFormatOf(values: readonly string[]): readonly string[] {
  const few = values.slice(0, 400);
  if (few.length === 0 || !few.every((value) => /\d/.test(value) && value.length >= 8)) return [];
  const fits = formats.find((format) => {
    const read = readTimeFormat(format);
    return (
      typeof read !== 'string' &&
      few.every((value) => {
        const at = read(value, 'UTC');
        return at !== undefined && at > 315_532_800 && at < 4_102_444_800;
      })
    );
  });
  return fits === undefined ? [] : [fits];
}

const countOf = (values: readonly string[]): readonly (readonly [value: string, n: number])[] => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 60);
};

const channelMap = (values: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    countOf(values).map(([value]) => [
      value,
      builtIn.channel(value) ??
        (/phone|call|tel/i.test(value)
          ? 'phone'
          : /mail/i.test(value)
            ? 'email'
            : /chat/i.test(value)
              ? 'chat'
              : /web|portal|self/i.test(value)
                ? 'portal'
                : 'other'),
    ]),
  );
