import { counted } from '../counted.ts';
import { hasSeenValues } from './suggest.ts';
import { literal } from '../lake/literal.ts';
import { statusCategoryField } from '../connectors/status-category.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Connector } from '../connectors/connector.ts';
import { channels, priorities, rootCauses, surveyCauses, ticketStatuses, ticketTypes, tiers } from '../events/words.ts';
import { lastComplete } from '../period.ts';
import type { Ports } from '../ports.ts';
import { dataHolds, sourceRecords } from '../run/coverage.ts';
import { doubted, withoutStaff } from './doubted.ts';
import { filesOf, freshness, probe } from './doctor-source.ts';
import { untold } from './untold.ts';
import { ok, type Finding } from './finding.ts';
import { inputFlags } from '../load/input-flags.ts';
import { connectorOf } from '../load/pull.ts';
import { unsubscribeSecret } from '../run/suppression.ts';

export type DoctorPorts = Pick<
  Ports,
  'clock' | 'state' | 'warehouse' | 'lake' | 'secrets' | 'http' | 'pause' | 'files'
>;

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
    found.push(await freshness(source, ports, configuration.organisation.time_zone));
  }
  found.push(
    ...(await withoutStaff(ports, configuration, connectors)),
    ...(await untold(ports, configuration)),
    ...(await unmapped(ports, configuration)),
    ...(await doubted(ports, configuration)),
    ...(await inputsOf(ports, configuration)),
    ...(await gates(ports, configuration)),
    ...mails(configuration),
    ...sending(configuration),
    ...(await unsubscribing(configuration, ports)),
  );
  return found;
}

/** Words that the raw values of a field can be mapped to. */
const wordsOfField: Readonly<Record<string, readonly string[]>> = {
  status: ticketStatuses,
  priority: priorities,
  channel: channels,
  type: ticketTypes,
  tier: tiers,
  root_cause: rootCauses,
  survey_cause: surveyCauses,
};

/** What to write where the configuration can help: valid as it stands, with the first of the words that may be meant. */
function adviceOn(field: string, raw: string, connector: string | undefined): string {
  const words = wordsOfField[field];
  if (words === undefined)
    return 'Nothing to set: a word of the helpdesk that this version of Casebook does not know, and counts as other.';
  const choice = `(one of ${words.join(', ')})`;
  if (connector === 'event-log')
    return `Add ${JSON.stringify(raw)} to the map of ${field} ${choice}; casebook doctor --suggest FILE proposes one.`;
  return `Add to the source, with the word that is meant: mappings: { ${field}: { ${JSON.stringify(raw)}: ${words[0]} } } ${choice}`;
}

/** Fields of which a ticket keeps the helpdesk’s own word beside ours. */
const keptRaw = ['status', 'priority', 'channel'];

/**
 * Raw values that no mapping names, and how many tickets have them: they count as other. A status that a map says is `other`, as a
 * proposal does of what it does not know, is one of them: nobody has said whether such a case is open.
 */
async function unmapped(ports: DoctorPorts, configuration: Configuration): Promise<readonly Finding[]> {
  const having = keptRaw.map(
    (field) =>
      `SELECT source, '${field}' AS field, ${field}_raw AS raw_value, count(*) AS n FROM tickets WHERE deleted_s IS NULL GROUP BY source, ${field}_raw`,
  );
  const { rows } = await ports.warehouse.query(
    'unmapped values',
    `SELECT m.source, m.field, m.raw_value, t.n, m.is_mapped FROM field_mappings AS m
LEFT JOIN (${having.join(' UNION ALL ')}) AS t ON t.source = m.source AND t.field = m.field AND t.raw_value = m.raw_value
LEFT JOIN field_mappings AS own ON own.source = m.source AND m.field = 'status' AND own.field = ${literal(statusCategoryField)} AND own.raw_value = lower(m.raw_value) AND own.value IS NOT NULL
WHERE (NOT m.is_mapped OR (m.field = 'status' AND m.value = 'other')) AND own.raw_value IS NULL
ORDER BY m.source, m.field, coalesce(t.n, 0) DESC, m.raw_value`,
  );
  if (rows.length === 0) {
    return (await hasSeenValues(ports.warehouse)) ? [ok('mappings', 'every value seen has a mapping')] : [];
  }
  return rows.map(([source, field, raw, tickets, isMapped]) => ({
    area: 'mappings',
    state: 'note' as const,
    text: `${source}: ${field} "${raw}" ${isMapped === true ? 'is mapped to other' : 'is not mapped'}${tickets === null ? '' : ` (${tickets} ${tickets === 1 ? 'ticket' : 'tickets'})`}`,
    advice: adviceOn(String(field), String(raw), configuration.sources.find(({ id }) => id === source)?.connector),
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
  const flags = (await inputFlags(ports, configuration)).map(({ flag, count, examples, advice }): Finding => ({
    area: 'inputs',
    state: 'note',
    text: `${flag}: ${count}${examples.length === 0 ? '' : ` (${examples.join('; ')})`}`,
    advice: advice ?? 'Correct the file and import it again.',
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
      advice: 'Metrics that need them have no number; casebook import --template TABLE shows the header.',
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
        text: `${without.map(({ id }) => id).join(', ')} ${without.length === 1 ? 'has' : 'have'} no recipients`,
        advice: 'Add recipients: to send it.',
      },
    ];
  return [ok('reports', `${counted(configuration.reports.length, 'report has', 'reports have')} recipients`)];
}

/** Names that RFC 2606 keeps for examples, as `init` suggests them: no mail to them reaches anybody. */
const isExample = (address: string): boolean =>
  /@(?:.+\.)?(?:example|invalid|test|localhost|example\.(?:com|net|org))>?$/i.test(address.trim());

/** Whether mails leave at all, and for addresses that somebody can have. */
function sending({ delivery, reports }: Configuration): readonly Finding[] {
  const recipients = new Set(
    reports.flatMap(({ recipients }) => (Array.isArray(recipients) ? recipients : Object.values(recipients).flat())),
  );
  const examples = [...recipients].filter(isExample).sort();
  const found: Finding[] = [];
  if (examples.length > 0)
    found.push({
      area: 'reports',
      state: 'note',
      text: `${examples.join(', ')}: example addresses, which reach nobody`,
      advice: 'Name the readers under recipients: of each report.',
    });
  if (delivery.smtp === undefined)
    found.push({
      area: 'delivery',
      state: 'note',
      text: 'without delivery.smtp this machine sends no mail: it writes them to the outbox',
      advice: 'Add delivery.smtp. On AWS, SES sends.',
    });
  else if (isExample(delivery.from))
    found.push({
      area: 'delivery',
      state: 'note',
      text: `${delivery.from}: an example address as sender, which mail servers refuse`,
      advice: 'Set delivery.from to an address of your own domain.',
    });
  return found;
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
