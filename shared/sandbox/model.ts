/** The made-up organisation: what really happened, before any helpdesk has a word for it. */

export type TeamId = 'emea' | 'americas' | 'apac';
export type Level = 'P2' | 'P3' | 'P4';
export type Channel = 'email' | 'web' | 'chat' | 'phone';
export type Priority = 'p1' | 'p2' | 'p3' | 'p4';
export type Status = 'new' | 'open' | 'pending_customer' | 'pending_third_party' | 'solved' | 'closed';

/** Who did something: a person of the roster, a customer, the AI agent, or the helpdesk's own rules. */
export type Party = `p${number}` | `c${number}` | 'bot' | 'system';

export interface Team {
  readonly id: TeamId;
  readonly name: string;
  readonly region: string;
  readonly zone: string;
  readonly language: string;
  readonly calendar: string;
}
export interface Group {
  /** Small integer; servers make their own ids of it. */
  readonly n: number;
  readonly name: string;
  readonly team: TeamId | null;
  readonly tier: 'l1' | 'l2' | 'l3';
}
/** One stay of a person in one post. Days, end exclusive. */
export interface Post {
  readonly team: TeamId;
  readonly level: Level;
  readonly role: 'support' | 'lead' | 'engineering';
  readonly tier: 'l1' | 'l2' | 'l3';
  readonly skill: string;
  readonly fte_milli: number;
  readonly from: number;
  readonly to: number | null;
  readonly end_reason: 'left' | 'moved' | null;
}
export interface Person {
  readonly id: `p${number}`;
  readonly n: number;
  readonly name: string;
  readonly email: string;
  readonly posts: readonly Post[];
}
export interface Account {
  readonly id: string;
  readonly n: number;
  readonly name: string;
  readonly band: 'platinum' | 'gold' | 'silver' | 'bronze';
  readonly segment: string;
  readonly region: string;
  readonly product: string;
  readonly at_risk: boolean;
  readonly started: number;
  readonly ended: number | null;
  /** Recurring revenue a quarter, minor units of the organisation's currency. */
  readonly recurring_minor: number;
}
export interface Contact {
  readonly id: `c${number}`;
  readonly n: number;
  readonly name: string;
  readonly email: string;
  readonly account: string;
  readonly created_s: number;
  /** Found to be somebody else. */
  readonly merged?: { readonly into: Contact; readonly at_s: number };
}

interface Happening {
  readonly at_s: number;
  readonly by: Party;
}
/** One thing that happened to a ticket. Those of one instant and one party were one action. */
export type History =
  | (Happening & { readonly kind: 'created'; readonly text: string })
  | (Happening & { readonly kind: 'replied'; readonly text: string; readonly articles: readonly string[] })
  | (Happening & { readonly kind: 'noted'; readonly text: string })
  | (Happening & { readonly kind: 'status'; readonly from: Status; readonly to: Status })
  | (Happening & {
      readonly kind: 'assigned';
      readonly from: Party | null;
      readonly to: Party | null;
      /** Why the AI agent gave it to people. */
      readonly reason?: string;
    })
  | (Happening & { readonly kind: 'grouped'; readonly from: number | null; readonly to: number })
  | (Happening & { readonly kind: 'priority'; readonly from: Priority; readonly to: Priority })
  | (Happening & { readonly kind: 'tagged'; readonly tag: string })
  | (Happening & { readonly kind: 'escalated'; readonly key: string })
  | (Happening & { readonly kind: 'worked'; readonly seconds: number })
  | (Happening & { readonly kind: 'merged'; readonly into: number })
  | (Happening & { readonly kind: 'deleted'; readonly spam: boolean })
  | (Happening & { readonly kind: 'offered' })
  | (Happening & {
      readonly kind: 'rated';
      readonly good: boolean;
      readonly cause: 'service' | 'product' | 'process' | null;
      readonly person: Party | null;
    });

export interface Ticket {
  /** Number shown to people, ascending with creation. */
  readonly n: number;
  readonly subject: string;
  readonly created_s: number;
  readonly channel: Channel;
  /** At creation; history tells of later changes. */
  readonly priority: Priority;
  readonly type: 'incident' | 'question' | 'problem' | 'request';
  readonly category: string;
  readonly subcategory: string;
  readonly product: string;
  readonly region: string;
  readonly language: string;
  readonly team: TeamId;
  readonly contact: Contact;
  readonly is_test: boolean;
  readonly is_outbound: boolean;
  readonly is_spam: boolean;
  readonly is_bot_only: boolean;
  readonly followup_of: number | null;
  readonly root_cause: string | null;
  /** In order of time; ends at the organisation's end. */
  readonly history: readonly History[];
}

export interface Article {
  readonly id: string;
  readonly kind: 'faq' | 'sop' | 'case' | 'best_practice' | 'how_to';
  readonly grade: 's' | 'a' | 'b' | 'c';
  readonly product: string;
  readonly author: string;
  readonly created_s: number;
  readonly published_s: number;
  readonly retired_s: number | null;
}

export interface Organisation {
  readonly seed: number;
  readonly name: string;
  readonly zone: string;
  readonly currency: string;
  readonly start_s: number;
  readonly end_s: number;
  readonly teams: readonly Team[];
  readonly groups: readonly Group[];
  readonly people: readonly Person[];
  readonly accounts: readonly Account[];
  readonly contacts: readonly Contact[];
  readonly articles: readonly Article[];
  readonly tickets: readonly Ticket[];
}
