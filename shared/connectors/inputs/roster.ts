import { address, day, helpdeskIds, name, oneOf, thousandths } from '../input-files/cells.ts';
import { noOverlap, startsBeforeEnds } from '../input-files/checks.ts';
import { inputTable, optional, required } from '../input-files/input-table.ts';
import { roster } from '../../lake/tables.ts';

export const rosterInput = inputTable({
  table: roster,
  about: 'Who works here, in which post, since when: one row a person and stretch of one post.',
  replaces: { by: 'file' },
  columns: {
    person_id: required(name, 'the person', 'p-017'),
    name: optional(name, 'name shown to the own lead only', 'Ada Example'),
    email: optional(address, 'address; only its hash is kept', 'ada@example.com', { into: 'email_hash' }),
    helpdesk_ids: optional(helpdeskIds, 'ids in the helpdesks; empty = person_id in all of them', 'helpdesk=40312'),
    role: optional(oneOf('support', 'lead', 'manager', 'engineering', 'other'), 'role; empty = support', 'support', {
      otherwise: 'support',
    }),
    team: optional(name, 'team id', 'emea'),
    level: optional(name, 'level, see level_coefficients', 'P3'),
    skill_stack: optional(name, 'skill stack', 'network'),
    location: optional(name, 'place', 'Berlin'),
    manager_id: optional(name, 'person_id of the manager', 'p-001'),
    calendar_id: optional(name, 'working calendar', 'default'),
    fte: optional(thousandths('a share of a full post from 0 to 2', 0, 2), 'share of a full post; empty = 1', '1', {
      into: 'fte_milli',
      otherwise: 1000,
    }),
    start_day: required(day, 'first day in this post', '2026-01-01'),
    end_day: optional(day, 'first day after; empty = still'),
    end_reason: optional(oneOf('left', 'moved'), 'why it ended'),
  },
  checks: [startsBeforeEnds('start_day', 'end_day'), noOverlap(['person_id'], 'start_day', 'end_day', 'roster_gap')],
});
