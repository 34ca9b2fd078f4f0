import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { emailHash, mapping, tierOf } from '../../mappings.ts';
import { id, idOrNull, list, record, textOrNull, time } from '../../shapes.ts';
import type { IntercomConfiguration } from './configuration.ts';

type Rows = Stream['rows'];

const Admin = z.looseObject({ id, email: textOrNull, team_ids: list });
export const adminRows =
  ({ mappings }: IntercomConfiguration): Rows =>
  (item, { received_s }) => {
    const admin = Admin.parse(item);
    return [
      {
        table: 'people',
        version: versionOf(0, received_s),
        row: {
          person_id: admin.id,
          email_hash: emailHash(admin.email),
          role: 'staff',
          is_bot: mappings.bots.includes(admin.id),
          group_ids: JSON.stringify(admin.team_ids.flatMap((team) => idOrNull.parse(team) ?? [])),
          from_s: 0,
          to_s: null,
        },
      },
    ];
  };

const Team = z.looseObject({ id, name: textOrNull });
export const teamRows = ({ mappings }: IntercomConfiguration): Rows => {
  const { values } = mapping({}, mappings.tier, null);
  return (item, { received_s }) => {
    const team = Team.parse(item);
    return [
      {
        table: 'groups',
        version: versionOf(0, received_s),
        row: {
          group_id: team.id,
          name: team.name,
          tier: tierOf({ values }, team.id, team.name),
        },
      },
    ];
  };
};

const Contact = z.looseObject({ id, email: textOrNull, companies: record, created_at: time, updated_at: time });
export const contactRows: Rows = (item, { received_s }) => {
  const contact = Contact.parse(item);
  return [
    {
      table: 'contacts',
      version: versionOf(contact.updated_at ?? 0, received_s),
      row: {
        contact_id: contact.id,
        account_id: idOrNull.parse(record.parse(list.parse(contact.companies.data)[0]).id),
        email_hash: emailHash(contact.email),
        created_s: contact.created_at,
      },
    },
  ];
};
