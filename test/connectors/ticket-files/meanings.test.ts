import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../shared/connectors/ticket-files/meanings.ts';
import { priorityWords, statusWords } from '../../../shared/connectors/ticket-files/value-words.ts';

describe('what a word is taken to mean', () => {
  it.each([
    ['1 - Low', 'p4'],
    ['3 - Moderate', 'p3'],
    ['High (2)', 'p2'],
    ['Urgent!', 'p1'],
    ['非常紧急', 'p1'],
    // a number alone does not say which end is urgent
    ['1', undefined],
    ['0 - Unassigned', undefined],
    ['Not urgent', undefined],
    ['nicht dringend', undefined],
    ['Kein Notfall', undefined],
    ['pas urgent', undefined],
    ['не срочно', undefined],
    ['不紧急', undefined],
    ['緊急ではない', undefined],
  ])('of a priority: %s', (raw, meaning) => {
    expect(meaningOf(raw, priorityWords)).toBe(meaning);
  });
  it.each([
    ['Resolved (auto)', 'solved'],
    ['in progress', 'open'],
    ['Not resolved', undefined],
    ['Pas encore fermé', undefined],
    ['не решено', undefined],
    ['没解决', undefined],
    ['nicht gelöst', undefined],
  ])('of a status: %s', (raw, meaning) => {
    expect(meaningOf(raw, statusWords)).toBe(meaning);
  });
});
