import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { intercom } from '../../shared/connectors/helpdesks/intercom.ts';
import { fieldMappings, tickets } from '../../shared/lake/tables.ts';
import { readConfiguration } from '../../shared/config/read.ts';
import { known } from '../../shared/run/registry.ts';
import { doctor } from '../../shared/operate/doctor.ts';
import { temporaryHome, type TemporaryHome } from '../support/home.ts';
import { at, configurationOf } from '../support/lake.ts';
import { insert } from '../support/warehouse.ts';

it('the doctor says nothing of mappings before a value was seen', async () => {
  const home = await temporaryHome();
  try {
    const found = await doctor(home.ports, { ...configurationOf(), sources: [] }, []);
    expect(found.filter(({ area }) => area === 'mappings')).toEqual([]);
  } finally {
    await home.close();
  }
});

describe('the doctor, of values that no mapping names', () => {
  let home: TemporaryHome;
  beforeAll(async () => {
    home = await temporaryHome();
    const value = (field: string, raw_value: string, is_mapped = false) => ({
      source: 'helpdesk',
      field,
      raw_value,
      value: 'other',
      is_mapped,
      seen: 1,
      from_s: 0,
    });
    await insert(home.ports.warehouse, fieldMappings, [
      value('status', 'Parked'),
      value('status', 'On hold'),
      { ...value('status', 'Open', true), value: 'open' },
      value('status', 'Limbo', true),
      value('channel', 'Pigeon', true),
      value('tier', 'Night crew'),
      value('part_type', 'brand_new'),
    ]);
    const ticket = (ticket_id: string, status_raw: string, more: object = {}) => ({
      source: 'helpdesk',
      ticket_id,
      status_raw,
      ...more,
    });
    await insert(home.ports.warehouse, tickets, [
      ticket('1', 'Parked'),
      ticket('2', 'On hold'),
      ticket('3', 'On hold'),
      ticket('4', 'On hold', { deleted_s: at('Mon 09:00') }),
      ticket('5', 'Open'),
      ticket('6', 'Limbo'),
    ]);
  });
  afterAll(() => home.close());

  it('lists each with the tickets that have it now, most first; without a count where no ticket keeps the word', async () => {
    const found = await doctor(home.ports, { ...configurationOf(), sources: [] }, []);
    expect(found.filter(({ area }) => area === 'mappings').map(({ text }) => text)).toEqual([
      'helpdesk: part_type "brand_new" is not mapped',
      'helpdesk: status "On hold" is not mapped (2 tickets)',
      'helpdesk: status "Limbo" is mapped to other (1 ticket)',
      'helpdesk: status "Parked" is not mapped (1 ticket)',
      'helpdesk: tier "Night crew" is not mapped',
    ]);
  });

  it('says of mails that they go to nobody: without a server, to addresses kept for examples, from one', async () => {
    const smtp = { host: 'mail.acme.com', port: 587, tls: true };
    const told = async (recipients: readonly string[] | Record<string, string[]>, from: string, more: object = {}) => {
      const text = JSON.stringify({
        organisation: { name: 'A', time_zone: 'UTC', currency: 'EUR' },
        teams: [{ id: 'emea', name: 'EMEA' }],
        sources: [{ id: 't', connector: 'event-log', files: ['t.csv'], ticket: 'id', at: 'at' }],
        reports: [{ id: 'lead-weekly', recipients, ...(!Array.isArray(recipients) && { slice: 'team' }) }],
        delivery: { from, ...more },
      });
      const found = await doctor(home.ports, { ...readConfiguration(text, 'casebook.yaml', known), sources: [] }, []);
      return found.filter(({ area }) => ['reports', 'delivery'].includes(area)).map(({ text }) => text);
    };
    expect(await told(['ann@acme.com', 'x@notexample.com', 'y@example.com.acme.com'], 'a@acme.com', { smtp })).toEqual([
      '1 report has recipients',
    ]);
    expect(await told({ emea: ['lead@example.com', 'b@mail.example'] }, 'a@example.com')).toEqual([
      '1 report has recipients',
      'b@mail.example, lead@example.com: example addresses, which reach nobody',
      'without delivery.smtp this machine sends no mail: it writes them to the outbox',
    ]);
    expect(await told(['ann@acme.com'], 'Casebook <a@EXAMPLE.org>', { smtp })).toEqual([
      '1 report has recipients',
      'Casebook <a@EXAMPLE.org>: an example address as sender, which mail servers refuse',
    ]);
  });

  it('advises what the configuration takes as it stands, and nothing where no setting helps', async () => {
    const found = await doctor(home.ports, { ...configurationOf(), sources: [] }, []);
    const advice = found
      .filter(({ area }) => area === 'mappings')
      .map((finding) => ('advice' in finding ? finding.advice : ''));
    const settings = advice.flatMap((text) => /mappings: \{.*?\} \}/.exec(text ?? '')?.[0] ?? []);
    expect(settings).toHaveLength(4);
    const source = { id: 'helpdesk', connector: 'intercom', token: '${env:T}' };
    for (const setting of settings)
      expect(intercom.configuration.safeParse({ ...source, ...parse(setting) }).error?.issues).toBeUndefined();
    expect(advice[0]).toMatch(/^Nothing to set/);
  });
});
