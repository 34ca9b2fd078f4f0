import { describe, expect, it } from 'vitest';
import type { ApiConnector } from '../../shared/connectors/connector.ts';
import { endingsOf } from '../../shared/connectors/contract.ts';
import { connectors } from '../../shared/connectors/registry.ts';
import { fieldsRead, selectedFields, sourceOf } from '../support/fields-read.ts';

// every test that pulls holds the paths that it asks for against the contract as well (test/support/pull-once.ts)
const apis = connectors.filter((connector): connector is ApiConnector => connector.kind === 'api');

describe.each(apis.map((connector) => [connector.id, connector] as const))('the contract of %s', (id, { contract }) => {
  it('is there, dated, with an address for everything that it says', () => {
    expect(contract?.as_of).toMatch(/^\d{4}-\d\d-\d\d$/);
    const pages = [
      ...(contract?.logins ?? []),
      ...(contract?.endpoints ?? []),
      ...(contract?.words ?? []),
      ...(contract?.ends ?? []),
    ].map(({ page }) => page);
    expect(pages.filter((page) => !page.startsWith('https://'))).toEqual([]);
    expect(contract?.logins.every(({ keys, role, steps }) => keys.length > 0 && role !== '' && steps.length > 0)).toBe(
      true,
    );
  });

  it('has every field that the connector reads', () => {
    const known = new Set(Object.values(contract?.fields ?? {}).flatMap((fields) => fields.split(' ')));
    const read = [...fieldsRead(sourceOf(id)), ...selectedFields(sourceOf(id))];
    expect(read.length).toBeGreaterThan(10);
    // `id` is what Casebook calls the id of an item that the vendor calls otherwise
    expect(read.filter((field) => field !== 'id' && !known.has(field))).toEqual([]);
  });

  it('has no field that the connector does not know', () => {
    const text = sourceOf(id);
    const idle = Object.values(contract?.fields ?? {})
      .flatMap((fields) => fields.split(' '))
      .filter((field) => !new RegExp(`\\b${field.replace('.', '\\.')}\\b`).test(text));
    expect(idle).toEqual([]);
  });
});

describe('what ends', () => {
  it('is said to the sources that it touches', () => {
    const zendesk = apis.find(({ id }) => id === 'zendesk')?.contract;
    if (zendesk === undefined) throw new Error('no contract of Zendesk');
    expect(endingsOf(zendesk, { email: 'a@example.com', token: 'x' }).map(({ on }) => on)).toEqual(['2027-04-30']);
    expect(endingsOf(zendesk, { client_id: 'a', client_secret: 'x' })).toEqual([]);
  });
});
