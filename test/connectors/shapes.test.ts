import * as fc from '../support/property.ts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  id,
  idOrNull,
  instant,
  list,
  numberOrNull,
  record,
  textOrNull,
  texts,
  time,
  timeNeeded,
} from '../../shared/connectors/shapes.ts';

const Shape = z.object({
  id,
  at: timeNeeded,
  owner: idOrNull,
  subject: textOrNull,
  size: numberOrNull,
  tags: texts,
  more: record,
  rows: list,
  seen: time,
});

describe('the shape of a vendor record', () => {
  it('needs an id and a time, names what is missing, and never its value', () => {
    const { error } = Shape.safeParse({ id: '', at: 'tomorrow' });
    expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
      'id: an id',
      'at: a time',
    ]);
    expect(Shape.safeParse({}).error?.issues.map(({ path }) => path.join('.'))).toEqual(['id', 'at']);
    expect(Shape.safeParse(null).success).toBe(false);
    for (const none of [Number.NaN, Infinity, true, {}, null])
      expect(Shape.safeParse({ id: none, at: 1 }).success).toBe(false);
  });
  it('takes absent, null and unreadable as one', () => {
    const nothing = { owner: null, subject: null, size: null, tags: [], more: {}, rows: [], seen: null };
    expect(Shape.parse({ id: 7, at: 1 })).toEqual({ id: '7', at: 1, ...nothing });
    expect(
      Shape.parse({ id: '7', at: 1, owner: 0, subject: '', size: 'many', tags: 'a', more: [], rows: {}, seen: {} }),
    ).toEqual({
      id: '7',
      at: 1,
      ...nothing,
    });
  });
  it('reads one value as it reads a field', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const field of [idOrNull, textOrNull, numberOrNull, texts, record, list, time])
          expect(z.object({ field }).parse({ field: value })).toEqual({ field: field.parse(value) });
      }),
    );
  });
});

describe('an instant', () => {
  it('is the same however the vendor writes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 4_000_000_000 }), fc.nat(999), (at, ms) => {
        const iso = new Date(at * 1000 + ms).toISOString();
        for (const text of [
          iso,
          iso.replace('Z', '+00:00'),
          iso.replace('Z', '+0000'),
          iso.replace('Z', ' UTC'),
          iso.replace('Z', ''),
          iso.replace('T', ' '),
          ` ${iso} `,
        ])
          expect([text, instant(text)]).toEqual([text, at]);
        expect([instant(at), instant(String(at)), instant(at * 1000 + ms)]).toEqual([at, at, at]);
      }),
    );
  });
  it('is none where the text is no time', () => {
    for (const text of [
      '',
      ' ',
      '2026-13-01T00:00:00Z',
      '2026-02-01T25:00:00Z',
      'yesterday',
      null,
      undefined,
      Number.NaN,
      {},
    ])
      expect([text, instant(text)]).toEqual([text, null]);
  });
});
