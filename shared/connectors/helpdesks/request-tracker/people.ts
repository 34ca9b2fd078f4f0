import { z } from 'zod';
import type { Page, Step, Stream } from '../../connector.ts';
import { numbered, withQuery } from '../../engine/paging.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { contactRow, groupRow, personRow } from '../../rows.ts';
import { id, list, recordsIn, textOrNull } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { RequestTrackerConfiguration } from './configuration.ts';
import { personId, rtWords } from './shapes.ts';

const api = '/REST/2.0';

/** Pages by number; beyond the last some versions repeat the last page: the engine's memory of versions sees that. */
const byNumber = ({ asked, body, items }: Page): Step => {
  const { next_page, pages, page } = body as Readonly<Record<string, unknown>>;
  const more =
    items.length > 0 && (typeof next_page === 'string' || (typeof pages === 'number' && Number(page) < pages));
  return { request: more ? numbered(asked, 'page') : null, state: {} };
};

const Queue = z.looseObject({ id, Name: textOrNull });

/** Queues are where tickets live: they are Casebook's groups, too, so that teams and tiers can be told by them. */
export const queueStream = (c: RequestTrackerConfiguration): Stream => {
  const { tier } = rtWords(c);
  return {
    name: 'queues',
    first: () => ({ url: withQuery(`${api}/queues/all`, { fields: 'Name,id', per_page: 100 }) }),
    items: (body) => recordsIn(body, 'items'),
    next: byNumber,
    rows: (item, { received_s }): readonly StagedRow[] => {
      const queue = Queue.parse(item);
      return [groupRow(queue.id, queue.Name, tier, versionOf(received_s, received_s))];
    },
  };
};

const Group = z.looseObject({ id, Name: textOrNull, Members: list });
const Member = z.looseObject({ id });

/**
 * The staff: their group, then each member, asked for one by one because lists leave out who is privileged. The names still to be
 * asked for are kept in the state.
 */
export const staffStream = (c: RequestTrackerConfiguration): Stream => {
  const following = (names: readonly string[]): Step => {
    const [name, ...rest] = names;
    return {
      request: name === undefined ? null : { url: `${api}/user/${encodeURIComponent(name)}` },
      state: { names: rest },
    };
  };
  return {
    name: 'staff',
    optional: true,
    first: () => ({
      url: withQuery(`${api}/groups`, {
        query: JSON.stringify([{ field: 'Name', value: c.staff_group }]),
        fields: 'Name,id',
        per_page: 100,
      }),
    }),
    items: (body) => {
      const { items } = (body ?? {}) as { items?: unknown };
      return Array.isArray(items) ? items : [body];
    },
    next: ({ asked: { url }, items, state }): Step => {
      if (url.includes('/groups')) {
        const group = items
          .flatMap((item) => Group.safeParse(item).data ?? [])
          .find(({ Name }) => Name === c.staff_group);
        return { request: group === undefined ? null : { url: `${api}/group/${group.id}` }, state: {} };
      }
      if (url.includes('/group/')) {
        return following(Group.parse(items[0]).Members.flatMap((each) => Member.safeParse(each).data?.id ?? []));
      }
      return following(Array.isArray(state.names) ? state.names.map(String) : []);
    },
    rows: (item, { received_s }): readonly StagedRow[] => {
      const user = User.parse(item);
      const isUser = user.Privileged !== null || user.EmailAddress !== null;
      return isUser ? peopleRows(user, 'staff', c.mappings.bots, versionOf(1, received_s)) : [];
    },
  };
};

const User = z.looseObject({
  id,
  Name: textOrNull,
  EmailAddress: textOrNull,
  Organization: textOrNull,
  Privileged: textOrNull,
});
type User = z.output<typeof User>;

/** One person under both names: history speaks of users by number, links by name where the number was not asked for. */
const peopleRows = (
  user: User,
  role: 'staff' | 'customer',
  bots: readonly string[],
  version: string,
): readonly StagedRow[] => {
  const name = personId(user.Name);
  const is_bot =
    user.id === '1' || user.Name === 'RT_System' || bots.includes(user.id) || (name !== null && bots.includes(name));
  return [user.id, ...(name === null || name === user.id ? [] : [name])].map((person_id) =>
    personRow(person_id, { email: user.EmailAddress, role, is_bot, groups: null }, version),
  );
};

/**
 * Everybody, as a customer; what the group of the staff says wins by its version, now and after somebody left it: who was staff at
 * the time of writing stays staff.
 */
export const userStream = (c: RequestTrackerConfiguration): Stream => ({
  name: 'users',
  optional: true,
  first: () => ({
    url: withQuery(`${api}/users`, {
      query: JSON.stringify([{ field: 'id', operator: '>', value: 0 }]),
      fields: 'id,Name,EmailAddress,Organization',
      orderby: 'id',
      per_page: 100,
    }),
  }),
  items: (body) => recordsIn(body, 'items'),
  next: byNumber,
  rows: (item, { received_s }): readonly StagedRow[] => {
    const user = User.parse(item);
    const version = versionOf(0, received_s);
    return [
      ...peopleRows(user, 'customer', c.mappings.bots, version),
      contactRow({ contact_id: user.id, account_id: user.Organization, email: user.EmailAddress }, version),
    ];
  },
});
