import type { Ending } from './ending.ts';

/**
 * What a connector relies on at its vendor, with the page that says so. Data: docs/helpdesks/ is made of it, the doctor warns by it,
 * and a test holds every path and field that the connector uses against it.
 */
export interface Contract {
  /** ISO date of what is written here. */
  readonly as_of: string;
  /** Name and version of the interface. */
  readonly api: string;
  /** Ways in, the first of which is the one that `init` sets up. */
  readonly logins: readonly Login[];
  readonly endpoints: readonly Endpoint[];
  /** Fields that are read, by the vendor’s record. */
  readonly fields: Readonly<Record<string, string>>;
  /** Closed lists of the vendor whose words Casebook knows; what is in none of them is counted as unmapped. */
  readonly words: readonly WordList[];
  readonly channels: readonly ChannelTold[];
  readonly ends: readonly ContractEnding[];
  /** The vendor’s published description of the interface, against whose facts names and words were checked. */
  readonly openapi?: { readonly document: string; readonly version: string; readonly checked_on: string };
}

export interface Login {
  /** Keys of the source. */
  readonly keys: readonly string[];
  readonly grant: string;
  /** Rights of the user or the app. */
  readonly role: string;
  readonly scopes?: readonly string[];
  readonly plan?: string;
  /** Where to click, one step a line. */
  readonly steps: readonly string[];
  readonly page: string;
}

export interface Endpoint {
  readonly method?: 'POST';
  /** `{name}` stands for one part of the path. */
  readonly path: string;
  /** What is read there. */
  readonly tells: string;
  /** A scope, right, plan or key of the source beyond what every other endpoint needs. */
  readonly needs?: string;
  /** Since which version or day the vendor has it. */
  readonly since?: string;
  readonly page: string;
}

export interface WordList {
  readonly of: string;
  readonly words: readonly string[];
  readonly page: string;
}

export interface ChannelTold {
  readonly channel: string;
  readonly told: string;
  readonly since?: string;
  readonly page?: string;
}

export interface ContractEnding extends Ending {
  /** A key of the source without which this end does not matter; left out, it matters to every source. */
  readonly touches?: string;
}

/** True when the path of an address is one of the contract’s. `base` is the part of the path that belongs to the site. */
export function isInContract(contract: Contract, method: string, url: string, base: string): boolean {
  const { pathname } = new URL(url);
  const root = base.replace(/\/$/, '');
  const path = pathname.startsWith(root) ? pathname.slice(root.length) : pathname;
  return contract.endpoints.some(
    (endpoint) => (endpoint.method ?? 'GET') === method && patternOf(endpoint.path).test(decodeURIComponent(path)),
  );
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/** What ends and touches a source, by the keys that it has. */
export const endingsOf = (contract: Contract, source: Readonly<Record<string, unknown>>): readonly Ending[] =>
  contract.ends.filter(
    ({ touches }) => touches === undefined || (source[touches] !== undefined && source[touches] !== false),
  );
