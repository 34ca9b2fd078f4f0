import { describe, expect, it } from 'vitest';
import { quoted, stated } from '../../shared/report/claim.ts';
import { en } from '../../shared/report/words/en.ts';
import { languages, wordsOf } from '../../shared/report/words/words.ts';

type Texts = { readonly [key: string]: unknown };
const leaves = (texts: Texts, path = ''): readonly (readonly [string, unknown])[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? leaves(value as Texts, `${path}${key}.`)
      : [[`${path}${key}`, value] as const],
  );
/** Arguments that fit every text: each takes names, numbers as text, and counts. */
const called = (text: unknown, n: number): string =>
  typeof text === 'function' ? sampled(text as (...args: unknown[]) => string, n) : String(text);
const sampled = (text: (...args: unknown[]) => string, n: number): string => {
  const source = text.toString();
  const isList = /parts|names/.test(source.slice(0, source.indexOf('=>')));
  return text(
    ...(isList
      ? [['Alpha', 'Beta'], n]
      : /^\(?_?n\b|^\(?_b\b/.test(source) || text.length === 2
        ? [n, String(n), 'x', 'y', 'z', 'u']
        : ['1', '2', '3', '4', n, 'u']),
  );
};

describe('words', () => {
  for (const [language, words] of Object.entries(languages)) {
    it(`of ${language} are complete: the same keys as English, none empty`, () => {
      expect(
        leaves(words)
          .map(([key]) => key)
          .sort(),
      ).toEqual(
        leaves(en)
          .map(([key]) => key)
          .sort(),
      );
      const allowedEmpty = new Set(['executive_quarterly.quarters_off', 'marks.space']);
      for (const [key, text] of leaves(words)) {
        for (const n of [1, 2, 5, 21])
          if (!allowedEmpty.has(key)) expect(called(text, n), `${language} ${key}`).not.toBe('');
      }
    });
  }

  it('of other languages are translated: no sentence of theirs is the English one', () => {
    const same = Object.entries(languages)
      .filter(([language]) => language !== 'en')
      .flatMap(([language, words]) => {
        const english = new Map(leaves(en));
        return leaves(words)
          .filter(([key, text]) => typeof text === 'string' && text === english.get(key) && /[a-z]{3}/i.test(text))
          .map(([key]) => `${language} ${key}`);
      });
    expect(same.filter((each) => !/ (direction|channels\.api)$/.test(each))).toEqual([]);
  });

  it('end a sentence with one stop, also after an abbreviation that has its own; words of people stay', () => {
    const { oldest } = wordsOf('ru').backlog;
    expect(oldest('17 дн.')).toContain('..');
    expect(stated('x', {}, oldest('17 дн.')).line).toMatch(/[^.] 17 дн\.$/);
    expect(stated('x', {}, [{ text: '2,1 п. п..', strong: true }, ' и дальше...']).line).toEqual([
      { text: '2,1 п. п.', strong: true },
      ' и дальше...',
    ]);
    expect(quoted('Анна', 'ждём..').line).toBe('ждём..');
  });

  it('count by the rules of the language', () => {
    const ru = wordsOf('ru');
    expect([1, 2, 5, 11, 21, 104].map((n) => ru.cases(n, String(n)))).toEqual([
      '1 обращение',
      '2 обращения',
      '5 обращений',
      '11 обращений',
      '21 обращение',
      '104 обращения',
    ]);
    expect([0, 1, 2].map((n) => wordsOf('en').cases(n, String(n)))).toEqual(['0 cases', '1 case', '2 cases']);
  });

  it('are found by the whole tag, then the language, then English', () => {
    expect(wordsOf('zh-CN').language).toBe('zh-CN');
    expect(wordsOf('zh-Hans-SG').language).toBe('zh-CN');
    expect(wordsOf('ru-KZ').language).toBe('ru');
    expect(wordsOf('en-GB').language).toBe('en');
    expect(wordsOf('pt-BR').language).toBe('en');
  });
});
