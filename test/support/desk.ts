import { z } from 'zod';
import { secret } from '../../shared/config/configuration.ts';
import type { ApiConnector, Step } from '../../shared/connectors/connector.ts';
import { connector } from '../../shared/connectors/define.ts';
import { numbered, withQuery } from '../../shared/connectors/engine/paging.ts';
import { versionOf } from '../../shared/connectors/engine/version.ts';
import { newestFirst } from '../../shared/connectors/newest-first.ts';
import { stateNumber, watermark } from '../../shared/connectors/progress.ts';
import { createdRow } from '../../shared/connectors/rows.ts';
import { recordsIn, versionBy } from '../../shared/connectors/shapes.ts';
import type { StagedRow } from '../../shared/connectors/staged-row.ts';
import { replied, statusChanged } from '../../shared/events/event.ts';

/** The person who asks to be erased, under an id that is no other word. */
export const person = { id: 'wq-4711', name: 'Wilhelmina Quist', email: 'w.quist@example.org' };
/** What the made-up helpdesk says instead, once it has erased them itself. */
export const erased = 'nobody-1';

export interface DeskTicket {
  readonly id: string;
  readonly created_s: number;
  readonly updated_s: number;
  readonly status: 'open' | 'solved';
  readonly requester: string;
  readonly subject: string;
  /** When somebody replied, and when it was solved. */
  readonly replies: readonly number[];
  readonly solved: readonly number[];
}

const hour = 3600;
const pageSize = 3;

/** Eight tickets of a made-up helpdesk as they stand at an instant: each is answered and solved in the hours after `start_s`. */
export function ticketsAt(now_s: number, start_s: number, isErased: boolean): readonly DeskTicket[] {
  const tickets: DeskTicket[] = [];
  for (let n = 1; n <= 8; n++) {
    const created_s = start_s + (n - 4) * 3 * hour;
    const replies = [created_s + hour, created_s + 5 * hour].filter((at) => at <= now_s);
    const solved = [created_s + 9 * hour].filter((at) => at <= now_s);
    if (created_s > now_s) continue;
    const requester = n % 3 === 0 ? (isErased ? erased : person.id) : `c${n}`;
    tickets.push({
      id: `T${n}`,
      created_s,
      updated_s: Math.max(created_s, ...replies, ...solved),
      status: solved.length > 0 ? 'solved' : 'open',
      requester,
      subject: requester === person.id ? `${person.name} cannot log in` : 'A question',
      replies,
      solved,
    });
  }
  return tickets.sort((a, b) => b.updated_s - a.updated_s || (a.id < b.id ? -1 : 1));
}

/**
 * GET /tickets?since=SECONDS&page=N: changed since then, three a page, each page with the people that it names. The newest change comes
 * first: what changes while it is read moves in front, and pushes nothing out of sight.
 */
export function answer(url: string, now_s: number, start_s: number, isErased: boolean): unknown {
  const asked = new URL(url).searchParams;
  const since = Number(asked.get('since') ?? 0);
  const page = Number(asked.get('page') ?? 1);
  const changed = ticketsAt(now_s, start_s, isErased).filter(({ updated_s }) => updated_s >= since);
  const tickets = changed.slice((page - 1) * pageSize, page * pageSize);
  const users = tickets.some(({ requester }) => requester === person.id) ? [person] : [];
  return {
    tickets: tickets.map((ticket) => ({ ...ticket, updated_at: ticket.updated_s })),
    users,
    more: changed.length > page * pageSize,
  };
}

/** A walk begins so long before the last one began. */
const overlap_s = 120;

export const deskSource = { id: 'desk', connector: 'desk', base_url: 'https://desk.example', token: '${env:DESK}' };

/** The helpdesk behind `answer`, as any other is defined. */
export const desk: ApiConnector = connector({
  id: 'desk',
  title: 'Desk',
  configuration: z.strictObject({
    id: z.string(),
    connector: z.literal('desk'),
    base_url: z.string(),
    token: secret,
  }),
  site: ({ base_url, token }) => ({ base_url, auth: { kind: 'token', token } }),
  streams: () => [
    {
      name: 'tickets',
      first: (state) => {
        const read_s = stateNumber(state, 'read_s');
        return { url: withQuery('/tickets', { since: read_s === null ? undefined : read_s - overlap_s, page: 1 }) };
      },
      items: (body) => recordsIn(body, 'tickets'),
      next: (page): Step =>
        newestFirst(
          page,
          (page.body as { more: boolean }).more ? numbered(page.asked, 'page') : null,
          (from_s) => ({ url: withQuery('/tickets', { since: from_s, page: 1 }) }),
          (begun_s) => ({ read_s: begun_s }),
        ),
      version: versionBy('updated_at'),
      watermark,
      rows: (item, { received_s }): readonly StagedRow[] => {
        const { id: ticket_id, ...ticket } = item as DeskTicket;
        const version = versionOf(ticket.updated_s, received_s);
        const told = (at_s: number, event_id: string, what: object): StagedRow =>
          ({
            version,
            event: { ticket_id, event_id, at_s, order: 1, actor: 'agent', actor_id: 'a1', ...what },
          }) as StagedRow;
        return [
          {
            table: 'ticket_attributes',
            version,
            row: {
              ticket_id,
              created_s: ticket.created_s,
              updated_s: ticket.updated_s,
              status: ticket.status,
              requester_id: ticket.requester,
              fact_source: 'events',
            },
          },
          createdRow(
            ticket_id,
            ticket.created_s,
            { actor: 'customer', actor_id: ticket.requester },
            { channel: 'web' },
            version,
          ),
          ...ticket.replies.map((at_s) => told(at_s, `reply.${at_s}`, replied({}))),
          ...ticket.solved.map((at_s) => told(at_s, `solved.${at_s}`, statusChanged({ from: 'open', to: 'solved' }))),
        ];
      },
    },
  ],
});
