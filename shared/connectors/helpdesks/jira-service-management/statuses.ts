import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { list, record, textOrNull } from '../../shapes.ts';
import { statusCategory } from '../../status-category.ts';
import { categories } from './words.ts';

/**
 * Every status of the site with its category: the only thing that says what a status of the account's own making means where a
 * changelog names it (developer.atlassian.com, "Workflow statuses"). Projects may use one name for different things: that says nothing.
 */
export const statusCategories: Stream = {
  name: 'statuses',
  optional: true,
  first: () => ({ url: '/rest/api/3/status' }),
  items: (body) => {
    if (!Array.isArray(body)) throw new Error('found no list of statuses');
    return list.parse(body);
  },
  rows: () => [],
  pageRows: (items, { received_s }) => {
    const found = Map.groupBy(
      items.map((item) => record.parse(item)),
      ({ name }) => textOrNull.parse(name)?.toLowerCase() ?? '',
    );
    return [...found].flatMap(([name, same]) => {
      const keys = same.map(({ statusCategory: of }) => textOrNull.parse(record.parse(of).key) ?? '');
      const [key = ''] = keys;
      const value = keys.every((one) => one === key) ? categories[key] : undefined;
      return name === '' ? [] : [statusCategory(name, value ?? null, versionOf(0, received_s))];
    });
  },
};
