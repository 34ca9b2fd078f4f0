import { count, durationS, epochS, flag, milli, table, text } from '../table.ts';

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
    kind: text('csat, nps, ces; cx_model: no answer, a score that a model gave'),
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
    title: text('what the helpdesk calls the policy'),
    metric: text('first_reply, next_reply, resolution, work, wait, update, pausable_update, group_ownership'),
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
    metric: text(
      'first_reply, next_reply, resolution, work, wait, update, pausable_update, group_ownership, or the vendor’s own word; null = not told',
    ),
    policy_id: text('policy'),
    applied_s: epochS('promised'),
    due_s: epochS('due'),
    fulfilled_s: epochS('kept'),
    is_breached: flag('missed'),
    elapsed_s: durationS('time taken'),
    is_own: flag('promised by casebook.yaml, not by the helpdesk'),
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
    reviewer_kind: text('person, model'),
    points_milli: milli('points given'),
    possible_milli: milli('points that could be given'),
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
