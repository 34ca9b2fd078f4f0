import { ok, type SandboxAnswer, type SandboxRequest } from '../../../functions/sandbox/server.ts';
import type { HubspotTicket } from './hubspot-tickets.ts';

const largest = 200;
const searchCap = 10_000;

export const failure = (status: number, category: string, message: string): SandboxAnswer => ({
  status,
  body: { status: 'error', message, correlationId: '5b5e1f0a-0000-4000-8000-000000000001', category },
});

/** Those that every answer has, and those asked for; null when a ticket has no such value. */
export function asked(
  properties: Readonly<Record<string, string>>,
  names: string | null,
): Record<string, string | null> {
  const all = ['createdate', 'hs_lastmodifieddate', 'hs_object_id', ...(names ?? '').split(',').filter(Boolean)];
  return Object.fromEntries(all.map((name) => [name, properties[name] ?? null]));
}

interface Filter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value: string;
  readonly highValue?: string;
}
interface Search {
  readonly filterGroups?: readonly { readonly filters: readonly Filter[] }[];
  readonly sorts?: readonly { readonly propertyName: string; readonly direction: string }[];
  readonly properties?: readonly string[];
  readonly limit?: number;
  readonly after?: string;
}

/** Times compare as milliseconds, ids as numbers. */
const valueOf = ({ properties }: HubspotTicket, name: string): number => {
  const value = properties[name] ?? '';
  return /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number(value);
};
const comparisons: Readonly<Record<string, (own: number, value: number, high: number) => boolean>> = {
  EQ: (own, value) => own === value,
  GT: (own, value) => own > value,
  GTE: (own, value) => own >= value,
  LT: (own, value) => own < value,
  LTE: (own, value) => own <= value,
  BETWEEN: (own, value, high) => own >= value && own <= high,
};

/**
 * Tickets by their properties as the index knows them: at most 200 a page and 10,000 a question, neither history nor associations,
 * two rows in the wrong order, and the row just before the bound.
 */
export function search(request: SandboxRequest, index: readonly HubspotTicket[]): SandboxAnswer {
  const wish = JSON.parse(request.body) as Search;
  const limit = wish.limit ?? 10;
  const from = Number(wish.after ?? 0);
  const filters = wish.filterGroups?.[0]?.filters ?? [];
  if (limit > largest) return failure(400, 'VALIDATION_ERROR', `limit: at most ${largest}`);
  if (from + limit > searchCap) return failure(400, 'VALIDATION_ERROR', 'paging beyond 10,000 results');
  const strange = filters.find(({ operator }) => comparisons[operator] === undefined);
  if (strange) return failure(400, 'VALIDATION_ERROR', `no operator ${strange.operator}`);
  if (filters.some(({ operator, value }) => operator.startsWith('GT') && value === '0' && filters.length === 1))
    return failure(500, 'INTERNAL_ERROR', 'internal error');
  const order = wish.sorts?.[0] ?? { propertyName: 'createdate', direction: 'DESCENDING' };
  const sign = order.direction === 'DESCENDING' ? -1 : 1;
  const sorted = index.toSorted(
    (a, b) => sign * (valueOf(a, order.propertyName) - valueOf(b, order.propertyName)) || Number(a.id) - Number(b.id),
  );
  const isFound = (ticket: HubspotTicket): boolean =>
    filters.every(({ propertyName, operator, value, highValue }) =>
      comparisons[operator]?.(valueOf(ticket, propertyName), Number(value), Number(highValue ?? value)),
    );
  const found = sorted.filter(isFound);
  const results = found.slice(from, from + limit);
  // the index is untidy: two rows in the wrong order in a page, or the row just before the bound at its head
  const bound = filters.length === 1 && filters[0]?.operator === 'GTE' && from === 0;
  const before = bound ? sorted.findLast((ticket) => !isFound(ticket)) : undefined;
  const [first, second, ...others] = results;
  const untidy =
    first && second && others.length > 0
      ? [...(before && results.length < limit ? [before] : []), second, first, ...others]
      : results;
  const next = from + limit < found.length ? { paging: { next: { after: String(from + limit) } } } : {};
  return ok({
    total: found.length,
    results: untidy.map((ticket) => ({
      id: ticket.id,
      properties: asked(ticket.properties, (wish.properties ?? []).join(',')),
      createdAt: ticket.properties.createdate,
      updatedAt: ticket.properties.hs_lastmodifieddate,
      archived: false,
    })),
    ...next,
  });
}
