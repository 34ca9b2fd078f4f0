import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { shownText } from '../../custom-columns.ts';
import { versionOf } from '../../engine/version.ts';
import { flagOrNull, id, instant, record, time } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';

const key = z
  .string({ error: 'the key of a field of organisations' })
  .min(1, { error: 'the key of a field of organisations' })
  .optional();

/** Which fields of an organisation say what the table accounts holds. */
export const OrganizationFields = z.strictObject({
  band: key,
  segment: key,
  region: key,
  product: key,
  at_risk: key,
  started: key.meta({ description: 'A date field: customer since' }),
  ended: key.meta({ description: 'A date field: customer until, exclusive. Without it nobody ever leaves' }),
});
export type OrganizationFields = z.output<typeof OrganizationFields>;

const Organization = z.object({
  id,
  organization_fields: record,
  created_at: time,
  updated_at: time,
  deleted_at: time,
});

const dayOf = (at_s: number | null): number | null => (at_s === null ? null : Math.floor(at_s / 86_400));

/** A customer organisation as it is now: Zendesk keeps no history of its fields. Its name stays in raw/. */
export function organizationRows(fields: OrganizationFields): Stream['rows'] {
  return (item, { received_s }): readonly StagedRow[] => {
    const organization = Organization.parse(item);
    const { organization_fields: own } = organization;
    const value = (name: string | undefined): unknown => (name === undefined ? null : own[name]);
    const started_day = dayOf(instant(value(fields.started)));
    const created_day = dayOf(organization.created_at);
    return [
      {
        table: 'accounts',
        version: versionOf(organization.updated_at ?? organization.created_at ?? 0, received_s),
        row: {
          account_id: organization.id,
          band: shownText(value(fields.band)),
          segment: shownText(value(fields.segment)),
          region: shownText(value(fields.region)),
          product: shownText(value(fields.product)),
          at_risk: flagOrNull.parse(value(fields.at_risk)),
          started_day,
          ended_day: dayOf(instant(value(fields.ended))),
          recurring_minor: null,
          currency: null,
          // known for as long as there is anything to say of it, so that its rows never overlap
          from_day: created_day ?? started_day ?? 0,
          to_day: dayOf(organization.deleted_at),
          name: null,
        },
      },
    ];
  };
}
