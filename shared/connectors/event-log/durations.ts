/** How long after the creation something was: in units, or as hours and minutes of a clock that goes on beyond 24. */
export const durationUnits = ['seconds', 'minutes', 'hours', 'days', 'clock'] as const;
export type DurationUnit = (typeof durationUnits)[number];

const unit_s = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** Examples of each unit, for messages. */
export const durationText: Readonly<Record<DurationUnit, string>> = {
  seconds: 'a number of seconds such as 90',
  minutes: 'a number of minutes such as 1.5',
  hours: 'a number of hours such as 1.5',
  days: 'a number of days such as 1.5',
  clock: 'a duration such as 49:30, 49:30:00 or 2 days 01:30:00',
};

/** Seconds of a duration, to the whole second; undefined when it is none. */
export function durationIn(unit: DurationUnit): (text: string) => number | undefined {
  if (unit === 'clock') return clockIn;
  return (text) => {
    const number = /^-?\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
    const seconds = Math.round(number * unit_s[unit]);
    return Math.abs(seconds) <= most_s ? seconds : undefined;
  };
}

/** A hundred years. */
const most_s = 3_155_760_000;

function clockIn(text: string): number | undefined {
  const match = /^(?:(\d{1,5}) days?,? )?(\d{1,6}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?$/i.exec(text);
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
