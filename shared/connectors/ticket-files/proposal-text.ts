import { counted } from '../../counted.ts';
import { wrapped } from '../../wrapped.ts';
import { Document, isMap, isScalar, type YAMLMap } from 'yaml';
import type { Proposal } from './proposal.ts';

/** The proposal as the `sources` part of casebook.yaml, with what was found beside each line, and what is open at the top. */
export function proposalText({
  source,
  statuses,
  order,
  notes,
  questions,
  what,
  path,
  trial,
  unused,
  table,
}: Proposal): string {
  const { connector, id, files, ...rest } = source;
  const document = new Document({ sources: [withoutDefaults({ id, connector, files, ...rest })] });
  const about = [
    `${path}: ${what}; ${counted(trial.rows, 'row')}, ${counted(trial.tickets, 'ticket')}.`,
    ...(trial.from_s === null || trial.until_s === null
      ? []
      : [`It tells of ${day(trial.from_s)} to ${day(trial.until_s)}.`]),
    ...(table.encoding === 'utf-8' ? [] : [`Its letters are in ${table.encoding}.`]),
    ...(order.by === 'proved' ? [`Day and month: ${order.because}.`] : []),
    ...(table.passed.notes.length === 0
      ? []
      : [`Lines ${table.passed.notes.slice(0, 5).join(', ')} hold totals or notes and are left out.`]),
    ...notes.map((note) => `${note}.`),
    ...(statuses?.doubts ?? []).map((doubt) => `Look at this: ${doubt}.`),
    ...(statuses === undefined ? ['No column tells a status: only times say what is finished.'] : []),
    ...questions.map(({ text }) => `To be answered: ${text}`),
    ...(unused.length === 0 ? [] : [`Not used: ${unused.join(', ')}.`]),
  ];
  document.commentBefore = about
    .flatMap((line) => wrapped(line, 76))
    .map((line) => ` ${line}`)
    .join('\n');
  const map = document.getIn(['sources', 0, 'columns', 'status', 'map'], true);
  if (isMap(map)) {
    for (const { key, value } of (map as YAMLMap).items) {
      const found = statuses?.meanings.find(({ raw }) => isScalar(key) && raw === String(key.value));
      if (found !== undefined && isScalar(value))
        value.comment = ` ${counted(found.rows, 'row')}${found.by === 'unknown' ? ', not known what it means' : found.by === 'stamps' ? `, ${found.ended} with an end` : ''}`;
    }
  }
  return document.toString({ lineWidth: 0 });
}

/** What the schema says by itself need not be written. */
function withoutDefaults(source: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(source).filter(
      ([name, value]) =>
        !(Array.isArray(value) && value.length === 0) &&
        !(name === 'time_format' && value === 'iso') &&
        !(name === 'set_aside' && value === 0) &&
        !(name === 'null_values' && JSON.stringify(value) === '[""]'),
    ),
  );
}

const day = (at_s: number): string => new Date(at_s * 1000).toISOString().slice(0, 10);
