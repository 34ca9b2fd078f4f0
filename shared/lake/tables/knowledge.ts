import { count, day, durationS, epochS, flag, milli, table, text } from '../table.ts';

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
    found_answer: flag('survey: found what they came for; null = not asked'),
    would_have_asked: flag('survey: would have opened a case otherwise'),
    is_settled: flag('survey: need nothing more'),
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
