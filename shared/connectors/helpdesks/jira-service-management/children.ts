import { z } from 'zod';
import {
  assigned,
  byPossibleRequester,
  escalated,
  fieldChanged,
  grouped,
  linked,
  noted,
  replied,
  statusChanged,
  unlinked,
  worked,
  type Happening,
  type LinkType,
} from '../../../events/event.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { messageData } from '../../message.ts';
import { tierOf } from '../../mappings.ts';
import { versionOf } from '../../engine/version.ts';
import { flagOrNull, id, idOrNull, list, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { JiraConfiguration } from './configuration.ts';
import { handOf, textOf, jiraWords, type JiraWords } from './words.ts';

/** The issue that something belongs to: all that is known of it where its lists are read alone. */
export interface About {
  readonly ticket_id: string;
  readonly received_s: number;
}
const aboutOf = (context: RowContext): About => {
  if (context.of === null) throw new Error('the parent issue: expected its id in the key of the page');
  return { ticket_id: context.of, received_s: context.received_s };
};

const History = z.looseObject({ id, created: timeNeeded, author: record, items: list });

/** One entry of the changelog: what one person changed at once. */
export function changelogEvents(
  value: unknown,
  about: About,
  c: JiraConfiguration,
  words: JiraWords,
  context: RowContext,
): readonly StagedRow[] {
  const history = History.parse(value);
  const { role, ...by } = handOf(history.author, c.mappings.bots);
  const rows: StagedRow[] = [];
  history.items.forEach((each, i) => {
    const item = record.parse(each);
    const say = (what: Happening): void => {
      rows.push({
        version: versionOf(history.created, about.received_s),
        event: {
          ticket_id: about.ticket_id,
          event_id: `change.${history.id}.${i}${what.kind === 'escalated' ? '.e' : ''}`,
          at_s: history.created,
          order: orderOf(history.id) + Math.min(i, 19),
          ...by,
          ...(role.may_be_requester === 1 ? byPossibleRequester(what) : what),
        },
      });
    };
    change(item, c, words, context, say);
  });
  return rows;
}

/** Ids of histories grow; their tail orders those of one second, 20 items each, after comments. */
const orderOf = (history: string): number => 100_000_000 + Number(history.replaceAll(/\D/g, '').slice(-7)) * 20;

function change(
  item: Readonly<Record<string, unknown>>,
  c: JiraConfiguration,
  words: JiraWords,
  context: RowContext,
  say: (what: Happening) => void,
): void {
  const { mappings: m } = c;
  const field = textOrNull.parse(item.fieldId) ?? textOrNull.parse(item.field) ?? '';
  const from = textOrNull.parse(item.from);
  const to = textOrNull.parse(item.to);
  const shownFrom = textOrNull.parse(item.fromString);
  // every object inherits a function of this name: only the item's own counts
  const shownTo = textOrNull.parse(new Map(Object.entries(item)).get('toString'));
  if (field === 'status') {
    say(statusChanged({ from: words.status(context, shownFrom), to: words.status(context, shownTo), raw: shownTo }));
  } else if (field === 'assignee') {
    say(assigned({ from, to, ...(to !== null && m.bots.includes(to) ? { to_kind: 'bot' } : {}) }));
  } else if (field === 'priority') {
    say(
      fieldChanged({
        field,
        from: context.map('priority', shownFrom, words.priority),
        to: context.map('priority', shownTo, words.priority),
      }),
    );
  } else if (field === 'labels') {
    const before = new Set(shownFrom?.split(' '));
    if (shownTo?.split(' ').some((label) => !before.has(label) && m.escalation.tags.includes(label)) === true)
      say(escalated({ to: 'development' }));
  } else if (textOrNull.parse(item.field) === 'Link') {
    const target = to ?? from;
    if (target !== null) say((to === null ? unlinked : linked)({ type: linkType(target, c), target }));
  } else if (
    c.group_field !== undefined &&
    (field === c.group_field || (c.group_field === 'components' && field === 'components'))
  ) {
    say(grouped({ from, to, to_tier: tierOf(words.tier, to, shownTo) ?? undefined }));
    if (to !== null && (m.escalation.groups.includes(to) || m.escalation.groups.includes(shownTo ?? '')))
      say(escalated({ to: 'development' }));
  }
}

const linkType = (target: string, { engineering_projects }: JiraConfiguration): LinkType =>
  engineering_projects.some((project) => target.startsWith(`${project}-`)) ? 'engineering' : 'related';

const Comment = z.looseObject({
  id,
  author: record,
  created: timeNeeded,
  updated: time,
  body: z.unknown().optional(),
  jsdPublic: flagOrNull,
});

/** A comment is a reply unless it is marked internal; what automation says is none. */
export function commentEvents(value: unknown, index: number, about: About, c: JiraConfiguration): readonly StagedRow[] {
  const one = Comment.parse(value);
  const { role, ...by } = handOf(one.author, c.mappings.bots);
  const text = textOf(one.body);
  const articles = /\/(?:wiki\/spaces|servicedesk\/customer\/(?:portal\/\d+\/)?article)\/[^\s|\]]+/g;
  return [
    {
      version: versionOf(one.updated ?? one.created, about.received_s),
      event: {
        ticket_id: about.ticket_id,
        event_id: `comment.${one.id}`,
        at_s: one.created,
        order: 1000 + Math.min(index, 90_000),
        ...by,
        ...(one.jsdPublic === false ? noted : replied)({
          ...messageData(text, by.actor === 'automation', articles),
          ...role,
        }),
      },
    },
  ];
}

const Worklog = z.looseObject({
  id,
  author: record,
  started: time,
  created: timeNeeded,
  updated: time,
  timeSpentSeconds: numberOrNull,
});

export function worklogEvents(value: unknown, about: About): readonly StagedRow[] {
  const log = Worklog.parse(value);
  if (log.timeSpentSeconds === null) return [];
  const person_id = idOrNull.parse(log.author.accountId);
  return [
    {
      version: versionOf(log.updated ?? log.created, about.received_s),
      event: {
        ticket_id: about.ticket_id,
        event_id: `worklog.${log.id}`,
        at_s: log.started ?? log.created,
        order: 95_000,
        actor: 'agent',
        actor_id: person_id,
        ...worked({ worked_s: log.timeSpentSeconds, person_id }),
      },
    },
  ];
}

export function changelogRows(c: JiraConfiguration): Stream['rows'] {
  const words = jiraWords(c);
  return (item, context): readonly StagedRow[] => changelogEvents(item, aboutOf(context), c, words, context);
}
export const commentRows =
  (c: JiraConfiguration): Stream['rows'] =>
  (item, context): readonly StagedRow[] =>
    commentEvents(item, context.index, aboutOf(context), c);
export const worklogRows: Stream['rows'] = (item, context): readonly StagedRow[] =>
  worklogEvents(item, aboutOf(context));
