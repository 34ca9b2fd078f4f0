import { z } from 'zod';
import { deleted } from '../../../events/event.ts';
import type { Stream } from '../../connector.ts';
import { versionOf } from '../../engine/version.ts';
import { mapping } from '../../mappings.ts';
import { groupRow, lastRow, personRow } from '../../rows.ts';
import { id, idOrNull, list, numberOrNull, record, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { HubspotConfiguration } from './configuration.ts';
import { associated, ticketRows } from './tickets.ts';

type Rows = Stream['rows'];

const Owner = z.looseObject({ id, userId: idOrNull, email: textOrNull, teams: list, updatedAt: time });

/** Tickets name owners, histories name users: one person, two ids, both known as staff. Their teams are the groups. */
export function ownerRows({ mappings: m }: HubspotConfiguration): Rows {
  const tier = mapping({}, m.tier, null);
  return (item, { received_s }): readonly StagedRow[] => {
    const owner = Owner.parse(item);
    const version = versionOf(owner.updatedAt ?? 0, received_s);
    const teams = owner.teams.map((team) => record.parse(team));
    const teamIds = teams.flatMap((team) => idOrNull.parse(team.id) ?? []);
    const people = [...new Set([owner.id, owner.userId ?? owner.id])].map((person_id): StagedRow =>
      personRow(person_id, { email: owner.email, is_bot: m.bots.includes(person_id), groups: teamIds }, version),
    );
    const groups = teams.flatMap((team): readonly StagedRow[] => {
      const group_id = idOrNull.parse(team.id);
      const name = textOrNull.parse(team.name);
      return group_id === null ? [] : [groupRow(group_id, name, tier, version)];
    });
    return [...people, ...groups];
  };
}

const Archived = z.looseObject({ id, archivedAt: timeNeeded, properties: record });
/** A ticket in the archive is as whole as any: one that was deleted before it was ever read is known by this alone. */
export const archivedRows =
  (c: HubspotConfiguration): Rows =>
  (item, context): readonly StagedRow[] => {
    const { id: ticket_id, archivedAt, properties } = Archived.parse(item);
    return [
      ...(time.parse(properties.createdate) === null ? [] : ticketRows(c)(item, context)),
      lastRow(
        { ticket_id, event_id: `deleted.${ticket_id}`, at_s: archivedAt },
        { actor: 'agent', actor_id: null },
        deleted({}),
        versionOf(archivedAt, context.received_s),
      ),
    ];
  };

type Scale = readonly [kind: string, min: number | null, max: number | null];
/**
 * The API names no scale of a survey. Those of effort and recommendation are the usual ones (general knowledge); of satisfaction the
 * sample in the reference has the value 2 in the group of promoters, which is no good answer of 1 to 5: the account says its scale.
 */
const scalesOf = ({ csat }: HubspotConfiguration): Readonly<Record<string, Scale>> => ({
  CSAT: ['csat', csat?.min ?? null, csat?.max ?? null],
  CES: ['ces', 1, 7],
  NPS: ['nps', 0, 10],
});
const surveyTypes = { values: { csat: 'CSAT', ces: 'CES', nps: 'NPS' }, otherwise: null } as const;
const labels: Readonly<Record<string, string>> = {
  POSITIVE: 'good',
  PROMOTER: 'good',
  NEUTRAL: 'neutral',
  PASSIVE: 'neutral',
  NEGATIVE: 'bad',
  DETRACTOR: 'bad',
};

const Feedback = z.object({ id, properties: record, associations: record, updatedAt: time });
/** Answers to surveys; throws a sentence for a score that nobody can place on a scale. */
export function feedbackRows(c: HubspotConfiguration): Rows {
  const scales = scalesOf(c);
  return (item, context): readonly StagedRow[] => {
    const feedback = Feedback.parse(item);
    const { properties: p } = feedback;
    // surveys of the account’s own making have no scale that Casebook knows: counted, not read
    const scale = scales[context.map('survey_type', textOrNull.parse(p.hs_survey_type), surveyTypes) ?? ''];
    if (scale === undefined) return [];
    const [kind, scale_min, scale_max] = scale;
    const label = labels[(textOrNull.parse(p.hs_response_group) ?? '').toUpperCase()] ?? null;
    const score = numberOrNull.parse(p.hs_value);
    const hasScale = scale_min !== null && scale_max !== null;
    if (score !== null && hasScale && (score < scale_min || score > scale_max))
      throw new Error(`properties.hs_value: expected ${scale_min} to ${scale_max}, found ${score}`);
    if (score !== null && !hasScale && label === null)
      throw new Error('properties.hs_response_group: expected a group, since csat names no scale of satisfaction');
    const answered_s = time.parse(p.hs_submission_timestamp);
    return [
      {
        table: 'surveys',
        version: versionOf(feedback.updatedAt ?? answered_s ?? 0, context.received_s),
        row: {
          survey_id: feedback.id,
          ticket_id: idOrNull.parse(p.hs_ticket_id) ?? associated(feedback.associations.tickets),
          ticket_source: context.source,
          respondent_id: idOrNull.parse(p.hs_contact_id) ?? associated(feedback.associations.contacts),
          kind,
          scale_min,
          scale_max,
          scale_reversed: false,
          score,
          label,
          answered_s,
          updated_s: answered_s,
        },
      },
    ];
  };
}
