import type { FactsContext } from './context.ts';
import type { TicketEvent } from '../events/event.ts';

export interface Escalations {
  /** First time to development. */
  readonly escalated_s: number | null;
  /** First time to a higher tier. */
  readonly first_tier_raise_s: number | null;
  /** Raises to development or to a higher tier; two signs of one raise in one instant are one. */
  readonly escalation_count: number;
  /** Tier after the last event that tells one; null when none does. */
  readonly tier: string | null;
}

const rank: Readonly<Record<string, number>> = { l1: 1, l2: 2, l3: 3 };

/**
 * To development: an `escalated` event that says so, or a link of type engineering. To a higher tier: an `escalated` event to l2 or
 * l3, or a change to a group, or to a value of the field tier, whose tier is above the last known one. A breached time limit is none.
 */
export function escalationsOf(
  events: readonly TicketEvent[],
  source: string,
  context: Pick<FactsContext, 'group'>,
): Escalations {
  const development = new Set<number>();
  const raises = new Set<number>();
  let tier: string | null = null;
  const reach = (to: string | null, at_s: number): void => {
    if (to === null || rank[to] === undefined) return;
    if (tier !== null && (rank[to] ?? 0) > (rank[tier] ?? 0)) raises.add(at_s);
    tier = to;
  };
  const tierOf = (group: string | null | undefined): string | null =>
    group === null || group === undefined ? null : (context.group(source, group)?.tier ?? null);
  for (const { kind, at_s, data } of events) {
    if (kind === 'linked' && data.type === 'engineering') development.add(at_s);
    else if (kind === 'created') reach(tierOf(data.group), at_s);
    else if (kind === 'grouped') reach(data.to_tier ?? tierOf(data.to), at_s);
    else if (kind === 'field' && data.field === 'tier') reach(data.to, at_s);
    else if (kind === 'escalated' && data.to === 'development') development.add(at_s);
    else if (kind === 'escalated') {
      raises.add(at_s);
      tier = data.to;
    }
  }
  return {
    escalated_s: least(development),
    first_tier_raise_s: least(raises),
    escalation_count: development.size + raises.size,
    tier,
  };
}

const least = (instants: ReadonlySet<number>): number | null => (instants.size === 0 ? null : Math.min(...instants));
