import type { PageRequest } from '../../connector.ts';
import { asking } from '../../engine/paging.ts';
import { record, recordsIn, textOrNull } from '../../shapes.ts';

export const results = (body: unknown): readonly unknown[] => recordsIn(body, 'results');

/** The page after this one of a list; null at the end. */
export function nextOf(asked: PageRequest, body: unknown): PageRequest | null {
  const after = textOrNull.parse(record.parse(record.parse(record.parse(body).paging).next).after);
  return after === null ? null : asking(asked, { after });
}
