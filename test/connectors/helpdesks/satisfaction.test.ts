import { describe, expect, it } from 'vitest';
import type { SourceConfiguration } from '../../../shared/config/configuration.ts';
import type { ApiConnector, RowContext } from '../../../shared/connectors/connector.ts';
import { freshdesk, helpScout, intercom, zendesk, zohoDesk } from '../../../shared/connectors/helpdesks/all.ts';
import * as lake from '../../../shared/lake/tables.ts';
import { csat } from '../../../shared/metrics/catalogue/all.ts';
import { at } from '../../support/lake.ts';
import { testLake } from '../../support/measured.ts';

/** Answers as each vendor's interface gives them, and its own word for them. */
const time = '2026-09-23T10:00:00Z';
const token = '${env:TOKEN}';
const desk = { id: 'desk', start: '2026-01-01' };

type Asked = readonly [ApiConnector, SourceConfiguration, string];
const sources = {
  freshdesk: [
    freshdesk,
    { ...desk, connector: 'freshdesk', domain: 'example', api_key: token },
    'satisfaction_ratings',
  ],
  legacy: [
    zendesk,
    { ...desk, connector: 'zendesk', subdomain: 'example', oauth_token: token },
    'satisfaction_ratings',
  ],
  zendesk: [
    zendesk,
    { ...desk, connector: 'zendesk', subdomain: 'example', oauth_token: token, surveys: 'new' },
    'survey_responses',
  ],
  intercom: [intercom, { ...desk, connector: 'intercom', token }, 'conversation'],
  helpScout: [helpScout, { ...desk, connector: 'help-scout', app_id: 'a', app_secret: token }, 'ratings'],
  zoho: [
    zohoDesk,
    { ...desk, connector: 'zoho-desk', org_id: '1', client_id: token, client_secret: token, refresh_token: token },
    'customer_happiness',
  ],
} as const satisfies Readonly<Record<string, Asked>>;

const context: RowContext = {
  source: 'desk',
  received_s: at('2026-09-24T00:00:00Z'),
  of: null,
  body: {},
  index: 0,
  map: (_, raw, { values, otherwise }) => (raw === null ? null : (values[raw.toLowerCase()] ?? otherwise)),
};
const ratingsOf = ([connector, source, name]: Asked, items: readonly object[]) => {
  const stream = connector.bind(source).streams.find((each) => each.name === name);
  if (stream === undefined) throw new Error(`${source.connector} has no ${name}`);
  return items.flatMap((item) =>
    stream.rows(item, context).flatMap((row) => ('row' in row && row.table === 'surveys' ? [row.row] : [])),
  );
};

const numbered = <T>(values: readonly T[], make: (value: T, id: number) => object) =>
  values.map((value, i) => make(value, i + 1));
const scale = (rating: number, rating_category: string | null, points: number) => ({ rating, rating_category, points });

const cases: Readonly<Record<string, readonly [keyof typeof sources, readonly object[], readonly (string | null)[]]>> =
  {
    'the codes of Freshdesk, whatever of them a survey offers': [
      'freshdesk',
      numbered([103, 102, 101, 100, -101, -102, -103], (code, id) => ({
        id,
        ticket_id: id,
        ratings: { default_question: code },
        created_at: time,
      })),
      ['good', 'good', 'good', 'neutral', 'bad', 'bad', 'bad'],
    ],
    'thumbs of Zendesk; what was offered is no answer, what was not offered is nothing': [
      'legacy',
      numbered(['good', 'bad', 'good_with_comment', 'offered', 'unoffered'], (score, id) => ({
        id,
        ticket_id: id,
        score,
        created_at: time,
        updated_at: time,
      })),
      ['good', 'bad', 'good', null],
    ],
    'questions of Zendesk with ten points, from 0 or from 1, whose options tell their rating': [
      'zendesk',
      numbered(
        [
          [0, 8],
          [0, 7],
          [0, 2],
          [1, 8],
          [1, 7],
          [1, 3],
          [1, 4],
        ] as const,
        ([from, rating], id) => ({
          id: String(id),
          subjects: [{ type: 'ticket', id: String(id) }],
          answers: [
            {
              type: 'rating_scale',
              rating,
              question: { options: Array.from({ length: 11 - from }, (_, i) => ({ rating: from + i })) },
            },
          ],
          created_at: time,
          updated_at: time,
        }),
      ),
      ['good', 'neutral', 'bad', 'good', 'neutral', 'bad', 'neutral'],
    ],
    'surveys of Zendesk with 2, 3 and 5 points, by its own category, and one that says neither scale nor category': [
      'zendesk',
      numbered(
        [
          scale(2, 'good', 2),
          scale(1, 'bad', 2),
          scale(3, null, 3),
          scale(2, null, 3),
          scale(4, 'good', 5),
          scale(2, 'good', 0),
          scale(5, null, 0),
        ],
        ({ rating, rating_category, points }, id) => ({
          id: String(id),
          subjects: [{ type: 'ticket', id: String(id) }],
          answers: [
            {
              type: 'rating_scale',
              rating,
              rating_category,
              question: { options: Array.from({ length: points }, () => ({})) },
            },
          ],
          created_at: time,
          updated_at: time,
        }),
      ),
      ['good', 'bad', 'good', 'neutral', 'good', 'good', null],
    ],
    'the five faces of Intercom': [
      'intercom',
      numbered([5, 4, 3, 2, 1], (rating, id) => ({
        id: String(id),
        created_at: at(time),
        conversation_rating: { rating, created_at: at(time), updated_at: at(time) },
      })),
      ['good', 'good', 'neutral', 'bad', 'bad'],
    ],
    'great, okay and not good of Help Scout, where the best is 1': [
      'helpScout',
      numbered([1, 2, 3], (ratingId, id) => ({ id, threadid: id, ratingId, ratingCreatedAt: time })),
      ['good', 'neutral', 'bad'],
    ],
    'good, okay and bad of Zoho': [
      'zoho',
      numbered(['GOOD', 'OKAY', 'BAD'], (rating, id) => ({
        id: String(id),
        ticketId: String(id),
        rating,
        ratedTime: time,
      })),
      ['good', 'neutral', 'bad'],
    ],
  };

describe('satisfaction', () => {
  const home = testLake();

  it.each(Object.entries(cases))('%s', async (_, [vendor, items, words]) => {
    const rows = ratingsOf(sources[vendor], items);
    expect(rows.map(({ label }) => label)).toEqual(words);

    await home.put(
      lake.surveys,
      rows.map((row) => ({ ...row, ticket_source: 'helpdesk' })),
    );
    await home.tickets(
      rows.map(({ ticket_id }) => ({
        source: 'helpdesk',
        ticket_id,
        created_s: at('2026-09-21T00:00:00Z'),
        is_counted: true,
      })),
    );
    const value = await home.value(csat);
    // two ways to one number: by the scale where it is told, by the vendor's own word
    expect(value).toMatchObject({
      status: 'known',
      numerator: words.filter((word) => word === 'good').length,
    });
  });
});
