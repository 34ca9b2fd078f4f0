import { z } from 'zod';
import { secret } from '../../config/configuration.ts';
import { connector } from '../connector.ts';
import { Mappings } from '../mappings.ts';
import { ticketStream, transactionStream, deletedTicketStream } from './request-tracker/feeds.ts';
import { ticketIds } from './request-tracker/ticket-ids.ts';
import { zoneCheck } from './request-tracker/zone.ts';
import { queueStream, staffStream, userStream } from './request-tracker/people.ts';

const RequestTrackerConfiguration = z.strictObject({
  id: z.string(),
  connector: z.literal('request-tracker'),
  base_url: z.url({ error: 'the address of the server, such as https://rt.example.com' }).meta({
    description: 'Where Request Tracker lives; /REST/2.0 is added',
  }),
  token: secret.meta({ description: 'Of a user that may only read, with the time zone UTC' }),
  staff_group: z
    .string({ error: 'the name of a group' })
    .default('Privileged')
    .meta({ description: 'System group whose members are staff; everybody else is a customer' }),
  escalation_links: z
    .array(z.string({ error: 'the beginning of an address' }), { error: 'a list of addresses' })
    .default([])
    .meta({ description: 'A link (RefersTo, DependsOn) to an address that begins like this means: to development' }),
  tag_field: z
    .string({ error: 'the name of a custom field' })
    .optional()
    .meta({ description: 'Custom field with tags: one value each' }),
  csat: z
    .strictObject({
      field: z.string({ error: 'the id of a custom field' }).regex(/^\d+$/, { error: 'the id of a custom field' }),
      min: z.int().default(1),
      max: z.int().default(5),
    })
    .optional()
    .meta({ description: 'Custom field that holds the customer’s rating' }),
  mappings: Mappings,
});
export type RequestTrackerConfiguration = z.output<typeof RequestTrackerConfiguration>;

/**
 * Request Tracker 5, REST 2.0. Tickets by (LastUpdated, id), history by the feed of all transactions in order of id: a read-only
 * user gets short pages without total or next_page, so both walk by id until nothing comes (CONNECTORS.md 3.10).
 */
export const requestTracker = connector({
  id: 'request-tracker',
  title: 'Request Tracker',
  configuration: RequestTrackerConfiguration,
  site: (c) => ({
    base_url: c.base_url.replace(/\/+$/, ''),
    auth: { kind: 'token', scheme: 'token', token: c.token },
  }),
  zone: zoneCheck,
  streams: (c) => [
    queueStream(c),
    staffStream(c),
    userStream(c),
    ticketStream(c),
    transactionStream(c),
    deletedTicketStream(c),
    ticketIds(),
  ],
});
