import { count, day, epochS, milli, table, text } from '../table.ts';

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

export const answers = table({
  name: 'answers',
  grain: 'one row per number of a period that somebody answers for',
  key: ['metric', 'period', 'dimension', 'value'],
  columns: {
    metric: text('metric id'),
    period: text('period id'),
    dimension: text('dimension; null = the whole'),
    value: text('value of the dimension'),
    owner: text('who answers'),
    text: text('the answer, plain text; null = not known yet'),
    by_day: day('by when it is known or done'),
  },
});

export const events = table({
  name: 'events',
  grain: 'one row per thing that happened and may have moved the numbers',
  key: ['day', 'text', 'author'],
  columns: {
    day: day('the day on which it happened'),
    text: text('what happened, plain text'),
    author: text('who signs'),
  },
});
