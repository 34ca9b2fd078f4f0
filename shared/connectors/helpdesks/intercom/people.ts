import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { mapping } from '../../mappings.ts';
import { contactRow, groupRow, mergeRow, personRow } from '../../rows.ts';
import { id, idOrNull, list, record, textOrNull, time } from '../../shapes.ts';
import type { IntercomConfiguration } from './configuration.ts';
import type { StagedRow } from '../../staged-row.ts';

type Rows = Stream['rows'];

const Admin = z.looseObject({ id, email: textOrNull, team_ids: list });
export const adminRows =
  ({ mappings }: IntercomConfiguration): Rows =>
  (item, { received_s }): readonly StagedRow[] => {
    const admin = Admin.parse(item);
    return [
      personRow(
        admin.id,
        {
          email: admin.email,
          is_bot: mappings.bots.includes(admin.id),
          groups: admin.team_ids.flatMap((team) => idOrNull.parse(team) ?? []),
        },
        versionOf(0, received_s),
      ),
    ];
  };

const Team = z.looseObject({ id, name: textOrNull });
export const teamRows = ({ mappings }: IntercomConfiguration): Rows => {
  const tier = mapping({}, mappings.tier, null);
  return (item, { received_s }): readonly StagedRow[] => {
    const team = Team.parse(item);
    return [groupRow(team.id, team.name, tier, versionOf(0, received_s))];
  };
};

const Contact = z.looseObject({
  id,
  email: textOrNull,
  companies: record,
  created_at: time,
  updated_at: time,
  merge_history: list,
});
const Merged = z.looseObject({ source_contact_id: id, merged_at: time });
/** Whoever was merged away is in no list: the one who stayed names them, from version 2.16 on. */
export const contactRows: Rows = (item, { received_s }): readonly StagedRow[] => {
  const contact = Contact.parse(item);
  const version = versionOf(contact.updated_at ?? 0, received_s);
  return [
    contactRow(
      {
        contact_id: contact.id,
        account_id: idOrNull.parse(record.parse(list.parse(contact.companies.data)[0]).id),
        email: contact.email,
        created_s: contact.created_at,
      },
      version,
    ),
    ...contact.merge_history.map((each) => {
      const { source_contact_id, merged_at } = Merged.parse(each);
      return mergeRow(source_contact_id, contact.id, merged_at, version);
    }),
  ];
};
