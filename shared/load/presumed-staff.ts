import { literal } from '../lake/literal.ts';
import type { Ports } from '../ports.ts';

/**
 * Accounts that work at the helpdesk by what they did there, whatever its list of today says: somebody to whom a ticket was assigned,
 * who wrote an internal note (mail from outside can become one: it proves nothing), or who finished a ticket that they had not asked
 * for. Only what the helpdesk calls neither a robot's nor a customer's doing counts.
 */
export async function presumedStaff(
  source: string,
  { warehouse }: Pick<Ports, 'warehouse'>,
): Promise<readonly string[]> {
  const of = `source = ${literal(source)}`;
  const without = (key: string): string => `(payload IS NULL OR strpos(payload, '"${key}":') = 0)`;
  const sql = `SELECT to_value AS who FROM ticket_events
WHERE ${of} AND kind = 'assigned' AND to_value IS NOT NULL AND ${without('to_kind')}
UNION
SELECT actor_id AS who FROM ticket_events
WHERE ${of} AND kind = 'noted' AND actor IS NULL AND actor_id IS NOT NULL AND ${without('is_by_mail')}
UNION
SELECT ev.actor_id AS who FROM ticket_events AS ev
LEFT JOIN ticket_attributes AS ta ON ta.source = ev.source AND ta.ticket_id = ev.ticket_id AND ta.requester_id = ev.actor_id
WHERE ev.${of} AND ev.kind = 'status' AND ev.to_status IN ('solved', 'closed') AND ev.actor IS NULL AND ev.actor_id IS NOT NULL
  AND ta.ticket_id IS NULL`;
  const found: string[] = [];
  for await (const batch of warehouse.stream('accounts that did the work of staff', sql))
    for (const { who } of batch) if (typeof who === 'string') found.push(who);
  return found.toSorted();
}
