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

/** The meaning whose word a value is, or else the one whose longest word stands in it; undefined when none or several do. */
export function meaningOf<T extends string>(raw: string, words: Words<T>): T | undefined {
  const plain = bare(raw);
  const kinds = Object.keys(words) as T[];
  const exact = kinds.find((kind) => words[kind].includes(plain));
  if (exact !== undefined || plain === '') return exact;
  if (negations.test(plain)) return undefined;
  const inside = kinds.flatMap((kind) => {
    const found = words[kind].filter((word) => stands(word, plain)).sort((a, b) => b.length - a.length)[0];
    return found === undefined ? [] : [{ kind, word: found }];
  });
  const longest = inside.sort((a, b) => b.word.length - a.word.length)[0];
  if (longest === undefined) return undefined;
  // Another meaning beside it, in words of its own, makes it unclear.
  const rest = isIdeographic(longest.word)
    ? plain.replace(longest.word, ' ')
    : ` ${plain} `.replace(` ${longest.word} `, ' ');
  return inside.some(({ kind, word }) => kind !== longest.kind && stands(word, rest.trim())) ? undefined : longest.kind;
}

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
    if (openQuestions.includes(bare(raw))) return { ...about, status: 'other', by: 'waiting' };
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
        if (by !== 'word' || count === undefined || count.rows < enoughRows) return [];
        const isEnd = status === 'solved' || status === 'closed';
        const share = count.ended / count.rows;
        if (isEnd && share < 0.5)
          return [`"${raw}" reads as an end, but ${count.rows - count.ended} of ${count.rows} rows have no time of it`];
        if (!isEnd && share > 0.5 && ['new', 'open', 'pending_customer', 'pending_third_party'].includes(status))
          return [
            `"${raw}" reads as unfinished, but ${count.ended} of ${count.rows} rows have a time of resolution or close: the status counts`,
          ];
        return [];
      });
  return { meanings, doubts };
}

/** Raw value -> meaning, for the values whose words tell one. */
export function mapOf<T extends ChannelWord | PriorityWord>(
  { values }: ColumnProfile,
  words: Words<T>,
  known: Readonly<Record<string, T>> = {},
): Readonly<Record<string, T>> {
  const product = new Map(Object.entries<T>(known).map(([raw, meaning]) => [plainText(raw), meaning]));
  return Object.fromEntries(
    ranked(values).flatMap(([raw]) => {
      const meaning = product.get(plainText(raw)) ?? meaningOf(raw, words);
      return meaning === undefined ? [] : [[raw, meaning]];
    }),
  );
}

export const channelsOf = (column: ColumnProfile, known?: Readonly<Record<string, ChannelWord>>) =>
  mapOf(column, channelWords, known);
export const prioritiesOf = (column: ColumnProfile, known?: Readonly<Record<string, PriorityWord>>) =>
  mapOf(column, priorityWords, known);
