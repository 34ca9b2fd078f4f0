import { z } from 'zod';
import type { SourceConfiguration } from '../config/configuration.ts';
import { ConfigurationError } from '../errors.ts';
import { tellsAll, type Telling } from '../knowledge/telling.ts';
import type { ApiConnector, Setup, Site, Stream, ZoneCheck } from './connector.ts';
import { endingsOf, type Contract } from './contract.ts';
import { normaliser } from './engine/normaliser.ts';
import type { Mappings } from './mappings.ts';

/** A helpdesk as its file writes it down: schema first, then where, then what. */
export interface Definition<C extends z.ZodType<{ readonly id: string }>> {
  readonly id: string;
  readonly title: string;
  readonly configuration: C;
  readonly setup?: Setup;
  site(configuration: z.output<C>): Site;
  streams(configuration: z.output<C>): readonly Stream[];
  zone?(configuration: z.output<C>): ZoneCheck;
  /** What it relies on at the vendor. */
  readonly contract?: Contract;
  /** What the interface and the configured plan cannot tell; left out: everything is told. */
  tells?(configuration: z.output<C>): Telling;
}

/** Makes a connector of a typed definition: every function gets the parsed configuration. */
export function connector<C extends z.ZodType<{ readonly id: string }>>(definition: Definition<C>): ApiConnector {
  const { id, title, configuration, setup, contract } = definition;
  return {
    kind: 'api',
    id,
    title,
    configuration,
    ...(setup && { setup }),
    ...(contract && { contract }),
    bind(source: SourceConfiguration) {
      const parsed = parse(configuration, source);
      const streams = definition.streams(parsed);
      const zone = definition.zone?.(parsed);
      return {
        id: parsed.id,
        site: definition.site(parsed),
        streams,
        endings: contract === undefined ? [] : endingsOf(contract, parsed),
        telling: { ...startedOn(parsed), ...withoutEscalation(parsed, definition.tells?.(parsed) ?? tellsAll) },
        normalise: normaliser(streams),
        ...(zone && { zone }),
      };
    },
  };
}

/** A first load begins on a day: tickets that nobody touched since are not read. */
const startedOn = (configuration: object): Partial<Telling> =>
  'start' in configuration && typeof configuration.start === 'string'
    ? { whole_from_s: Date.parse(`${configuration.start}T00:00:00Z`) / 1000 }
    : {};

/** Keys of single connectors that say what means "to development". */
const ownEscalation = ['jira_links', 'engineering_projects', 'escalation_links'];

/** Unless the account says what means "to development", or has tiers to be raised to, nobody knows that a case did not go there. */
function withoutEscalation(configuration: object, telling: Telling): Telling {
  const said = configuration as Readonly<Record<string, unknown>>;
  const { escalation, tier = {} } = (said['mappings'] ?? {}) as Partial<Mappings>;
  // a history that may not be read tells no change, whatever it would mean
  if (escalation === undefined || said['history'] === 'none') return telling;
  const isSaid =
    escalation.problem ||
    escalation.tags.length > 0 ||
    escalation.groups.length > 0 ||
    Object.keys(tier).length > 0 ||
    ownEscalation.some((key) => said[key] === true || (Array.isArray(said[key]) && said[key].length > 0));
  const { escalation: _own, ...untold } = telling.untold;
  return isSaid
    ? { ...telling, untold }
    : {
        ...telling,
        untold: {
          escalation: 'say in mappings.escalation (tags, groups, problem) what means to development',
          ...telling.untold,
        },
      };
}

/** Schemas of connectors have no transforms, so that what the reader of casebook.yaml parsed can be parsed again. */
function parse<C extends z.ZodType>(schema: C, source: SourceConfiguration): z.output<C> {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    `Source ${source.id} (${source.connector}) is not configured right.`,
    parsed.error.issues.map((issue) => `${issue.path.join('.') || '(the source)'}: expected ${issue.message}`),
  );
}
