import { day, list, name, oneOf, share } from '../input-files/cells.ts';
import { countWithout, dayText, eachRow } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { requirements } from '../../lake/tables.ts';

export const requirementsInput = inputTable({
  table: requirements,
  about: 'Requirements that support raised for the product.',
  replaces: { by: 'key' },
  columns: {
    requirement_id: required(name, 'the requirement', 'rq-77'),
    product: optional(name, 'product', 'Platform'),
    team: optional(name, 'team', 'emea'),
    kano: optional(oneOf('basic', 'performance', 'excitement', 'indifferent', 'reverse'), 'KANO class', 'basic'),
    users_affected: optional(share, 'share of users it affects', '0.6', { into: 'users_affected_milli' }),
    raised_by: optional(name, 'person of the roster', 'p-017'),
    raised_day: required(day, 'raised', '2026-08-03'),
    landed_day: optional(day, 'landed; empty = not yet'),
    state: optional(name, 'state', 'accepted'),
    ticket_ids: optional(list, 'tickets behind it, separated by ";"', '4711; 4802'),
  },
  checks: [
    eachRow(
      'landed_day',
      ({ raised_day, landed_day }) =>
        landed_day !== null && Number(landed_day) < Number(raised_day) ? 'not before raised_day' : undefined,
      ({ landed_day }) => dayText(landed_day ?? null),
    ),
    countWithout('kano', 'requirement_without_kano'),
  ],
});
