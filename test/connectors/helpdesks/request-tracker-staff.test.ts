import { describe, expect, it } from 'vitest';
import { requestTracker } from '../../../shared/connectors/helpdesks/request-tracker.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp, type Said } from '../../support/scripted-http.ts';

/**
 * Who is staff. RT 5.0.3 as Debian patched it (deb12u7) lists no system groups and answers 404 for them; earlier ones list the group
 * Privileged. A list of users leaves out who is privileged, the answer for one user has it (RT::REST2::Resource::User, serialize).
 */
const privileged: Readonly<Record<string, 0 | 1>> = { '14': 1, '42': 1, '58': 0, '60': 0 };
const users = Object.keys(privileged);
const listed = (items: readonly unknown[]): Said => ({ body: { items, count: items.length, page: 1, pages: 1 } });

const server = (groups: readonly { readonly id: number; readonly Name: string }[], also: readonly string[] = []) =>
  scriptedHttp(({ path }): Said => {
    const [, one] = /\/user\/(\d+)$/.exec(path) ?? [];
    if (one !== undefined)
      return {
        body: {
          id: Number(one),
          Name: `u${one}`,
          EmailAddress: `u${one}@example.com`,
          Privileged: privileged[one] ?? 1,
        },
      };
    if (path.includes('/groups')) return listed(groups.filter(({ Name }) => path.includes(`"${Name}"`)));
    if (path.includes('/group/4')) return { body: { id: 4, Members: [{ id: '14' }, { id: '42' }] } };
    if (path.includes('/group/27')) return { body: { id: 27, Members: [{ id: '58' }] } };
    if (path.includes('/users')) {
      const after = Number(/"value":(\d+)/.exec(path)?.[1]);
      const isFirst = !/[?&]page=(?!1\b)\d/.test(path);
      const found = [...users, ...also].map(Number).filter((id) => id > after && isFirst);
      return listed(found.map((id) => ({ id, Name: `u${id}` })));
    }
    return listed([]);
  });
const source = { id: 'rt', connector: 'request-tracker', base_url: 'https://rt.example', token: '${env:KEY}' };
const asked = (http: ReturnType<typeof server>) => http.requests.filter(({ url }) => /\/user\/\d+$/.test(url)).length;

async function staffOf(http: ReturnType<typeof server>, keys = {}, now_s?: number) {
  const rt = pulledSource(requestTracker, { ...source, ...keys }, http, {
    secrets: { KEY: 'x' },
    ...(now_s === undefined ? {} : { now_s }),
  });
  expect(failures(await rt.pull())).toEqual([]);
  const { people = [] } = (await rt.loaded()).tables;
  return {
    rt,
    staff: [...new Set(people.filter(({ role }) => role === 'staff').map(({ person_id }) => String(person_id)))].sort(),
  };
}

describe('staff of Request Tracker', () => {
  it('is the system group of the privileged, where the server lists it', async () => {
    const http = server([{ id: 4, Name: 'Privileged' }]);
    expect((await staffOf(http)).staff).toEqual(['14', '42', 'u14', 'u42']);
    expect(asked(http)).toBe(2);
  });
  it('is asked of each user where it does not, once: later only of new ones', async () => {
    const also: string[] = [];
    const http = server([], also);
    const { rt, staff } = await staffOf(http);
    expect(staff).toEqual(['14', '42', 'u14', 'u42']);
    expect(asked(http)).toBe(4);
    also.push('61');
    await rt.pull('r2');
    expect(asked(http)).toBe(5);
  });
  it('is the named group alone, whatever its members may do', async () => {
    const http = server([{ id: 27, Name: 'Agents' }]);
    expect((await staffOf(http, { staff_group: 'Agents' })).staff).toEqual(['58', 'u58']);
  });
  it('is nobody when the named group cannot be found', async () => {
    const http = server([]);
    expect((await staffOf(http, { staff_group: 'Agents' })).staff).toEqual([]);
    expect(asked(http)).toBe(0);
  });
});
