import { z } from 'zod';
import { created, statusChanged, type TicketStatus } from '../../../events/event.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { shownText } from '../../custom-columns.ts';
import { versionOf } from '../../engine/version.ts';
import { retelling } from '../../retelling.ts';
import { groupRow, ratingRow } from '../../rows.ts';
import { id, idOrNull, list, numberOrNull, record, textOrNull, texts, time } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import { ticketRow } from '../../ticket-row.ts';
import type { JiraConfiguration } from './configuration.ts';
import { changelogEvents, commentEvents, worklogEvents, type About } from './children.ts';
import { cycleRows } from './promises.ts';
import { handOf, jiraWords, type JiraWords } from './words.ts';

const Issue = z.looseObject({ id, key: textOrNull, fields: record, changelog: record, properties: record });
type Issue = z.output<typeof Issue>;

const userId = (user: unknown): string | null => idOrNull.parse(record.parse(user).accountId);

/** An issue with everything that came with it. What was cut short comes again, whole, as children: same events, same names. */
export function issueRows(c: JiraConfiguration): Stream['rows'] {
  const words = jiraWords(c);
  return (item, context): readonly StagedRow[] => {
    const issue = Issue.parse(item);
    const { fields: f } = issue;
    const created_s = time.parse(f.created);
    if (created_s === null) throw new Error('fields.created: expected a time');
    const updated_s = time.parse(f.updated) ?? created_s;
    const version = versionOf(updated_s, context.received_s);
    const channel_raw = channelOf(issue);
    const channel = context.map('channel', channel_raw, words.channel);
    const about = { ticket_id: issue.id, received_s: context.received_s };
    const histories = list.parse(issue.changelog.histories);
    const { role, ...by } = handOf(f.creator, c.mappings.bots);
    return [
      attributes(issue, created_s, updated_s, version, channel, channel_raw, { c, words, context }),
      {
        version,
        event: {
          ticket_id: issue.id,
          event_id: `created.${issue.id}`,
          at_s: created_s,
          order: 0,
          ...(by.actor_id === null ? { actor: null, actor_id: userId(f.reporter) } : by),
          ...created({ channel, ...role }),
        },
      },
      ...firstStatus(issue, histories, created_s, version, words, context),
      ...histories.flatMap((history) => changelogEvents(history, about, c, words, context)),
      ...commentsOf(f.comment, about, c),
      ...list.parse(record.parse(f.worklog).worklogs).flatMap((one) => worklogEvents(one, about)),
      ...groupRows(f[c.group_field ?? ''], c, words, version),
      ...slaRows(issue, f, c, version),
      ...satisfaction(issue, c, version, context),
    ];
  };
}

/** The comments that came with an issue; where they are all that it has, those of before that are missing were deleted. */
function commentsOf(value: unknown, about: About, c: JiraConfiguration): readonly StagedRow[] {
  const { comments, total } = record.parse(value);
  const all = list.parse(comments);
  const isWhole = numberOrNull.parse(total) === all.length;
  return [
    ...all.flatMap((one, i) => commentEvents(one, i, about, c)),
    ...(isWhole ? [retelling(about.ticket_id, 'comment.', about.received_s)] : []),
  ];
}

const channelOf = (issue: Issue): string | null => {
  const property = issue.properties['request.channel.type'];
  return textOrNull.parse(typeof property === 'object' ? record.parse(property).value : property);
};

interface Reading {
  readonly c: JiraConfiguration;
  readonly words: JiraWords;
  readonly context: RowContext;
}

function attributes(
  issue: Issue,
  created_s: number,
  updated_s: number,
  version: string,
  channel: string | null,
  channel_raw: string | null,
  { c, words, context }: Reading,
): StagedRow {
  const { fields: f } = issue;
  const status = record.parse(f.status);
  const status_raw = textOrNull.parse(status.name);
  const category = textOrNull.parse(record.parse(status.statusCategory).key);
  const group = groupOf(f[c.group_field ?? '']);
  const spent = numberOrNull.parse(f.timespent);
  return ticketRow(
    { m: c.mappings, words, context },
    {
      ticket_id: issue.id,
      version,
      status: words.status(context, status_raw, category),
      status_raw,
      channel_raw: channelOf(issue),
      priority_raw: textOrNull.parse(record.parse(f.priority).name),
      type_raw: textOrNull.parse(record.parse(f.issuetype).name),
      tags: texts.parse(f.labels),
      group_id: group?.id ?? null,
      group_name: group?.name ?? null,
      field: (name) => f[name],
      otherwise: {
        queue: textOrNull.parse(record.parse(f.project).key),
        given_touch_s: spent === null ? null : Math.round(spent),
      },
    },
    {
      number: issue.key,
      url: c.site === undefined ? null : `https://${c.site}.atlassian.net/browse/${issue.key ?? issue.id}`,
      created_s,
      updated_s,
      assignee_id: userId(f.assignee),
      requester_id: userId(f.reporter),
      account_id: groupOf(f[c.organisation_field ?? ''])?.id ?? null,
      is_spam: false,
    },
  );
}

/** The value of a field that names a group or an organisation: an option, a component, a team; the first of several. */
function groupOf(value: unknown): { readonly id: string; readonly name: string | null } | null {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'string') return one === '' ? null : { id: one, name: one };
  const own = idOrNull.parse(record.parse(one).id);
  return own === null ? null : { id: own, name: shownText(one) };
}

function groupRows(value: unknown, c: JiraConfiguration, { tier }: JiraWords, version: string): readonly StagedRow[] {
  const group = groupOf(value);
  if (group === null || c.group_field === undefined) return [];
  return [groupRow(group.id, group.name, tier, version)];
}

/** The status and group at birth: where the first change came from, else what they are now. Told only by a whole changelog. */
function firstStatus(
  issue: Issue,
  histories: readonly unknown[],
  created_s: number,
  version: string,
  words: JiraWords,
  context: RowContext,
): readonly StagedRow[] {
  if ((numberOrNull.parse(issue.changelog.total) ?? histories.length) > histories.length) return [];
  const changes = histories
    .map((history) => record.parse(history))
    .toSorted((a, b) => (time.parse(a.created) ?? 0) - (time.parse(b.created) ?? 0))
    .flatMap(({ items }) => list.parse(items).map((each) => record.parse(each)));
  const first = changes.find(({ field }) => textOrNull.parse(field) === 'status');
  const status = record.parse(issue.fields.status);
  const name = textOrNull.parse(first === undefined ? status.name : first.fromString);
  const category = first === undefined ? textOrNull.parse(record.parse(status.statusCategory).key) : null;
  const to = words.status(context, name, category);
  if (to === null) return [];
  const say = (event_id: string, at_s: number, what: TicketStatus, raw: string | null): StagedRow => ({
    version,
    event: {
      ticket_id: issue.id,
      event_id: `${event_id}.${issue.id}`,
      at_s,
      order: 1,
      actor: 'automation',
      actor_id: null,
      ...statusChanged({ to: what, raw }),
    },
  });
  // imported as done: no change tells it, but the issue says when it was resolved, which is not when it was made
  const resolved_s = first === undefined && category === 'done' ? time.parse(issue.fields.resolutiondate) : null;
  return resolved_s === null || resolved_s <= created_s
    ? [say('first-status', created_s, to, name)]
    : [say('first-status', created_s, 'new', null), say('resolution', resolved_s, to, name)];
}

const slaRows = (
  issue: Issue,
  f: Readonly<Record<string, unknown>>,
  c: JiraConfiguration,
  version: string,
): readonly StagedRow[] =>
  Object.entries(c.sla_fields).flatMap(([metric, name]) => cycleRows(f[name], issue.id, metric, name, version));

function satisfaction(issue: Issue, c: JiraConfiguration, version: string, context: RowContext): readonly StagedRow[] {
  if (c.satisfaction_field === undefined) return [];
  const value = issue.fields[c.satisfaction_field];
  const score = numberOrNull.parse(record.parse(value).rating) ?? numberOrNull.parse(value);
  const answered_s =
    c.satisfaction_date_field === undefined ? null : time.parse(issue.fields[c.satisfaction_date_field]);
  if (score === null) return [];
  return [
    surveyRow(
      issue.id,
      score,
      answered_s ?? time.parse(issue.fields.resolutiondate),
      userId(issue.fields.assignee),
      version,
      context,
    ),
  ];
}

export const surveyRow = (
  ticket_id: string,
  score: number,
  answered_s: number | null,
  person_id: string | null,
  version: string,
  context: Pick<RowContext, 'source'>,
): StagedRow =>
  ratingRow(
    [1, 5],
    { survey_id: `satisfaction.${ticket_id}`, ticket_id, person_id, score, answered_s, updated_s: answered_s },
    version,
    context,
  );
