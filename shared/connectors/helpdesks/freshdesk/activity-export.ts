import type { PageRequest, Stream, StreamState } from '../../connector.ts';
import { withQuery } from '../../engine/paging.ts';
import { dayAfter, dayOf } from '../../progress.ts';
import { list, record, recordsIn, textOrNull } from '../../shapes.ts';
import type { FreshdeskConfiguration } from './configuration.ts';
import { activityRows } from './activities.ts';
import { oldestDay } from './reach.ts';

const ofDay = (day: string): PageRequest => ({
  url: withQuery('/export/ticket_activities', { created_at: day }),
  of: day,
});

/** The day whose file comes next, of those that are kept at an instant. */
function nextDay(state: StreamState | null, now_s: number): string {
  const oldest = oldestDay(now_s);
  const next = typeof state?.day === 'string' ? dayAfter(state.day) : oldest;
  return next < oldest ? oldest : next;
}

const isFile = (body: unknown): boolean => Array.isArray(record.parse(body).activities_data);

/**
 * Where the file of a day lies; null: it is not ready. One link, or a list of them with the days that they are for.
 */
function linkOf(body: unknown, day: string): string | null {
  const { export: told } = record.parse(body);
  const links = Array.isArray(told) ? list.parse(told) : [told];
  const own = links.find((each) => record.parse(each).created_at === day) ?? links[0];
  return textOrNull.parse(record.parse(own).url);
}

/**
 * A link a day, then the file that it leads to. A day is done when its file was read: one that is not ready (404, or an answer without
 * a link) is asked for again next time. Links go stale: then the day is asked for again.
 */
export function activityExport(c: FreshdeskConfiguration): Stream {
  const rows = activityRows(c);
  return {
    name: 'activities',
    optional: true,
    first: (state, { now_s }) => {
      const day = nextDay(state, now_s);
      // named apart from the other questions: a clock that was ahead comes back to this day
      return day >= dayOf(now_s) ? null : { ...ofDay(day), method: 'GET' };
    },
    items: (body) => {
      if (isFile(body)) return list.parse(record.parse(body).activities_data);
      const keys = Object.keys(record.parse(body));
      if (keys.length === 0 || keys.includes('export')) return [];
      throw new Error(`found neither "export" nor "activities_data" but ${keys.slice(0, 8).join(', ')}`);
    },
    next: ({ asked, body, state, server_s }) => {
      const day = asked.of ?? '';
      // our clock is ahead of Freshdesk’s, which keeps older days still
      const due = nextDay(state, server_s);
      if (due < day) return { request: ofDay(due), state };
      if (isFile(body)) {
        const next = dayAfter(day);
        return { request: next >= dayOf(server_s) ? null : ofDay(next), state: { ...state, day } };
      }
      const url = linkOf(body, day);
      return { request: url === null ? null : { url, of: day, anonymous: true }, state };
    },
    isNotReadyYet: (status) => status === 404,
    expired: (status, body) => status === 403 && /<Error>|expired/i.test(body),
    rows,
  };
}

/** Files that earlier versions kept under a name of their own: replay reads them. */
export const activityFiles = (c: FreshdeskConfiguration): Stream => ({
  name: 'activity_files',
  items: (body) => recordsIn(body, 'activities_data'),
  rows: activityRows(c),
});
