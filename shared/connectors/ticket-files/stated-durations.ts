import { durationIn, type DurationUnit } from '../event-log/durations.ts';
import type { TicketExport } from './export.ts';
import { plainText, type FileField } from './header-words.ts';
import type { StatusesFound } from './meanings.ts';
import type { ColumnProfile, FileProfile } from './profile.ts';

/** An instant that a column tells as a duration after the creation. */
export type DurationField = 'first_reply_at' | 'resolved_at';
export interface StatedDuration {
  readonly column: ColumnProfile;
  readonly unit: DurationUnit;
}
export interface DurationsFound {
  readonly durations: ReadonlyMap<DurationField, StatedDuration>;
  /** Sentences about what is used, and what is not. */
  readonly notes: readonly string[];
}

/** Names of durations as plainText makes them, without the unit. */
const about: Readonly<Record<DurationField, readonly string[]>> = {
  first_reply_at: ['first response time', 'first reply time', 'time to first response', 'time to first reply', 'first response', 'first reply', 'initial response time', 'frt', 'response time', 'time to respond', 'erste reaktionszeit', 'erstreaktionszeit', 'reaktionszeit', 'antwortzeit', 'delai de premiere reponse', 'temps de premiere reponse', 'tiempo de primera respuesta', 'tiempo primera respuesta', 'tempo de primeira resposta', 'tempo primeira resposta', 'tempo di prima risposta', 'tempo prima risposta', 'eerste reactietijd', 'reactietijd', 'czas pierwszej odpowiedzi', 'czas reakcji', 'время первого ответа', 'время реакции', '首次响应时长', '首次响应时间', '响应时长', '初回応答時間'],
  resolved_at: ['resolution time', 'full resolution time', 'time to resolution', 'time to resolve', 'time to full resolution', 'resolve time', 'resolution', 'resolution duration', 'ttr', 'mttr', 'time to close', 'losungszeit', 'losungsdauer', 'bearbeitungsdauer', 'delai de resolution', 'temps de resolution', 'duree de resolution', 'tiempo de resolucion', 'tiempo resolucion', 'tempo de resolucao', 'tempo resolucao', 'tempo di risoluzione', 'tempo risoluzione', 'oplostijd', 'doorlooptijd', 'czas rozwiazania', 'время решения', '解决时长', '解决耗时', '処理時間', '解決時間'],
}; // prettier-ignore
const units: readonly (readonly [word: string, unit: DurationUnit])[] = [
  ...['seconds', 'second', 'secs', 'sec', 's', 'sekunden', 'segundos', 'secondes', 'secondi', 'seconden', 'секунды', '秒'].map((word) => [word, 'seconds'] as const),
  ...['minutes', 'minute', 'mins', 'min', 'm', 'minuten', 'minutos', 'minuti', 'minuty', 'минуты', 'мин', '分钟', '分'].map((word) => [word, 'minutes'] as const),
  ...['hours', 'hour', 'hrs', 'hr', 'h', 'stunden', 'std', 'horas', 'heures', 'ore', 'uren', 'uur', 'godziny', 'часы', 'часов', 'ч', '小时', '時間'].map((word) => [word, 'hours'] as const),
  ...['days', 'day', 'd', 'tage', 'dias', 'jours', 'giorni', 'dagen', 'dni', 'дни', '天', '日'].map((word) => [word, 'days'] as const),
]; // prettier-ignore
const fillers = new Set(['in', 'en', 'em', 'i', 'w', 'в']);
/** Of business hours; "(in hrs)" is how Freshworks calls its first_res_time_bhrs and resolution_time_bhrs in exports, whatever other columns were chosen. */
const ofBusiness = /\b(?:business|bhrs|working|office|operational|in hrs|geschaftszeit|arbeitszeit|ouvre|ouvrees|laboral|laborales|uteis)\b/; // prettier-ignore

/** The field that a name tells as a duration, and its unit; undefined where it tells none. */
function named(
  name: string,
):
  { readonly field: DurationField; readonly unit: DurationUnit | undefined; readonly isBusiness: boolean } | undefined {
  const plain = plainText(name);
  const isBusiness = ofBusiness.test(plain);
  const unit = units.find(([word]) => plain.split(' ').includes(word));
  const words = plain.split(' ').filter((word) => word !== unit?.[0] && !fillers.has(word));
  const rest = words.join(' ').replaceAll(/\b(?:within|business|working|calendar)\b|\b(?:business|working) hours?\b/g, ' ').replaceAll(/ +/g, ' ').trim(); // prettier-ignore
  const field = (Object.keys(about) as DurationField[]).find((field) => about[field].includes(rest));
  // "Resolution" alone is a text; with a unit it is a duration.
  if (field === undefined || (unit === undefined && ['resolution', 'first response', 'first reply'].includes(rest)))
    return undefined;
  return { field, unit: unit?.[1], isBusiness };
}

const names = { first_reply_at: 'first reply', resolved_at: 'resolution' } as const;
/** Share of the unfinished rows that may have a time of resolution before it is taken for a promise or an estimate. */
const mostUnfinished = 0.2;

/** What columns say as durations, where no column says when it was. */
export function statedDurations(
  profile: FileProfile,
  columns: ReadonlyMap<FileField, ColumnProfile>,
  statuses: StatusesFound | undefined,
  product: TicketExport | undefined,
): DurationsFound {
  const durations = new Map<DurationField, StatedDuration>();
  const notes: string[] = [];
  const reads = readsIn(profile);
  const taken = new Set([...columns.values()].map(({ at }) => at));
  const hasStamp = (field: DurationField): boolean =>
    columns.has(field) || (field === 'resolved_at' && columns.has('closed_at'));
  if (!columns.has('created_at')) return { durations, notes };
  for (const [field, [name, unit]] of Object.entries(product?.after_creation ?? {}) as [
    DurationField,
    readonly [string, DurationUnit],
  ][]) {
    const column = profile.columns.find((each) => plainText(each.name) === plainText(name));
    if (column === undefined || hasStamp(field) || !reads(column, unit)) continue;
    durations.set(field, { column, unit });
    notes.push(`${column.name} counts ${unit} of the clock from the creation: it dates the ${names[field]}`);
  }
  for (const column of profile.columns) {
    const found = taken.has(column.at) ? undefined : named(column.name);
    if (found === undefined || column.filled === 0 || hasStamp(found.field) || durations.has(found.field)) continue;
    const { field, isBusiness } = found;
    const unit = reads(column, 'clock') ? 'clock' : found.unit;
    if (isBusiness) notes.push(`${column.name} counts hours of business: it dates nothing and is not used`);
    else if (unit === undefined) notes.push(`${column.name} does not say in what unit it counts and is not used`);
    else if (!reads(column, unit)) notes.push(`${column.name} holds more than numbers of ${unit} and is not used`);
    else if (field === 'resolved_at' && isPromise(column, unit, columns.get('status'), statuses, profile))
      notes.push(`${column.name} is filled for unfinished tickets, too: it is no time of resolution and is not used`);
    else {
      durations.set(field, { column, unit });
      notes.push(
        `${column.name} is taken for ${unit === 'clock' ? 'time' : unit} of the clock from the creation to the ${names[field]}; it does not say whether nights and weekends count`,
      );
    }
  }
  return { durations, notes };
}

type Reads = (column: ColumnProfile, unit: DurationUnit) => boolean;
const readsIn =
  ({ kept }: FileProfile): Reads =>
  ({ at, filled }, unit) => {
    const duration = durationIn(unit);
    return filled > 0 && kept.every((cells) => (cells[at] ?? '') === '' || duration(cells[at] ?? '') !== undefined);
  };

/** Whether tickets that are not finished have it as well. */
function isPromise(
  { at }: ColumnProfile,
  unit: DurationUnit,
  status: ColumnProfile | undefined,
  statuses: StatusesFound | undefined,
  { kept }: FileProfile,
): boolean {
  const open = new Set(
    (statuses?.meanings ?? []).flatMap(({ raw, status, by }) =>
      by !== 'unknown' && !['solved', 'closed', 'deleted', 'spam', 'merged'].includes(status) ? [raw] : [],
    ),
  );
  const unfinished = status === undefined ? [] : kept.filter((cells) => open.has(cells[status.at] ?? ''));
  const duration = durationIn(unit);
  const filled = unfinished.filter((cells) => (duration(cells[at] ?? '') ?? 0) > 0);
  return filled.length > unfinished.length * mostUnfinished;
}
