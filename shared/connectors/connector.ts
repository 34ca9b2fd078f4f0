import type { z } from 'zod';
import type { SourceConfiguration } from '../config/configuration.ts';
import type { Telling } from '../knowledge/telling.ts';
import type { Ports } from '../ports.ts';
import type { Contract } from './contract.ts';
import type { Ending } from './ending.ts';
import type { PullResult } from './pull-result.ts';
import type { Normalise, StagedRow } from './staged-row.ts';

/** What one helpdesk, or one kind of file, is to Casebook: data and pure functions. The registry is helpdesks/all.ts. */
export type Connector = ApiConnector | FileConnector;

/** What a first configuration must say, by key of the connector’s configuration; left out, its required keys. */
export type Setup = Readonly<Record<string, SetupField>>;
/** A question with an example, or a credential, which is read from an environment variable. */
export type SetupField =
  | { readonly ask: string; readonly isList?: true; /** The suggested answer. */ readonly fallback?: string }
  | 'environment';

/** A helpdesk behind HTTP: the engine asks, waits, stores and remembers; the connector says what and how to read it. */
export interface ApiConnector {
  readonly kind: 'api';
  readonly id: string;
  /** The product’s name as people say it. */
  readonly title: string;
  /** Its part of casebook.yaml, strict, with `id` and `connector`. */
  readonly configuration: z.ZodType;
  readonly setup?: Setup;
  /** What it relies on at the vendor. */
  readonly contract?: Contract;
  /** Binds one source of casebook.yaml. Throws ConfigurationError when it does not match the schema. */
  bind(source: SourceConfiguration): BoundSource;
}

/** Files that people drop: no requests, so its own pull. */
export interface FileConnector {
  readonly kind: 'files';
  readonly id: string;
  readonly title: string;
  readonly configuration: z.ZodType;
  readonly setup?: Setup;
  normalise(source: SourceConfiguration): Normalise;
  /** What its columns tell; `raw`: keys of the files that were received. */
  telling(source: SourceConfiguration, raw: readonly string[]): Telling;
  pull(
    job: { readonly source: SourceConfiguration; readonly run: string; readonly deadline_s?: number },
    ports: Pick<Ports, 'clock' | 'lake' | 'state' | 'files' | 'log'>,
  ): Promise<PullResult>;
}

/** One source of casebook.yaml, ready to be pulled and read. */
export interface BoundSource {
  readonly id: string;
  readonly site: Site;
  readonly streams: readonly Stream[];
  readonly normalise: Normalise;
  /** What it can tell of its tickets, and what would tell more. */
  readonly telling: Telling;
  /** What it relies on and that ends on a day. */
  readonly endings: readonly Ending[];
  /** How the doctor finds the time zone of the API user. */
  readonly zone?: ZoneCheck;
}

/** Questions that tell the time zone of the user behind the credentials, and what that zone means for the dates of our queries. */
export interface ZoneCheck {
  /**
   * never_matters: queries name instants; written_in_it: we write dates in it; must_be_utc: the helpdesk reads our dates in it and
   * cannot be told otherwise, so that any other zone would lose rows.
   */
  readonly use: 'never_matters' | 'written_in_it' | 'must_be_utc';
  readonly first: PageRequest;
  /**
   * What an answer told, or the next question with what is known by now; `told` is what earlier answers said. Throws a sentence when
   * it is no answer to what was asked.
   */
  read(
    body: unknown,
    asked: PageRequest,
    told: Partial<ZoneTold>,
  ): ZoneTold | { readonly ask: PageRequest; readonly told?: Partial<ZoneTold> };
}

/** `zone` in the helpdesk’s own words, null when it does not say; `shifts`: dates of a query were seen to be read in another zone than UTC. */
export interface ZoneTold {
  readonly zone: string | null;
  readonly shifts?: boolean;
}

/** Where a helpdesk lives and how to knock. Texts may be references (`${env:NAME}`, `${secret:name}`); the engine resolves them. */
export interface Site {
  /** https, or http on a loopback host; credentials go to this host only. */
  readonly base_url: string;
  readonly auth: Auth;
  /** What to do when the credentials are refused, in one or two sentences. */
  readonly advice?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How it says that the requests of a day are used up: no retry helps before the day ends. */
  readonly day?: DayLimit;
  /** At most this many requests a minute. */
  readonly per_minute?: number;
}

export type Auth =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  /** `scheme` default Bearer. */
  | { readonly kind: 'token'; readonly scheme?: string; readonly token: string }
  /**
   * A form posted to `token_url` for a token, and again before it ends or after a 401. With a field `refresh_token` each answer may
   * bring another refresh token, which state keeps.
   */
  | {
      readonly kind: 'oauth';
      readonly token_url: string;
      readonly scheme?: string;
      readonly form: Readonly<Record<string, string>>;
      /** The fields are posted as a JSON object. */
      readonly asJson?: true;
      /** JWT bearer: the field `assertion`, signed with an RSA key in PEM form. */
      readonly assertion?: {
        readonly issuer: string;
        readonly subject: string;
        readonly audience: string;
        readonly private_key: string;
      };
    };

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One question to a helpdesk, plain data: it is kept in the state so that a killed run goes on with it. */
export interface PageRequest {
  /** GET unless a body is given. */
  readonly method?: 'GET' | 'POST';
  /** A path of the site, or an address on its host. */
  readonly url: string;
  readonly body?: Json;
  /** Id of the parent whose children are asked for; becomes part of the raw key. */
  readonly of?: string;
  /** Without credentials, and therefore allowed to another https host: signed download links. */
  readonly anonymous?: boolean;
}

/** What a stream remembers between runs: its own small JSON. Times in epoch seconds unless the name says otherwise. */
export type StreamState = { readonly [key: string]: Json };

export interface RunInstant {
  readonly run: string;
  /** When the pull of this source began. */
  readonly now_s: number;
}

/** One answer, parsed, with the request that led to it. */
export interface Page {
  readonly asked: PageRequest;
  readonly body: unknown;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly items: readonly unknown[];
  /** The state as this page’s request was made. */
  readonly state: StreamState;
  /** Pages received of this walk, this one included; counts on over a resumed run. */
  readonly number: number;
  /** The server’s Date header, else our clock. */
  readonly server_s: number;
  readonly at: RunInstant;
}

/** How the walk goes on. The state is what a run that starts now would begin from. */
export interface Step {
  /** null: the end. */
  readonly request: PageRequest | null;
  readonly state: StreamState;
}

/** An answer that is no success to a question of the walk itself. */
export interface Refusal extends Pick<Page, 'asked' | 'state' | 'server_s'> {
  readonly status: number;
  /** The beginning of its text. */
  readonly body: string;
}

/** Children of one item: their own stream of raw pages, read whole for every changed parent (R11). */
export interface Children {
  /** Name of the stream that their pages are stored under; one of the source’s streams, which has no `first`. */
  readonly stream: string;
  readonly requests: readonly PageRequest[];
}

/** What normalising knows of a row besides the row. */
export interface RowContext {
  readonly source: string;
  readonly received_s: number;
  /** Id of the parent, for streams of children. */
  readonly of: string | null;
  /** The whole parsed page: sideloaded records live beside the rows. */
  readonly body: unknown;
  /** Place of the item in its page, from 0. */
  readonly index: number;
  /** Looks a vendor’s value up and counts what it saw: becomes field_mappings. */
  readonly map: <W extends string>(field: string, raw: string | null, mapping: Mapping<W>) => W | null;
}

/** Raw value (lower case) to Casebook’s word; `otherwise` when absent. */
export interface Mapping<W extends string = string> {
  readonly values: Readonly<Record<string, W>>;
  readonly otherwise: W | null;
}

export interface Stream {
  readonly name: string;
  /** The first question of a run; null: nothing to ask now. Left out: children only, asked through a parent. */
  first?(state: StreamState | null, at: RunInstant): PageRequest | null;
  /** Default: one page is all there is. */
  next?(page: Page): Step;
  /** The vendor’s records in a page. Throws a sentence when the page is none of this stream (a 200 with an error inside). */
  items(body: unknown): readonly unknown[];
  /** Names one version of an item; the same twice is a duplicate. */
  version?(item: unknown): string | undefined;
  children?(item: unknown, page: Page): readonly Children[];
  /** Children that follow from the whole page and the state before it, such as records that are no longer in a list. */
  pageChildren?(page: Page): readonly Children[];
  /** A stream of children that asks for tickets by their own ids: 404 means that the ticket is gone (R14). */
  readonly isTicket?: boolean;
  /** With isTicket: where the ticket may be as well when it is not here (404, 410), such as an archive. */
  archiveOf?(asked: PageRequest): PageRequest | undefined;
  /** A stream of children with what was said in one ticket, whose id is `of`: where it is refused, the ticket's replies are not known (R12). */
  readonly isConversation?: boolean;
  /**
   * With isConversation, of a ticket that has one such list: how the ids of its messages begin. Where one page holds the whole list, a
   * message that it lacks was deleted.
   */
  readonly messages?: readonly string[];
  /** How many children the parent itself counts (R11). */
  childCount?(item: unknown): { readonly stream: string; readonly of: string; readonly count: number } | undefined;
  /** Total: unknown values map to `other`; a record without id throws and becomes a reject. */
  rows(item: unknown, context: RowContext): readonly StagedRow[];
  /** After the rows of all items: things said once a page. */
  pageRows?(items: readonly unknown[], context: RowContext): readonly StagedRow[];
  /** 403 or 404 on the first page: the plan or the scope lacks it. Counted and said, not a failure. */
  readonly optional?: boolean;
  /** With optional: true when another refusal means the same, such as a 400 for a table that the account has not. */
  isUnavailable?(status: number, body: string): boolean;
  /** True when this answer means that the server forgot the walk (an expired cursor): it begins again from the state. */
  expired?(status: number, body: string): boolean;
  /** How the walk goes on after a refusal that is an answer, such as a number that nobody has; undefined: it is a refusal. */
  afterRefusal?(refusal: Refusal): Step | undefined;
  /** True when this answer means that there is nothing more yet (a day's file that is not ready): the walk ends, complete. */
  isNotReadyYet?(status: number, body: string): boolean;
  /** Makes a smaller question after a 504, such as half the page size. */
  shrinkPage?(asked: PageRequest): PageRequest | undefined;
  /** Everything up to here has been read, epoch seconds. */
  watermark?(state: StreamState): number | null;
  /** Its items are all tickets that exist now, by id: what is stored and not among them is gone (R14). */
  readonly listsIds?: boolean;
  /** With listsIds: tickets created since then are listed, and no older ones; left out: all. */
  readonly listedFrom_s?: number;
  /**
   * With listsIds: asks by its id for a ticket that the list lacks, in the next pull, through a stream that isTicket; only when that
   * says so, it is gone. Left out: what the list lacks is gone.
   */
  confirm?(ticket: string): Children;
  /** With listsIds: reads a ticket whole that the list has and nobody ever read, in the next pull. Left out: it is only counted. */
  recover?(ticket: string): readonly Children[];
  /** With listsIds: finished tickets that nobody touched for so long may lie in an archive that is not listed. */
  readonly archived_after_s?: number;
  /** The vendor’s own number of tickets created before an instant: `search_count` in ingest_compare. */
  readonly compare?: {
    /** Created since; null: ever. */
    readonly from_s: number | null;
    /** The part of the time before an instant that can be counted exactly, where that is not all since from_s; null: none yet. */
    readonly window?: (to_s: number) => { readonly from_s: number; readonly to_s: number } | null;
    readonly request: (to_s: number) => PageRequest;
    readonly count: (body: unknown) => number | null;
    /** Merged tickets are in no search: they are not counted on our side either. */
    readonly leavesOutMerged?: boolean;
  };
}

/** A limit of requests a day that ends at midnight in the time zone of the account. */
export interface DayLimit {
  readonly isSpent: (status: number, body: string) => boolean;
}
