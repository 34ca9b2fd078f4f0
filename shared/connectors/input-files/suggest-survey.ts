import { meaningOf } from '../ticket-files/meanings.ts';
import { plainText } from '../ticket-files/header-words.ts';
import { ranked, type ColumnProfile } from '../ticket-files/profile.ts';
import { labelWords } from './input-words.ts';
import type { About } from './suggestion.ts';

/** Questions and titles that are about how somebody felt. */
const asksFeeling = /\b(?:satisf\w*|zufrieden\w*|satisfait\w*|recommend\w*|empfehl\w*|happy|experience|rate|rating|score|nps|csat)\b/; // prettier-ignore
const isScale = ({ values, isListed }: ColumnProfile): boolean =>
  isListed && values.size > 0 && [...values.keys()].every((value) => /^(?:10|\d)$/.test(value));
const isLabels = ({ values, isListed }: ColumnProfile): boolean =>
  isListed && values.size > 0 && [...values.keys()].every((value) => meaningOf(value, labelWords) !== undefined);

/** The score and its scale, or the answer in words: scores from 0 to 10 are taken for NPS where a name says so, to 5 for CSAT. */
export function survey({ find, columns, notes, profile }: About): void {
  const taken = new Set(Object.values(columns).filter((spec) => typeof spec === 'string'));
  const asked = profile.columns.filter(({ name }) => asksFeeling.test(plainText(name)) && !taken.has(name));
  const answers = [find('score'), find('label'), ...asked].filter((column) => column !== undefined);
  delete columns['score'];
  delete columns['label'];
  const score = answers.find(isScale);
  const label = answers.find((column) => column !== score && isLabels(column));
  if (score !== undefined) columns['score'] = score.name;
  if (label !== undefined) {
    const map = ranked(label.values).map(([raw]) => [raw, meaningOf(raw, labelWords) ?? '']);
    columns['label'] = { column: label.name, map: Object.fromEntries(map) };
  }
  scale({ find, columns, notes, profile }, score);
}

function scale(
  { find, columns, notes }: Pick<About, 'find' | 'columns' | 'notes' | 'profile'>,
  score: ColumnProfile | undefined,
): void {
  const kind = find('kind');
  const kinds = [...(kind?.values.keys() ?? [])].map((value) => value.toLowerCase());
  const isNps =
    (score !== undefined && /\bnps\b|recommend|empfehl/.test(plainText(score.name))) ||
    (kinds.length === 1 && kinds[0] === 'nps');
  const values = [...(score?.values.keys() ?? [])].map(Number);
  const top = Math.max(0, ...values);
  columns['kind'] = { value: isNps ? 'nps' : kinds.length === 1 && kinds[0] === 'ces' ? 'ces' : 'csat' };
  columns['scale_min'] ??= { value: isNps ? '0' : '1' };
  columns['scale_max'] ??= { value: isNps ? '10' : top > 7 ? '10' : top > 5 ? '7' : '5' };
  if (values.length > 0) notes.push(`scale: scores reach from ${Math.min(...values)} to ${top}`);
}
