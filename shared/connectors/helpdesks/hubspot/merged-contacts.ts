import { z } from 'zod';
import { CursorStuckError } from '../../../errors.ts';
import type { Json, PageRequest, Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { stateNumber } from '../../progress.ts';
import { mergeRow } from '../../rows.ts';
import { id, idOrNull, record, textOrNull, time } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { results } from './paging.ts';

const pageSize = 200;
/** A little less than a day, so that the same hour of the next day reads again. */
const often_s = 82_800;
/** Who came into a contact: with times, and without where the merge made a new record (changelog, "Updated merge functionality"). */
const merged = ['hs_calculated_merged_vids', 'hs_merged_object_ids'] as const;

/**
 * Contacts that others were merged into, all of them once a day, in the order of their ids: neither the cap of 10,000 results nor the
 * order of the index matters then. Those who were merged away are in no list.
 */
export const mergedContacts: Stream = {
  name: 'merged_contacts',
  optional: true,
  first: (state, { now_s }) => {
    const read_s = stateNumber(state, 'read_at_s');
    return read_s !== null && now_s - read_s < often_s ? null : after('0');
  },
  items: results,
  next: ({ asked, items, state, at }) => {
    if (items.length < pageSize) return { request: null, state: { read_at_s: at.now_s } };
    const last = idOrNull.parse(record.parse(items.at(-1)).id);
    const request = last === null ? null : after(last);
    if (request === null || JSON.stringify(request) === JSON.stringify(asked))
      throw new CursorStuckError('The search of merged contacts answers a full page that leads nowhere.');
    return { request, state };
  },
  rows: mergeRows,
};

const has = (propertyName: string): Json => ({ propertyName, operator: 'HAS_PROPERTY' });
const byId = { propertyName: 'hs_object_id' } as const;
const after = (last: string): PageRequest => ({
  url: '/crm/v3/objects/contacts/search',
  body: {
    filterGroups: merged.map((propertyName) => ({
      filters: [has(propertyName), { ...byId, operator: 'GT', value: last }],
    })),
    sorts: [{ ...byId, direction: 'ASCENDING' }],
    properties: [...merged],
    limit: pageSize,
  },
});

const Contact = z.looseObject({ id, properties: record, updatedAt: time });

/** "12:1726000000000;13:1727000000000", and "12;13". */
function mergeRows(item: unknown, { received_s }: { readonly received_s: number }): readonly StagedRow[] {
  const contact = Contact.parse(item);
  const { hs_calculated_merged_vids, hs_merged_object_ids } = contact.properties;
  const version = versionOf(contact.updatedAt ?? 0, received_s);
  const since = new Map<string, number | null>();
  for (const part of partsOf(hs_merged_object_ids)) since.set(part, null);
  for (const part of partsOf(hs_calculated_merged_vids)) {
    const [from = '', at = ''] = part.split(':');
    since.set(from, time.parse(at));
  }
  return [...since].flatMap(([from, at_s]) =>
    from === '' || from === contact.id ? [] : [mergeRow(from, contact.id, at_s, version)],
  );
}

const partsOf = (value: unknown): readonly string[] =>
  (textOrNull.parse(value) ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
