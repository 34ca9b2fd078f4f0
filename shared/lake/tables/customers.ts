import { count, day, flag, minor, table, text } from '../table.ts';

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
    name: text('what people call it'),
  },
});

export const orders = table({
  name: 'orders',
  grain: 'one row per stretch of days: how many orders came in',
  key: ['period_start_day'],
  columns: {
    period_start_day: day('first day'),
    period_end_day: day('first day after'),
    orders: count('orders of these days'),
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
