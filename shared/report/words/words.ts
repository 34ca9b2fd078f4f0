import { en } from './en.ts';
import { ru } from './ru.ts';
import type { NumberWords } from './number-words.ts';
import { ruNumbers } from './numbers-ru.ts';
import { zhCnNumbers } from './numbers-zh-cn.ts';
import { zhCn } from './zh-cn.ts';

/** The catalogue's shape: texts may differ, keys and arguments may not. A language that lacks one does not compile. */
export type Words = Loose<typeof en>;
type Loose<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : T extends object
      ? { readonly [K in keyof T]: Loose<T[K]> }
      : T;

/** Every language; adding one is a file and a line here. */
export const languages: Readonly<Record<string, Words>> = { en, ru, 'zh-CN': zhCn };

/** The words for a locale: the whole tag, then its language, then English. */
export const wordsOf = (locale: string): Words => {
  const { language, baseName } = new Intl.Locale(locale);
  return languages[baseName] ?? languages[language] ?? (language === 'zh' ? zhCn : en);
};

/** Of languages other than the catalogue's own. */
const numbers: Readonly<Record<string, NumberWords>> = { ru: ruNumbers, 'zh-CN': zhCnNumbers };
export const numberWords = (id: string, { language }: Pick<Words, 'language'>): NumberWords[string] | undefined =>
  numbers[language]?.[id];
