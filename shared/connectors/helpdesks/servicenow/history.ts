import { z } from 'zod';
import {
  assigned,
  deleted,
  escalated,
  fieldChanged,
  grouped,
  linked,
  noted,
  replied,
  statusChanged,
  worked,
  type Happening,
  type Occurrence,
} from '../../../events/event.ts';
import type { RowContext, Stream } from '../../connector.ts';
import { messageData } from '../../message.ts';
import { tierOf } from '../../mappings.ts';
import { versionOf } from '../../engine/normaliser.ts';
import { ratingRow } from '../../rows.ts';
import { id, numberOrNull, textOrNull, time, timeNeeded } from '../../shapes.ts';
import type { StagedRow } from '../../staged-row.ts';
import type { ServiceNowConfiguration } from './configuration.ts';
import { reference } from './incident.ts';
import { plain } from './table-request.ts';
import { mappingsOf } from './words.ts';

type Rows = Stream['rows'];
/** `who`: a user name; undefined: not told. */
type Kept = Omit<Occurrence, 'actor' | 'actor_id'> & Happening & { readonly who: string | null | undefined };

/** Jobs and rules act as "system". */
const event = ({ who, ...rest }: Kept, { received_s }: Pick<RowContext, 'received_s'>): StagedRow => ({
  version: versionOf(rest.at_s, received_s),
  event: {
    ...rest,
    actor: who === null || who === 'system' ? 'automation' : null,
    actor_id: who === 'system' ? null : (who ?? null),
  },
});

const Audit = z.object({
  sys_id: id,
  documentkey: id,
  fieldname: textOrNull,
  oldvalue: textOrNull,
  newvalue: textOrNull,
  user: textOrNull,
  sys_created_on: timeNeeded,
});
/** Within one second fields change together; this is the order in which they are told. */
const places: Readonly<Record<string, number>> = { assignment_group: 10, assigned_to: 20, state: 40, hold_reason: 50 };

export function auditRows(c: ServiceNowConfiguration): Rows {
  const changes = changeRows(c);
  return (item, context): readonly StagedRow[] => changes(Audit.parse(plain(item)), context);
}

const Span = z.looseObject({
  sys_id: id,
  id,
  field: textOrNull,
  field_value: textOrNull,
  value: textOrNull,
  start: time,
});
/**
 * The value that a field had for a while, measured by a metric of the type "Field value duration": it got it when the while began. Who
 * gave it, and what it had before, is not told. Without a value it is of a metric that measures something else, such as how long a
 * record was open.
 */
export function spanRows(c: ServiceNowConfiguration): Rows {
  const changes = changeRows(c);
  return (item, context): readonly StagedRow[] => {
    const { sys_id, id: documentkey, field, field_value, value, start } = Span.parse(plain(item));
    // the metrics of a new instance watch incident_state, which always says what state says
    const fieldname = field === 'incident_state' ? 'state' : field;
    const newvalue = field_value ?? value;
    if (newvalue === null || start === null || !c.metrics?.fields.some((each) => each === fieldname)) return [];
    const change = { sys_id, documentkey, fieldname, oldvalue: null, newvalue, sys_created_on: start };
    return changes({ ...change, user: undefined }, context);
  };
}

type Change = Omit<z.output<typeof Audit>, 'user'> & { readonly user: string | null | undefined };

function changeRows(c: ServiceNowConfiguration): (change: Change, context: RowContext) => readonly StagedRow[] {
  const words = mappingsOf(c);
  const { escalation, bots } = c.mappings;
  return (a, context): readonly StagedRow[] => {
    const rows: StagedRow[] = [];
    const say = (what: Happening): void => {
      rows.push(
        event(
          {
            ticket_id: a.documentkey,
            event_id: rows.length === 0 ? a.sys_id : `${a.sys_id}.${rows.length}`,
            at_s: a.sys_created_on,
            order: 1000 + (places[a.fieldname ?? ''] ?? 30) + rows.length,
            who: a.user,
            ...what,
          },
          context,
        ),
      );
    };
    const { oldvalue: from, newvalue: to } = a;
    switch (a.fieldname) {
      case 'state':
        say(
          statusChanged({
            from: context.map('status', from, words.status),
            to: context.map('status', to, words.status),
            raw: to,
          }),
        );
        break;
      case 'hold_reason':
        // the state says "on hold" in the same second; only another reason than the caller changes what that means
        if (to !== null && context.map('hold_reason', to, words.hold) !== 'pending_customer')
          say(statusChanged({ to: context.map('hold_reason', to, words.hold), raw: `3/${to}` }));
        break;
      case 'assigned_to':
        say(assigned({ from, to, ...(to !== null && bots.includes(to) ? { to_kind: 'bot' } : {}) }));
        break;
      case 'assignment_group': {
        say(grouped({ from, to, to_tier: tierOf(words.tier, to) ?? undefined }));
        if (to !== null && escalation.groups.includes(to)) say(escalated({ to: 'development' }));
        break;
      }
      case 'priority':
        say(
          fieldChanged({
            field: 'priority',
            from: context.map('priority', from, words.priority),
            to: context.map('priority', to, words.priority),
          }),
        );
        break;
      case 'problem_id':
      case 'rfc':
        if (to === null) break;
        say(linked({ type: a.fieldname === 'rfc' ? 'change' : 'problem', target: to }));
        if (escalation.problem) say(escalated({ to: 'development' }));
        break;
      default:
        if (a.fieldname !== null && a.fieldname === c.tag_field) {
          const before = (from ?? '').split(/\s*,\s*/);
          const added = (to ?? '').split(/\s*,\s*/).filter((tag) => !before.includes(tag));
          if (added.some((tag) => escalation.tags.includes(tag))) say(escalated({ to: 'development' }));
        }
    }
    return rows;
  };
}

const Journal = z.looseObject({
  sys_id: id,
  element: textOrNull,
  element_id: id,
  value: textOrNull,
  sys_created_by: textOrNull,
  sys_created_on: timeNeeded,
});
/** Additional comments are seen by the caller, work notes are not. */
export const journalRows =
  ({ mappings: { bots } }: ServiceNowConfiguration): Rows =>
  (item, context): readonly StagedRow[] => {
    const j = Journal.parse(plain(item));
    if (j.element !== 'comments' && j.element !== 'work_notes') return [];
    const isAuto = j.sys_created_by !== null && bots.includes(j.sys_created_by);
    return [
      event(
        {
          ticket_id: j.element_id,
          event_id: j.sys_id,
          at_s: j.sys_created_on,
          order: 500,
          who: j.sys_created_by,
          ...(j.element === 'comments' ? replied : noted)(messageData(j.value, isAuto, /kb_article[^\s"<]*?KB\d+/g)),
        },
        context,
      ),
    ];
  };

const Deletion = z.looseObject({ sys_id: id, documentkey: id, sys_created_by: textOrNull, sys_created_on: timeNeeded });
export const deletionRows: Rows = (item, context): readonly StagedRow[] => {
  const d = Deletion.parse(plain(item));
  return [
    event(
      {
        ticket_id: d.documentkey,
        event_id: `deleted.${d.sys_id}`,
        at_s: d.sys_created_on,
        order: 2_000_000_000,
        who: d.sys_created_by,
        ...deleted({}),
      },
      context,
    ),
  ];
};

const Work = z.looseObject({
  sys_id: id,
  task: reference,
  user: reference,
  time_in_seconds: numberOrNull,
  sys_created_on: timeNeeded,
});
export const workRows: Rows = (item, context): readonly StagedRow[] => {
  const w = Work.parse(plain(item));
  if (w.task === null || w.time_in_seconds === null) return [];
  return [
    event(
      {
        ticket_id: w.task,
        event_id: `worked.${w.sys_id}`,
        at_s: w.sys_created_on,
        order: 3000,
        who: w.user,
        ...worked({ worked_s: Math.round(w.time_in_seconds), person_id: w.user }),
      },
      context,
    ),
  ];
};

const Rating = z.looseObject({
  sys_id: id,
  actual_value: numberOrNull,
  'instance.trigger_id': reference,
  'instance.user': reference,
  'instance.taken_on': time,
  'instance.sys_created_on': time,
  sys_updated_on: timeNeeded,
});
export const ratingRows =
  ({ csat: { min, max } }: ServiceNowConfiguration): Rows =>
  (item, context): readonly StagedRow[] => {
    const r = Rating.parse(plain(item));
    const score = r.actual_value;
    return [
      ratingRow(
        [min, max],
        {
          survey_id: r.sys_id,
          ticket_id: r['instance.trigger_id'],
          respondent_id: r['instance.user'],
          score,
          offered_s: r['instance.sys_created_on'],
          answered_s: score === null ? null : r['instance.taken_on'],
          updated_s: r.sys_updated_on,
        },
        versionOf(r.sys_updated_on, context.received_s),
        context,
      ),
    ];
  };
