import { count, day, e8, milli, minor, table, text } from '../table.ts';

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
    kind: text('salary, contractor, tools, training, overhead, telephony, facilities, ai'),
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

export const aiUsage = table({
  name: 'ai_usage',
  grain: 'one row per line of an AI vendor’s bill: a stretch of days, or one conversation',
  key: ['line_id'],
  columns: {
    line_id: text('billed line'),
    vendor: text('who bills'),
    period_start_day: day('first day'),
    period_end_day: day('first day after'),
    ticket_source: text('source of the ticket'),
    ticket_id: text('the conversation; null = the line bills days'),
    billed: count('resolutions billed'),
    amount_minor: minor('amount'),
    currency: text('ISO 4217'),
  },
});
