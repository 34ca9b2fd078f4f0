import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { EventLogConfiguration } from '../../../shared/connectors/event-log/configuration.ts';
import { normaliseLog } from '../../../shared/connectors/event-log/normalise.ts';
import { changesOf } from '../../../shared/facts/changes.ts';
import { deriveTicket, type DerivedTicket, type TicketAttributes } from '../../../shared/facts/derive.ts';
import type { TicketEvent } from '../../../shared/events/event.ts';
import { inOrder } from '../../../shared/facts/order.ts';
import { reopenings } from '../../../shared/facts/reopen.ts';
import { staysOf } from '../../../shared/facts/status.ts';
import { attributes, context, incidentLog } from '../../support/facts.ts';

// Oracle: golden-uci.json, computed by a program that shares no code with this one. Log: UCI "Incident management process
// enriched event log" (CC BY 4.0), not part of the repository.
const golden_ = '../shared/design/golden-uci.json';
const log = incidentLog();
const present = log !== undefined && existsSync(golden_);
if (!present) console.log('Skipped: the incident log is not beside the repository (../shared/data, ../shared/design).');

const configuration = EventLogConfiguration.parse({
  id: 'incidents',
  connector: 'event-log',
  files: ['logs/*.csv.gz'],
  time_zone: 'UTC',
  time_format: 'd/M/yyyy HH:mm',
  null_values: ['', '?'],
  ticket: 'number',
  at: 'sys_updated_at',
  order: ['sys_mod_count'],
  columns: {
    created_at: 'opened_at',
    resolved_at: 'resolved_at',
    closed_at: 'closed_at',
    reopen_count: 'reopen_count',
    assignee: 'assigned_to',
    group: 'assignment_group',
    priority: 'priority',
    requester: 'caller_id',
    channel: {
      column: 'contact_type',
      map: { Phone: 'phone', Email: 'email', 'Self service': 'self_service' },
      default: 'other',
    },
    status: {
      column: 'incident_state',
      map: {
        New: 'new',
        Active: 'open',
        'Awaiting User Info': 'pending_customer',
        'Awaiting Vendor': 'pending_third_party',
        'Awaiting Evidence': 'pending_third_party',
        'Awaiting Problem': 'pending_third_party',
        Resolved: 'solved',
        Closed: 'closed',
      },
      default: 'other',
    },
  },
});

// golden-uci.json ends each incident once, at its last resolution. A column with the state at the end does not rewrite the history that
// the rows tell: an incident that was resolved and reopened was out of the backlog in between. Counted anew by a program of its own,
// which walks the rows of each incident and dates only the finish that lasts by the column.
const backlogs = [1713, 1822, 1383];
const walks: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '2016-W10': { opening: 1028, ended: 1412, reopened: 24, closing: 1713 },
  '2016-W13': { opening: 1739, ended: 2196, reopened: 31, closing: 1748 },
  '2016-W17': { opening: 1365, ended: 2081, reopened: 17, closing: 1347 },
  '2016-W20': { opening: 1383, ended: 1870, reopened: 14, closing: 1306 },
  '2016-W22': { opening: 1257, ended: 1014, reopened: 11, closing: 927 },
};

describe.skipIf(!present)('the facts of the real incident log', () => {
  const golden = present ? JSON.parse(readFileSync(golden_, 'utf8')) : {};
  let derived: DerivedTicket[] = [];
  let byEvents = { tickets: 0, events: 0 };
  let events = 0;

  beforeAll(async () => {
    const histories = new Map<string, TicketEvent[]>();
    const latest = new Map<string, { row: TicketAttributes; version: string }>();
    for await (const batch of normaliseLog(configuration)(log!)) {
      for (const staged of batch) {
        if ('event' in staged) {
          events += 1;
          const { ticket_id } = staged.event;
          const history = histories.get(ticket_id);
          if (history) history.push(staged.event);
          else histories.set(ticket_id, [staged.event]);
        } else if (staged.table === 'ticket_attributes') {
          const id = String(staged.row['ticket_id']);
          const known = latest.get(id);
          if (!known || staged.version >= known.version) {
            latest.set(id, { row: attributes({ ...staged.row, source: 'incidents' }), version: staged.version });
          }
        }
      }
    }
    derived = [...latest.values()].map(({ row }) =>
      deriveTicket(
        { attributes: row, events: histories.get(row.ticket_id ?? '') ?? [], first_followup_s: null },
        context(),
      ),
    );
    for (const history of histories.values()) {
      const { count } = reopenings(staysOf(changesOf(inOrder(history)), 0));
      byEvents = { tickets: byEvents.tickets + (count > 0 ? 1 : 0), events: byEvents.events + count };
    }
  });

  const facts = (name: keyof DerivedTicket['ticket']): number[] =>
    derived.flatMap(({ ticket }) => (ticket[name] === null ? [] : [Number(ticket[name])]));
  const percentile = (p: number): number => {
    const sorted = facts('resolve_s').toSorted((a, b) => a - b);
    const h = (sorted.length - 1) * p;
    const k = Math.floor(h);
    return sorted[k]! + (h - k) * ((sorted[k + 1] ?? sorted[k]!) - sorted[k]!);
  };
  const backlogAt = (at_s: number): number =>
    derived.reduce(
      (n, { flow }) => n + flow.filter((step) => step.at_s! < at_s).reduce((sum, { kind }) => sum + into(kind!), 0),
      0,
    );
  const into = (kind: string): number => (['created', 'reopened', 'restored'].includes(kind) ? 1 : -1);
  const stepsIn = (kind: string, start_s: number, end_s: number): number =>
    derived.reduce(
      (n, { flow }) =>
        n + flow.filter((step) => step.kind === kind && step.at_s! >= start_s && step.at_s! < end_s).length,
      0,
    );

  it('are of every row and every incident, all of them counted', () => {
    expect([events, derived.length]).toEqual([golden.totals.events, golden.totals.incidents]);
    expect(derived.filter(({ ticket }) => ticket.is_counted)).toHaveLength(golden.totals.incidents);
  });

  it('have the resolution times: percentiles, mean and sum', () => {
    const of = golden.all.resolution_time;
    expect(facts('resolve_s')).toHaveLength(of.n);
    expect([0.5, 0.8, 0.9, 0.95].map((p) => Math.round(percentile(p) * 1e6) / 1e6)).toEqual([
      of.p50_seconds,
      of.p80_seconds,
      of.p90_seconds,
      of.p95_seconds,
    ]);
    expect(facts('resolve_s').reduce((a, b) => a + b, 0)).toBe(of.sum_seconds);
    expect(facts('resolve_s').filter((s) => s === 0)).toHaveLength(golden.totals.resolved_at_equals_opened_at);
  });

  it.each([4, 12, 24, 168])('have the number resolved within %i h of their creation', (hours) => {
    expect(facts('resolve_s').filter((s) => s < hours * 3600)).toHaveLength(
      golden.all[`resolution_rate_${hours}h`].numerator,
    );
  });

  it('count reopenings by the counter of the source, and by events in the order of time', () => {
    const counted = facts('reopen_count');
    expect(counted.filter((n) => n > 0)).toHaveLength(golden.totals.reopened_incidents);
    expect(counted.reduce((a, b) => a + b, 0)).toBe(golden.totals.reopen_count_sum);
    expect(byEvents).toEqual({
      tickets: golden.totals.reopen_events_in_history.incidents,
      events: golden.totals.reopen_events_in_history.events,
    });
  });

  it('count hand-offs from person to person', () => {
    const { incidents, handoffs } = golden.totals.person_handoffs_in_history;
    const counted = facts('handoff_count');
    expect([counted.filter((n) => n > 0).length, counted.reduce((a, b) => a + b, 0)]).toEqual([incidents, handoffs]);
  });

  it('have the backlog at every instant known, closed incidents without a resolution out of it', () => {
    expect(golden.backlog.map(({ at_s }: { at_s: number }) => backlogAt(at_s))).toEqual(backlogs);
  });

  it('hold the identity of every week, to the incident', () => {
    for (const [id, week] of Object.entries<Record<string, number>>(golden.weeks)) {
      const { start_s, end_s } = week as { start_s: number; end_s: number };
      expect({
        opening: backlogAt(start_s),
        created: stepsIn('created', start_s, end_s),
        ended: stepsIn('resolved', start_s, end_s),
        reopened: stepsIn('reopened', start_s, end_s),
        closing: backlogAt(end_s),
      }).toEqual({ created: week['created'], ...walks[id] });
    }
  });

  it('tile the life of every incident with its statuses and its owners', () => {
    for (const { ticket, owners, intervals } of derived) {
      const tiles = (rows: readonly { started_s: number | null; ended_s: number | null }[]): boolean =>
        rows.every((row, i) => i === 0 || rows[i - 1]!.ended_s === row.started_s);
      expect(tiles(owners) && tiles(intervals)).toBe(true);
      expect(intervals[0]?.started_s ?? ticket.created_s).toBe(ticket.created_s);
    }
  });
});
