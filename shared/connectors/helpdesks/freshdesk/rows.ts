import { z } from 'zod';
import { worked } from '../../../events/event.ts';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { contactRow, groupRow, personRow, ratingRow } from '../../rows.ts';
import { id, idOrNull, list, notice, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { FreshdeskConfiguration } from './configuration.ts';
import { mappingsOf } from './words.ts';
import type { StagedRow } from '../../staged-row.ts';

type Rows = Stream['rows'];

const Agent = z.looseObject({ id, contact: record, group_ids: list, type: textOrNull, updated_at: time });
/** Freshworks' AI agent is an account like any other; its name is given by Freshworks. */
const isFreddy = (name: unknown): boolean => /^freddy\b.*\b(?:ai|bot|agent|copilot)\b/i.test(String(name));

export const agentRows =
  ({ mappings }: FreshdeskConfiguration): Rows =>
  (item, { received_s }): readonly StagedRow[] => {
    const agent = Agent.parse(item);
    return [
      personRow(
        agent.id,
        {
          email: textOrNull.parse(agent.contact.email),
          role: agent.type === 'collaborator' ? 'light' : 'staff',
          is_bot: mappings.bots.includes(agent.id) || isFreddy(agent.contact.name),
          groups: agent.group_ids.flatMap((group) => idOrNull.parse(group) ?? []),
        },
        versionOf(agent.updated_at ?? 0, received_s),
      ),
    ];
  };

const Group = z.looseObject({ id, name: textOrNull, updated_at: time });
export const groupRows = (c: FreshdeskConfiguration): Rows => {
  const { tier } = mappingsOf(c);
  return (item, { received_s }): readonly StagedRow[] => {
    const group = Group.parse(item);
    return [groupRow(group.id, group.name, tier, versionOf(group.updated_at ?? 0, received_s))];
  };
};

const Contact = z.looseObject({ id, email: textOrNull, company_id: idOrNull, created_at: time, updated_at: time });
export const contactRows: Rows = (item, { received_s }): readonly StagedRow[] => {
  const contact = Contact.parse(item);
  return [
    contactRow(
      { contact_id: contact.id, account_id: contact.company_id, email: contact.email, created_s: contact.created_at },
      versionOf(contact.updated_at ?? 0, received_s),
    ),
  ];
};

const Rating = z.looseObject({
  id,
  ticket_id: idOrNull,
  agent_id: idOrNull,
  user_id: idOrNull,
  ratings: record,
  created_at: timeNeeded,
  updated_at: time,
});
/**
 * 103 to 101 happy, 100 neutral, -101 to -103 unhappy, in these words of Freshdesk: 3 to -3 here. A survey offers 2, 3, 5 or 7 of them,
 * and the answer does not tell how many. Classic surveys have three answers without a scale: 1 is happy, 3 is not.
 */
const answers: Readonly<Record<string, readonly [score: number | null, label: string]>> = {
  '103': [3, 'good'],
  '102': [2, 'good'],
  '101': [1, 'good'],
  '100': [0, 'neutral'],
  '-101': [-1, 'bad'],
  '-102': [-2, 'bad'],
  '-103': [-3, 'bad'],
  '1': [null, 'good'],
  '2': [null, 'neutral'],
  '3': [null, 'bad'],
};
export const ratingRows =
  (_c: FreshdeskConfiguration): Rows =>
  (item, context): readonly StagedRow[] => {
    const rating = Rating.parse(item);
    const code = numberOrNull.parse(rating.ratings.default_question);
    const answer = code === null ? undefined : answers[String(code)];
    if (code !== null && answer === undefined) notice(code, 'a code of an answer');
    const [score, label] = answer ?? [null, null];
    return [
      ratingRow(
        null,
        {
          survey_id: rating.id,
          ticket_id: rating.ticket_id,
          respondent_id: rating.user_id,
          person_id: rating.agent_id,
          score,
          label,
          answered_s: rating.created_at,
          updated_s: rating.updated_at ?? rating.created_at,
        },
        versionOf(rating.updated_at ?? rating.created_at, context.received_s),
        context,
      ),
    ];
  };

const TimeEntry = z.looseObject({
  id,
  ticket_id: idOrNull,
  agent_id: idOrNull,
  time_spent: textOrNull,
  time_spent_in_seconds: numberOrNull,
  executed_at: time,
  created_at: timeNeeded,
  updated_at: time,
});
/** Seconds when given, else hours and minutes: "01:30". */
const spent = (seconds: number | null, clock: string | null): number | null => {
  const match = /^(\d+):(\d{2})$/.exec(clock ?? '');
  return seconds ?? (match ? Number(match[1]) * 3600 + Number(match[2]) * 60 : null);
};
export const timeEntryRows: Rows = (item, { received_s }): readonly StagedRow[] => {
  const entry = TimeEntry.parse(item);
  const worked_s = spent(entry.time_spent_in_seconds, entry.time_spent);
  if (entry.ticket_id === null || worked_s === null) return [];
  return [
    {
      version: versionOf(entry.updated_at ?? entry.created_at, received_s),
      event: {
        ticket_id: entry.ticket_id,
        event_id: `time.${entry.id}`,
        at_s: entry.executed_at ?? entry.created_at,
        order: 300_000,
        actor: 'agent',
        actor_id: entry.agent_id,
        ...worked({ worked_s, person_id: entry.agent_id }),
      },
    },
  ];
};
