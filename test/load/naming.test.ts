import { expect, it } from 'vitest';
import type { Configuration } from '../../shared/config/configuration.ts';
import { naming } from '../../shared/load/naming.ts';
import { deriveTicket } from '../../shared/facts/derive.ts';
import { attributes, context } from '../support/facts.ts';

const names = {
  status_name: new Map([['77', 'Waiting for a supplier']]),
  brand_name: new Map([
    ['5', 'Shop'],
    ['6', 'Outlet'],
  ]),
};
const written = (more: object) => ({ teams: [], reports: [], ...more }) as Pick<Configuration, 'teams' | 'reports'>;
const told = { status_raw: 'hold', status_id: '77', brand: '5' };
const shown = (configuration: ReturnType<typeof written>, more: object = {}) => {
  const derive = naming(configuration, names)!.named((input) => deriveTicket(input, context()));
  const { status_raw, brand } = derive({
    attributes: attributes({ created_s: 1000, ...told, ...more }),
    events: [],
    first_followup_s: null,
  }).ticket;
  return [status_raw, brand];
};

it('a status and a brand are called by their names, and by what the ticket says where they have none', () => {
  expect(shown(written({}))).toEqual(['Waiting for a supplier', 'Shop']);
  expect(shown(written({}), { status_id: '78', brand: '9' })).toEqual(['hold', '9']);
  expect(shown(written({}), { status_id: null, brand: null })).toEqual(['hold', null]);
  expect(naming(written({}), { status_name: new Map(), brand_name: new Map() })).toBeUndefined();
});

it('a brand keeps its id where the configuration matches by it', () => {
  const only = written({ reports: [{ id: 'mine', only: { brand: '5' } }] });
  expect([shown(only), shown(only, { brand: '6' })]).toEqual([
    ['Waiting for a supplier', '5'],
    ['Waiting for a supplier', 'Outlet'],
  ]);
  expect(shown(written({ teams: [{ id: 'shop', match: { brand: ['5'] } }] }))[1]).toBe('5');
});
