import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { contactRow, groupRow, personRow } from '../../rows.ts';
import { id, textOrNull, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { ServiceNowConfiguration } from './configuration.ts';
import { reference } from './incident.ts';
import { plain } from './table-request.ts';
import { mappingsOf } from './words.ts';

type Rows = Stream['rows'];

const Group = z.looseObject({ sys_id: id, name: textOrNull, sys_updated_on: timeNeeded });
export const groupRows =
  (c: ServiceNowConfiguration): Rows =>
  (item, { received_s }): readonly StagedRow[] => {
    const { tier } = mappingsOf(c);
    const group = Group.parse(plain(item));
    return [groupRow(group.sys_id, group.name, tier, versionOf(group.sys_updated_on, received_s))];
  };

/** One person under both names: references speak of the sys_id, audit and journal of the user name. */
const both = (
  {
    sys_id,
    user_name,
    email,
  }: { readonly sys_id: string; readonly user_name: string | null; readonly email: string | null },
  role: 'staff' | 'customer',
  version: string,
  bots: readonly string[],
): readonly StagedRow[] =>
  [sys_id, ...(user_name === null ? [] : [user_name])].map((person_id) =>
    personRow(
      person_id,
      { email: email, role, is_bot: bots.includes(sys_id) || (user_name !== null && bots.includes(user_name)) },
      version,
    ),
  );

const User = z.looseObject({
  sys_id: id,
  user_name: textOrNull,
  email: textOrNull,
  company: reference,
  sys_created_on: timeNeeded,
});
/** Everybody, as a customer; a membership in a group wins by its version and makes staff, for good. */
export const userRows =
  ({ mappings: { bots } }: ServiceNowConfiguration): Rows =>
  (item, { received_s }): readonly StagedRow[] => {
    const user = User.parse(plain(item));
    const version = versionOf(0, received_s);
    return [
      ...both(user, 'customer', version, bots),
      contactRow(
        { contact_id: user.sys_id, account_id: user.company, email: user.email, created_s: user.sys_created_on },
        version,
      ),
    ];
  };

const Member = z.looseObject({ user: reference, 'user.user_name': textOrNull, 'user.email': textOrNull });
export const memberRows =
  ({ mappings: { bots } }: ServiceNowConfiguration): Rows =>
  (item, { received_s }): readonly StagedRow[] => {
    const member = Member.parse(plain(item));
    if (member.user === null) return [];
    const user = { sys_id: member.user, user_name: member['user.user_name'], email: member['user.email'] };
    return both(user, 'staff', versionOf(1, received_s), bots);
  };
