import type { Frame } from '../relation.ts';

/**
 * People who were merged count as one customer from the merge on: whoever stands for a contact by as_of. null: nobody was merged, or
 * no source tells.
 */
export const mergedBy = ({ present, as_of_s }: Frame): string | null =>
  present.has('contact_merges')
    ? `(SELECT source, contact_id, max_by(into_id, at_s) AS into_id FROM contact_merges
    WHERE is_settled AND at_s <= ${as_of_s} GROUP BY source, contact_id)`
    : null;

/** Joins whoever stands for the contact that an expression names; nothing where nobody was merged. */
export function mergesOf(alias: string, contact: string, frame: Frame, source = `${alias}.source`): string {
  const merged = mergedBy(frame);
  const same = `same_${alias}`;
  return merged === null
    ? ''
    : `
  LEFT JOIN ${merged} AS ${same} ON ${same}.source = ${source} AND ${same}.contact_id = ${contact}`;
}

/** The customer whom the expression names, once `mergesOf` is joined. */
export const customerOf = (alias: string, contact: string, { present }: Frame): string =>
  present.has('contact_merges') ? `coalesce(same_${alias}.into_id, ${contact})` : contact;

const compared = ['source', 'ticket_id', 'created_s', 'first_ai_act_s', 'first_resolved_s', 'is_test', 'is_outbound'];
/** All tickets as they are, with the customer who asked, for a join of tickets with tickets. */
export const ticketsByCustomer = (alias: string, frame: Frame): string =>
  frame.present.has('contact_merges')
    ? `(SELECT ${compared.map((name) => `tk.${name}`).join(', ')}, ${customerOf('tk', 'tk.requester_id', frame)} AS requester_id
      FROM tickets AS tk${mergesOf('tk', 'tk.requester_id', frame)}) AS ${alias}`
    : `tickets AS ${alias}`;
