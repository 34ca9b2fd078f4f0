import { hearsAll } from './heard.ts';
import type { TicketHistory } from './history.ts';

type Known = Pick<TicketHistory, 'events' | 'owned' | 'untold' | 'isHeard' | 'isUnread'> & {
  readonly context: Pick<TicketHistory['context'], 'aiAgents'>;
};

/**
 * Finished by robots alone: no person ever wrote, owned it or set a status, and a robot did own it or act on it. null: nobody knows,
 * because an act of somebody unknown may be a person's, and so may what the source does not tell.
 */
export function isBotOnly(isFinished: boolean, history: Known): boolean | null {
  const { events, owned, untold, context } = history;
  if (!isFinished || owned.some(({ kind }) => kind === 'person')) return false;
  const acts = events.filter(({ kind }) => kind === 'replied' || kind === 'noted' || kind === 'status');
  if (acts.some(({ actor }) => actor === 'agent')) return false;
  const isByRobot = owned.some(({ kind }) => kind === 'bot') || acts.some(({ actor }) => actor === 'automation');
  const isTold = !untold.has('authors') && !untold.has('assignments') && hearsAll(history);
  if (!isByRobot) return isTold || context.aiAgents.size === 0 ? false : null;
  return isTold && acts.every(({ actor }) => actor !== null) ? true : null;
}
