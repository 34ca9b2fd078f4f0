import { count, day, durationS, e8, epochS, flag, milli, minor, table, text } from './table.ts';

/** What a helpdesk says a ticket is, latest version; facts add what its events prove. */
const attributes = {
  number: text('number shown to people'),
  url: text('link for the reader'),
  created_s: epochS('when the customer asked'),
  updated_s: epochS('last change at the helpdesk'),
  channel: text('email, web, chat, phone, social, api, im, portal, self_service, other'),
  channel_raw: text('as the helpdesk calls it'),
  status: text('new, open, pending_customer, pending_third_party, solved, closed, deleted, spam, merged, other'),
  status_raw: text('as the helpdesk calls it'),
  priority: text('p1 (most urgent) to p4'),
  priority_raw: text('as the helpdesk calls it'),
  type: text('incident, question, problem, request, bug, other'),
  category: text('topic'),
  subcategory: text('finer topic'),
  product: text('product concerned'),
  brand: text('brand'),
  queue: text('queue or inbox'),
  assignee_id: text('current owner, a person of the helpdesk'),
  group_id: text('current group'),
  tier: text('l1, l2, l3'),
  requester_id: text('who asked'),
  account_id: text('customer organisation'),
  region: text('region'),
  language: text('language'),
  tags: text('JSON array of text'),
  custom_fields: text('JSON object'),
  is_spam: flag('marked spam'),
  is_test: flag('a test ticket, by the mapping or tags of the configuration'),
  is_outbound: flag('opened by the company, not by a customer'),
  merged_into_id: text('ticket that this one was merged into'),
  followup_of_id: text('closed ticket that this one follows up, by the vendor’s link'),
  deleted_s: epochS('deleted at the helpdesk'),
  root_cause: text('product_bug, product_fault, configuration, usage, environment, customer, third_party'),
} as const;

export const ticketAttributes = table({
  name: 'ticket_attributes',
  grain: 'one row per ticket: what its helpdesk last said of it',
  key: ['ticket_id'],
  columns: {
    ticket_id: text('id in the helpdesk'),
    ...attributes,
    given_resolved_s: epochS('resolution as a column of the source; used when has_given_resolved'),
    has_given_resolved: flag('the source supplies the resolution as a column, which wins even when empty (C2)'),
    given_closed_s: epochS('close as a column of the source; used when has_given_closed'),
    has_given_closed: flag('the source supplies the close as a column, which wins even when empty'),
    given_first_reply_s: epochS('first reply as a column of the source; used when has_given_first_reply'),
    has_given_first_reply: flag('the source supplies the first reply as a column, which wins even when empty'),
    given_reopen_count: count('reopenings as a counter of the source; wins when not null'),
    given_touch_s: durationS('logged time as a counter of the source; wins when not null'),
    given_quality: text('JSON array: data-quality flags seen by the connector'),
    fact_source: text('events, vendor, snapshot: how the helpdesk tells history'),
    event_count: count('number of history entries the helpdesk itself counts, when it does'),
  },
});

export const tickets = table({
  name: 'tickets',
  grain: 'one row per ticket, its latest known version',
  key: ['ticket_id'],
  partition: 'created_month',
  columns: {
    ticket_id: text('id in the helpdesk'),
    created_month: text('yyyy-MM of created_s in UTC; the partition'),
    ...attributes,
    team: text('team by the group match of the configuration; the roster wins over it where there is one'),
    data_quality: text('JSON array: clock_order, missing_history, truncated_parts, no_resolved_at, ...'),
    is_bot_only: flag('no person ever wrote or owned it and it is finished'),
    is_counted: flag('not deleted, spam, test, merged away, bot-only or outbound, by the printed policy'),
    removed_s: epochS('deleted, merged or marked spam'),
    first_assigned_s: epochS('first assignment to a person'),
    started_s: epochS('first entry into open by a person, else first assignment to a person'),
    first_reply_s: epochS('first public message to the customer by a person'),
    first_resolved_s: epochS('start of the first stay in a finished status'),
    resolved_s: epochS('start of the last stay in a finished status that lasts; null while open'),
    closed_s: epochS('start of the last stay in closed that lasts'),
    first_reopened_s: epochS('first change from a finished status to any other'),
    first_followup_s: epochS('creation of the first follow-up ticket'),
    escalated_s: epochS('first time to development'),
    first_tier_raise_s: epochS('first time to a higher tier'),
    first_reply_by: text('person who gave the first reply'),
    resolved_by: text('person who resolved it'),
    reopen_count: count('changes from a finished status to any other'),
    reply_count: count('public replies by people'),
    replies_to_resolution: count('public replies by people up to the first resolution'),
    customer_reply_count: count('messages by the customer after the first'),
    note_count: count('internal notes by people'),
    handoff_count: count('person to person, empty, group and robot owners removed'),
    owner_count: count('different people who owned it'),
    group_change_count: count('changes from one group to another'),
    escalation_count: count('escalations'),
    kb_linked_count: count('knowledge articles linked in replies'),
    reply_s: durationS('calendar seconds from creation to the first reply'),
    reply_business_s: durationS('the same in business time'),
    resolve_s: durationS('calendar seconds from creation to resolution'),
    resolve_business_s: durationS('the same in business time'),
    first_resolve_s: durationS('calendar seconds from creation to the first resolution'),
    cycle_s: durationS('calendar seconds from the start of work to resolution'),
    touch_s: durationS('logged time of people'),
    calendar_id: text('calendar of the business times'),
    fact_source: text('events, vendor, snapshot'),
  },
});

export const ticketEvents = table({
  name: 'ticket_events',
  grain: 'one row per thing that happened to a ticket',
  key: ['event_id'],
  partition: 'at_month',
  columns: {
    event_id: text('the source’s id, else a hash of ticket, kind, time, payload, ordinal'),
    ticket_id: text('ticket'),
    at_month: text('yyyy-MM of at_s in UTC; the partition'),
    at_s: epochS('when it happened'),
    seq: count('order among events of one instant'),
    kind: text('see EventKind'),
    actor_id: text('person, contact or robot'),
    actor: text('customer, agent, automation'),
    from_value: text('value before'),
    to_value: text('value after'),
    from_status: text('status before'),
    to_status: text('status after'),
    field: text('name of the changed field'),
    is_public: flag('seen by the customer'),
    is_derived: flag('from comparing snapshots'),
    channel: text('channel of a message'),
    link_type: text('kind of link'),
    link_target: text('what is linked'),
    payload: text('JSON object: the rest of the event’s data, never text of a customer'),
    text_length: count('characters of a message'),
  },
});

export const ticketFlow = table({
  name: 'ticket_flow',
  grain: 'one row per step in or out of the backlog',
  key: ['ticket_id', 'at_s', 'seq'],
  columns: {
    ticket_id: text('ticket'),
    at_s: epochS('when'),
    seq: count('order inside one instant'),
    kind: text('created, resolved, reopened, removed, restored'),
  },
});

export const ticketIntervals = table({
  name: 'ticket_intervals',
  grain: 'one row per unbroken stay of a ticket in a status',
  key: ['ticket_id', 'started_s', 'status'],
  columns: {
    ticket_id: text('ticket'),
    status: text('see TicketStatus'),
    started_s: epochS('start'),
    ended_s: epochS('end; null = still'),
    duration_s: durationS('calendar seconds; null = still'),
    business_s: durationS('business seconds; null = still'),
    calendar_id: text('calendar of business_s'),
  },
});

export const ticketOwners = table({
  name: 'ticket_owners',
  grain: 'one row per unbroken stay of a ticket with an owner',
  key: ['ticket_id', 'started_s'],
  columns: {
    ticket_id: text('ticket'),
    person_id: text('owner; null = nobody, a group or a robot'),
    group_id: text('group'),
    owner_kind: text('person, group, bot, none'),
    started_s: epochS('start'),
    ended_s: epochS('end; null = still'),
    duration_s: durationS('calendar seconds; null = still'),
    business_s: durationS('business seconds; null = still'),
  },
});

export const ticketLinks = table({
  name: 'ticket_links',
  grain: 'one row per link of a ticket',
  key: ['ticket_id', 'type', 'target_key'],
  columns: {
    ticket_id: text('ticket'),
    type: text('engineering, problem, incident, merge, followup, parent, related'),
    target_system: text('where the target lives'),
    target_key: text('id of the target'),
    target_status: text('its status'),
    created_s: epochS('made'),
    removed_s: epochS('taken away'),
  },
});

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

export const groups = table({
  name: 'groups',
  grain: 'one row per group of a helpdesk',
  key: ['group_id'],
  columns: { group_id: text('id in the helpdesk'), name: text('name'), tier: text('l1, l2, l3') },
});

export const surveys = table({
  name: 'surveys',
  grain: 'one row per survey offered or answered',
  key: ['survey_id'],
  columns: {
    survey_id: text('id'),
    ticket_id: text('ticket asked about'),
    ticket_source: text('source of that ticket'),
    account_id: text('customer organisation'),
    respondent_id: text('who answered'),
    person_id: text('person rated'),
    kind: text('csat, nps, ces'),
    scale_min: count('lowest score'),
    scale_max: count('highest score'),
    scale_reversed: flag('a high score is bad'),
    score: count('answer on the scale'),
    label: text('good, neutral, bad'),
    cause: text('service, product, process'),
    offered_s: epochS('offered'),
    answered_s: epochS('answered; null = not'),
    updated_s: epochS('last change'),
    is_latest: flag('latest answer of its ticket (csat, ces) or respondent (nps)'),
    channel: text('channel of the survey'),
  },
});

export const slaPolicies = table({
  name: 'sla_policies',
  grain: 'one row per target of a policy',
  key: ['policy_id', 'metric', 'priority', 'from_s'],
  columns: {
    policy_id: text('policy'),
    metric: text('first_reply, next_reply, resolution, work, wait'),
    priority: text('p1 to p4'),
    target_duration_s: durationS('promise'),
    calendar_id: text('calendar'),
    from_s: epochS('in force since'),
    to_s: epochS('in force until'),
  },
});

export const slaResults = table({
  name: 'sla_results',
  grain: 'one row per promise made to a ticket',
  key: ['ticket_id', 'metric', 'applied_s'],
  columns: {
    ticket_id: text('ticket'),
    metric: text('first_reply, next_reply, resolution, work, wait'),
    policy_id: text('policy'),
    applied_s: epochS('promised'),
    due_s: epochS('due'),
    fulfilled_s: epochS('kept'),
    is_breached: flag('missed'),
    elapsed_s: durationS('time taken'),
  },
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

export const costs = table({
  name: 'costs',
  grain: 'one row per ledger line',
  key: ['line_id'],
  columns: {
    line_id: text('line'),
    scope: text('support, company, marketing, sales'),
    period_start_day: day('first day'),
    period_end_day: day('first day after'),
    ledger_account: text('account'),
    cost_centre: text('cost centre'),
    team: text('team, when direct'),
    channel: text('channel, when direct'),
    product: text('product, when direct'),
    kind: text('salary, contractor, tools, training, overhead, telephony, facilities'),
    initiative: text('initiative'),
    amount_minor: minor('amount'),
    currency: text('ISO 4217'),
    allocation: text('direct, time, cases, headcount, none'),
  },
});

export const revenue = table({
  name: 'revenue',
  grain: 'one row per revenue line',
  key: ['line_id'],
  columns: {
    line_id: text('line'),
    scope: text('support, company, marketing, sales'),
    kind: text(
      'support_contract, paid_case, onsite, diagnosis, tuning, consulting, sales, company, marketing_attributed',
    ),
    account_id: text('customer organisation'),
    product: text('product'),
    region: text('region'),
    initiative: text('initiative'),
    recognised_day: day('recognised'),
    amount_minor: minor('amount'),
    currency: text('ISO 4217'),
  },
});

export const plan = table({
  name: 'plan',
  grain: 'one row per planned line and period',
  key: ['line_id'],
  columns: {
    line_id: text('line'),
    line: text('cost_of_support, cases, gross_margin, a cost kind, ...'),
    team: text('team'),
    period_start_day: day('first day'),
    period_end_day: day('first day after'),
    amount_minor: minor('planned money'),
    value_milli: milli('planned number, thousandths'),
    currency: text('ISO 4217'),
  },
});

export const fxRates = table({
  name: 'fx_rates',
  grain: 'one row per currency pair and interval',
  key: ['currency', 'base', 'from_day'],
  columns: {
    currency: text('from'),
    base: text('to'),
    from_day: day('in force since'),
    to_day: day('in force until, exclusive'),
    rate_e8: e8('units of base for one unit of currency, times 10^8'),
  },
});

export const knowledgeArticles = table({
  name: 'knowledge_articles',
  grain: 'one row per article',
  key: ['article_id'],
  columns: {
    article_id: text('article'),
    kind: text('faq, sop, case, best_practice, how_to'),
    grade: text('s, a, b, c'),
    state: text('draft, published, retired'),
    product: text('product'),
    language: text('language'),
    author_id: text('person of the roster'),
    created_s: epochS('made'),
    published_s: epochS('first published'),
    retired_s: epochS('retired'),
  },
});

export const knowledgeEvents = table({
  name: 'knowledge_events',
  grain: 'one row per use of an article',
  key: ['event_id'],
  columns: {
    event_id: text('event'),
    article_id: text('article'),
    at_s: epochS('when'),
    kind: text('read, cited, copied, feedback'),
    visitor_id: text('visitor'),
    account_id: text('customer organisation'),
    contact_id: text('customer person'),
    session_id: text('session'),
    dwell_s: durationS('time on the article'),
    scroll_pct: count('deepest point, percent'),
    helpful: flag('answer to "did this help"; null = none'),
    ticket_id: text('ticket'),
    surface: text('help_center, form_suggest, bot, search, reply'),
    is_bot: flag('a robot'),
  },
});

export const selfServiceSessions = table({
  name: 'self_service_sessions',
  grain: 'one row per session',
  key: ['session_id'],
  columns: {
    session_id: text('session'),
    started_s: epochS('start'),
    ended_s: epochS('end'),
    surface: text('form_suggest, bot, search, tool, ivr'),
    intent: text('intent'),
    product: text('product'),
    account_id: text('customer organisation'),
    contact_id: text('customer person'),
    offered_count: count('answers offered'),
    accepted: flag('an answer was accepted'),
    outcome: text('intercepted, located, solved, abandoned, handed_over, ticket_created'),
    ticket_id: text('ticket'),
    tool: text('tool'),
    scenario: text('scenario of the tool'),
    is_bot: flag('a robot'),
  },
});

export const contributions = table({
  name: 'contributions',
  grain: 'one row per result',
  key: ['item_id'],
  columns: {
    item_id: text('item'),
    kind: text('patent, book, article, award, project, service_delivery, thank_you_letter'),
    honour: text('honour level, see weights'),
    author_ids: text('JSON array of people'),
    team: text('team'),
    product: text('product'),
    account_id: text('customer organisation'),
    submitted_day: day('submitted'),
    accepted_day: day('accepted'),
    evidence_url: text('proof'),
  },
});

export const requirements = table({
  name: 'requirements',
  grain: 'one row per requirement',
  key: ['requirement_id'],
  columns: {
    requirement_id: text('requirement'),
    product: text('product'),
    team: text('team'),
    kano: text('basic, performance, excitement, indifferent, reverse'),
    users_affected_milli: milli('share of users'),
    raised_by: text('person'),
    raised_day: day('raised'),
    landed_day: day('landed'),
    state: text('state'),
    ticket_ids: text('JSON array'),
  },
});

export const accounts = table({
  name: 'accounts',
  grain: 'one row per account and interval',
  key: ['account_id', 'from_day'],
  columns: {
    account_id: text('customer organisation'),
    band: text('value band'),
    segment: text('segment'),
    region: text('region'),
    product: text('product'),
    at_risk: flag('endangered'),
    started_day: day('customer since'),
    ended_day: day('customer until, exclusive'),
    recurring_minor: minor('recurring revenue a quarter'),
    currency: text('ISO 4217'),
    from_day: day('row valid since'),
    to_day: day('row valid until, exclusive'),
  },
});

export const accountEvents = table({
  name: 'account_events',
  grain: 'one row per event of an account',
  key: ['event_id'],
  columns: {
    event_id: text('event'),
    account_id: text('customer organisation'),
    at_day: day('when'),
    kind: text('started, churned, renewal_due, renewed, reduced, expanded, sold, milestone, lead, lead_won'),
    milestone: text('milestone'),
    amount_minor: minor('amount'),
    currency: text('ISO 4217'),
    product: text('product'),
  },
});

export const calendars = table({
  name: 'calendars',
  grain: 'one row per opening interval of a week',
  key: ['calendar_id', 'weekday', 'open_min', 'from_day'],
  columns: {
    calendar_id: text('calendar'),
    zone: text('IANA time zone'),
    weekday: count('1 = Monday to 7 = Sunday'),
    open_min: count('minutes after local midnight'),
    close_min: count('minutes after local midnight; may exceed 1440'),
    from_day: day('in force since'),
    to_day: day('in force until, exclusive'),
  },
});

export const holidays = table({
  name: 'holidays',
  grain: 'one row per exceptional day and interval',
  key: ['calendar_id', 'day', 'open_min'],
  columns: {
    calendar_id: text('calendar'),
    day: day('the day'),
    open_min: count('minutes after local midnight; null with close_min = closed'),
    close_min: count('minutes after local midnight'),
    name: text('name'),
  },
});

export const targets = table({
  name: 'targets',
  grain: 'one row per goal, segment and interval',
  key: ['metric', 'dimension', 'value', 'from_day'],
  columns: {
    metric: text('metric id'),
    dimension: text('dimension; null = the whole'),
    value: text('value of the dimension'),
    goal_milli: milli('goal, thousandths of the metric’s unit'),
    warn_milli: milli('watch from here'),
    from_day: day('in force since'),
    to_day: day('in force until, exclusive'),
  },
});

export const weights = table({
  name: 'weights',
  grain: 'one row per weight and interval',
  key: ['dimension', 'value', 'from_day'],
  columns: {
    dimension: text('channel, scenario, grade, honour, kano, impact'),
    value: text('value of the dimension'),
    weight_milli: milli('weight or points, thousandths'),
    from_day: day('in force since'),
    to_day: day('in force until, exclusive'),
  },
});

export const commentary = table({
  name: 'commentary',
  grain: 'one row per signed comment',
  key: ['report', 'period', 'section', 'author', 'written_s'],
  columns: {
    report: text('report id'),
    period: text('period id'),
    section: text('section id, or decision'),
    author: text('who signs'),
    text: text('plain text'),
    written_s: epochS('when'),
  },
});

export const qaReviews = table({
  name: 'qa_reviews',
  grain: 'one row per quality check',
  key: ['review_id'],
  columns: {
    review_id: text('review'),
    ticket_id: text('ticket'),
    ticket_source: text('source of that ticket'),
    person_id: text('person reviewed'),
    reviewer_id: text('reviewer'),
    reviewed_s: epochS('when'),
    passed: flag('passed'),
    errors: count('wrong answers'),
    sampled: text('random, picked'),
  },
});

export const incidents = table({
  name: 'incidents',
  grain: 'one row per incident of the application',
  key: ['incident_id'],
  columns: {
    incident_id: text('incident'),
    product: text('product'),
    region: text('region'),
    priority: text('p1 to p4'),
    raised_s: epochS('raised'),
    acknowledged_s: epochS('acknowledged'),
    started_s: epochS('outage began'),
    ended_s: epochS('outage ended; null = still'),
    is_down: flag('the application was down'),
  },
});

export const ingestRuns = table({
  name: 'ingest_runs',
  grain: 'one row per run and stream',
  key: ['run', 'stream'],
  columns: {
    run: text('run id'),
    stream: text('stream of the connector'),
    requests: count('requests made'),
    rows: count('rows received'),
    duplicates: count('rows received before, same version'),
    throttled: count('answers that asked to wait'),
    waited_s: durationS('time waited'),
    first_cursor: text('state at the start'),
    last_cursor: text('state at the end'),
    expected_children: count('children the parents count'),
    stored_children: count('children stored'),
    watermark_s: epochS('everything up to here has been read'),
    is_complete: flag('the stream was read to its end'),
    error: text('what ended the stream early'),
    finished_s: epochS('end'),
  },
});

export const ingestRejects = table({
  name: 'ingest_rejects',
  grain: 'one row per item skipped, with the reason',
  key: ['run', 'stream', 'item_id', 'reason'],
  columns: {
    run: text('run id'),
    stream: text('stream of the connector'),
    item_id: text('id of the item, or its place in the page'),
    reason: text('why'),
    at_s: epochS('when'),
  },
});

export const ingestCompare = table({
  name: 'ingest_compare',
  grain: 'one row per comparison with the vendor’s own count or list',
  key: ['run', 'stream', 'check_name'],
  columns: {
    run: text('run id'),
    stream: text('stream of the connector'),
    check_name: text('search_count, id_list, children'),
    vendor_count: count('what the vendor counts'),
    stored_count: count('what is stored'),
    missing: count('at the vendor, not stored'),
    vanished: count('stored, no longer at the vendor'),
    at_s: epochS('when'),
  },
});

export const fieldMappings = table({
  name: 'field_mappings',
  grain: 'one row per raw value seen, and what it maps to',
  key: ['field', 'raw_value', 'from_s'],
  columns: {
    field: text('status, priority, channel, ...'),
    raw_value: text('as the helpdesk says it'),
    value: text('as Casebook says it'),
    is_mapped: flag('by the configuration or a built-in mapping; false = fell back to other'),
    seen: count('rows that had it in the newest page that did'),
    from_s: epochS('in force since; 0 = ever'),
  },
});

/** Every table, in the order of creation. */
export const allTables = [
  ticketAttributes,
  tickets,
  ticketEvents,
  ticketFlow,
  ticketIntervals,
  ticketOwners,
  ticketLinks,
  people,
  contacts,
  groups,
  surveys,
  slaPolicies,
  slaResults,
  roster,
  memberships,
  timeLog,
  activityWeights,
  levelCoefficients,
  costs,
  revenue,
  plan,
  fxRates,
  knowledgeArticles,
  knowledgeEvents,
  selfServiceSessions,
  contributions,
  requirements,
  accounts,
  accountEvents,
  calendars,
  holidays,
  targets,
  weights,
  commentary,
  qaReviews,
  incidents,
  ingestRuns,
  ingestRejects,
  ingestCompare,
  fieldMappings,
] as const;

export type TableName = (typeof allTables)[number]['name'];
