import type { TicketEvent } from '../events/event.ts';
import type { Ownership } from './owners.ts';

/**
 * Finished by robots alone: no person ever wrote, owned it or set a status, and a robot did own it or act on it. An act of somebody
 * unknown may be a person's; only a ticket that a robot owned is then taken as its work. So a log that names no owners and
 * no actors loses no ticket to this class.
 */
export function isBotOnly(isFinished: boolean, events: readonly TicketEvent[], owned: readonly Ownership[]): boolean {
  if (!isFinished || owned.some(({ kind }) => kind === 'person')) return false;
  const acts = events.filter(({ kind }) => kind === 'replied' || kind === 'noted' || kind === 'status');
  if (acts.some(({ actor }) => actor === 'agent')) return false;
  if (owned.some(({ kind }) => kind === 'bot')) return true;
  return acts.some(({ actor }) => actor === 'automation') && acts.every(({ actor }) => actor !== null);
}
