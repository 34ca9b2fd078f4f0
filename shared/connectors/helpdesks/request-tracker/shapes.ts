import { z } from 'zod';
import { emailHash, same, wordsOf, type Words } from '../../mappings.ts';
import { id, idOrNull, list, record, textOrNull, time } from '../../shapes.ts';
import type { RequestTrackerConfiguration } from './configuration.ts';

/** Unset dates are 1970, never a time. */
export const realTime = (value: unknown): number | null => {
  const at = time.parse(value);
  return at === null || at <= 0 ? null : at;
};

/** The mail gateway names users by their addresses: no such name leaves raw/. */
export const personId = (value: unknown): string | null => {
  const id = idOrNull.parse(value);
  return id?.includes('@') === true ? emailHash(id) : id;
};

/** A user as a link: with `fields[X]=id` the id is the number that history speaks of; else only the name. */
export const Link = record.transform((link) => ({ id: personId(link.id), name: textOrNull.parse(link.Name) }));

const nobody = '6';
/** Who owns: nobody is nobody. Numbers in history, names in lists that were asked without ids. */
export const ownerOf = (raw: string | null): string | null =>
  raw === null || raw === nobody || raw === 'Nobody' ? null : raw;

/** RT's own hand: scrips and the system. */
export const isSystem = (who: string | null): boolean => who === '1' || who === 'RT_System';

export const Transaction = z.looseObject({
  id,
  ObjectId: id,
  Type: z.string(),
  Field: textOrNull,
  OldValue: textOrNull,
  NewValue: textOrNull,
  TimeTaken: textOrNull,
  Created: z.unknown().optional(),
  Creator: Link,
});
export type Transaction = z.output<typeof Transaction>;

export const Ticket = z.looseObject({
  id,
  Created: z.unknown().optional(),
  LastUpdated: z.unknown().optional(),
  Status: textOrNull,
  Queue: Link,
  Owner: Link,
  Creator: Link,
  Requestor: list,
  Priority: textOrNull,
  CustomFields: list,
  /** { id } alone, or the id itself where fields of it were not asked for. */
  EffectiveId: z.unknown().optional(),
});

const statuses = {
  new: 'new',
  open: 'open',
  stalled: 'pending_customer',
  resolved: 'solved',
  rejected: 'closed',
  deleted: 'deleted',
} as const;

/** What PriorityAsString calls Low, Medium and High as it is shipped; of another scale nobody knows which end is urgent. */
const priorities = { '0': 'p4', '50': 'p3', '100': 'p1' } as const;

export const rtWords = ({ mappings }: RequestTrackerConfiguration): Words =>
  wordsOf(mappings, {
    status: statuses,
    priority: priorities,
    channel: same(['email', 'web', 'chat', 'phone', 'social', 'api', 'im', 'portal']),
  });
