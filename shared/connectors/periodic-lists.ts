import type { Page, PageRequest, RunInstant, Step, Stream, StreamState } from './connector.ts';
import { stateNumber } from './progress.ts';
import { idOrNull, record, texts, versionBy } from './shapes.ts';

/** Lists that are read whole once in a while, because what left them is told nowhere else (R14). */

const day_s = 86_400;

/** How such a list is asked for, and how its pages go on; null: the end. */
interface WholeList extends Pick<Stream, 'name' | 'items'> {
  readonly first: (at: RunInstant) => PageRequest;
  readonly onward: (page: Page) => PageRequest | null;
}

const isFresh = (state: StreamState | null, { now_s }: RunInstant, every_s: number): boolean => {
  const read_s = stateNumber(state, 'read_at_s');
  return read_s !== null && now_s - read_s < every_s;
};

/** Once a week: the ids of all tickets. */
export function idList({ first, onward, ...list }: WholeList & Omit<Partial<Stream>, 'first'>): Stream {
  return {
    version: versionBy(),
    rows: () => [],
    ...list,
    listsIds: true,
    first: (state, at) => (isFresh(state, at, 7 * day_s) ? null : first(at)),
    next: (page) => {
      const request = onward(page);
      return { request, state: request === null ? { read_at_s: page.at.now_s } : page.state };
    },
  };
}

/**
 * Once a day: everything that is open now. What was open the last time and is not any more is read again by its id, from `stream`; with
 * `mark`, also what is new or has another mark than the last time. The first list comes after everything was read.
 */
export function openList({
  first,
  onward,
  stream,
  read,
  mark,
  ...list
}: WholeList & {
  readonly stream: string;
  readonly read: (id: string) => PageRequest;
  /** A few characters of what the list says of an item: they change when anything does. */
  readonly mark?: (item: unknown) => string;
}): Stream {
  const marksOf = (items: readonly unknown[]): readonly string[] =>
    items.flatMap((item) => {
      const id = idOrNull.parse(record.parse(item).id);
      return id === null ? [] : [mark === undefined ? id : `${id}:${mark(item)}`];
    });
  const seenUpTo = ({ state, items }: Page): readonly string[] => [...texts.parse(state.seen), ...marksOf(items)];
  return {
    ...list,
    rows: () => [],
    first: (state, at) => (isFresh(state, at, day_s) ? null : first(at)),
    next: (page): Step => {
      const request = onward(page);
      const seen = [...new Set(seenUpTo(page))];
      return { request, state: request === null ? { open: seen, read_at_s: page.at.now_s } : { ...page.state, seen } };
    },
    pageChildren: (page) => {
      if (page.state.open === undefined || onward(page) !== null) return [];
      const [before, now] = [texts.parse(page.state.open), seenUpTo(page)];
      const [same, listed] = [new Set(before), new Set(now.map(idIn))];
      const changed = mark === undefined ? [] : now.filter((each) => !same.has(each));
      const closed = before.filter((each) => !listed.has(idIn(each)));
      return [{ stream, requests: [...new Set([...changed, ...closed].map(idIn))].map(read) }];
    },
  };
}

/** Of a mark; states of earlier versions have the ids alone. */
const idIn = (mark: string): string => mark.split(':', 1)[0] ?? mark;
