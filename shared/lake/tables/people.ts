import { day, durationS, epochS, flag, milli, table, text } from '../table.ts';

export const people = table({
  name: 'people',
  grain: 'one row per account of a helpdesk and time in a role',
  key: ['person_id', 'from_s'],
  columns: {
    person_id: text('id in the helpdesk'),
    email_hash: text('sha256 of the lower-case address'),
    role: text('staff, lead, manager, light, customer'),
    is_bot: flag('a robot'),
    group_ids: text('JSON array of group ids'),
    from_s: epochS('since when; 0 = ever'),
    to_s: epochS('until when; null = still'),
  },
});

export const contacts = table({
  name: 'contacts',
  grain: 'one row per customer person',
  key: ['contact_id'],
  columns: {
    contact_id: text('id in the helpdesk'),
    account_id: text('customer organisation'),
    email_hash: text('sha256 of the lower-case address'),
    created_s: epochS('made'),
  },
});

export const contactMerges = table({
  name: 'contact_merges',
  grain: 'one row per customer person who was merged into another one, as told and as it follows',
  key: ['contact_id', 'into_id', 'is_settled'],
  columns: {
    contact_id: text('who was merged away'),
    into_id: text('who stands for them'),
    at_s: epochS('since when; 0 = nobody says when'),
    is_settled: flag('derived: follows whoever was merged on later, in order of time; false: as the helpdesk tells it'),
  },
});

export const groups = table({
  name: 'groups',
  grain: 'one row per group of a helpdesk',
  key: ['group_id'],
  columns: { group_id: text('id in the helpdesk'), name: text('name'), tier: text('l1, l2, l3') },
});

export const roster = table({
  name: 'roster',
  grain: 'one row per person and interval of one post',
  key: ['person_id', 'start_day'],
  columns: {
    person_id: text('person'),
    name: text('name shown to the own lead only'),
    email_hash: text('sha256 of the lower-case address'),
    helpdesk_ids: text('JSON object: source id -> person id there; or a JSON array of ids valid in every source'),
    role: text('support, lead, manager, engineering, other'),
    team: text('team id'),
    level: text('level, see level_coefficients'),
    skill_stack: text('skill stack'),
    location: text('place'),
    manager_id: text('person'),
    calendar_id: text('working calendar'),
    fte_milli: milli('share of a full post'),
    start_day: day('first day'),
    end_day: day('first day after; null = still'),
    end_reason: text('left, moved'),
  },
});

export const memberships = table({
  name: 'memberships',
  grain: 'derived from roster: one row per helpdesk account and interval of one post',
  key: ['helpdesk_source', 'helpdesk_person_id', 'from_s'],
  columns: {
    helpdesk_source: text('connector instance'),
    helpdesk_person_id: text('person id there'),
    person_id: text('person of the roster'),
    team: text('team id'),
    level: text('level'),
    skill_stack: text('skill stack'),
    location: text('place'),
    tier: text('l1, l2, l3'),
    from_s: epochS('start of the first day in the company’s zone'),
    to_s: epochS('start of the day after; null = still'),
  },
});

export const timeLog = table({
  name: 'time_log',
  grain: 'one row per entry of logged time',
  key: ['entry_id'],
  columns: {
    entry_id: text('entry'),
    person_id: text('person of the roster'),
    ticket_id: text('ticket; null = not ticket work'),
    ticket_source: text('source of that ticket'),
    work_day: day('day'),
    started_s: epochS('start'),
    worked_s: durationS('time'),
    activity: text(
      'online_support, training, service_review, tool_development, tool_bug_fix, complaint_handling, knowledge, non_support, leave, other',
    ),
    is_billable: flag('billable'),
    updated_s: epochS('last change'),
  },
});

export const activityWeights = table({
  name: 'activity_weights',
  grain: 'one row per activity and interval',
  key: ['activity', 'from_day'],
  columns: {
    activity: text('see time_log.activity'),
    validity_milli: milli('share of the time that is effective'),
    counts_as_support: flag('support work'),
    from_day: day('in force since'),
    to_day: day('in force until, exclusive'),
  },
});

export const levelCoefficients = table({
  name: 'level_coefficients',
  grain: 'one row per level and interval',
  key: ['level', 'from_day'],
  columns: {
    level: text('level'),
    coef_milli: milli('standard person-days in one person-day'),
    from_day: day('in force since'),
    to_day: day('in force until, exclusive'),
  },
});
