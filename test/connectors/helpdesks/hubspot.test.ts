import { describe, expect, it } from 'vitest';
import { hubspot } from '../../../shared/connectors/helpdesks/hubspot.ts';
import { failures, pulledSource } from '../../support/pull-once.ts';
import { scriptedHttp } from '../../support/scripted-http.ts';

const now_s = Date.parse('2026-10-05T04:00:00Z') / 1000;
const source = {
  id: 'hub',
  connector: 'hubspot',
  token: '${env:TOKEN}',
  start: '2026-01-01',
  mappings: { escalation: { tags: ['12'] } },
};
interface Made {
  id: string;
  ms: number;
  history?: Readonly<Record<string, readonly object[]>>;
  properties?: Readonly<Record<string, string>>;
}

/** The search with its manners: 10,000 results at most, then 400; no history, no associations. The list has both. */
function desk(all: readonly Made[], archived: readonly object[] = [], isUntidy = false) {
  const searches: unknown[] = [];
  const feedback: object[] = [];
  const http = scriptedHttp(({ url, body }) => {
    const { pathname, searchParams: query } = new URL(url);
    const headers = { date: new Date(now_s * 1000).toUTCString() };
    const whole = (made: Made) => ({
      id: made.id,
      properties: {
        createdate: '2026-09-01T08:00:00.123Z',
        hs_lastmodifieddate: new Date(made.ms).toISOString(),
        hs_pipeline_stage: '1',
        ...made.properties,
      },
      propertiesWithHistory: made.history ?? {},
      associations: { contacts: { results: [{ id: 'c9' }] }, companies: { results: [{ id: 'o9' }] } },
    });
    if (pathname.endsWith('/tickets/search')) {
      const asked = JSON.parse(body!) as {
        filterGroups: { filters: { propertyName: string; operator: string; value: string }[] }[];
        after?: string;
        limit: number;
        sorts?: { propertyName: string }[];
      };
      // the count that a pull is compared with is a search, too
      if (asked.limit > 1) searches.push(asked);
      const after = Number(asked.after ?? 0);
      if (after + asked.limit > 10_000) return { status: 400, body: { message: 'ten thousand' }, headers };
      const rows = all
        .filter(({ id, ms }) =>
          asked.filterGroups[0]!.filters.every(({ propertyName, operator, value }) => {
            const own = propertyName === 'hs_object_id' ? Number(id) : ms;
            return operator === 'GTE'
              ? own >= Number(value)
              : operator === 'GT'
                ? own > Number(value)
                : own === Number(value);
          }),
        )
        .toSorted(
          (a, b) =>
            (asked.sorts?.[0]?.propertyName === 'hs_object_id' ? 0 : a.ms - b.ms) || Number(a.id) - Number(b.id),
        );
      const [before, behind] = rows.slice(199, 201);
      if (isUntidy && before && behind) rows.splice(199, 2, behind, before);
      return {
        body: {
          total: rows.length,
          results: rows.slice(after, after + asked.limit).map(({ id, ms }) => ({
            id,
            properties: { hs_lastmodifieddate: new Date(ms).toISOString() },
            updatedAt: new Date(ms).toISOString(),
          })),
        },
        headers,
      };
    }
    const id = /\/tickets\/(\d+)$/.exec(pathname)?.[1];
    if (id !== undefined) {
      const found = all.find((each) => each.id === id);
      return found ? { body: whole(found), headers } : { status: 404, body: {}, headers };
    }
    if (pathname.endsWith('/objects/tickets')) {
      if (query.get('archived') === 'true') return { body: { results: archived }, headers };
      const after = Number(query.get('after') ?? 0);
      const limit = Number(query.get('limit'));
      return {
        body: {
          results: all.slice(after, after + limit).map(whole),
          ...(after + limit < all.length ? { paging: { next: { after: String(after + limit) } } } : {}),
        },
        headers,
      };
    }
    if (pathname.endsWith('/feedback_submissions')) return { body: { results: feedback }, headers };
    return { body: { results: [] }, headers };
  });
  return { http, searches, feedback };
}
const pulled = (all: readonly Made[], archived?: readonly object[], isUntidy?: boolean) => {
  const made = desk(all, archived, isUntidy);
  return { ...made, ...pulledSource(hubspot, source, made.http, { now_s, secrets: { TOKEN: 'tok-123456' } }) };
};

describe('hubspot', () => {
  it('lists everything first, with history and associations', async () => {
    const { pull, loaded } = pulled(
      Array.from({ length: 120 }, (_, i) => ({ id: String(i + 1), ms: 1_790_000_000_000 + i })),
    );
    expect(failures(await pull())).toEqual([]);
    const { tables } = await loaded();
    expect(tables.ticket_attributes).toHaveLength(120);
    expect(tables.ticket_attributes?.[0]).toMatchObject({ requester_id: 'c9', account_id: 'o9', status: 'new' });
  });

  it('then searches from an hour before the list began, and keeps the associations', async () => {
    const all: Made[] = [{ id: '1', ms: 1_790_000_000_000 }];
    const { pull, loaded, searches } = pulled(all);
    await pull('r1');
    all[0] = { id: '1', ms: now_s * 1000 - 5000, properties: { hs_pipeline_stage: '4' } };
    await pull('r2');
    expect(searches).toMatchObject([
      {
        filterGroups: [
          {
            filters: [
              { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(now_s * 1000 - 3_600_000) },
            ],
          },
        ],
        sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
      },
    ]);
    expect((await loaded()).tables.ticket_attributes).toMatchObject([
      { status: 'closed', requester_id: 'c9', account_id: 'o9' },
    ]);
  });

  it('R8: walks past 10,000 results, and past more tickets in one millisecond than a page holds', async () => {
    const all: Made[] = [];
    const { pull, loaded, searches } = pulled(all);
    await pull('r1');
    const bulk = now_s * 1000 - 600_000;
    for (let i = 0; i < 10_300; i++) all.push({ id: String(1000 + i), ms: i < 900 ? bulk : bulk + i });
    expect(failures(await pull('r2'))).toEqual([]);
    expect((await loaded()).tables.ticket_attributes).toHaveLength(10_300);
    expect(searches.length).toBeLessThan(70);
  });

  it('R10: loses no row that stands out of order at the border of two pages', async () => {
    const all: Made[] = [];
    const { pull, loaded } = pulled(all, [], true);
    await pull('r1');
    // four a second; without a step back the row across the border waits for the overlap of the next run, or for good
    const first = now_s * 1000 - 3_500_000;
    for (let i = 0; i < 700; i++) all.push({ id: String(1000 + i), ms: first + 250 * i });
    expect(failures(await pull('r2'))).toEqual([]);
    expect((await loaded()).tables.ticket_attributes).toHaveLength(700);
  });

  it('tells the history of its properties as events', async () => {
    const change = (value: string, minute: number, more: object = { sourceType: 'CRM_UI', updatedByUserId: 5 }) => ({
      value,
      timestamp: `2026-09-01T08:${String(minute).padStart(2, '0')}:00.000Z`,
      ...more,
    });
    const { pull, loaded } = pulled([
      {
        id: '1',
        ms: 1_790_000_000_000,
        properties: { first_agent_reply_date: '2026-09-01T08:05:00Z', source_type: 'EMAIL' },
        history: {
          hs_pipeline_stage: [
            change('1', 30),
            change('4', 20),
            change('3', 10),
            change('1', 0, { sourceType: 'WORKFLOW' }),
          ],
          hubspot_owner_id: [change('42', 12), change('41', 2)],
          hs_merged_object_ids: [change('7;8', 40)],
        },
      },
    ]);
    await pull();
    const { events, tables } = await loaded();
    expect(
      events.map(({ ticket_id, kind, at_s, actor, data }) => [
        ticket_id,
        new Date(at_s * 1000).getUTCMinutes(),
        kind,
        actor,
        data.to ?? data.into ?? null,
      ]),
    ).toEqual([
      ['1', 0, 'created', 'customer', null],
      ['1', 0, 'status', 'automation', 'new'],
      ['1', 2, 'assigned', 'agent', '41'],
      ['1', 10, 'status', 'agent', 'open'],
      ['1', 12, 'assigned', 'agent', '42'],
      ['1', 20, 'status', 'agent', 'closed'],
      ['1', 30, 'status', 'agent', 'new'],
      ['7', 40, 'merged', 'agent', '1'],
      ['8', 40, 'merged', 'agent', '1'],
    ]);
    expect(tables.ticket_attributes).toMatchObject([
      // stated, and not insisted on: messages win
      {
        has_given_first_reply: false,
        given_first_reply_s: Date.parse('2026-09-01T08:05:00Z') / 1000,
        channel: 'email',
      },
    ]);
  });

  it('R14: archived tickets are listed and marked deleted', async () => {
    const { pull, loaded } = pulled([], [{ id: '5', archivedAt: '2026-09-09T09:09:09.000Z' }]);
    await pull();
    expect((await loaded()).events).toMatchObject([
      { kind: 'deleted', ticket_id: '5', at_s: Date.parse('2026-09-09T09:09:09Z') / 1000 },
    ]);
  });

  it('knows a ticket that was deleted before it was ever read from the archive alone', async () => {
    const { pull, loaded } = pulled(
      [],
      [
        {
          id: '5',
          archivedAt: '2026-09-09T09:09:09.000Z',
          properties: { createdate: '2026-09-09T09:00:00.000Z', hs_pipeline_stage: '1', hs_ticket_priority: 'HIGH' },
        },
      ],
    );
    expect(failures(await pull())).toEqual([]);
    const { tables, events } = await loaded();
    expect(tables.ticket_attributes).toMatchObject([{ ticket_id: '5', priority: 'p2' }]);
    expect(events.map(({ kind }) => kind)).toEqual(['created', 'deleted']);
  });

  it('takes a new tag with a meaning as the escalation, and what no user did as automation', async () => {
    const at = (minute: number): string => `2026-09-01T08:0${minute}:00.000Z`;
    const { pull, loaded } = pulled([
      {
        id: '1',
        ms: 1_790_000_000_000,
        history: {
          hs_pipeline_stage: [{ value: '1', timestamp: at(0), sourceType: 'FORM' }],
          hs_tag_ids: [
            { value: '11;12;13', timestamp: at(3), sourceType: 'CRM_UI', updatedByUserId: 5 },
            { value: '11;12', timestamp: at(2), sourceType: 'CRM_UI', updatedByUserId: 5 },
            { value: '11', timestamp: at(1), sourceType: 'CRM_UI', updatedByUserId: 5 },
          ],
        },
      },
    ]);
    await pull();
    const { events } = await loaded();
    expect(events.map(({ kind, at_s, actor }) => [kind, new Date(at_s * 1000).getUTCMinutes(), actor])).toEqual([
      ['created', 0, 'customer'],
      ['status', 0, 'automation'],
      ['escalated', 2, 'agent'],
    ]);
  });

  it.each([
    {
      how: 'by the group alone where no scale is named',
      more: {},
      rows: [
        [null, 2, 'good'],
        [null, 7, 'bad'],
      ],
      reject: 'properties.hs_response_group: expected a group',
    },
    {
      how: 'on the scale that is named',
      more: { csat: { min: 0, max: 2 } },
      rows: [
        [2, 2, 'good'],
        [2, 1, null],
      ],
      reject: 'properties.hs_value: expected 0 to 2, found 7',
    },
  ])('reads answers of satisfaction $how', async ({ more, rows, reject }) => {
    const desk_ = desk([]);
    const answer = (id: string, properties: object) => ({
      id,
      properties: { hs_survey_type: 'CSAT', hs_submission_timestamp: '2026-09-01T08:00:00Z', ...properties },
    });
    desk_.feedback.push(
      answer('1', { hs_value: '2', hs_response_group: 'PROMOTER' }),
      answer('2', { hs_value: '7', hs_response_group: 'NEGATIVE' }),
      answer('3', { hs_value: '1' }),
    );
    const one = pulledSource(hubspot, { ...source, ...more }, desk_.http, { now_s, secrets: { TOKEN: 'tok-123456' } });
    expect(failures(await one.pull())).toEqual([]);
    const { tables } = await one.loaded();
    expect(tables.surveys?.map(({ scale_max, score, label }) => [scale_max, score, label])).toEqual(rows);
    expect(tables.ingest_rejects).toMatchObject([{ reason: expect.stringContaining(reject) as string }]);
  });

  it('asks for 50 tickets at a time at first, then for each one that changed, and for little else', async () => {
    const all: Made[] = Array.from({ length: 230 }, (_, i) => ({ id: String(i + 1), ms: 1_790_000_000_000 + i }));
    const { pull, http } = pulled(all);
    await pull('r1');
    // owners, archive, merged contacts, threads, answers, the count to compare with, the time zone
    const others = 7;
    expect(http.requests.length).toBeLessThanOrEqual(Math.ceil(230 / 50) + Math.ceil(230 / 100) + others);
    const before = http.requests.length;
    for (let i = 0; i < 30; i++) all[i] = { id: String(i + 1), ms: now_s * 1000 - 1000 };
    await pull('r2');
    expect(http.requests.length - before).toBeLessThanOrEqual(30 + Math.ceil(30 / 200) + others);
  });

  it('does not say that nobody wrote: messages belong to the inbox', async () => {
    const { pull, loaded } = pulled([{ id: '1', ms: 1_790_000_000_000 }]);
    await pull();
    expect((await loaded()).tables.ticket_attributes).toMatchObject([{ fact_source: 'snapshot' }]);
  });
});
