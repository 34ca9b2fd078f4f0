import { z } from 'zod';
import type { Page, Step, Stream, StreamState } from '../../connector.ts';
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

/** The system group of everybody whom Request Tracker calls privileged. */
const privileged = 'Privileged';
/** Somebody asked about before may have become staff: everybody is asked about again after so long. */
const anew_s = 30 * 86_400;

/**
 * The staff: a group, then each member. Versions that hide system groups from their lists find no group Privileged: then the users are
 * asked for one by one, because only the answer for one user says who is privileged; new ones alone until everybody's turn comes again.
 * The names still to be asked for are kept in the state.
 */
export const staffStream = (c: RequestTrackerConfiguration): Stream => {
  const group = c.staff_group ?? privileged;
  return {
    name: 'staff',
    optional: true,
    first: () => ({
      url: withQuery(`${api}/groups`, {
        query: JSON.stringify([{ field: 'Name', value: group }]),
        fields: 'Name,id',
        per_page: 100,
      }),
    }),
    items: (body) => {
      const { items } = (body ?? {}) as { items?: unknown };
      return Array.isArray(items) ? items : [body];
    },
    next: ({ asked: { url }, items, state, at }): Step => {
      if (url.includes('/groups')) {
        const found = items.flatMap((item) => Group.safeParse(item).data ?? []).find(({ Name }) => Name === group);
        if (found !== undefined) return { request: { url: `${api}/group/${found.id}` }, state };
        return c.staff_group === undefined ? oneByOne(walkOf(state, at.now_s)) : { request: null, state };
      }
      if (url.includes('/group/')) {
        const names = Group.parse(items[0]).Members.flatMap((each) => Member.safeParse(each).data?.id ?? []);
        return following({ names });
      }
      if (!url.includes('/users')) return following(state);
      const ids = items.flatMap((item) => Member.safeParse(item).data?.id ?? []);
      const last = Math.max(numberIn(state, 'last'), ...ids.map(Number).filter(Number.isFinite));
      // a row may come twice, on one page or on two that follow each other
      const before = new Set(Array.isArray(state.asked) ? state.asked.map(String) : []);
      const names = [...new Set(ids)].filter((one) => !before.has(one));
      if (ids.length > 0) return following({ ...state, last, names, asked: ids });
      return { request: null, state: { after: last, begun_s: numberIn(state, 'begun_s') } };
    },
    rows: (item, { received_s }): readonly StagedRow[] => {
      const user = User.parse(item);
      const isStaff = user.Privileged === '1' || (c.staff_group !== undefined && user.EmailAddress !== null);
      return isStaff ? peopleRows(user, 'staff', c.mappings.bots, versionOf(1, received_s)) : [];
    },
  };
};

const numberIn = (state: StreamState, key: string): number => Number(state[key] ?? 0);

/** A walk over the users that were not asked about yet, or over all of them again. */
function walkOf(state: StreamState, now_s: number): StreamState {
  const isNew = now_s - numberIn(state, 'begun_s') >= anew_s;
  const after = isNew ? 0 : numberIn(state, 'after');
  return { after, last: after, begun_s: isNew ? now_s : numberIn(state, 'begun_s'), page: 0, names: [] };
}

/** The next page of users, by number: whether lists come in order of id depends on the version. */
function oneByOne(state: StreamState): Step {
  const page = numberIn(state, 'page') + 1;
  const url = withQuery(`${api}/users`, {
    query: JSON.stringify([{ field: 'id', operator: '>', value: numberIn(state, 'after') }]),
    fields: 'id',
    orderby: 'id',
    per_page: 100,
    page,
  });
  return { request: { url }, state: { ...state, page } };
}

/** Asks for the next name; after the last one of a page of users comes the next page. */
function following(state: StreamState): Step {
  const [name, ...names] = Array.isArray(state.names) ? state.names.map(String) : [];
  if (name !== undefined)
    return { request: { url: `${api}/user/${encodeURIComponent(name)}` }, state: { ...state, names } };
  return state.page === undefined ? { request: null, state: {} } : oneByOne(state);
}

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
