import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openingHour, sandboxed, startHelpdesks } from './helpdesks/all.ts';
import type { Sandbox } from '../../functions/sandbox/server.ts';
import * as helpdesks from '../../shared/connectors/helpdesks/all.ts';
import type { ApiConnector, Connector } from '../../shared/connectors/connector.ts';
import type { Telling } from '../../shared/knowledge/telling.ts';
import { literal } from '../../shared/lake/literal.ts';
import { ticketFlow, ticketIntervals, ticketOwners, tickets, ticketTurns } from '../../shared/lake/tables.ts';
import { deriveTickets } from '../../shared/load/derive-tickets.ts';
import { factsInputs } from '../../shared/load/facts-inputs.ts';
import { loadDeps } from '../../shared/load/load-deps.ts';
import { connectorOf } from '../../shared/load/pull.ts';
import * as catalogue from '../../shared/metrics/catalogue/all.ts';
import type { Metric } from '../../shared/metrics/model.ts';
import { evaluate, type Measured } from '../../shared/metrics/evaluate.ts';
import { parsePeriod } from '../../shared/period.ts';
import { configuration } from '../../shared/sandbox/configuration.ts';
import { organisation } from '../../shared/sandbox/organisation.ts';
import { demoSecret } from '../../shared/sandbox/sources.ts';
import { hidingNames, hidings, inputWithout, tellingWithout, type HidingName } from '../support/hidden-facts.ts';
import { pullingHome, type PullingHome } from '../support/pulled.ts';

/**
 * The made-up organisation through every helpdesk, which then hides a kind of fact: of every ticket, or of those of one channel, as
 * chats are messaging. No number becomes another number: it is what it was, what it is without those tickets, or no data, and what it
 * lost is said. CASEBOOK_HIDINGS=all tries every hiding of every helpdesk; without it two of each, all of them between them.
 */
const org = organisation({ months: 1, tickets_per_week: 20 });
const metrics = Object.values(catalogue) as Metric[];
const connectors: readonly Connector[] = Object.values(helpdesks);
/** Made of several numbers, of which some lost cases and others did not. */
const composites = new Set(['effectiveness_quality', 'channel_performance']);
/** Its parts name whom nobody knows: what it lost is one of them. */
const tellingParts = 'satisfaction_by_handler';
/** Incidents without a creation are in no relation of cases, and so in no count of what is not told. */
const unborn = 'incident_response_time';
const scopes = ['all', 'one channel'] as const;
type Scope = (typeof scopes)[number];

/** Two of ten hidings, another two for the next helpdesk. */
const drawn = (at: number): readonly (readonly [HidingName, Scope])[] =>
  process.env['CASEBOOK_HIDINGS'] === 'all'
    ? hidingNames.flatMap((name) => scopes.map((scope) => [name, scope] as const))
    : scopes.map((scope, i) => [hidingNames[(2 * at + i) % hidingNames.length] ?? 'owners', scope] as const);

type Numbers = ReadonlyMap<string, Measured>;
const nameOf = ({ metric, segment }: Measured): string => `${metric} ${JSON.stringify(segment)}`;
const shown = ({ value }: Measured): string =>
  value.status === 'no_data'
    ? 'no_data'
    : JSON.stringify([value.status, value.status === 'known' ? value.value : value.provisional, value.n]);

describe.each(sandboxed.map((vendor, at) => [vendor, at] as const))('what %s hides', (vendor, at) => {
  let server: Sandbox;
  let pulling: PullingHome;
  let channel: string;
  let before: Numbers;
  const without = new Map<Scope, Numbers>();
  /** What the numbers are when cases of robots alone count. */
  let robots: Numbers;

  /** The numbers of what is derived when something is hidden; null: nothing is. */
  async function derived(
    hiding: HidingName | null,
    scope: Scope,
    configuration = pulling.configuration,
  ): Promise<Numbers> {
    const { home } = pulling;
    const hides = (telling: Telling): Telling =>
      hiding === null ? telling : tellingWithout(hidings[hiding], scope === 'all' ? null : channel, telling);
    const source = configuration.sources[0]!;
    const api = connectorOf(source, connectors) as ApiConnector;
    const hidden: Connector = {
      ...api,
      bind: (settings) => {
        const bound = api.bind(settings);
        return { ...bound, telling: hides(bound.telling) };
      },
    };
    const deps = loadDeps({ ports: home.ports, configuration, connectors: [hidden] } as never);
    const { derive } = await deps.factsRules(source.id, await factsInputs(source.id, home.ports));
    await deriveTickets(
      source.id,
      'all',
      (input) =>
        hiding === null || (scope === 'one channel' && input.attributes.channel_raw?.toLowerCase() !== channel)
          ? derive(input)
          : derive(inputWithout(hidings[hiding], input)),
      home.ports,
    );
    return numbers();
  }
  async function numbers(): Promise<Numbers> {
    const { home, configuration } = pulling;
    const as_of_s = org.end_s + 60 * 86_400;
    const calendar = { zone: org.zone, fiscal_year_start_month: 1, now_s: as_of_s };
    const period = parsePeriod(monthOf(org.start_s), calendar);
    const asks = metrics.map((metric) => ({ metric, period, by: [] }));
    const context = {
      ...configuration,
      warehouse: home.ports.warehouse,
      as_of_s,
      watermark_s: as_of_s,
      policies: { ...configuration.policies, least_told_share: 0 },
    };
    return new Map((await evaluate(asks, context)).map((one) => [nameOf(one), one]));
  }

  beforeAll(async () => {
    const [helpdesk] = await startHelpdesks(org, [{ id: 'helpdesk', vendor }]);
    server = helpdesk!.server;
    pulling = await pullingHome(configuration(org, [helpdesk!]), {
      secrets: { [demoSecret.name]: demoSecret.value },
      now_s: () => server.now_s(),
    });
    server.advance(openingHour(org));
    await pulling.pull('all');
    const rows = await pulling.rows(
      `SELECT lower(channel_raw) AS channel FROM tickets WHERE channel_raw IS NOT NULL GROUP BY lower(channel_raw) ORDER BY count(*) DESC, lower(channel_raw)`,
    );
    // the second most frequent one: neither nearly all tickets nor nearly none
    channel = String((rows[1] ?? rows[0])?.['channel'] ?? '');
    const { policies } = pulling.configuration;
    robots = await derived(null, 'all', {
      ...pulling.configuration,
      policies: { ...policies, bot_only: 'include' },
    });
    before = await derived(null, 'all');
    const { warehouse } = pulling.home.ports;
    const theirs = `ticket_id IN (SELECT ticket_id FROM tickets WHERE lower(channel_raw) = ${literal(channel)})`;
    for (const table of [ticketFlow, ticketIntervals, ticketOwners, ticketTurns, tickets])
      await warehouse.remove(table, theirs);
    without.set('one channel', await numbers());
    without.set('all', new Map());
  }, 120_000);
  afterAll(async () => {
    await pulling?.close();
    await server?.close();
  });

  it.each(drawn(at))('%s, of %s: no number becomes another', async (hiding, scope) => {
    const after = await derived(hiding, scope);
    const wrong = [...after].flatMap(([name, one]) => {
      const { metric, value, not_told, doubts = [] } = one;
      const was = before.get(name);
      if (value.status === 'no_data' || composites.has(metric) || isNamed(one)) return [];
      const others = [
        without.get(scope)?.get(name),
        ...(doubts.includes('robots_unknown') ? [robots.get(name)] : []),
      ].flatMap((each) => (each === undefined ? [] : [shown(each)]));
      if (was !== undefined && shown(was) === shown(one)) return [];
      if (metric === 'backlog' && isFewer(one, was)) return [];
      if (!others.includes(shown(one)))
        return [`${name}: ${shown(one)}, was ${was === undefined ? 'none' : shown(was)}, or ${others.join(' or ')}`];
      const isSaid = not_told !== undefined || doubts.includes('robots_unknown') || metric === tellingParts;
      return isSaid || metric === unborn ? [] : [`${name}: nothing is said`];
    });
    expect(wrong).toEqual([]);
  });
});

/**
 * Parts by who it was: where nobody tells who finished a case it is credited to its owner, and else to somebody unknown, by name.
 */
const isNamed = ({ segment }: Measured): boolean => 'person' in segment || segment.handled_by === 'not_told';

/** Open cases whose end nobody can date are not told, and counted as such. */
const isFewer = ({ value, not_told = 0 }: Measured, was: Measured | undefined): boolean =>
  value.status === 'known' &&
  was?.value.status === 'known' &&
  value.n < was.value.n &&
  value.n + not_told >= was.value.n;

const monthOf = (at_s: number): string => new Date(at_s * 1000 + 7 * 86_400_000).toISOString().slice(0, 7);
