import { factsOf } from '../../metrics/compile.ts';
import type { Frame, Relation } from '../../metrics/relation.ts';
import { isPlaceTold, openAtEnd } from '../../metrics/relations/flow.ts';
import { seen } from '../asks.ts';
import type { ReportContext } from '../facts.ts';
import type { List } from '../section.ts';

/** Cases open at the end of the reported period, oldest first: what the backlog counts, row by row. No text of a customer. */
export const openCases: List = {
  id: 'open_cases',
  sql: (context, frame) =>
    openNeeds(frame)
      ? select(openRows(context, frame), frame, `open_rows.created_s, open_rows.source, open_rows.ticket_id`)
      : null,
};

/** Cases open now, at as_of, with what may make them urgent; `attention.ts` ranks them. */
export const attentionCases: List = {
  id: 'attention_cases',
  sql: (context, frame) => {
    if (!openNeeds(frame)) return null;
    const current = nowFrame(context, frame);
    return select(openRows(context, current), current, `tk.created_s, tk.source, tk.ticket_id`);
  },
};

/** Names of people, the latest of each, for the lead of the own team; ids stay where there is no roster. */
export const peopleNames: List = {
  id: 'people_names',
  sql: (_, frame) =>
    frame.present.has('roster')
      ? 'SELECT person_id, max_by(name, start_day) AS name FROM roster WHERE name IS NOT NULL GROUP BY person_id ORDER BY person_id'
      : null,
};

const openNeeds = (frame: Frame): boolean => frame.present.has('tickets') && frame.present.has('ticket_flow');
/** The instant after as_of: what is open now instead of at the end of the period. */
const nowFrame = (context: ReportContext, frame: Frame): Frame => ({ ...frame, end_s: context.as_of_s + 1 });

/** Ids of open cases inside what the reader may see, by the same relation and cuts as the backlog. */
function openRows(context: ReportContext, frame: Frame): string {
  const relation: Relation = openAtEnd;
  return factsOf({
    relation,
    frame,
    where: seen(context),
    sets: [['person']],
    wanted: [],
  }).sql;
}

function select(rows: string, frame: Frame, order: string): string {
  const promise = frame.present.has('sla_results')
    ? {
        columns: 'promise.due_s AS due_s, promise.metric AS promise',
        join: `
  LEFT JOIN (SELECT source, ticket_id, min(due_s) AS due_s, min_by(metric, due_s) AS metric
    FROM sla_results WHERE fulfilled_s IS NULL AND due_s IS NOT NULL GROUP BY source, ticket_id) AS promise
    ON promise.source = tk.source AND promise.ticket_id = tk.ticket_id`,
      }
    : { columns: 'CAST(NULL AS BIGINT) AS due_s, CAST(NULL AS VARCHAR) AS promise', join: '' };
  return `SELECT tk.source AS source, tk.ticket_id AS ticket_id, tk.number AS number, tk.url AS url, tk.channel AS channel,
    tk.priority AS priority, tk.type AS type, tk.category AS category, tk.product AS product, tk.status AS status,
    open_rows.d_person AS person, tk.assignee_id AS assignee_id, tk.created_s AS created_s, tk.updated_s AS updated_s,
    tk.first_reply_s AS first_reply_s, tk.tells_first_reply AS tells_first_reply, tk.tells_owner AS tells_owner, tk.is_outbound AS is_outbound, tk.reopen_count AS reopen_count,
    tk.handoff_count AS handoff_count, ${promise.columns}
  FROM (${rows}) AS open_rows
  JOIN tickets AS tk ON tk.source = open_rows.source AND tk.ticket_id = open_rows.ticket_id${promise.join}
  WHERE ${isPlaceTold(frame, 'tk')}
  ORDER BY ${order}`;
}
