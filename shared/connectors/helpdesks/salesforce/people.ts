import { z } from 'zod';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { contactRow, groupRow, mergeRow, personRow } from '../../rows.ts';
import { id, idOrNull, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { SalesforceConfiguration } from './configuration.ts';
import { mappingsOf } from './words.ts';
import type { StagedRow } from '../../staged-row.ts';

type Rows = Stream['rows'];

const Queue = z.looseObject({ Id: id, Name: textOrNull, SystemModstamp: timeNeeded });
/** Queues; where a field names the group instead, the name is its id, too. */
export const queueRows =
  (c: SalesforceConfiguration): Rows =>
  (item, { received_s }): readonly StagedRow[] => {
    const { tier } = mappingsOf(c);
    const queue = Queue.parse(item);
    const ids = c.group_field !== undefined && queue.Name !== null ? [queue.Id, queue.Name] : [queue.Id];
    return ids.map((group_id) => groupRow(group_id, queue.Name, tier, versionOf(queue.SystemModstamp, received_s)));
  };

const User = z.looseObject({ Id: id, Email: textOrNull, UserType: textOrNull, SystemModstamp: timeNeeded });
/** Standard users are staff; portal users are customers; automated processes are robots. */
export const userRows =
  ({ mappings: { bots } }: SalesforceConfiguration): Rows =>
  (item, { received_s }): readonly StagedRow[] => {
    const user = User.parse(item);
    return [
      personRow(
        user.Id,
        {
          email: user.Email,
          role:
            user.UserType === null || user.UserType === 'Standard'
              ? 'staff'
              : /Csp|Customer|Guest/i.test(user.UserType)
                ? 'customer'
                : 'staff',
          is_bot:
            user.UserType === 'AutomatedProcess' || user.UserType === 'CloudIntegrationUser' || bots.includes(user.Id),
        },
        versionOf(user.SystemModstamp, received_s),
      ),
    ];
  };

const Contact = z.looseObject({
  Id: id,
  AccountId: idOrNull,
  Email: textOrNull,
  CreatedDate: time,
  SystemModstamp: timeNeeded,
  MasterRecordId: idOrNull,
});
/** A contact that was merged away is deleted and names its master; nothing changes it afterwards, so that its stamp is the merge's. */
export const contactRows: Rows = (item, { received_s }): readonly StagedRow[] => {
  const { Id, AccountId, Email, CreatedDate, SystemModstamp, MasterRecordId } = Contact.parse(item);
  const version = versionOf(SystemModstamp, received_s);
  const row = contactRow({ contact_id: Id, account_id: AccountId, email: Email, created_s: CreatedDate }, version);
  return MasterRecordId === null ? [row] : [row, mergeRow(Id, MasterRecordId, SystemModstamp, version)];
};
