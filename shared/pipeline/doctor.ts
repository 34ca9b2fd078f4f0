import type { Configuration, SourceConfiguration } from '../config/configuration.ts';
import { courier } from '../connectors/engine/courier.ts';
import { vault } from '../connectors/engine/secrets.ts';
import type { ApiConnector, Connector, Stream } from '../connectors/connector.ts';
import { literal } from '../lake/literal.ts';
import { lastComplete } from '../period.ts';
import type { Ports } from '../ports.ts';
import { dataHolds, sourceRecords } from './coverage.ts';
import { inputFlags } from './input-flags.ts';
import { connectorOf } from './pull.ts';
import { readJson, sourceKey, type SourceRecord } from './record.ts';
import { unsubscribeSecret } from './suppression.ts';

/** One thing looked at. `advice` says what to do; empty when there is nothing to do. */
export interface Finding {
  readonly area: string;
  readonly state: 'ok' | 'note' | 'fault';
  readonly text: string;
  readonly advice: string;
}
export type DoctorPorts = Pick<Ports, 'clock' | 'state' | 'warehouse' | 'secrets' | 'http' | 'pause' | 'files'>;

/** More than this between the helpdesk's clock and ours is said: cursors do not depend on it, ages do. */
const skewLimit_s = 120;

/** Looks at everything a run depends on, and changes nothing: credentials, reach, clocks, plans, data, mappings, recipients. */
export async function doctor(
  ports: DoctorPorts,
  configuration: Configuration,
  connectors: readonly Connector[],
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const source of configuration.sources) {
    const connector = connectorOf(source, connectors);
    if (connector.kind === 'api') found.push(...(await probe(source, connector, ports)));
    else found.push(await filesOf(source, ports));
    found.push(await freshness(source, ports));
  }
  found.push(
    ...(await unmapped(ports)),
    ...(await inputsOf(ports, configuration)),
    ...(await gates(ports, configuration)),
    ...mails(configuration),
    ...(await unsubscribing(configuration, ports)),
  );
  return found;
}

const ok = (area: string, text: string): Finding => ({ area, state: 'ok', text, advice: '' });

/** Asks the first page of every stream once: credentials, scopes, features of the plan, clock, rate limit, how far history reaches. */
async function probe(
  source: SourceConfiguration,
  connector: ApiConnector,
  ports: DoctorPorts,
): Promise<readonly Finding[]> {
  const area = `source ${source.id}`;
  const now_s = ports.clock.now_s();
  const hidden = vault(ports.secrets);
  const found: Finding[] = [];
  try {
    const { site, streams } = connector.bind(source);
    const asks = courier(site, hidden, ports, { deadline_s: now_s + 60 });
    for (const stream of streams) {
      const request = stream.first?.(null, { run: 'doctor', now_s });
      if (request == null) continue;
      const reply = await asks.ask(request, { requests: 0, throttled: 0, waited_s: 0 }, [400, 403, 404, 429]);
      found.push(told(area, stream, reply.status, reply.body));
      const skew_s = Math.abs(reply.server_s - now_s);
      if (skew_s > skewLimit_s && !found.some(({ text }) => text.includes('clock'))) {
        found.push({
          area,
          state: 'note',
          text: `its clock is ${skew_s} s away from ours`,
          advice: 'Set this machine’s clock by NTP: ages in mails are measured with it.',
        });
      }
      const left = limitLeft(reply.headers);
      if (left !== undefined)
        found.push({
          area,
          state: 'note',
          text: left,
          advice: 'Lower requests_per_minute of the source, or run it at a quieter hour.',
        });
    }
  } catch (error) {
    const text = hidden.redact(error instanceof Error ? error.message : String(error));
    found.push({
      area,
      state: 'fault',
      text,
      advice: `Check the address and credentials of ${source.id} in the configuration.`,
    });
  }
  return found;
}

function told(area: string, stream: Stream, status: number, body: unknown): Finding {
  if (status < 300) {
    try {
      return ok(area, `${stream.name}: answers, ${stream.items(body).length} records on the first page`);
    } catch (error) {
      return {
        area,
        state: stream.optional === true ? 'note' : 'fault',
        text: `${stream.name}: answers with something else (${error instanceof Error ? error.message : String(error)})`,
        advice: 'The account may lack this feature, or a proxy answers in its place.',
      };
    }
  }
  if (status === 429)
    return {
      area,
      state: 'note',
      text: `${stream.name}: asks to wait (429)`,
      advice: 'The rate limit is used up now; a pull waits by itself.',
    };
  return {
    area,
    state: stream.optional === true ? 'note' : 'fault',
    text: `${stream.name}: refused with ${status}`,
    advice:
      stream.optional === true
        ? 'The plan or the scope lacks it; metrics that need it say no_data.'
        : 'Give the API user the scope for it: this stream is needed.',
  };
}

/** A window of requests that is nearly used up, in words; undefined when there is room or nothing is said. */
function limitLeft(headers: Readonly<Record<string, string>>): string | undefined {
  const [name, value] = Object.entries(headers).find(([key]) => /^(x-)?rate-?limit-remaining$/.test(key)) ?? [];
  return name !== undefined && Number(value) < 10 ? `only ${value} requests are left in this window` : undefined;
}

async function filesOf(source: SourceConfiguration, ports: DoctorPorts): Promise<Finding> {
  const patterns = Array.isArray(source.files) ? source.files.map(String) : [];
  const files = await ports.files.match(patterns);
  const area = `source ${source.id}`;
  if (files.length > 0)
    return ok(area, `${files.length} files, ${files.reduce((sum, { size }) => sum + size, 0)} bytes`);
  return {
    area,
    state: 'fault',
    text: `no file matches ${patterns.join(', ')}`,
    advice: 'Patterns are relative to the configuration file.',
  };
}

async function freshness(source: SourceConfiguration, ports: DoctorPorts): Promise<Finding> {
  const area = `source ${source.id}`;
  const record = await readJson<SourceRecord>(ports.state, sourceKey(source.id));
  if (record === undefined)
    return { area, state: 'note', text: 'has never been pulled', advice: 'casebook pull reads it.' };
  const until =
    record.watermark_s === null ? 'never to its end' : `up to ${new Date(record.watermark_s * 1000).toISOString()}`;
  if (record.problem !== null)
    return {
      area,
      state: 'fault',
      text: `last pull: ${record.problem}; read ${until}`,
      advice: 'casebook pull tries again; nothing stored is lost.',
    };
  const { rows } = await ports.warehouse.query(
    'how far history reaches',
    `SELECT min(created_s) AS created_s, min(at_s) AS at_s FROM (
SELECT created_s, CAST(NULL AS BIGINT) AS at_s FROM tickets WHERE source = ${literal(source.id)}
UNION ALL SELECT CAST(NULL AS BIGINT) AS created_s, at_s FROM ticket_events WHERE source = ${literal(source.id)}) AS reach`,
  );
  const dayOfInstant = (at: unknown): string =>
    typeof at === 'number' ? new Date(at * 1000).toISOString().slice(0, 10) : 'none';
  const reach = `; tickets from ${dayOfInstant(rows[0]?.[0])}, history from ${dayOfInstant(rows[0]?.[1])}`;
  return ok(
    area,
    `read ${until}${reach}${record.share === null ? '' : `, ${(record.share * 100).toFixed(1)} % of what the helpdesk counts`}`,
  );
}

/** Raw values that no mapping names: they count as other. */
async function unmapped(ports: DoctorPorts): Promise<readonly Finding[]> {
  const { rows } = await ports.warehouse.query(
    'unmapped values',
    'SELECT source, field, raw_value, seen FROM field_mappings WHERE NOT is_mapped ORDER BY source, field, seen DESC, raw_value',
  );
  if (rows.length === 0) return [ok('mappings', 'every value seen has a mapping')];
  return rows.map(([source, field, raw, seen]) => ({
    area: 'mappings',
    state: 'note' as const,
    text: `${source}: ${field} "${raw}" is not mapped (seen ${seen} times)`,
    advice: `Add it to mappings.${field} of source ${source}; casebook doctor --suggest proposes a mapping.`,
  }));
}

const optionalTables = [
  'roster',
  'time_log',
  'activity_weights',
  'level_coefficients',
  'costs',
  'revenue',
  'plan',
  'surveys',
  'knowledge_articles',
  'accounts',
  'targets',
];

async function inputsOf(ports: DoctorPorts, configuration: Configuration): Promise<readonly Finding[]> {
  const flags = (await inputFlags(ports, configuration)).map(({ flag, count, examples }): Finding => ({
    area: 'inputs',
    state: 'note',
    text: `${flag}: ${count}${examples.length === 0 ? '' : ` (${examples.join('; ')})`}`,
    advice: 'Correct the file and import it again.',
  }));
  const counts = await ports.warehouse.query(
    'rows of inputs',
    optionalTables.map((table) => `SELECT '${table}' AS name, count(*) AS n FROM ${table}`).join(' UNION ALL '),
  );
  const empty = counts.rows
    .filter(([, n]) => n === 0)
    .map(([name]) => String(name))
    .sort();
  if (empty.length === 0) return [ok('inputs', 'every input table has rows'), ...flags];
  return [
    {
      area: 'inputs',
      state: 'note',
      text: `no rows in ${empty.join(', ')}`,
      advice: 'Metrics that need them say no_data; casebook import --template TABLE shows the header.',
    },
    ...flags,
  ];
}

async function gates(ports: DoctorPorts, configuration: Configuration): Promise<readonly Finding[]> {
  const { time_zone: zone, fiscal_year_start_month } = configuration.organisation;
  const week = lastComplete('week', ports.clock.now_s(), { zone, fiscal_year_start_month });
  const holds = dataHolds(configuration, await sourceRecords(configuration, ports.state), week, ports.clock.now_s());
  if (holds.length === 0) return [ok('gates', `a report of ${week.id} could be sent`)];
  return holds.map((text) => ({
    area: 'gates',
    state: 'note' as const,
    text,
    advice: 'A run pulls first; if this stays, reports are held (exit 3).',
  }));
}

function mails(configuration: Configuration): readonly Finding[] {
  const without = configuration.reports.filter(({ recipients }) =>
    Array.isArray(recipients) ? recipients.length === 0 : Object.values(recipients).flat().length === 0,
  );
  if (configuration.reports.length === 0)
    return [
      {
        area: 'reports',
        state: 'note',
        text: 'none is configured',
        advice: 'casebook run makes all of them without recipients; add reports: to send them.',
      },
    ];
  if (without.length > 0)
    return [
      {
        area: 'reports',
        state: 'note',
        text: `${without.map(({ id }) => id).join(', ')} has no recipients`,
        advice: 'Add recipients: to send it.',
      },
    ];
  return [ok('reports', `${configuration.reports.length} reports have recipients`)];
}

/** Links that unsubscribe are signed: without the secret a run fails when it delivers. */
async function unsubscribing({ delivery }: Configuration, ports: DoctorPorts): Promise<readonly Finding[]> {
  if (delivery.unsubscribe_url === undefined) return [];
  try {
    await ports.secrets.get(unsubscribeSecret);
    return [ok('delivery', 'unsubscribe links can be signed')];
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return [
      {
        area: 'delivery',
        state: 'fault',
        text,
        advice: `Set the secret ${unsubscribeSecret} to a long random text, or remove delivery.unsubscribe_url.`,
      },
    ];
  }
}
