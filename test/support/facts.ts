import { createReadStream, existsSync } from 'node:fs';
import { ConfigurationSchema } from '../../shared/config/configuration.ts';
import { ticketAttributes } from '../../shared/lake/tables.ts';
import type { FactsContext, TicketAttributes } from '../../shared/facts/context.ts';
import type { EventData, EventKind, Occurrence, TicketEvent, TicketStatus } from '../../shared/events/event.ts';
import type { RawObject } from '../../shared/connectors/staged-row.ts';

/** A ticket of which nothing is known but what the test says. */
export const attributes = (told: Partial<TicketAttributes> = {}): TicketAttributes => ({
  ...(Object.fromEntries(Object.keys(ticketAttributes.columns).map((name) => [name, null])) as TicketAttributes),
  source: 'desk',
  ticket_id: 't1',
  version_key: '1',
  ...told,
});

const { policies } = ConfigurationSchema.parse({
  organisation: { name: 'Example', time_zone: 'UTC' },
  sources: [{ id: 'desk', connector: 'zendesk' }],
});

/** Rules of an organisation with default policies, nobody known, no calendar. */
export const context = (told: Partial<FactsContext> = {}): FactsContext => ({
  policies,
  untold: () => new Set(),
  aiAgents: new Set(),
  person: () => undefined,
  group: () => undefined,
  statusOf: () => undefined,
  teamOf: () => null,
  calendarOf: () => null,
  ownTargets: () => null,
  businessSeconds: () => 0,
  ...told,
});
export { policies };

let serial = 0;
/** An event of ticket t1 at a second; the order of writing decides inside one instant. */
export const event = <K extends EventKind>(
  at_s: number,
  kind: K,
  told: Partial<Occurrence> & { readonly data?: EventData<K> } = {},
): TicketEvent => {
  serial += 1;
  return {
    ticket_id: 't1',
    event_id: `e${String(serial).padStart(8, '0')}`,
    at_s,
    order: serial,
    actor: null,
    data: {},
    ...told,
    kind,
  } as TicketEvent;
};
export const status = (at_s: number, to: TicketStatus, told: Partial<Occurrence> = {}): TicketEvent =>
  event(at_s, 'status', { data: { to }, ...told });

/** A dropped file as load hands it over. */
export const rawText = (text: string | Uint8Array, name = 'log.csv'): RawObject => ({
  key: `raw/source=incidents/stream=files/run=r1/0001-abc.at-1700000000.of-${encodeURIComponent(name)}.gz`,
  source: 'incidents',
  stream: 'files',
  received_s: 1_700_000_000,
  async *open() {
    yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
  },
});

/** The real incident log, beside the repository; undefined where it is absent. */
export const incidentLog = (): RawObject | undefined => {
  const path = '../shared/data/uci_incident_event_log.csv.gz';
  if (!existsSync(path)) return undefined;
  return { ...rawText('', 'uci_incident_event_log.csv'), open: () => createReadStream(path) };
};
