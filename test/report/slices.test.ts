import { describe, expect, it } from 'vitest';
import { mime } from '../../shared/report/mime.ts';
import { needs } from '../../shared/report/report.ts';
import { leadQuarterly, leadWeekly } from '../../shared/report/reports/all.ts';
import { expectTrinoGrammar } from '../support/sql.ts';
import { leadWeekFacts } from '../support/report-facts.ts';
import { rendered, mailedReports, unzipped } from '../support/reports.ts';

/** Names and days of the whole organisation: a mail prints those that its own rows name. */
const namesOnly = new Set(['people_names', 'policy_titles', 'happenings']);

describe('what a report asks for', () => {
  it('is inside the reader’s slice, every ask and every list', () => {
    for (const report of [leadWeekly, leadQuarterly]) {
      const { asks, lists } = needs(report, leadWeekFacts());
      expect(asks.length).toBeGreaterThan(20);
      for (const { where } of asks) expect(where).toEqual({ team: 'emea' });
      // names of people are looked up, and what happened to the company happened to all of it
      for (const { id, sql } of lists.filter(({ id }) => !namesOnly.has(id))) expect(sql, id).toContain("'emea'");
    }
  });
  it('is asked once', () => {
    for (const [report, facts] of mailedReports) {
      const { asks } = needs(report, facts());
      const keys = asks.map(({ metric, period, by }) => `${metric.id} ${period.id} ${by.join()}`);
      expect(new Set(keys).size, report.id).toBe(keys.length);
    }
  });
  it('leaves out what cannot be limited to the slice', () => {
    const base = leadWeekFacts();
    for (const [report] of mailedReports) {
      const context = { ...base, slice: { dimension: 'brand' as const, id: 'b', name: 'B', url: null } };
      for (const { metric, by, where } of needs(report, context).asks) {
        expect([...metric.dimensions, ...(metric.slices ?? [])], metric.id).toEqual(
          expect.arrayContaining(Object.keys(where ?? {})),
        );
        expect(metric.dimensions, metric.id).toEqual(expect.arrayContaining([...by]));
      }
    }
  });
  it('is SQL that Trino accepts, with no name able to leave its quotes', () => {
    for (const [report, facts] of mailedReports) {
      const context = { ...facts(), slice: { dimension: 'team' as const, id: "a' OR '1'='1", name: 'x', url: null } };
      for (const { id, sql } of needs(report, context).lists) {
        expectTrinoGrammar(sql, `${report.id} ${id}`);
        expect(sql).not.toContain("'a' OR");
        expect(sql.replaceAll(/'(?:[^']|'')*'/g, ''), id).not.toMatch(/\//);
      }
    }
  });
});

describe('the bytes of a mail', () => {
  it('hold nothing of another team: neither names nor cases nor people', async () => {
    const base = leadWeekFacts();
    const other = { team: 'Platform Support APAC', person: 'Zelda Quist', ticket: '99999' };
    const facts = {
      ...base,
      lists: { ...base.lists, people_names: [...base.lists.people_names!, { person_id: 'p99', name: other.person }] },
    };
    const mail = await rendered(leadWeekly, facts);
    const raw = await mime(mail, {
      from: 'metrics@example.com',
      to: 'lead.emea@example.com',
      reply_to: null,
      unsubscribe_mailbox: 'metrics@example.com',
      unsubscribe_url: null,
      list: 'lead-weekly.emea',
      organisation: 'Example Corp',
    });
    const files = mail.attachments.flatMap(({ filename, body }) =>
      filename.endsWith('.xlsx') ? [...unzipped(body).values()] : [Buffer.from(body).toString('utf8')],
    );
    const everything = [Buffer.from(raw).toString('utf8'), mail.html, mail.text, ...files].join('\n');
    for (const word of [other.team, 'APAC', 'Quist', other.ticket]) expect(everything).not.toContain(word);
  });
});
