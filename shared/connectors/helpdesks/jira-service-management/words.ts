import type { Actor, TicketStatus } from '../../../events/event.ts';
import type { RowContext } from '../../connector.ts';
import { wordsOf, type Words } from '../../mappings.ts';
import { record, textOrNull } from '../../shapes.ts';
import type { JiraConfiguration } from './configuration.ts';

/** Names of the statuses that service projects start with; an account adds its own by configuration. */
const statuses = {
  open: 'new',
  'to do': 'new',
  new: 'new',
  'waiting for support': 'open',
  'in progress': 'open',
  'work in progress': 'open',
  'under investigation': 'open',
  'under review': 'open',
  investigating: 'open',
  reopened: 'open',
  escalated: 'open',
  'waiting for customer': 'pending_customer',
  pending: 'pending_third_party',
  'waiting for approval': 'pending_third_party',
  'awaiting approval': 'pending_third_party',
  'on hold': 'pending_third_party',
  'waiting for vendor': 'pending_third_party',
  resolved: 'solved',
  done: 'solved',
  completed: 'solved',
  closed: 'closed',
  canceled: 'closed',
  cancelled: 'closed',
  declined: 'closed',
} as const;
/** By the key of `statusCategory`. */
export const categories: Readonly<Record<string, TicketStatus>> = { new: 'new', indeterminate: 'open', done: 'solved' };
const priorities = {
  blocker: 'p1',
  highest: 'p1',
  critical: 'p1',
  high: 'p2',
  major: 'p2',
  medium: 'p3',
  normal: 'p3',
  low: 'p4',
  minor: 'p4',
  lowest: 'p4',
  trivial: 'p4',
} as const;
const kinds = {
  incident: 'incident',
  '[system] incident': 'incident',
  'service request': 'request',
  '[system] service request': 'request',
  'service request with approvals': 'request',
  task: 'request',
  change: 'request',
  '[system] change': 'request',
  problem: 'problem',
  '[system] problem': 'problem',
  question: 'question',
  bug: 'bug',
} as const;
const channels = {
  portal: 'portal',
  anonymousportal: 'portal',
  email: 'email',
  jira: 'web',
  api: 'api',
  widget: 'web',
  chat: 'chat',
} as const;

export interface JiraWords extends Omit<Words, 'status'> {
  /** By the account's own words or a well-known name; the category of the status only fits that status. */
  status(context: Pick<RowContext, 'map'>, name: string | null, category?: string | null): TicketStatus | null;
}

export const jiraWords = ({ mappings }: JiraConfiguration): JiraWords => {
  const words = wordsOf(mappings, { status: statuses, priority: priorities, channel: channels, type: kinds });
  const { values } = words.status;
  return {
    ...words,
    status: (context, name, category = null) =>
      context.map('status', name, { values, otherwise: categories[category ?? ''] ?? 'other' }),
  };
};

/** Whose hand it was, by the account that every author carries: an event without its data. */
export interface Hand {
  readonly actor: Actor;
  readonly actor_id: string | null;
  /** Said of accounts of the site, which ask as well: facts know who asked, the lists of an issue read alone do not. */
  readonly role: { readonly may_be_requester?: 1 };
}

/** Apps and automation are robots, customers have accounts of their own, the others are agents in tickets that they did not raise. */
export function handOf(user: unknown, bots: readonly string[]): Hand {
  const { accountId, accountType } = record.parse(user);
  const actor_id = textOrNull.parse(accountId);
  const type = textOrNull.parse(accountType);
  if (actor_id === null || type === 'app' || bots.includes(actor_id))
    return { actor: 'automation', actor_id, role: {} };
  return type === 'customer'
    ? { actor: 'customer', actor_id, role: {} }
    : { actor: 'agent', actor_id, role: { may_be_requester: 1 } };
}

/** Characters of a text or of an Atlassian document, and its links to articles. */
export function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  const { text, content, attrs, marks } = record.parse(body);
  const own = textOrNull.parse(text) ?? '';
  const links = [
    record.parse(attrs),
    ...(Array.isArray(marks) ? marks : []).map((mark) => record.parse(record.parse(mark).attrs)),
  ]
    .flatMap(({ href, url }) => textOrNull.parse(href) ?? textOrNull.parse(url) ?? [])
    .filter((link) => !own.includes(link))
    .map((link) => ` ${link}`);
  return own + links.join('') + (Array.isArray(content) ? content.map(textOf).join('') : '');
}
