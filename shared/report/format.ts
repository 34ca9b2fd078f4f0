import { minorDigits } from '../lake/currency.ts';
import type { Unit } from '../metrics/value.ts';
import type { Period } from '../period.ts';

/** How one report writes numbers, money and time. Rounding happens here and nowhere else; the minus is a true minus (U+2212). */
export interface Format {
  readonly locale: string;
  readonly zone: string;
  readonly currency: string;
  /** 100 for USD, 1 for JPY. */
  readonly minorPerMajor: number;
  /** 28,510; up to two decimals for counts that are means. */
  count(value: number): string;
  /** Always `digits` decimals. */
  decimal(value: number, digits: number): string;
  /** 68.9% */
  percent(share: number): string;
  /** 38 min, 8.6 hours, 3.2 days: minutes below one hour, hours below 48, then days. */
  duration(seconds: number): string;
  /** The same unit as `duration(like)`, for differences. */
  durationLike(seconds: number, like: number): string;
  /** For axes: 8.6, in the unit of `like`. */
  durationNumber(seconds: number, like: number): string;
  /** 3 d 6 h: the two largest units, cut off. */
  age(seconds: number): string;
  /** $1,284,600: whole units. */
  money(minor: number | bigint): string;
  /** $45.06: all digits of the currency. */
  moneyExact(minor: number | bigint | string): string;
  /** The same of another currency. */
  moneyIn(minor: number | bigint | string, currency: string): string;
  /** A signed text: +38, −3.2. */
  signed(text: string, value: number): string;
  /** 21 Sep */
  day(at_s: number): string;
  /** 21 September 2026 */
  longDay(at_s: number): string;
  /** Mon 14:30 when within a week of `near_s`, else 21 Sep, 14:30. */
  moment(at_s: number): string;
  /** The day of an instant to come, with its time when it is less than two days away. */
  soon(at_s: number, now_s: number): string;
  /** 14:30 */
  time(at_s: number): string;
  /** Mon 14:30, of every week; Monday is 1 */
  slot(weekday: number, second_of_day: number): string;
  /** 28 Sep 2026, 06:00 CEST */
  instant(at_s: number): string;
  /** Monday 21 – Sunday 27 September 2026, or 1 July – 30 September 2026. */
  range(period: Period): string;
  /** 24 Aug – 20 Sep */
  shortRange(period: Period): string;
  /** yyyy-MM-dd of the local day */
  isoDay(at_s: number): string;
  /** A value of the catalogue in its unit. */
  value(unit: Unit, value: number, metric: string): string;
}

/** English without a country is written day before month, since a month as a word cannot be misread. */
const dateLocale = (locale: string): string => (locale === 'en' ? 'en-GB' : locale);
const minus = (text: string): string => text.replaceAll('-', '\u2212').replaceAll('\u202f', '\u00a0');

const hour = 3600;
const dayLength = 86_400;
type Scale = 'minute' | 'hour' | 'day';
const scaleOf = (seconds: number): Scale =>
  Math.abs(seconds) < hour ? 'minute' : Math.abs(seconds) < 48 * hour ? 'hour' : 'day';
const lengthOf = { minute: 60, hour, day: dayLength } as const;

/** Money a case costs is told to the cent; totals in whole units. */
const exactMoney = new Set(['cost_per_case', 'cost_per_ticket', 'cac']);

export function formatOf(locale: string, zone: string, currency: string): Format {
  const number = (options: Intl.NumberFormatOptions): ((value: number | bigint) => string) => {
    const formatter = new Intl.NumberFormat(locale, options);
    return (value) => minus(formatter.format(Object.is(value, -0) ? 0 : value));
  };
  const date = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(dateLocale(locale), { timeZone: zone, ...options });

  const whole = number({ maximumFractionDigits: 0 });
  const upToTwo = number({ maximumFractionDigits: 2 });
  const percent = number({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const decimals = [0, 1, 2, 3].map((digits) =>
    number({ minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const units = {
    minute: number({ style: 'unit', unit: 'minute', unitDisplay: 'short', maximumFractionDigits: 0 }),
    hour: number({
      style: 'unit',
      unit: 'hour',
      unitDisplay: 'long',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }),
    day: number({
      style: 'unit',
      unit: 'day',
      unitDisplay: 'long',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }),
  };
  const short = (unit: 'day' | 'hour' | 'minute'): ((value: number) => string) =>
    number({
      style: 'unit',
      unit,
      unitDisplay: locale.startsWith('en') ? 'narrow' : 'short',
      maximumFractionDigits: 0,
    });
  const narrow = { day: short('day'), hour: short('hour'), minute: short('minute') };
  const digits = minorDigits(currency);
  const wholeMoney = number({ style: 'currency', currency, minimumFractionDigits: 0, maximumFractionDigits: 0 });
  const moneyIn = (minor: number | bigint | string, of: string): string => {
    const places = minorDigits(of);
    const exact = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: of,
      minimumFractionDigits: places,
      maximumFractionDigits: places,
    });
    return minus(exact.format(majorText(minor, places)));
  };
  const exact = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });

  const shortDay = date({ day: 'numeric', month: 'short' });
  const longDay = date({ day: 'numeric', month: 'long', year: 'numeric' });
  const weekRange = date({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const instant = date({
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const moment = date({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const time = date({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const slot = new Intl.DateTimeFormat(dateLocale(locale), {
    timeZone: 'UTC',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const iso = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });

  const in_ = (seconds: number, like: number): string => {
    const unit = scaleOf(like);
    return units[unit](seconds / lengthOf[unit]);
  };
  const moneyExact = (minor: number | bigint | string): string => minus(exact.format(majorText(minor, digits)));
  const days = (seconds: number): string => {
    const rest = Math.max(0, Math.floor(seconds));
    const [d, h, m] = [
      Math.floor(rest / dayLength),
      Math.floor((rest % dayLength) / hour),
      Math.floor((rest % hour) / 60),
    ];
    const parts =
      d > 0
        ? [narrow.day(d), ...(h > 0 && d < 10 ? [narrow.hour(h)] : [])]
        : h > 0
          ? [narrow.hour(h), ...(m > 0 && h < 10 ? [narrow.minute(m)] : [])]
          : [narrow.minute(m)];
    return parts.join('\u00a0');
  };
  const count = (value: number): string => (Number.isInteger(value) ? whole(value) : upToTwo(value));
  // the lists of a report show the same cases many times, and to format an instant costs as much as ten look-ups
  const instants = new Map<number, string>();
  const instantText = (at_s: number): string => {
    const text = instants.get(at_s) ?? instant.format(at_s * 1000);
    instants.set(at_s, text);
    return text;
  };
  const signed = (text: string, value: number): string => (value > 0 ? `+${text}` : text);

  return {
    locale,
    zone,
    currency,
    minorPerMajor: 10 ** digits,
    count,
    decimal: (value, places) => (decimals[places] ?? upToTwo)(value),
    percent: (share) => percent(share),
    duration: (seconds) => in_(seconds, seconds),
    durationLike: in_,
    durationNumber: (seconds, like) => {
      const unit = scaleOf(like);
      return (unit === 'minute' ? whole : (decimals[1] ?? whole))(seconds / lengthOf[unit]);
    },
    age: days,
    money: (minor) => wholeMoney(typeof minor === 'bigint' ? Number(minor) / 10 ** digits : minor / 10 ** digits),
    moneyExact,
    moneyIn,
    signed,
    day: (at_s) => shortDay.format(at_s * 1000),
    longDay: (at_s) => longDay.format(at_s * 1000),
    moment: (at_s) => moment.format(at_s * 1000),
    soon: (at_s, now_s) => (at_s - now_s < 2 * dayLength ? moment : shortDay).format(at_s * 1000),
    time: (at_s) => time.format(at_s * 1000),
    // day 4 was a Monday
    slot: (weekday, second_of_day) => slot.format(((3 + weekday) * dayLength + second_of_day) * 1000),
    instant: instantText,
    range: (period) =>
      (period.kind === 'week' ? weekRange : longDay)
        .formatRange(period.start_s * 1000, lastInstant(period))
        .replaceAll('\u2009', ' '),
    shortRange: (period) => shortDay.formatRange(period.start_s * 1000, lastInstant(period)).replaceAll('\u2009', ' '),
    isoDay: (at_s) => iso.format(at_s * 1000),
    value: (unit, value, metric) => {
      switch (unit) {
        case 'count':
          return count(value);
        case 'rate':
          return percent(value);
        case 'seconds':
          return in_(value, value);
        case 'days':
          return (decimals[1] ?? whole)(value);
        case 'currency':
          return exactMoney.has(metric) ? moneyExact(Math.round(value)) : wholeMoney(value / 10 ** digits);
        case 'score':
          return (decimals[1] ?? whole)(value);
        case 'points':
          return metric === 'nps' ? signed(whole(value), Math.round(value)) : upToTwo(value);
      }
    },
  };
}

/** Milliseconds of the last second that belongs to the period: its end is out. */
const lastInstant = (period: Period): number => (period.end_s - 1) * 1000;

/** Minor units as a decimal text, exactly, whatever the size: Intl reads it without going through a float. */
function majorText(minor: number | bigint | string, digits: number): Intl.StringNumericLiteral {
  const text = typeof minor === 'number' ? String(Math.round(minor)) : String(minor);
  const negative = text.startsWith('-');
  const plain = (negative ? text.slice(1) : text).padStart(digits + 1, '0');
  const cut = plain.length - digits;
  return `${negative ? '-' : ''}${plain.slice(0, cut)}${digits > 0 ? `.${plain.slice(cut)}` : ''}` as Intl.StringNumericLiteral;
}
