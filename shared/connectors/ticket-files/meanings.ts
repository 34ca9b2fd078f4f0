import { counted } from '../../counted.ts';
import { plainText } from './header-words.ts';
import { ranked, type ColumnProfile, type FileProfile } from './profile.ts';
import {
  channelWords,
  endedWords,
  openQuestions,
  priorityWords,
  statusWords,
  type ChannelWord,
  type PriorityWord,
  type Status,
} from './value-words.ts';

type Words<T extends string> = Readonly<Record<T, readonly string[]>>;

const isIdeographic = (text: string): boolean => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
// the boundary \b knows Latin letters only; 非常 is no negation
const negations =
  /(?<!\p{L})(?:not|non|nicht|kein|keine|un|no|nao|nie|не|нет|niet|sin|sem|pas|ikke|inte)(?!\p{L})|[未不没無]|非(?!常)|ない/u;

/** A value without the number that sorts it: "2 - In progress". */
const bare = (raw: string): string => {
  const plain = plainText(raw);
  const short = plain.replace(/^\d+ /, '');
  return short === '' ? plain : short;
};

/**
 * The meaning whose word a value is, or else the one whose longest word stands in it beside nothing that could change it; undefined when
 * none does, or several do. "Closed by agent" is closed; "closed, waiting for approval" may be anything, in whatever language.
 */
export function meaningOf<T extends string>(raw: string, words: Words<T>): T | undefined {
  const found = standingIn(raw, words);
  if (found === undefined || found.rest === '') return found?.kind;
  const isHarmless = (word: string): boolean =>
    /^\d+$/.test(word) || neutral.has(word) || words[found.kind].includes(word);
  return found.rest.split(' ').every(isHarmless) ? found.kind : undefined;
}

/** The meaning whose longest word stands in a value, whatever else does, unless that has another meaning. */
export const aboutOf = <T extends string>(raw: string, words: Words<T>): T | undefined => standingIn(raw, words)?.kind;

function standingIn<T extends string>(
  raw: string,
  words: Words<T>,
): { readonly kind: T; readonly rest: string } | undefined {
  // a question is no answer: "Done?"
  if (/[?？]/.test(raw)) return undefined;
  const plain = bare(raw);
  const kinds = Object.keys(words) as T[];
  const exact = kinds.find((kind) => words[kind].includes(plain));
  if (exact !== undefined) return { kind: exact, rest: '' };
  if (plain === '' || negations.test(plain)) return undefined;
  const inside = kinds.flatMap((kind) => {
    const found = words[kind].filter((word) => stands(word, plain)).sort((a, b) => b.length - a.length)[0];
    return found === undefined ? [] : [{ kind, word: found }];
  });
  const longest = inside.sort((a, b) => b.word.length - a.word.length)[0];
  if (longest === undefined) return undefined;
  const rest = (
    isIdeographic(longest.word) ? plain.replace(longest.word, ' ') : ` ${plain} `.replace(` ${longest.word} `, ' ')
  ).trim();
  // Another meaning beside it, in words of its own, makes it unclear.
  const isUnclear = inside.some(({ kind, word }) => kind !== longest.kind && stands(word, rest));
  return isUnclear ? undefined : { kind: longest.kind, rest };
}

/** Words beside a status or a priority that do not change it: what it is of, and who or what set it. */
const neutral: ReadonlySet<string> = new Set(['status', 'state', 'stage', 'ticket', 'case', 'request', 'issue', 'incident', 'call', 'by', 'agent', 'user', 'customer', 'client', 'requester', 'system', 'support', 'staff', 'auto', 'automatic', 'automatically', 'successfully', 'fully', 'first', 'second', 'third', 'level', 'tier', 'line', 'l1', 'l2', 'l3', 'the', 'in', 'a', 'is', 'has', 'been', 'was', 'it', 'priority', 'prio', 'severity', 'sev', 'urgency', 'impact', 'vorgang', 'anfrage', 'fall', 'von', 'durch', 'vom', 'kunde', 'kunden', 'benutzer', 'automatisch', 'prioritat', 'stufe', 'ist', 'demande', 'par', 'client', 'agent', 'utilisateur', 'automatiquement', 'priorite', 'est', 'caso', 'solicitud', 'por', 'cliente', 'agente', 'usuario', 'automaticamente', 'prioridad', 'solicitacao', 'chamado', 'prioridade', 'priorita', 'da', 'richiesta', 'verzoek', 'door', 'klant', 'automatisch', 'prioriteit', 'zgloszenie', 'przez', 'priorytet', 'automatycznie', 'заявка', 'обращение', 'запрос', 'тикет', 'клиентом', 'агентом', 'автоматически', 'приоритет', '工单', '状态', '优先级', '自动', '優先度', '自動']); // prettier-ignore

const stands = (word: string, plain: string): boolean =>
  isIdeographic(word) ? word.length > 1 && plain.includes(word) : word.length > 2 && ` ${plain} `.includes(` ${word} `);

export interface StatusMeaning {
  readonly raw: string;
  readonly rows: number;
  readonly status: Status;
  /** How it is known: by the product, by its word, by the stamps of the end, as waiting for nobody knows whom, or not at all. */
  readonly by: 'product' | 'word' | 'stamps' | 'waiting' | 'unknown';
  /** Rows with it that have a time of resolution or close. */
  readonly ended: number;
}
export interface StatusesFound {
  readonly meanings: readonly StatusMeaning[];
  /** Sentences about what the words and the stamps disagree on. */
  readonly doubts: readonly string[];
}

/** Rows of a status that make its stamps evidence. */
const enoughRows = 10;

/**
 * What each status means: as the product documents it, else by words, checked against the stamps of the end: where a value has none of
 * our words but (nearly) all of its rows have an end, or none has, the stamps tell. Nothing else is guessed.
 */
export function statusesOf(
  column: ColumnProfile,
  ends: readonly ColumnProfile[],
  { kept }: FileProfile,
  known: Readonly<Record<string, Status>> = {},
): StatusesFound {
  const product = new Map(Object.entries(known).map(([raw, status]) => [plainText(raw), status]));
  const counts = new Map<string, { rows: number; ended: number }>();
  for (const cells of kept) {
    const raw = cells[column.at] ?? '';
    const count = counts.get(raw) ?? { rows: 0, ended: 0 };
    counts.set(raw, count);
    count.rows += 1;
    if (ends.some(({ at }) => (cells[at] ?? '') !== '')) count.ended += 1;
  }
  const tellsEnds = ends.length > 0 && [...counts.values()].some(({ ended }) => ended > 0);
  const meanings = ranked(column.values).map(([raw, rows]): StatusMeaning => {
    const count = counts.get(raw) ?? { rows: 0, ended: 0 };
    const about = { raw, rows, ended: count.ended };
    const byProduct = product.get(plainText(raw));
    if (byProduct !== undefined) return { ...about, status: byProduct, by: 'product' };
    // whoever it waits for, it waits: an end that a row of it has is of an earlier life
    if (openQuestions.includes(bare(raw)))
      return { ...about, status: count.ended > 0 ? 'open' : 'other', by: 'waiting' };
    const word = endedWords.includes(bare(raw)) ? ('closed' as const) : meaningOf(raw, statusWords);
    if (word !== undefined) return { ...about, status: word, by: 'word' };
    const share = count.rows === 0 ? 0.5 : count.ended / count.rows;
    if (tellsEnds && count.rows >= enoughRows && share >= 0.98) return { ...about, status: 'solved', by: 'stamps' };
    if (tellsEnds && count.rows >= enoughRows && share <= 0.02) return { ...about, status: 'open', by: 'stamps' };
    return { ...about, status: 'other', by: 'unknown' };
  });
  const doubts = !tellsEnds
    ? []
    : meanings.flatMap(({ raw, status, by }) => {
        const count = counts.get(raw);
        if (!['word', 'waiting'].includes(by) || count === undefined || count.rows < enoughRows) return [];
        const isEnd = status === 'solved' || status === 'closed';
        const share = count.ended / count.rows;
        if (isEnd && share < 0.5)
          return [
            `"${raw}" reads as an end, but ${count.rows - count.ended} of ${counted(count.rows, 'row')} have no time of it`,
          ];
        if (!isEnd && share > 0.5 && ['new', 'open', 'pending_customer', 'pending_third_party'].includes(status))
          return [
            `"${raw}" reads as unfinished, but ${count.ended} of ${counted(count.rows, 'row')} have a time of resolution or close: the status counts`,
          ];
        return [];
      });
  return { meanings, doubts };
}

/** Raw value -> meaning, for the values whose words tell one. A channel is about the same whatever stands beside it. */
function mapOf<T extends ChannelWord | PriorityWord>(
  { values }: ColumnProfile,
  read: (raw: string) => T | undefined,
  known: Readonly<Record<string, T>> = {},
): Readonly<Record<string, T>> {
  const product = new Map(Object.entries<T>(known).map(([raw, meaning]) => [plainText(raw), meaning]));
  return Object.fromEntries(
    ranked(values).flatMap(([raw]) => {
      const meaning = product.get(plainText(raw)) ?? read(raw);
      return meaning === undefined ? [] : [[raw, meaning]];
    }),
  );
}

export const channelsOf = (column: ColumnProfile, known?: Readonly<Record<string, ChannelWord>>) =>
  mapOf(column, (raw) => aboutOf(raw, channelWords), known);
export const prioritiesOf = (column: ColumnProfile, known?: Readonly<Record<string, PriorityWord>>) =>
  mapOf(column, (raw) => meaningOf(raw, priorityWords), known);
