import type { PageRequest, Stream, StreamState } from '../../connector.ts';
import { withQuery } from '../../engine/paging.ts';
import { dayAfter, dayOf, startOf, stateNumber } from '../../progress.ts';
import { list, record, recordsIn, textOrNull } from '../../shapes.ts';
import type { FreshdeskConfiguration } from './configuration.ts';
import { activityRows } from './activities.ts';
import { oldestDay } from './reach.ts';

const day_s = 86_400;

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
      const off_s = stateNumber(state, 'off_s') ?? 0;
      // named apart from the other questions: a clock that was ahead comes back to this day
      return day >= dayOf(now_s + off_s) ? null : { ...ofDay(day), method: 'GET' };
    },
    items: (body) => {
      if (isFile(body)) return list.parse(record.parse(body).activities_data);
      const keys = Object.keys(record.parse(body));
      if (keys.length === 0 || keys.includes('export')) return [];
      throw new Error(`found neither "export" nor "activities_data" but ${keys.slice(0, 8).join(', ')}`);
    },
    next: ({ asked, body, state: before, server_s, at }) => {
      const day = asked.of ?? '';
      // a clock of ours that is days behind must not make every pull late by as much
      const off_s = Math.max(0, startOf(dayOf(server_s)) - startOf(dayOf(at.now_s)));
      const { off_s: _, ...known } = before;
      const state = off_s < 2 * day_s ? known : { ...known, off_s };
      // our clock is ahead of Freshdesk’s, which keeps older days still
      const due = nextDay(state, server_s);
      if (due < day) return { request: ofDay(due), state };
      if (day >= dayOf(server_s)) return { request: null, state };
      if (isFile(body)) {
        const next = dayAfter(day);
        return { request: next >= dayOf(server_s) ? null : ofDay(next), state: { ...state, day } };
      }
      const url = linkOf(body, day);
      return { request: url === null ? null : { url, of: day, anonymous: true }, state };
    },
    afterRefusal: ({ asked, status, state, server_s }) => {
      const day = nextDay(state, server_s);
      // our clock is behind Freshdesk’s, which has not kept that day
      if ((asked.of ?? '') < day && [400, 404].includes(status)) return { request: ofDay(day), state };
      return status === 404 ? { request: null, state } : undefined;
    },
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
