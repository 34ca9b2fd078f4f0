import { en } from './en.ts';
import { ru } from './ru.ts';
import type { NumberWords } from './number-words.ts';
import { ruNumbers } from './numbers-ru.ts';
import { zhCnNumbers } from './numbers-zh-cn.ts';
import type { Words } from './shape.ts';
import { zhCn } from './zh-cn.ts';

export type { Words };

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
