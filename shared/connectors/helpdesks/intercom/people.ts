import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { mapping } from '../../mappings.ts';
import { contactRow, groupRow, personRow } from '../../rows.ts';
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

const Contact = z.looseObject({ id, email: textOrNull, companies: record, created_at: time, updated_at: time });
export const contactRows: Rows = (item, { received_s }): readonly StagedRow[] => {
  const contact = Contact.parse(item);
  return [
    contactRow(
      {
        contact_id: contact.id,
        account_id: idOrNull.parse(record.parse(list.parse(contact.companies.data)[0]).id),
        email: contact.email,
        created_s: contact.created_at,
      },
      versionOf(contact.updated_at ?? 0, received_s),
    ),
  ];
};
