import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../../shared/connectors/event-log/faults.ts';
import { versionsOf } from '../../../shared/connectors/event-log/normalise.ts';
import { reader } from '../../../shared/connectors/event-log/reader.ts';
import { propose } from '../../../shared/connectors/ticket-files/propose.ts';
import type { AnyRow } from '../../../shared/lake/table.ts';
import { corpus, tickets } from './corpus.ts';

/**
 * The same thirty tickets in files of many products, languages and containers. What each file is proposed to mean is loaded, and what
 * is loaded is compared, ticket by ticket, with what the tickets were made with.
 */
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

it('is large enough', () => expect(corpus.length).toBeGreaterThanOrEqual(48));

describe.each(corpus.map((file) => [file.name, file] as const))(
  '%s',
  (_name, { file, bytes, ticket, what, tells, idOf, shape }) => {
    it('is read as what it is', async () => {
      const content = await bytes();
      const found = await propose(file, () => once(content), {
        now_s: Date.parse('2026-11-30') / 1000,
        zone: 'UTC',
        answers: { time_zone: 'UTC' },
      });
      expect([found.source.ticket, found.trial.tickets]).toEqual([ticket, tickets.length]);
      if (what !== undefined) expect(found.what).toBe(what);
      expect(found.questions.filter(({ about }) => about !== 'status')).toEqual([]);

      const rows = new Map<string, AnyRow>();
      const first = new Map<string, number>();
      const last = new Map<string, number>();
      const faults = faultsOf(file);
      for await (const versions of versionsOf(once(content), file, found.source, reader(found.source), faults)) {
        for (const { version } of versions) {
          const { ticket_id, at_s } = version.event;
          rows.set(ticket_id, version.attributes);
          first.set(ticket_id, Math.min(first.get(ticket_id) ?? Infinity, at_s));
          if (version.attributes['status'] === 'solved') last.set(ticket_id, at_s);
        }
      }
      const wanted = tickets.map((each) => ({
        id: idOf(each),
        created: each.created_s,
        resolved: each.resolved_s,
        isDone: each.state === 'done',
        reply: tells.reply ? each.reply_s : null,
        group: tells.group ? each.group : null,
        assignee: tells.assignee ? each.agent : null,
      }));
      const read = [...rows].map(([id, row]) => ({
        id,
        created: shape === 'events' ? first.get(id) : row['created_s'],
        resolved: (shape === 'events' ? last.get(id) : row['given_resolved_s']) ?? null,
        isDone: ['solved', 'closed'].includes(String(row['status'])),
        reply: row['given_first_reply_s'] ?? null,
        group: tells.group ? (row['group_id'] ?? null) : null,
        assignee: row['assignee_id'] ?? null,
      }));
      expect(read.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(wanted.sort((a, b) => (a.id < b.id ? -1 : 1)));
    });
  },
);
