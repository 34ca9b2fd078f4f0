import { z } from 'zod';
import { secret } from '../../shared/config/configuration.ts';
import type { ApiConnector, Stream } from '../../shared/connectors/connector.ts';
import { connector } from '../../shared/connectors/define.ts';
import { asking } from '../../shared/connectors/engine/paging.ts';
import { recordsIn, versionBy } from '../../shared/connectors/shapes.ts';

/** A helpdesk of the simplest kind: /things?cursor=N gives { things, next }, each thing may have notes. */
export const toySource = { id: 'toy', connector: 'toy', base_url: 'https://toy.example', token: '${env:TOY}' };
export const toySecrets = { TOY: 's3cr3t-token' };

export function toyConnector(overrides: Partial<Stream> = {}, more: readonly Stream[] = []): ApiConnector {
  return connector({
    id: 'toy',
    title: 'Toy',
    configuration: z.strictObject({
      id: z.string(),
      connector: z.literal('toy'),
      base_url: z.string(),
      token: secret,
    }),
    site: (c) => ({ base_url: c.base_url, auth: { kind: 'token', token: c.token } }),
    streams: () => [
      {
        name: 'things',
        first: (state) => ({ url: `/things?cursor=${typeof state?.cursor === 'string' ? state.cursor : '0'}` }),
        items: (body) => recordsIn(body, 'things'),
        next: ({ body, asked, state }) => {
          const { next } = body as { next?: string };
          return next === undefined
            ? { request: null, state }
            : { request: asking(asked, { cursor: next }), state: { ...state, cursor: next } };
        },
        version: versionBy('updated_at'),
        rows: (item) => [
          {
            table: 'groups',
            version: '1',
            row: { group_id: String((item as { id: string | number }).id), name: null },
          },
        ],
        ...overrides,
      },
      ...more,
    ],
  });
}
