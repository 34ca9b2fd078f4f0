import type { TicketEvent } from '../events/event.ts';
import type { Ownership } from './owners.ts';

/**
 * Finished by robots alone: no person ever wrote, owned it or set a status, and a robot did own it or act on it. null: nobody knows,
 * because an act of somebody unknown may be a person's.
 */
export function isBotOnly(
  isFinished: boolean,
  events: readonly TicketEvent[],
  owned: readonly Ownership[],
): boolean | null {
  if (!isFinished || owned.some(({ kind }) => kind === 'person')) return false;
  const acts = events.filter(({ kind }) => kind === 'replied' || kind === 'noted' || kind === 'status');
  if (acts.some(({ actor }) => actor === 'agent')) return false;
  if (!owned.some(({ kind }) => kind === 'bot') && !acts.some(({ actor }) => actor === 'automation')) return false;
  return acts.every(({ actor }) => actor !== null) ? true : null;
}
