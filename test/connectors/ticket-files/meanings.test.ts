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
    ['p1-critical', 'p1'],
    ['Urgent P1', 'p1'],
    ['10 - very high', 'p1'],
    // words that contradict, or may
    ['P4 - urgent', undefined],
    ['P1 - Low', undefined],
    ['P2 - Critical', undefined],
    ['Less urgent', undefined],
    ['Lower than high', undefined],
    ['medium-high', undefined],
    ['dringend - niedrig', undefined],
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
    ['Closed by agent', 'closed'],
    ['Ticket geschlossen', 'closed'],
    ['Auto-closed', 'closed'],
    // an end, and then something that may undo it
    ['Closed - pending', undefined],
    ['Closed pending confirmation', undefined],
    ['Solved - waiting', undefined],
    ['Partially resolved', undefined],
    ['To be closed', undefined],
    ['Cannot be resolved', undefined],
    ['gelöst - wartend', undefined],
    ['Fermé - en attente', undefined],
    ['Cerrado - pendiente', undefined],
    ['закрыто - ожидание', undefined],
    ['решено, ждём клиента', undefined],
    ['Em espera - resolvido', undefined],
    ['已解决-待确认', undefined],
    ['已关闭（挂起）', undefined],
    ['待关闭', undefined],
    ['解決待ち', undefined],
  ])('of a status: %s', (raw, meaning) => {
    expect(meaningOf(raw, statusWords)).toBe(meaning);
  });
});
