import { day, link, list, name, oneOf } from '../input-files/cells.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { contributions } from '../../lake/tables.ts';

export const contributionsInput = inputTable({
  table: contributions,
  about: 'Results beyond cases: patents, books, articles, awards, projects, letters of thanks.',
  replaces: { by: 'key' },
  columns: {
    item_id: required(name, 'the item', 'x-31'),
    kind: required(
      oneOf('patent', 'book', 'article', 'award', 'project', 'service_delivery', 'thank_you_letter'),
      'kind',
      'article',
    ),
    honour: optional(name, 'honour level, see weights', 'national'),
    author_ids: optional(list, 'people, separated by ";"', 'p-017; p-020'),
    team: optional(name, 'team', 'emea'),
    product: optional(name, 'product', 'Platform'),
    account_id: optional(name, 'customer organisation'),
    submitted_day: optional(day, 'submitted', '2026-07-10'),
    accepted_day: optional(day, 'accepted', '2026-09-01'),
    evidence_url: optional(link, 'proof', 'https://example.com/award'),
  },
});
