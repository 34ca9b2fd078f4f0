import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { nameRow } from '../../names.ts';
import { id, recordsIn, textOrNull, time } from '../../shapes.ts';

const CustomStatus = z.object({ id, agent_label: textOrNull, updated_at: time });
/**
 * Statuses of the account’s own making, as agents see them. There are 300 at most, in one page, without those that were deleted: the
 * names of these stay as they were read.
 */
export const customStatuses: Stream = {
  name: 'custom_statuses',
  optional: true,
  first: () => ({ url: '/api/v2/custom_statuses.json' }),
  items: (body) => recordsIn(body, 'custom_statuses'),
  rows: (item, { received_s }) => {
    const { id: status, agent_label, updated_at } = CustomStatus.parse(item);
    return [nameRow('status_name', status, agent_label, versionOf(updated_at ?? 0, received_s))];
  },
};

const Brand = z.object({ id, name: textOrNull, updated_at: time });
export const brandRows: Stream['rows'] = (item, { received_s }) => {
  const { id: brand, name, updated_at } = Brand.parse(item);
  return [nameRow('brand_name', brand, name, versionOf(updated_at ?? 0, received_s))];
};
