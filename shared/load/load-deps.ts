import { createHash } from 'node:crypto';
import type { Configuration, TeamConfiguration } from '../config/configuration.ts';
import type { EventLogConfiguration } from '../connectors/event-log/configuration.ts';
import { readOfFile } from '../connectors/event-log/read-of-file.ts';
import { readOfInput } from '../connectors/input-files/read-of-input.ts';
import { inputNormaliser, inputsSource } from '../connectors/input-files/normalise.ts';
import { ConfigurationError, InternalError } from '../errors.ts';
import type { FactsContext, FactsInput, GroupNow, PersonThen, TicketAttributes } from '../facts/context.ts';
import { deriveTicket } from '../facts/derive.ts';
import type { FactKind } from '../knowledge/fact-kind.ts';
import { untoldOfTicket, type Telling } from '../knowledge/telling.ts';
import { literal } from '../lake/literal.ts';
import { calendars, holidays } from '../lake/tables.ts';
import type { Row, Table } from '../lake/table.ts';
import type { Warehouse } from '../ports.ts';
import { businessSeconds } from '../time/business-time.ts';
import { calendarOf, calendarsOfRows, type Calendar } from '../time/calendar.ts';
import { namedAccounts } from '../config/named-accounts.ts';
import { knowsStaff, type FactsInputs, type Presumed } from './facts-inputs.ts';
import { inputContext } from './import.ts';
import { inputObjectOf } from './input-objects.ts';
import type { LoadDeps } from './load.ts';
import { connectorOf } from './pull.ts';
import { naming } from './naming.ts';
import { noTargets, ownTargetsOf, type OwnTargetsOf } from './own-targets.ts';
import { settleInputs } from './settle-inputs.ts';
import type { TaskHome } from './task-home.ts';
import { tellingOf } from './telling.ts';

/** Counts up when the rules of this product derive other facts from the same data: then every ticket is derived again. */
const factsVersion = 12;
/** Counts up when this product reads other rows from the same bytes: then everything that was received is read again. */
const readingVersion = 4;

/** Binds load and replay to a home: how each source is read, and by which rules its facts are derived. */
export function loadDeps(home: TaskHome): LoadDeps {
  const { ports, configuration, connectors } = home;
  return {
    ports,
    normaliserFor(id) {
      if (id === inputsSource) return inputNormaliser(inputContext(configuration));
      const source = configuration.sources.find((one) => one.id === id);
      if (source === undefined) {
        throw new ConfigurationError(
          `The lake holds raw objects of source ${id}, which the configuration does not have: add it again, or remove raw/source=${id}/.`,
        );
      }
      const connector = connectorOf(source, connectors);
      return connector.kind === 'api' ? connector.bind(source).normalise : connector.normalise(source);
    },
    fileRead(key) {
      const input = inputObjectOf(key);
      if (input !== undefined) return readOfInput(input.table);
      const id = /^raw\/source=([^/]+)\/stream=/.exec(key)?.[1];
      const source = configuration.sources.find((one) => one.id === id);
      return source?.connector === 'event-log' ? readOfFile(source as EventLogConfiguration, key) : undefined;
    },
    readingRules: (id) =>
      hashOf([readingVersion, ...configuration.sources.filter((source) => source.id === id).map(rulesOf)]),
    configuredRules: (id) =>
      hashOf([
        [readingVersion, factsVersion],
        configuration.sources.filter((source) => source.id === id).map(rulesOf),
        { ...configuration.policies, staffing: null },
        configuration.teams,
        configuration.calendars,
        configuration.promises,
      ]),
    settleInputs: () => settleInputs(ports, configuration, { anew: true }),
    async factsRules(source, inputs) {
      const all = await allCalendars(configuration, ports.warehouse);
      const aiAgents = namedAccounts(
        configuration.sources.find(({ id }) => id === source),
        'bots',
      );
      const telling = withAiAgents(await tellingOf(source, home), aiAgents);
      const promised = await ownTargetsOf(source, configuration, ports.warehouse);
      const names = naming(configuration, inputs.names);
      const context = factsContext(configuration, all, inputs, { ...telling, aiAgents, promised });
      const derive = (input: FactsInput) => deriveTicket(input, context);
      const rules = [
        factsVersion,
        { ...configuration.policies, staffing: null },
        configuration.teams,
        [...all.values()].map(described),
        telling,
        [...aiAgents],
        knowsStaff(inputs),
        [...inputs.statuses],
        ...(promised === noTargets ? [] : [promised.rules]),
        ...(names === undefined ? [] : [names.rules]),
      ];
      return {
        derive: (names?.named(derive) ?? derive) as never,
        telling,
        fingerprint: hashOf(rules),
      };
    },
  };
}

const hashOf = (rules: unknown): string =>
  createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 24);

/** Keys of a source that say where and how fast it is read, not what its values mean. */
const noRules = new Set(['people', 'files', 'start', 'requests_per_minute', 'complete_until']);

/** The part of a source that decides how what was received is read; references to secrets are none of it. */
const rulesOf = (source: Configuration['sources'][number]): unknown =>
  Object.entries(source)
    .filter(([key, value]) => !noRules.has(key) && !(typeof value === 'string' && value.includes('${')))
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** Calendars of the configuration, and those of the tables `calendars` and `holidays`; the configuration wins for one id. */
export async function allCalendars(
  configuration: Configuration,
  warehouse: Warehouse,
): Promise<ReadonlyMap<string, Calendar>> {
  const rows = async <T extends Table>(table: T): Promise<readonly Row<T>[]> => {
    const found = await warehouse.query(
      `rows of ${table.name}`,
      `SELECT * FROM ${table.name} WHERE source <> ${literal('')}`,
    );
    return found.rows.map(
      (row) => Object.fromEntries(found.columns.map((name, i) => [name, row[i] ?? null])) as Row<T>,
    );
  };
  const dropped = calendarsOfRows(await rows(calendars), await rows(holidays));
  const own = Object.entries(configuration.calendars).map(([id, calendar]) => [id, calendarOf(id, calendar)] as const);
  return new Map([...dropped, ...own]);
}

/** What names a calendar for the fingerprint: maps become lists. */
const described = (calendar: Calendar): unknown => [
  calendar.id,
  calendar.versions.map(({ from_day, zone, week }) => [String(from_day), zone, [...week].sort(([a], [b]) => a - b)]),
  [...calendar.exceptions].sort(([a], [b]) => a - b),
];

/** The rules of the facts of one source: who is who, which team and calendar a ticket has. */
export function factsContext(
  configuration: Configuration,
  calendarsById: ReadonlyMap<string, Calendar>,
  inputs: FactsInputs,
  told: Telling & Pick<FactsContext, 'aiAgents'> & { readonly promised: OwnTargetsOf },
): FactsContext {
  const people = new Map<string, FactsInputs['people'][number][]>();
  for (const person of inputs.people) {
    if (person.person_id !== null) people.set(person.person_id, [...(people.get(person.person_id) ?? []), person]);
  }
  const isStaffKnown = knowsStaff(inputs);
  const groups = new Map(inputs.groups.map((group) => [group.group_id, group]));
  const known = configuration.calendars.default !== undefined || calendarsById.has('default') ? 'default' : null;
  const byTeam = new Map(configuration.teams.map((team) => [team.id, team.calendar ?? known] as const));
  return {
    policies: configuration.policies,
    aiAgents: told.aiAgents,
    untold: (attributes) => new Set(Object.keys(untoldOfTicket(told, attributes)) as FactKind[]),
    person(_source, id, at_s): PersonThen | undefined {
      const rows = people.get(id);
      const then =
        rows?.find(({ from_s, to_s }) => (from_s ?? 0) <= at_s && (to_s === null || at_s < to_s)) ?? rows?.at(-1);
      if (then === undefined) return presumedAs(inputs.presumed.get(id), told.aiAgents.has(id));
      return { role: isStaffKnown ? then.role : null, is_bot: then.is_bot === true };
    },
    group: (_source, id): GroupNow | undefined => groups.get(id),
    statusOf: (raw) => inputs.statuses.get(raw.toLowerCase()),
    teamOf: (attributes, group) => configuration.teams.find((team) => matches(team, attributes, group))?.id ?? null,
    calendarOf: (team) => (team === null ? known : (byTeam.get(team) ?? known)),
    ownTargets: (attributes, team) => told.promised.of(attributes, team === null ? known : (byTeam.get(team) ?? known)),
    businessSeconds(id, from_s, to_s) {
      const calendar = calendarsById.get(id);
      if (calendar === undefined) throw new InternalError(`Facts asked for the calendar ${id}, which nobody defined.`);
      return businessSeconds(calendar, from_s, to_s);
    },
  };
}

const presumedAs = (role: Presumed | undefined, isRobot: boolean): PersonThen | undefined =>
  role === undefined || isRobot ? undefined : { role, is_bot: false, is_presumed: true };

/** Without a name, or the helpdesk's own mark, nobody knows which robots are AI agents: none would be a guess. */
const withAiAgents = (telling: Telling, { size }: ReadonlySet<string>): Telling =>
  size > 0 || telling.marks_ai_agents === true
    ? telling
    : { ...telling, untold: { ...telling.untold, ai_agents: 'name the accounts of AI agents in bots of this source' } };

/** Every field of `match` has one of its values; a group is matched by name or id. A team without `match` matches nothing. */
function matches(team: TeamConfiguration, attributes: TicketAttributes, group: GroupNow | undefined): boolean {
  if (team.match === undefined) return false;
  const values: Readonly<Record<string, readonly (string | null | undefined)[]>> = {
    group: [group?.name, attributes.group_id],
    queue: [attributes.queue],
    product: [attributes.product],
    brand: [attributes.brand],
    source: [attributes.source],
    region: [attributes.region],
  };
  return Object.entries(team.match).every(
    ([field, wanted]) => values[field]?.some((value) => value != null && wanted.includes(value)) === true,
  );
}
