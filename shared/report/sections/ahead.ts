import { backlogForecast, staffRequired, volumeForecast } from '../../metrics/catalogue/all.ts';
import { now } from '../asks.ts';
import { always, stated, type Sentence } from '../claim.ts';
import { data } from '../phrases.ts';
import { section, type View } from '../section.ts';
import { zonedDayStart_s } from '../../time/zone.ts';

/** What comes if nothing changes, each with how far such forecasts were off; nothing without that. */
export const ahead = section({
  id: 'ahead',
  title: (words) => always(words.ahead.title),
  asks: (context) => [now(volumeForecast, context), now(backlogForecast, context), now(staffRequired, context)],
  blocks: (view) => {
    const items = [...volume(view), ...backlog(view), ...staff(view)];
    return items.length === 0 ? [] : [{ kind: 'list', ordered: false, items }];
  },
});

const extra = (view: View, metric: typeof volumeForecast, name: string): number | null => {
  const value = view.extra(metric, name);
  return typeof value === 'number' ? value : null;
};

function volume(view: View): readonly Sentence[] {
  const value = view.value(volumeForecast);
  const [low, high, wape] = ['low', 'high', 'wape'].map((name) => extra(view, volumeForecast, name));
  if (value.status !== 'known' || low == null || high == null || wape == null) return [];
  const { format, words } = view;
  const count = (n: number): string => format.count(Math.round(n));
  return [
    stated(
      'volume_forecast',
      { value: value.value, low, high, wape },
      words.ahead.volume(count(value.value), count(low), count(high), format.percent(wape)),
    ),
  ];
}

function backlog(view: View): readonly Sentence[] {
  const value = view.value(backlogForecast);
  const [low, high, wape, clear] = ['low', 'high', 'wape', 'clear_day'].map((name) =>
    extra(view, backlogForecast, name),
  );
  if (value.status !== 'known' || low == null || high == null || wape == null) return [];
  const { format, words, facts } = view;
  const count = (n: number): string => format.count(Math.round(n));
  const open = extra(view, backlogForecast, 'open') ?? 0;
  const said = words.ahead.backlog(count(value.value), count(low), count(high), format.percent(wape));
  const pace =
    clear == null
      ? words.ahead.never_clear
      : words.ahead.clear_by(format.day(zonedDayStart_s(clear, facts.organisation.time_zone)));
  return [
    stated(
      'backlog_forecast',
      { value: value.value, low, high, wape, clear_day: clear ?? null, open },
      open === 0 ? said : `${said} ${pace}`,
    ),
  ];
}

const staff = (view: View): readonly Sentence[] =>
  view.cut(staffRequired, 'channel').flatMap(({ key, value }) => {
    const [weekday, second_of_day] = ['weekday', 'second_of_day'].map((name) =>
      view.extra(staffRequired, name, { channel: key }),
    );
    if (value.status !== 'known' || typeof weekday !== 'number' || typeof second_of_day !== 'number') return [];
    const { channels, ahead: texts } = view.words;
    const channel = (channels as Readonly<Record<string, string>>)[key] ?? data(key, 30);
    return [
      stated(
        'staff_required',
        { channel: key, people: value.value, weekday, second_of_day },
        texts.staff(channel, value.value, view.format.count(value.value), view.format.slot(weekday, second_of_day)),
      ),
    ];
  });
